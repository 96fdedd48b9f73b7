import { shownClaims } from '../token/disclosures.ts';
import { member } from '../text/json.ts';
import type { JsonNode, JsonObject } from '../text/json.ts';
import { tokenOf } from '../token/tokenOf.ts';
import type { Token } from '../token/token.ts';
import { readNumericDate } from './numericDate.ts';

/** Where a token stands in time, by its own words: nothing here says that it is genuine. */
export interface TimeState {
  /**
   * `unknown`: the claims cannot be read, `exp` may be hidden, or `exp` or `nbf` is no NumericDate. The words flip at
   * `exp` and `nbf` exactly.
   */
  readonly state: 'active' | 'expired' | 'not-yet-valid' | 'no-expiry' | 'unknown';
  /** Seconds since the epoch, where the claim is a NumericDate. */
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
  /** The future instants at which these words, a finding or a verdict change, in order. Arm a clock with them. */
  readonly changesAt: readonly Date[];
}

/**
 * How old a key binding may be, not counting the tolerance: it is made for one presentation, at the moment of it (RFC
 * 9901 §7.3). Five minutes is what servers usually allow a DPoP proof, which is made for one request (RFC 9449 §11.1).
 */
export const MAX_KEY_BINDING_AGE_SECONDS = 300;

/**
 * The words for a token at `now`, including the claims that its disclosures show and the moment at which its key
 * binding grows old. Otherwise like {@link timeState}.
 */
export function timeOf(token: Token, now: Date, leewaySeconds: number, maxAgeSeconds?: number): TimeState {
  const { claims, hidesClaims } = shownClaims(token);
  const time = timeState(claims, now, leewaySeconds, maxAgeSeconds);
  const binding = token.keyBinding && !token.headerOnly ? tokenOf(token.keyBinding.text).payload?.json : undefined;
  const { changesAt } = timeState(binding, now, leewaySeconds, MAX_KEY_BINDING_AGE_SECONDS);
  return {
    ...time,
    state: time.state === 'no-expiry' && hidesClaims ? 'unknown' : time.state,
    changesAt: [...time.changesAt, ...changesAt].toSorted((a, b) => a.getTime() - b.getTime()),
  };
}

/**
 * The words for a payload at `now`. `leewaySeconds` and `maxAgeSeconds` only add the instants at which findings and
 * verdicts change.
 */
export function timeState(
  payload: JsonNode | undefined,
  now: Date,
  leewaySeconds: number,
  maxAgeSeconds?: number,
): TimeState {
  if (payload?.type !== 'object') return { state: 'unknown', changesAt: [] };
  const exp = numericDate(payload, 'exp');
  const nbf = numericDate(payload, 'nbf');
  const iat = numericDate(payload, 'iat');
  const seconds = now.getTime() / 1000;
  const flips = [
    ...(nbf === undefined ? [] : [nbf - leewaySeconds, nbf]),
    ...(exp === undefined ? [] : [exp, exp + leewaySeconds]),
    ...(iat === undefined ? [] : [iat - leewaySeconds]),
    ...(iat === undefined || maxAgeSeconds === undefined ? [] : [iat + maxAgeSeconds + leewaySeconds]),
  ];
  const state = () => {
    if (exp !== undefined && exp <= seconds) return 'expired';
    if (nbf !== undefined && nbf > seconds) return 'not-yet-valid';
    if (exp === undefined && member(payload, 'exp')) return 'unknown';
    if (nbf === undefined && member(payload, 'nbf')) return 'unknown';
    return exp === undefined ? 'no-expiry' : 'active';
  };
  return {
    state: state(),
    ...(exp !== undefined && { exp }),
    ...(nbf !== undefined && { nbf }),
    ...(iat !== undefined && { iat }),
    changesAt: [...new Set(flips)]
      .filter((instant) => instant > seconds)
      .toSorted((a, b) => a - b)
      .map((instant) => new Date(Math.ceil(instant * 1000))),
  };
}

function numericDate(payload: JsonObject, name: string): number | undefined {
  const value = member(payload, name)?.value;
  return value && readNumericDate(value).seconds;
}
