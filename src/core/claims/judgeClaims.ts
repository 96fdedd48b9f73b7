import { normalizeType } from '../token/tokenType.ts';
import type { IssuerProfile } from '../issuers/issuerProfile.ts';
import { nearMiss } from '../text/nearMiss.ts';
import type { JsonNode } from '../text/json.ts';
import { shownClaims } from '../token/disclosures.ts';
import type { Token } from '../token/token.ts';
import { listed, visibleStart } from '../text/visible.ts';
import type { ClaimState, ClaimId, Judgement } from './judgement.ts';
import { claim as claimOf, protectedMember } from './locate.ts';
import { readNumericDate } from './numericDate.ts';

/** The clock and tolerance for time claims. */
export interface ClaimClock {
  readonly now: Date;
  /** Already within 0 to 300. */
  readonly leewaySeconds: number;
}

/**
 * Judges what a token says about its time, issuer, audience and type, and whether it has the claims that its profile
 * requires, in a fixed order. The claims must be readable. For an SD-JWT the disclosed claims count, and a claim that
 * is not shown may be hidden.
 */
export function judgeClaims(token: Token, profile: IssuerProfile, clock: ClaimClock): readonly Judgement[] {
  const { hidesClaims } = shownClaims(token);
  const judge = (
    id: Exclude<ClaimId, 'typ'>,
    judgeValue: (value: JsonNode) => UnplacedJudgement,
    absent: UnplacedJudgement,
  ): Judgement => {
    const claim = claimOf({ token }, id);
    if (claim) return { id, span: claim.span, ...judgeValue(claim.value) };
    const isRequired = profile.requiredClaims?.includes(id) ?? false;
    const isOfConcern = isRequired || (absent.state !== 'unexpected' && absent.state !== 'unused');
    if (isOfConcern && hidesClaims) return { id, state: 'hidden' };
    return { id, ...(isRequired ? { state: 'missing' } : absent) };
  };
  const { issuer, audience, maxAgeSeconds } = profile;
  const wanted = audience === undefined || audience === null ? audience : [audience].flat();
  return [
    judge('exp', (value) => judgeExpiry(value, clock), { state: 'absent' }),
    judge('nbf', (value) => judgeNotBefore(value, clock), { state: 'absent' }),
    judge('iat', (value) => judgeIssuedAt(value, maxAgeSeconds, clock), whereAge(maxAgeSeconds)),
    judge('iss', (value) => judgeIssuer(value, issuer), whereAbsent(issuer, named(issuer ?? ''))),
    judge('aud', (value) => judgeAudience(value, wanted), whereAbsent(wanted, listed(wanted ?? [], ' or '))),
    judgeType(token, profile, hidesClaims),
  ];
}

function whereAge(maxAgeSeconds: number | undefined): UnplacedJudgement {
  return maxAgeSeconds === undefined ? { state: 'absent' } : { state: 'missing', expected: ageOf(maxAgeSeconds) };
}

function ageOf(seconds: number): string {
  return `${seconds} seconds`;
}

/** Longest name of an expected issuer, audience or type in a sentence. */
const LONGEST_NAME = 200;

function named(expected: string): string {
  return visibleStart(expected, LONGEST_NAME);
}

type UnplacedJudgement = Omit<Judgement, 'id' | 'span'>;

/** `null`: marked as not used; `undefined`: no expectation was given. */
function whereAbsent(expectation: unknown, expected: string): UnplacedJudgement {
  if (expectation === undefined) return { state: 'unexpected' };
  return expectation === null ? { state: 'unused' } : { state: 'missing', expected };
}

/** RFC 7519 §4.1.4: "on or after which the JWT MUST NOT be accepted". */
function judgeExpiry(value: JsonNode, clock: ClaimClock): UnplacedJudgement {
  return judgeTime(value, clock, (seconds, now) => {
    if (seconds > now) return 'holds';
    return seconds <= now - clock.leewaySeconds ? 'expired' : 'tolerated';
  });
}

/** RFC 7519 §4.1.5. */
function judgeNotBefore(value: JsonNode, clock: ClaimClock): UnplacedJudgement {
  return judgeTime(value, clock, (seconds, now) => {
    if (seconds <= now) return 'holds';
    return seconds > now + clock.leewaySeconds ? 'not-yet' : 'tolerated';
  });
}

/** RFC 7519 §4.1.6 gives the age of the token; a time yet to come is a wrong clock or a wrong unit. */
function judgeIssuedAt(value: JsonNode, maxAgeSeconds: number | undefined, clock: ClaimClock): UnplacedJudgement {
  const found = judgeTime(value, clock, (seconds, now) => {
    if (seconds > now + clock.leewaySeconds) return 'future';
    const isOld = maxAgeSeconds !== undefined && seconds < now - maxAgeSeconds - clock.leewaySeconds;
    return isOld ? 'too-old' : 'holds';
  });
  return maxAgeSeconds === undefined ? found : { ...found, expected: ageOf(maxAgeSeconds) };
}

function judgeTime(
  value: JsonNode,
  { now }: ClaimClock,
  judge: (seconds: number, now: number) => ClaimState,
): UnplacedJudgement {
  const { seconds, fault } = readNumericDate(value);
  return seconds === undefined ? { state: fault } : { state: judge(seconds, now.getTime() / 1000), seconds };
}

/** RFC 7519 §4.1.1, RFC 8725 §3.8: exact, code unit by code unit. */
function judgeIssuer(value: JsonNode, expected: string | null | undefined): UnplacedJudgement {
  if (value.type !== 'string') return { state: 'wrong-type' };
  if (expected === undefined) return { state: 'unexpected' };
  if (expected === null) return { state: 'unused' };
  return value.value === expected
    ? { state: 'matches', expected: named(expected) }
    : { state: 'differs', expected: named(expected), nearMiss: nearMiss(value.value, expected) };
}

/** RFC 7519 §4.1.3, RFC 8725 §3.9. */
function judgeAudience(value: JsonNode, wanted: readonly string[] | null | undefined): UnplacedJudgement {
  const audiences = strings(value);
  if (!audiences) return { state: 'wrong-type' };
  if (wanted === undefined) return { state: 'unexpected' };
  if (wanted === null) return { state: 'unused' };
  const match = wanted.find((audience) => audiences.includes(audience));
  if (match !== undefined) return { state: 'matches', expected: named(match) };
  const differences = wanted.flatMap((audience) => audiences.map((given) => nearMiss(given, audience)));
  const near = differences.find((difference) => difference !== '') ?? '';
  return { state: 'differs', expected: listed(wanted, ' or '), nearMiss: near };
}

const judgedAlone: ReadonlySet<string> = new Set(['exp', 'nbf', 'iat', 'iss', 'aud']);

/**
 * RFC 7515 §4.1.9, RFC 8725 §3.11: case does not matter in media types, and `application/` may be left out. The claims
 * that a type needs are judged with it.
 */
function judgeType(
  token: Token,
  { tokenType: expected, requiredClaims = [] }: IssuerProfile,
  hidesClaims: boolean,
): Judgement {
  const typ = protectedMember({ token }, 'typ');
  const lacking = requiredClaims.filter((name) => !judgedAlone.has(name) && !claimOf({ token }, name));
  const found = (): UnplacedJudgement => {
    if (lacking.length > 0 && !hidesClaims) return { state: 'lacking', expected: listed(lacking) };
    const type = typ?.value;
    if (type && type.type !== 'string') return { state: 'wrong-type' };
    if (expected !== undefined && type === undefined) return { state: 'missing', expected: named(expected) };
    const differs = expected !== undefined && normalizeType(type?.value ?? '') !== normalizeType(expected);
    if (differs) return { state: 'differs', expected: named(expected) };
    if (lacking.length > 0) return { state: 'hidden' };
    return expected === undefined ? { state: 'unexpected' } : { state: 'matches', expected: named(expected) };
  };
  return { id: 'typ', ...(typ && { span: typ.span }), ...found() };
}

function strings(value: JsonNode): readonly string[] | undefined {
  if (value.type === 'string') return [value.value];
  if (value.type !== 'array') return undefined;
  const texts = value.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
  return texts.length === value.items.length ? texts : undefined;
}
