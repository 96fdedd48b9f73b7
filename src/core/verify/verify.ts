import type { IssuerProfile } from '../issuers/issuerProfile.ts';
import type { KeyInput } from '../keys/keyInput.ts';
import { readKeys } from '../keys/readKeys.ts';
import type { GivenKeys } from '../keys/readKeys.ts';
import { clampTolerance } from '../text/time.ts';
import { isDetached } from '../token/detached.ts';
import { disclose, shownClaims } from '../token/disclosures.ts';
import type { DisclosedClaims, ShownClaims } from '../token/disclosures.ts';
import { isEncrypted } from '../token/isEncrypted.ts';
import { member, toPlain } from '../text/json.ts';
import { nestedIn } from '../token/nested.ts';
import { parseToken } from '../token/parse.ts';
import { readBytesPart } from '../token/textPart.ts';
import type { Token } from '../token/token.ts';
import { judgeClaims } from '../claims/judgeClaims.ts';
import { claimChecks, unreadableClaims } from './claimChecks.ts';
import { checkCritical } from './checkCritical.ts';
import { checkEncoding } from './checkEncoding.ts';
import { checkKeyBinding } from './checkKeyBinding.ts';
import type { KeyBindingExpectation } from './checkKeyBinding.ts';
import { Effort } from '../keys/effort.ts';
import type { OtherKey } from './experiments.ts';
import { explain } from './explain.ts';
import type { Failure } from './explain.ts';
import { keyFindings } from './keyFindings.ts';
import { identify } from './identify.ts';
import { checkSignature } from './checkSignature.ts';
import { withoutConfused } from './confusedSecrets.ts';
import type { SignatureCheck } from './checkSignature.ts';
import type { Check, CheckId, CheckOutcome, Verification } from './verification.ts';
import { signedParts } from './signedParts.ts';
import { readVerifyOptions } from '../issuers/options.ts';

export interface VerifyOptions {
  /** The keys a user chose. A key that the token itself carries or points to is never used. */
  readonly keys: readonly KeyInput[];
  /** What is expected of the claims. What is absent here is reported as not checked. */
  readonly profile?: IssuerProfile;
  readonly now?: Date;
  /** The payload of a token that does not carry it (RFC 7515 appendix F). */
  readonly detachedPayload?: Uint8Array;
  /** When the keys were last fetched, where they come over a network. */
  readonly keysFetchedAt?: Date;
  /** The user's other keys: they decide nothing here, and are asked for only to explain a failure. */
  readonly otherKeys?: () => Promise<readonly OtherKey[]>;
  /** Demands that an SD-JWT comes with a key binding (RFC 9901 §7.3), made for this audience and nonce. */
  readonly keyBinding?: KeyBindingExpectation;
}

/** Of every token, in the order of the checklist. */
const allChecks: readonly CheckId[] = [
  'algorithm',
  'key',
  'signature',
  'encoding',
  'crit',
  'exp',
  'nbf',
  'iat',
  'iss',
  'aud',
  'typ',
];

/** The checks that `verified` needs; `iat` and `typ` may stay unchecked where nothing was expected of them. */
const needed: ReadonlySet<CheckId> = new Set([
  ...allChecks.filter((id) => id !== 'iat' && id !== 'typ'),
  'key-binding' as const,
]);

/** With what a profile demands of claims that cannot be seen: those checks are then not made. */
function neededFor(
  { maxAgeSeconds, tokenType, requiredClaims = [] }: IssuerProfile,
  shown: ShownClaims,
): ReadonlySet<CheckId> {
  const { claims, hidesClaims } = shown;
  const mayLack = hidesClaims && requiredClaims.some((name) => !member(claims, name));
  const isAged = maxAgeSeconds !== undefined || requiredClaims.includes('iat');
  const isTyped = tokenType !== undefined || mayLack;
  return new Set([...needed, ...(isAged ? (['iat'] as const) : []), ...(isTyped ? (['typ'] as const) : [])]);
}

/**
 * How many signatures of one token are examined to find out why they fail: each costs hundreds of hashes of the
 * payload.
 */
const MOST_EXPLAINED = 5;

/** In units of {@link Effort}. */
const MOST_FOR_EXPLANATIONS = 800;

/**
 * Verifies a token with the given keys and expectations, and reports the result of each check and why. The checks are
 * complete and in a fixed order. Never throws on any token or key material; opens no connection. Options that make no
 * sense (an invalid date, text for a list) are refused: nothing is checked, and each check says why.
 */
export async function verify(text: string, options: VerifyOptions): Promise<Verification> {
  return typeof text === 'string' ? verifyToken(parseToken(text), options) : refusal('The token must be text.');
}

/** As {@link verify}, of a token that was read already. */
export async function verifyToken({ views, unread = 0, ...token }: Token, given: VerifyOptions): Promise<Verification> {
  const reading = readVerifyOptions(given);
  if (!reading.ok) return refusal(reading.fault);
  const options = reading.value;
  const effort = new Effort();
  const subject = { given: await withoutConfused(await readKeys(options.keys)), options, effort };
  const isGeneral = views !== undefined && token.kind === 'jws-json';
  const judged: Judged[] = [];
  // One after the other, so that a token of many signatures leaves room for other work.
  for (const view of isGeneral ? views : [token]) {
    if (judged.length > 0) await effort.rest();
    judged.push(await judge(view, subject));
  }
  effort.keepAtMost(MOST_FOR_EXPLANATIONS);
  const answers: SignatureAnswer[] = [];
  // What is left after all were checked may be spent on why some of them failed.
  for (const [index, each] of judged.entries()) {
    if (effort.isTired()) await effort.rest();
    answers.push(await conclude(each, index < MOST_EXPLAINED));
  }
  const [first] = answers;
  if (!first) throw new Error('A token has a signature, or a place for one');
  if (!isGeneral) return first.verification;
  if (unread > 0) answers.push(...Array<SignatureAnswer>(unread).fill(unreadAnswer(first)));
  return { ...mostProven(answers), signatures: answers.map(({ verification }) => verification) };
}

/**
 * The answer where it is not clear what to hold the token against: nothing is checked, so nothing is called verified.
 */
function refusal(fault: string): Verification {
  const detail = `Nothing was checked. ${fault}`;
  return {
    signature: 'not-checked',
    claims: 'not-checked',
    verdict: 'not-verified',
    checks: allChecks.map((id) => ({ id, outcome: 'not-checked', detail })),
    explanations: [],
    findings: [],
  };
}

/** The result for one signature. */
interface SignatureAnswer {
  readonly verification: Verification;
  /** It was not read, or not tried with every key: it may still hold. */
  readonly isUnfinished: boolean;
}

/** RFC 7515 §5.2: one signature that holds is enough to believe the payload, which all of them cover. */
function mostProven(answers: readonly SignatureAnswer[]): Verification {
  const ranks: readonly ((answer: SignatureAnswer) => boolean)[] = [
    ({ verification }) => verification.verdict === 'verified',
    ({ verification }) => verification.signature === 'valid',
    // It is not known that none of them holds.
    ({ isUnfinished }) => isUnfinished,
    ({ verification }) => verification.verdict === 'rejected',
    () => true,
  ];
  const best = ranks.map((fits) => answers.find(fits)).find((found) => found !== undefined);
  if (!best) throw new Error('A token with signatures has one');
  return best.verification;
}

/** The answer for signatures that were not read: what all signatures share is judged, and nothing else. */
function unreadAnswer({ verification: { claims, checks, disclosed } }: SignatureAnswer): SignatureAnswer {
  const own: ReadonlySet<CheckId> = new Set(['algorithm', 'key', 'signature', 'encoding', 'crit', 'typ']);
  const detail = 'The token has too many signatures. This one was not read.';
  const unread = checks.map((each): Check =>
    own.has(each.id) ? { id: each.id, outcome: 'not-checked', detail } : each,
  );
  return {
    isUnfinished: true,
    verification: {
      signature: 'not-checked',
      claims,
      verdict: verdictOf(unread, needed),
      checks: unread,
      ...(disclosed && { disclosed }),
      explanations: [],
      findings: [],
    },
  };
}

/** What all signatures of a token are held against. */
interface Subject {
  readonly given: GivenKeys;
  readonly options: VerifyOptions;
  readonly effort: Effort;
}

/** One signature, judged in all that is needed; why it fails has not been looked for. */
interface Judged {
  readonly failure: Failure;
  readonly disclosed: DisclosedClaims | undefined;
  readonly aboutClaims: readonly Check[];
  /** What follows the algorithm in the checklist. */
  readonly checks: readonly Check[];
  readonly demanded: ReadonlySet<CheckId>;
}

async function judge(parsed: Token, { given, options, effort }: Subject): Promise<Judged> {
  const { profile = {}, now = new Date(), detachedPayload, keyBinding, keysFetchedAt, otherKeys } = options;
  const token = isDetached(parsed) && detachedPayload ? withPayload(parsed, detachedPayload) : parsed;
  const header = token.protectedHeader;
  const clock = { now, leewaySeconds: clampTolerance(profile.leewaySeconds) };

  const critical = checkCritical(header);
  const signatureCheck = await checkSignature(
    token,
    given,
    profile.algorithms,
    signedParts(parsed, critical, detachedPayload),
    effort,
  );
  const disclosed = disclose(token);
  const shown = shownClaims(token);
  const isNested = nestedIn(token) !== undefined;
  // RFC 7519 §7.2: the claims are those of the token inside, which somebody else may have signed.
  const claims = isNested ? undefined : shown.claims;
  const judgements = claims?.type === 'object' ? judgeClaims(token, profile, clock) : [];
  const aboutClaims =
    claims?.type === 'object'
      ? claimChecks(judgements, now)
      : unreadableClaims(isNested ? ofInner : whyNoClaims(token, signatureCheck));
  const bindingCheck = await checkKeyBinding(token, shown, keyBinding, clock, effort);
  return {
    failure: { token, signatureCheck, judgements, profile, clock, keysFetchedAt, otherKeys, effort },
    disclosed,
    aboutClaims,
    checks: [
      signatureCheck.key,
      signatureCheck.signature,
      checkEncoding(token, disclosed),
      critical,
      ...aboutClaims,
      ...(bindingCheck ? [bindingCheck] : []),
    ],
    demanded: neededFor(profile, shown),
  };
}

async function conclude(judged: Judged, explains: boolean): Promise<SignatureAnswer> {
  const { failure, disclosed, aboutClaims, demanded } = judged;
  const { token, signatureCheck, profile } = failure;
  const explanations = explains ? await explain(failure) : [];
  const attack = explanations.find(({ id }) => id === 'key-confusion-hmac');
  const checks: readonly Check[] = [
    attack ? { id: 'algorithm', outcome: 'fail', detail: attack.detail } : signatureCheck.algorithm,
    ...judged.checks,
  ];
  const verification: Verification = {
    signature: signatureCheck.outcome,
    claims: summarise(aboutClaims, demanded),
    verdict: verdictOf(checks, demanded),
    ...(signatureCheck.usedKey && { key: await identify(signatureCheck.usedKey) }),
    checks,
    ...(disclosed && { disclosed: { claims: toPlain(disclosed.claims), undisclosed: disclosed.undisclosed } }),
    explanations,
    findings: keyFindings(token, signatureCheck, explanations, profile),
  };
  return { verification, isUnfinished: signatureCheck.isUnfinished === true };
}

function verdictOf(checks: readonly Check[], demanded: ReadonlySet<CheckId>): Verification['verdict'] {
  if (checks.some(({ outcome }) => outcome === 'fail')) return 'rejected';
  return checks.every(({ id, outcome }) => outcome === 'pass' || !demanded.has(id)) ? 'verified' : 'not-verified';
}

function summarise(checks: readonly Check[], demanded: ReadonlySet<CheckId>): CheckOutcome {
  if (checks.some(({ outcome }) => outcome === 'fail')) return 'fail';
  return checks.every(({ id, outcome }) => outcome === 'pass' || !demanded.has(id)) ? 'pass' : 'not-checked';
}

/** The token with the payload it leaves out, so that claims in it are judged like any others. */
function withPayload(token: Token, bytes: Uint8Array): Token {
  return { ...token, payload: readBytesPart('payload', bytes) };
}

const ofInner = 'The payload is a token. Open it to check its claims.';

function whyNoClaims(token: Token, { outcome }: SignatureCheck): string {
  if (isEncrypted(token)) return 'The claims are encrypted.';
  if (token.headerOnly) return 'The token is too long, so only its header was read.';
  if (isDetached(token) && outcome === 'valid') return 'The payload is empty and contains no claims.';
  if (isDetached(token)) return 'The payload is detached. Provide it to check the claims.';
  return 'The payload is not a JSON object of claims.';
}
