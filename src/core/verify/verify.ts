import type { IssuerProfile } from '../keys/issuerProfile.ts';
import type { KeyInput } from '../keys/keyInput.ts';
import { clampTolerance } from '../time.ts';
import { member } from '../token/json.ts';
import { parseToken } from '../token/parse.ts';
import type { ParsedToken } from '../token/token.ts';
import { checkClaims, unreadableClaims } from './checkClaims.ts';
import { checkCritical } from './checkCritical.ts';
import { checkEncoding } from './checkEncoding.ts';
import { explain } from './explain.ts';
import { keyFindings } from './keyFindings.ts';
import { identify, type Obstacle, prove } from './prove.ts';
import type { Check, CheckId, CheckOutcome, Verification } from './verification.ts';
import type { SignedParts } from './verifySignature.ts';

export interface VerifyOptions {
  /** The keys a user chose. A key that the token itself carries or points to is never used. */
  readonly keys: readonly KeyInput[];
  /** What is expected of the claims. What is absent here is reported as not checked. */
  readonly profile?: IssuerProfile;
  readonly now?: Date;
  /** The payload of a token that does not carry it (RFC 7515 appendix F). */
  readonly detachedPayload?: Uint8Array;
}

/** The checks that `verified` needs; `iat` and `typ` may stay unchecked where nothing was expected of them. */
const needed: ReadonlySet<CheckId> = new Set([
  'algorithm',
  'key',
  'signature',
  'encoding',
  'crit',
  'exp',
  'nbf',
  'iss',
  'aud',
]);

/**
 * Proves or refutes a token with the given keys and expectations, and says of each point how it went and why. The checks are complete and in
 * a fixed order. Never throws on any token or key material; opens no connection.
 */
export async function verify(text: string, options: VerifyOptions): Promise<Verification> {
  const { keys, profile = {}, now = new Date(), detachedPayload } = options;
  const token = parseToken(text);
  const header = token.header?.json;
  const clock = { now, leewaySeconds: clampTolerance(profile.leewaySeconds) };

  const critical = checkCritical(header);
  const proof = await prove(token, keys, profile.algorithms, signedParts(token, critical, detachedPayload));
  const claimChecks = token.payload?.json
    ? checkClaims(token.payload.json, header, profile, clock)
    : unreadableClaims(whyNoClaims(token));
  const explanations = await explain({ token, proof, claimChecks, profile, clock });
  const attack = explanations.find(({ id }) => id === 'key-confusion-hmac');
  const checks: readonly Check[] = [
    attack ? { id: 'algorithm', outcome: 'fail', detail: attack.detail } : proof.algorithm,
    proof.key,
    proof.signature,
    checkEncoding(token),
    critical,
    ...claimChecks,
  ];
  return {
    signature: proof.outcome,
    claims: summarise(claimChecks),
    verdict: verdictOf(checks),
    ...(proof.usedKey && { key: await identify(proof.usedKey) }),
    checks,
    explanations,
    findings: keyFindings(token, proof, explanations),
  };
}

function verdictOf(checks: readonly Check[]): Verification['verdict'] {
  if (checks.some(({ outcome }) => outcome === 'fail')) return 'rejected';
  return checks.every(({ id, outcome }) => outcome === 'pass' || !needed.has(id)) ? 'verified' : 'not-verified';
}

function summarise(checks: readonly Check[]): CheckOutcome {
  if (checks.some(({ outcome }) => outcome === 'fail')) return 'fail';
  return checks.every(({ id, outcome }) => outcome === 'pass' || !needed.has(id)) ? 'pass' : 'not-checked';
}

/** What the signature covers, or why it cannot be checked. */
function signedParts(
  token: ParsedToken,
  critical: Check,
  detachedPayload: Uint8Array | undefined,
): SignedParts | Obstacle {
  const [header, payload, signature] = token.segments;
  if (token.kind === 'malformed' || !header || !payload || !signature) {
    return { outcome: 'not-checked', reason: 'The token cannot be read.' };
  }
  // RFC 7515 §4.1.11: whoever does not understand a critical extension cannot know what is signed.
  if (critical.outcome === 'not-checked') return { outcome: 'unsupported', reason: critical.detail };
  if (critical.outcome === 'fail') return { outcome: 'not-checked', reason: critical.detail };
  const b64 = member(token.header?.json, 'b64')?.value;
  const encodesPayload = b64?.type !== 'literal' || b64.value !== false;
  const carried = payload.text === '' ? detachedPayload : payload.text;
  if (carried === undefined && token.kind === 'detached') {
    return { outcome: 'not-checked', reason: 'The payload is detached: it has to be given to check the signature.' };
  }
  return { header: header.text, payload: carried ?? '', signature: signature.text, encodesPayload };
}

function whyNoClaims(token: ParsedToken): string {
  if (token.kind === 'jwe') return 'The claims are encrypted.';
  if (token.headerOnly) return 'The token is too long: only its header was read.';
  return 'The payload is not a JSON object of claims.';
}
