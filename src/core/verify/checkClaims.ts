import type { IssuerProfile } from '../keys/issuerProfile.ts';
import { nearMiss } from '../nearMiss.ts';
import { FIRST_MILLISECONDS, isNumericDate, relativeTime } from '../time.ts';
import { type JsonNode, member } from '../token/json.ts';
import type { Check, CheckId, CheckOutcome } from './verification.ts';

/** The clock and tolerance that time claims are held against. */
export interface Clock {
  readonly now: Date;
  /** Already within 0 to 300. */
  readonly leewaySeconds: number;
}

/**
 * Judges `exp`, `nbf`, `iat`, `iss`, `aud` and `typ` of a readable claims set. `header` is for `typ`. With `hidesClaims` what is not there may
 * be hidden: nobody can say that it is missing, or that it is not needed (RFC 9901 §9.7).
 */
export function checkClaims(
  payload: JsonNode,
  header: JsonNode | undefined,
  profile: IssuerProfile,
  clock: Clock,
  hidesClaims = false,
): readonly Check[] {
  if (payload.type !== 'object') return unreadableClaims('The payload is not a JSON object of claims.');
  const last = new Map(payload.members.map((each) => [each.name, each.value]));
  const missing = new Set(profile.requiredClaims?.filter((name) => !last.has(name)));
  const value = (name: string) => last.get(name);
  const checks = [
    missing.has('exp') ? required('exp') : checkExpiry(value('exp'), clock),
    missing.has('nbf') ? required('nbf') : checkNotBefore(value('nbf'), clock),
    missing.has('iat') ? required('iat') : checkIssuedAt(value('iat'), profile.maxAgeSeconds, clock),
    missing.has('iss') ? required('iss') : checkIssuer(value('iss'), profile.issuer),
    missing.has('aud') ? required('aud') : checkAudience(value('aud'), profile.audience),
    checkType(
      member(header, 'typ')?.value,
      profile.tokenType,
      hidesClaims ? [] : [...missing].filter((name) => !ownCheck.has(name)),
    ),
  ];
  return hidesClaims
    ? checks.map((each) => (mayBeHidden(each, missing, last, profile) ? hidden(each.id) : each))
    : checks;
}

/** Whether a check was about a claim that may be there without being shown. Where the claim is stated as not used, nobody asks for it. */
function mayBeHidden(
  { id, outcome }: Check,
  missing: ReadonlySet<string>,
  claims: ReadonlyMap<string, JsonNode>,
  { issuer, audience }: IssuerProfile,
): boolean {
  if (id === 'typ') return outcome !== 'fail' && [...missing].some((name) => !ownCheck.has(name));
  const isUnused = (id === 'iss' && issuer === null) || (id === 'aud' && audience === null);
  return !claims.has(id) && outcome !== 'not-checked' && (!isUnused || missing.has(id));
}

function hidden(id: CheckId): Check {
  return id === 'typ'
    ? check(id, 'not-checked', 'A required claim is not shown: it may be among those that are not disclosed.')
    : check(id, 'not-checked', `\`${id}\` is not shown: it may be among the claims that are not disclosed.`);
}

/** The same lines where there are no claims to judge. */
export function unreadableClaims(reason: string): readonly Check[] {
  return (['exp', 'nbf', 'iat', 'iss', 'aud', 'typ'] as const).map((id) => check(id, 'not-checked', reason));
}

const ownCheck: ReadonlySet<string> = new Set(['exp', 'nbf', 'iat', 'iss', 'aud']);

/** RFC 7519 §4.1.4: "on or after which the JWT MUST NOT be accepted". */
function checkExpiry(value: JsonNode | undefined, { now, leewaySeconds }: Clock): Check {
  if (!value) return check('exp', 'pass', 'There is no `exp`: the token never expires.');
  const { seconds, fault } = numericDate('exp', value);
  if (seconds === undefined) return check('exp', 'fail', fault);
  if (seconds > epoch(now)) return check('exp', 'pass', `Expires ${relativeTime(seconds, now)}.`);
  const expired = `Expired ${relativeTime(seconds, now)}`;
  return seconds <= epoch(now) - leewaySeconds
    ? check('exp', 'fail', `${expired}.`)
    : check('exp', 'pass', `${expired}, within the tolerance.`);
}

/** RFC 7519 §4.1.5. */
function checkNotBefore(value: JsonNode | undefined, { now, leewaySeconds }: Clock): Check {
  if (!value) return check('nbf', 'pass', 'There is no `nbf`: the token is valid from the start.');
  const { seconds, fault } = numericDate('nbf', value);
  if (seconds === undefined) return check('nbf', 'fail', fault);
  if (seconds <= epoch(now)) return check('nbf', 'pass', `Valid since ${relativeTime(seconds, now)}.`);
  const later = `Not valid yet, but ${relativeTime(seconds, now)}`;
  return seconds > epoch(now) + leewaySeconds
    ? check('nbf', 'fail', `${later}.`)
    : check('nbf', 'pass', `${later}: within the tolerance.`);
}

/** RFC 7519 §4.1.6 gives the age of the token; a time yet to come is a wrong clock or a wrong unit. */
function checkIssuedAt(
  value: JsonNode | undefined,
  maxAgeSeconds: number | undefined,
  { now, leewaySeconds }: Clock,
): Check {
  if (!value) {
    if (maxAgeSeconds === undefined) return check('iat', 'pass', 'There is no `iat`, and no maximum age asks for it.');
    return check('iat', 'fail', 'There is no `iat`, so the age of the token is unknown.');
  }
  const { seconds, fault } = numericDate('iat', value);
  if (seconds === undefined) return check('iat', 'fail', fault);
  const issued = `Issued ${relativeTime(seconds, now)}`;
  if (seconds > epoch(now) + leewaySeconds) return check('iat', 'fail', `${issued}: one of the clocks is wrong.`);
  if (maxAgeSeconds !== undefined && seconds < epoch(now) - maxAgeSeconds - leewaySeconds) {
    return check('iat', 'fail', `${issued}, which is older than the maximum age of ${maxAgeSeconds} seconds.`);
  }
  return check('iat', 'pass', `${issued}.`);
}

/** RFC 7519 §4.1.1, RFC 8725 §3.8: exact, code unit by code unit. */
function checkIssuer(value: JsonNode | undefined, expected: string | null | undefined): Check {
  if (value && value.type !== 'string') return check('iss', 'fail', '`iss` is not a string.');
  if (expected === undefined) return check('iss', 'not-checked', 'No issuer to expect was given.');
  if (expected === null) return check('iss', 'pass', 'The issuer is stated as not used.');
  if (!value) return check('iss', 'fail', `There is no \`iss\`; expected: ${expected}`);
  if (value.value === expected) return check('iss', 'pass', `The issuer is the expected one: ${expected}`);
  return check('iss', 'fail', `Another issuer than expected${nearMiss(value.value, expected)}. Expected: ${expected}`);
}

/** RFC 7519 §4.1.3, RFC 8725 §3.9. */
function checkAudience(value: JsonNode | undefined, expected: string | readonly string[] | null | undefined): Check {
  const audiences = value && strings(value);
  if (value && !audiences) return check('aud', 'fail', '`aud` is neither a string nor a list of strings.');
  if (expected === undefined) return check('aud', 'not-checked', 'No audience to expect was given.');
  if (expected === null) return check('aud', 'pass', 'The audience is stated as not used.');
  const wanted = typeof expected === 'string' ? [expected] : expected;
  if (!audiences) return check('aud', 'fail', `There is no \`aud\`; expected: ${wanted.join(' or ')}`);
  const match = wanted.find((audience) => audiences.includes(audience));
  if (match !== undefined) return check('aud', 'pass', `The token is for the expected audience: ${match}`);
  const near =
    wanted
      .flatMap((audience) => audiences.map((given) => nearMiss(given, audience)))
      .find((difference) => difference !== '') ?? '';
  return check(
    'aud',
    'fail',
    `The token is for another audience than expected${near}. Expected: ${wanted.join(' or ')}`,
  );
}

/** RFC 7515 §4.1.9, RFC 8725 §3.11: media types have no case, and `application/` may be left out. Claims a type needs are judged with it. */
function checkType(value: JsonNode | undefined, expected: string | undefined, missing: readonly string[]): Check {
  if (missing.length > 0) return check('typ', 'fail', `Required and missing: ${missing.join(', ')}.`);
  if (value && value.type !== 'string') return check('typ', 'fail', '`typ` is not a string.');
  if (expected === undefined) return check('typ', 'not-checked', 'No token type to expect was given.');
  if (!value) return check('typ', 'fail', `There is no \`typ\`; expected: ${expected}`);
  return mediaType(value.value) === mediaType(expected)
    ? check('typ', 'pass', `The token type is the expected one: ${expected}`)
    : check('typ', 'fail', `Another token type than expected. Expected: ${expected}`);
}

type DateReading =
  | { readonly seconds: number; readonly fault?: never }
  | { readonly seconds?: never; readonly fault: string };

/** RFC 7519 §2: NumericDate is a JSON number of seconds. */
function numericDate(name: CheckId, value: JsonNode): DateReading {
  if (value.type !== 'number') return { fault: `\`${name}\` is not a number of seconds.` };
  if (isNumericDate(value.value) && value.value <= FIRST_MILLISECONDS) return { seconds: value.value };
  const milliseconds = value.value > FIRST_MILLISECONDS && isNumericDate(value.value / 1000);
  return {
    fault: milliseconds ? `\`${name}\` looks like milliseconds; it has to be seconds.` : `\`${name}\` is out of range.`,
  };
}

function strings(value: JsonNode): readonly string[] | undefined {
  if (value.type === 'string') return [value.value];
  if (value.type !== 'array') return undefined;
  const texts = value.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
  return texts.length === value.items.length ? texts : undefined;
}

function mediaType(text: string): string {
  return text.toLowerCase().replace(/^application\//, '');
}

function epoch(now: Date): number {
  return now.getTime() / 1000;
}

function required(id: CheckId): Check {
  return check(id, 'fail', `\`${id}\` is required and missing.`);
}

function check(id: CheckId, outcome: CheckOutcome, detail: string): Check {
  return { id, outcome, detail };
}
