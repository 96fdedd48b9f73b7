import { judgeClaims } from '../claims/judgeClaims.ts';
import type { ClaimClock } from '../claims/judgeClaims.ts';
import { outcomes } from '../claims/judgement.ts';
import type { Judgement } from '../claims/judgement.ts';
import { inOrder } from '../token/partOrder.ts';
import type { IssuerProfile } from '../issuers/issuerProfile.ts';
import type { Effort } from '../keys/effort.ts';
import { modulusBits } from '../keys/jwk.ts';
import { MAX_CLOCK_TOLERANCE_SECONDS } from '../text/time.ts';
import { member } from '../text/json.ts';
import type { Token } from '../token/token.ts';
import { experiment } from './experiments.ts';
import type { Attempt } from './experiments.ts';
import type { SignatureCheck } from './checkSignature.ts';
import type { Explanation } from './verification.ts';

/** A failed verification, with everything that can explain it. */
export interface Failure {
  readonly token: Token;
  readonly signatureCheck: SignatureCheck;
  /** None where the claims could not be read. */
  readonly judgements: readonly Judgement[];
  readonly profile: IssuerProfile;
  readonly clock: ClaimClock;
  /** When the keys were last fetched, where they come over a network. */
  readonly keysFetchedAt: Date | undefined;
  readonly otherKeys: Attempt['otherKeys'];
  /** What is left to be spent on experiments. */
  readonly effort: Effort;
}

/**
 * Keys that were fetched within so many seconds were fetched for this token: a key set that lacks its `kid` is fetched
 * again.
 */
const justNowSeconds = 90;

/** Why a verification failed, as far as can be told. */
export async function explain(failure: Failure): Promise<readonly Explanation[]> {
  const { token, signatureCheck, otherKeys, effort } = failure;
  const { outcome, fact, parts } = signatureCheck;
  const found =
    outcome !== 'valid' && fact && parts
      ? await experiment({ token, fact, parts, signatureCheck, otherKeys, effort })
      : undefined;
  const known = found ? [found] : obstacles(failure);
  const signature = known.length === 0 && outcome === 'invalid' && effort.ranOut ? [notAllTried] : known;
  return [...signature, ...(isClockSkew(failure) ? [clockSkew] : []), ...nearMisses(failure)];
}

const notAllTried: Explanation = {
  id: 'not-all-tried',
  detail: 'There are too many keys, or the token is too long, to try everything that could be the reason.',
  fix: { kind: 'explain-rule', ruleId: 'signature-invalid' },
};

/** Reasons that are clear without an experiment. */
function obstacles({ token, signatureCheck, keysFetchedAt, clock }: Failure): readonly Explanation[] {
  const { misfit, usedKey, fact, outcome } = signatureCheck;
  if (token.kind === 'malformed') return misshapen(token);
  if (misfit?.ruleId === 'key-not-found') return [unknownKey(keysFetchedAt, clock)];
  if (misfit) {
    const ruleId = misfit.fault?.ruleId ?? misfit.ruleId;
    return [{ id: misfit.ruleId, detail: misfit.detail, fix: { kind: 'explain-rule', ruleId } }];
  }
  const { bytes, fault } = token.signature ?? {};
  const length = bytes?.length ?? 0;
  const expected = fact?.signatureLength ?? (usedKey && Math.ceil(modulusBits(usedKey.jwk) / 8));
  if (outcome !== 'invalid' || !fact || expected === undefined || length >= expected) return [];
  // Its bytes end where it cannot be read: that says nothing of how long it is.
  if (fault?.reason === 'foreign-character') return [];
  if (length > 0) return [truncated(`its signature has ${length} of ${expected} bytes`)];
  const detail = `The signature was removed. ${fact.name} requires a signature of ${expected} bytes.`;
  return [{ id: 'signature-missing', detail, fix: { kind: 'paste-token' } }];
}

/** A key ID that no key has: whether fetching the keys again would help, or already did not help. */
function unknownKey(keysFetchedAt: Date | undefined, { now }: ClaimClock): Explanation {
  if (keysFetchedAt === undefined) {
    const detail = 'The token comes from somewhere else, or its key is not among your keys. Add the key that it names.';
    return { id: 'kid-unknown', detail, fix: { kind: 'add-key' } };
  }
  const isNew = now.getTime() - keysFetchedAt.getTime() < justNowSeconds * 1000;
  const detail = isNew
    ? 'The keys were just fetched, and the key that the token names is not among them. The token comes from somewhere else, or its issuer has not published the key yet.'
    : 'The issuer may have changed its keys since they were fetched, or the token comes from somewhere else.';
  return { id: 'kid-unknown', detail, fix: { kind: 'refresh-keys' } };
}

function misshapen(token: Token): readonly Explanation[] {
  if (inOrder(token) !== undefined) {
    const detail = 'The parts of the token are in the wrong order.';
    return [{ id: 'part-order', detail, fix: { kind: 'fix-token', change: 'part-order' } }];
  }
  const { length } = token.segments;
  const needed = member(token.header?.json, 'enc') ? 5 : 3;
  return token.alg !== undefined && length < needed ? [truncated(`it has ${length} of ${needed} parts`)] : [];
}

function truncated(how: string): Explanation {
  return { id: 'truncated', detail: `The token was cut off: ${how}.`, fix: { kind: 'paste-token' } };
}

const clockSkew: Explanation = {
  id: 'clock-skew',
  detail: 'With a tolerance of five minutes, the times would be valid. A clock may be wrong.',
  fix: { kind: 'set-tolerance', seconds: MAX_CLOCK_TOLERANCE_SECONDS },
};

function isClockSkew({ token, judgements, profile, clock }: Failure): boolean {
  const tolerant = { ...clock, leewaySeconds: MAX_CLOCK_TOLERANCE_SECONDS };
  return judgements.some(isTimeFailure) && !judgeClaims(token, profile, tolerant).some(isTimeFailure);
}

function isTimeFailure({ id, state }: Judgement): boolean {
  return outcomes[state] === 'fail' && (id === 'exp' || id === 'nbf' || id === 'iat');
}

/** An issuer that a person would take for the expected one: RFC 7519 §4.1.1 compares character by character. */
function nearMisses({ judgements }: Failure): readonly Explanation[] {
  const difference = judgements.find(({ id }) => id === 'iss')?.nearMiss ?? '';
  if (difference === '') return [];
  const detail = `The issuer is nearly the expected one${difference}. Issuers are compared character by character.`;
  return [{ id: 'issuer-nearly', detail, fix: { kind: 'change-issuer' } }];
}
