import { normalizeType } from '../token/tokenType.ts';
import type { IssuerProfile } from '../issuers/issuerProfile.ts';
import { nearMiss } from '../text/nearMiss.ts';
import type { JsonNode } from '../text/json.ts';
import { shownClaims } from '../token/disclosures.ts';
import type { ParsedToken } from '../token/token.ts';
import { listed, visibleStart } from '../text/visible.ts';
import type { ClaimFact, ClaimId, Judgement } from './judgement.ts';
import { claim as claimOf, protectedMember } from './locate.ts';
import { readNumericDate } from './numericDate.ts';

/** The clock and tolerance that time claims are held against. */
export interface Clock {
  readonly now: Date;
  /** Already within 0 to 300. */
  readonly leewaySeconds: number;
}

/**
 * Judges what a token says of its time, issuer, audience and type, and whether it has the claims that its profile requires, in a fixed order.
 * For tokens whose claims can be read. Of an SD-JWT the disclosed claims count, and what is not shown may be hidden.
 */
export function judgeClaims(token: ParsedToken, profile: IssuerProfile, clock: Clock): readonly Judgement[] {
  const { hidesClaims } = shownClaims(token);
  const judge = (id: Exclude<ClaimId, 'typ'>, judgeValue: (value: JsonNode) => Found, absent: Found): Judgement => {
    const claim = claimOf({ token }, id);
    if (claim) return { id, span: claim.span, ...judgeValue(claim.value) };
    const isRequired = profile.requiredClaims?.includes(id) ?? false;
    const isOfConcern = isRequired || (absent.fact !== 'unexpected' && absent.fact !== 'unused');
    if (isOfConcern && hidesClaims) return { id, fact: 'hidden' };
    return { id, ...(isRequired ? { fact: 'missing' } : absent) };
  };
  const { issuer, audience, maxAgeSeconds } = profile;
  const wanted = audience === undefined || audience === null ? audience : [audience].flat();
  return [
    judge('exp', (value) => judgeExpiry(value, clock), { fact: 'absent' }),
    judge('nbf', (value) => judgeNotBefore(value, clock), { fact: 'absent' }),
    judge('iat', (value) => judgeIssuedAt(value, maxAgeSeconds, clock), whereAge(maxAgeSeconds)),
    judge('iss', (value) => judgeIssuer(value, issuer), whereAbsent(issuer, named(issuer ?? ''))),
    judge('aud', (value) => judgeAudience(value, wanted), whereAbsent(wanted, listed(wanted ?? [], ' or '))),
    judgeType(token, profile, hidesClaims),
  ];
}

function whereAge(maxAgeSeconds: number | undefined): Found {
  return maxAgeSeconds === undefined ? { fact: 'absent' } : { fact: 'missing', expected: ageOf(maxAgeSeconds) };
}

function ageOf(seconds: number): string {
  return `${seconds} seconds`;
}

/** Longest name of an expected issuer, audience or type in a sentence. */
const LONGEST_NAME = 200;

function named(expected: string): string {
  return visibleStart(expected, LONGEST_NAME);
}

type Found = Omit<Judgement, 'id' | 'span'>;

/** `null`: stated as not used; `undefined`: nobody said what to expect. */
function whereAbsent(expectation: unknown, expected: string): Found {
  if (expectation === undefined) return { fact: 'unexpected' };
  return expectation === null ? { fact: 'unused' } : { fact: 'missing', expected };
}

/** RFC 7519 §4.1.4: "on or after which the JWT MUST NOT be accepted". */
function judgeExpiry(value: JsonNode, clock: Clock): Found {
  return judgeTime(value, clock, (seconds, now) => {
    if (seconds > now) return 'holds';
    return seconds <= now - clock.leewaySeconds ? 'expired' : 'tolerated';
  });
}

/** RFC 7519 §4.1.5. */
function judgeNotBefore(value: JsonNode, clock: Clock): Found {
  return judgeTime(value, clock, (seconds, now) => {
    if (seconds <= now) return 'holds';
    return seconds > now + clock.leewaySeconds ? 'not-yet' : 'tolerated';
  });
}

/** RFC 7519 §4.1.6 gives the age of the token; a time yet to come is a wrong clock or a wrong unit. */
function judgeIssuedAt(value: JsonNode, maxAgeSeconds: number | undefined, clock: Clock): Found {
  const found = judgeTime(value, clock, (seconds, now) => {
    if (seconds > now + clock.leewaySeconds) return 'future';
    const isOld = maxAgeSeconds !== undefined && seconds < now - maxAgeSeconds - clock.leewaySeconds;
    return isOld ? 'too-old' : 'holds';
  });
  return maxAgeSeconds === undefined ? found : { ...found, expected: ageOf(maxAgeSeconds) };
}

function judgeTime(value: JsonNode, { now }: Clock, judge: (seconds: number, now: number) => ClaimFact): Found {
  const { seconds, fault } = readNumericDate(value);
  return seconds === undefined ? { fact: fault } : { fact: judge(seconds, now.getTime() / 1000), seconds };
}

/** RFC 7519 §4.1.1, RFC 8725 §3.8: exact, code unit by code unit. */
function judgeIssuer(value: JsonNode, expected: string | null | undefined): Found {
  if (value.type !== 'string') return { fact: 'wrong-type' };
  if (expected === undefined) return { fact: 'unexpected' };
  if (expected === null) return { fact: 'unused' };
  return value.value === expected
    ? { fact: 'matches', expected: named(expected) }
    : { fact: 'differs', expected: named(expected), nearMiss: nearMiss(value.value, expected) };
}

/** RFC 7519 §4.1.3, RFC 8725 §3.9. */
function judgeAudience(value: JsonNode, wanted: readonly string[] | null | undefined): Found {
  const audiences = strings(value);
  if (!audiences) return { fact: 'wrong-type' };
  if (wanted === undefined) return { fact: 'unexpected' };
  if (wanted === null) return { fact: 'unused' };
  const match = wanted.find((audience) => audiences.includes(audience));
  if (match !== undefined) return { fact: 'matches', expected: named(match) };
  const differences = wanted.flatMap((audience) => audiences.map((given) => nearMiss(given, audience)));
  const near = differences.find((difference) => difference !== '') ?? '';
  return { fact: 'differs', expected: listed(wanted, ' or '), nearMiss: near };
}

const judgedAlone: ReadonlySet<string> = new Set(['exp', 'nbf', 'iat', 'iss', 'aud']);

/** RFC 7515 §4.1.9, RFC 8725 §3.11: media types have no case, and `application/` may be left out. Claims a type needs are judged with it. */
function judgeType(
  token: ParsedToken,
  { tokenType: expected, requiredClaims = [] }: IssuerProfile,
  hidesClaims: boolean,
): Judgement {
  const typ = protectedMember({ token }, 'typ');
  const lacking = requiredClaims.filter((name) => !judgedAlone.has(name) && !claimOf({ token }, name));
  const found = (): Found => {
    if (lacking.length > 0 && !hidesClaims) return { fact: 'lacking', expected: listed(lacking) };
    const type = typ?.value;
    if (type && type.type !== 'string') return { fact: 'wrong-type' };
    if (expected !== undefined && type === undefined) return { fact: 'missing', expected: named(expected) };
    const differs = expected !== undefined && normalizeType(type?.value ?? '') !== normalizeType(expected);
    if (differs) return { fact: 'differs', expected: named(expected) };
    if (lacking.length > 0) return { fact: 'hidden' };
    return expected === undefined ? { fact: 'unexpected' } : { fact: 'matches', expected: named(expected) };
  };
  return { id: 'typ', ...(typ && { span: typ.span }), ...found() };
}

function strings(value: JsonNode): readonly string[] | undefined {
  if (value.type === 'string') return [value.value];
  if (value.type !== 'array') return undefined;
  const texts = value.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
  return texts.length === value.items.length ? texts : undefined;
}
