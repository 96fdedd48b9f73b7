import type { AlgorithmFact } from '../facts/algorithms.ts';
import { chooseKeys } from '../keys/chooseKey.ts';
import type { IssuerProfile } from '../keys/issuerProfile.ts';
import { modulusBits, publicHalf } from '../keys/jwk.ts';
import type { KeyInput, SecretEncoding } from '../keys/keyInput.ts';
import { parseKey } from '../keys/parseKey.ts';
import { encodeBase64url, readBase64url } from '../token/base64url.ts';
import type { JsonNode } from '../token/json.ts';
import { parseToken } from '../token/parse.ts';
import type { ParsedToken } from '../token/token.ts';
import { MAX_CLOCK_TOLERANCE_SECONDS } from '../time.ts';
import { checkClaims, type Clock } from './checkClaims.ts';
import { fromDerSignature } from './derSignature.ts';
import { confusableSecrets } from './keyConfusion.ts';
import type { Proof } from './prove.ts';
import { jsonSpellings } from './jsonSpellings.ts';
import type { Check, Explanation } from './verification.ts';
import { type SignedParts, verifySignature } from './verifySignature.ts';

/** A verification that did not end well, with everything that an explanation can be sought in. */
export interface Failure {
  readonly token: ParsedToken;
  /** What was judged: of an SD-JWT with its disclosures in place. */
  readonly claims: JsonNode | undefined;
  readonly proof: Proof;
  readonly claimChecks: readonly Check[];
  readonly profile: IssuerProfile;
  readonly clock: Clock;
}

/** A failure whose signature can be tried again, differently. */
interface Attempt {
  readonly fact: AlgorithmFact;
  readonly parts: SignedParts;
  readonly proof: Proof;
}

type Experiment = (attempt: Attempt) => Promise<Explanation | undefined>;

/** Keys and secrets beyond this number are not experimented with: an explanation is a help, not a search. */
const maxSubjects = 16;

/** In the order of what matters most: an attack, then mistakes by how common they are. The first that explains the signature is enough. */
const experiments: readonly Experiment[] = [
  publicKeyAsSecret,
  emptySecret,
  otherEncoding,
  otherKey,
  derForm,
  rewrittenAfterwards,
];

/** Why a verification failed, as far as can be told. Each experiment really checks the signature: nothing here is guessed from looks. */
export async function explain(failure: Failure): Promise<readonly Explanation[]> {
  const explanations: Explanation[] = [];
  const { token, proof } = failure;
  const { outcome, fact, parts } = proof;
  if (outcome !== 'valid' && fact && parts) explanations.push(...(await experiment({ fact, parts, proof })));
  if (explanations.length === 0) explanations.push(...obstacles(token, proof));
  if (isClockSkew(failure)) {
    explanations.push({
      id: 'clock-skew',
      detail: 'With a tolerance of five minutes the times would hold: a clock may be wrong.',
    });
  }
  return explanations;
}

async function experiment(attempt: Attempt): Promise<readonly Explanation[]> {
  if (attempt.parts.signature === '') return [];
  for (const tryOut of experiments) {
    const explanation = await tryOut(attempt);
    if (explanation) return [explanation];
  }
  return [];
}

/** RFC 8725 §2.1: the attack that turns a verifier's public key into a secret everybody knows. */
async function publicKeyAsSecret({ fact, parts, proof }: Attempt): Promise<Explanation | undefined> {
  if (fact.family !== 'HMAC') return undefined;
  for (const { key, input } of proof.sources.slice(0, maxSubjects)) {
    for (const secret of confusableSecrets(key, input.material)) {
      if (!(await matchesSecret(parts, fact, secret))) continue;
      const detail =
        'Somebody signed this token with your public key as if it were an HMAC secret: it is forged (algorithm confusion).';
      return { id: 'key-confusion-hmac', detail };
    }
  }
  return undefined;
}

/** HMAC pads its key with zeros, so one zero byte stands for the empty secret and for any number of zeros (RFC 2104 §2). */
async function emptySecret({ fact, parts }: Attempt): Promise<Explanation | undefined> {
  if (fact.family !== 'HMAC' || !(await matchesSecret(parts, fact, Uint8Array.of(0)))) return undefined;
  return { id: 'hmac-empty-key', detail: 'The token was signed with an empty secret: anyone can make such a token.' };
}

const readings: readonly (readonly [label: string, encoding: SecretEncoding, change: (text: string) => string])[] = [
  ['read as text', 'utf8', (text) => text],
  ['read as base64', 'base64', (text) => text],
  ['read as base64url', 'base64url', (text) => text],
  ['read as hex', 'hex', (text) => text],
  ['taken without the white space around it', 'utf8', (text) => text.trim()],
  ['followed by a line break', 'utf8', (text) => `${text}\n`],
];

async function otherEncoding({ fact, parts, proof }: Attempt): Promise<Explanation | undefined> {
  if (fact.family !== 'HMAC') return undefined;
  const secrets = proof.sources.filter(({ key }) => key.jwk.kty === 'oct').slice(0, maxSubjects);
  for (const { input } of secrets) {
    const { material } = input;
    if (typeof material !== 'string') continue;
    for (const [label, encoding, change] of readings) {
      const secret = await secretOf({ ...input, material: change(material), encoding });
      if (!secret || !(await matchesSecret(parts, fact, secret))) continue;
      return { id: 'secret-encoding', detail: `The signature matches if the secret is ${label}.` };
    }
  }
  return undefined;
}

async function otherKey({ fact, parts, proof }: Attempt): Promise<Explanation | undefined> {
  const keys = proof.sources.map(({ key }) => key);
  const { fitting } = chooseKeys(fact, {}, keys);
  for (const key of fitting.slice(0, maxSubjects)) {
    if ((await verifySignature(parts, fact.name, publicHalf(key.jwk))) !== 'valid') continue;
    const name = key.name === undefined ? '' : ` (${key.name})`;
    return {
      id: 'other-key',
      detail: `Another of the keys matches${name}, but its \`kid\` is not the one that the token names.`,
    };
  }
  return undefined;
}

/** RFC 7518 §3.4 wants r‖s where most libraries return DER. */
async function derForm({ fact, parts, proof }: Attempt): Promise<Explanation | undefined> {
  const { usedKey } = proof;
  const raw =
    fact.family === 'ECDSA'
      ? fromDerSignature(readBase64url(parts.signature).bytes, (fact.signatureLength ?? 0) / 2)
      : undefined;
  if (!raw || !usedKey) return undefined;
  const result = await verifySignature(
    { ...parts, signature: encodeBase64url(raw) },
    fact.name,
    publicHalf(usedKey.jwk),
  );
  const ending =
    result === 'valid' ? 'Written as r and s it matches the key.' : 'It does not match the key in either form.';
  return { id: 'ecdsa-der-signature', detail: `The signature is in DER form, which JWS does not use. ${ending}` };
}

/** The claims are as signed but written differently: somebody decoded and encoded them again. */
async function rewrittenAfterwards({ fact, parts, proof }: Attempt): Promise<Explanation | undefined> {
  const { usedKey } = proof;
  if (!usedKey || typeof parts.payload !== 'string' || !parts.encodesPayload) return undefined;
  const { header, payload } = parts;
  const variants = [
    ...jsonSpellings(payload).map((spelling) => ({ part: 'payload', signed: { ...parts, payload: spelling } })),
    ...jsonSpellings(header).map((spelling) => ({ part: 'header', signed: { ...parts, header: spelling } })),
  ];
  for (const { part, signed } of variants) {
    if ((await verifySignature(signed, fact.name, publicHalf(usedKey.jwk))) !== 'valid') continue;
    return {
      id: 'rewritten',
      detail: `The ${part} was written anew after signing: the same JSON, but with other spaces.`,
    };
  }
  return undefined;
}

/** What stands in the way by itself, without any experiment. */
function obstacles(token: ParsedToken, { misfit, usedKey, fact, outcome }: Proof): readonly Explanation[] {
  if (token.kind === 'malformed')
    return isShuffled(token) ? [{ id: 'part-order', detail: 'The parts of the token are in the wrong order.' }] : [];
  if (misfit?.ruleId === 'key-not-found') {
    const detail =
      'The issuer may have changed its keys, or the token comes from somewhere else: refresh the keys, or add the one that it names.';
    return [{ id: 'kid-unknown', detail }];
  }
  if (misfit) return [{ id: misfit.ruleId, detail: misfit.detail }];
  const length = token.signature?.bytes?.length ?? 0;
  const expected = fact?.signatureLength ?? (usedKey && Math.ceil(modulusBits(usedKey.jwk) / 8));
  if (outcome !== 'invalid' || !fact || expected === undefined || length >= expected) return [];
  if (length === 0)
    return [
      { id: 'signature-missing', detail: `The signature was removed: ${fact.name} needs one of ${expected} bytes.` },
    ];
  return [{ id: 'truncated', detail: `The token was cut off: its signature has ${length} of ${expected} bytes.` }];
}

/** Three parts of which a later one is the header. */
function isShuffled(token: ParsedToken): boolean {
  const [first, second, third] = token.segments.map(({ text }) => text);
  if (token.segments.length !== 3) return false;
  return [`${second}.${first}.${third}`, `${third}.${first}.${second}`].some(
    (text) => parseToken(text).kind !== 'malformed',
  );
}

function isClockSkew({ token, claims, claimChecks, profile, clock }: Failure): boolean {
  if (!claims || !claimChecks.some(isTimeFailure)) return false;
  const tolerant = { ...clock, leewaySeconds: MAX_CLOCK_TOLERANCE_SECONDS };
  return !checkClaims(claims, token.header?.json, profile, tolerant).some(isTimeFailure);
}

function isTimeFailure({ id, outcome }: Check): boolean {
  return outcome === 'fail' && (id === 'exp' || id === 'nbf' || id === 'iat');
}

async function matchesSecret(parts: SignedParts, fact: AlgorithmFact, secret: Uint8Array): Promise<boolean> {
  return (await verifySignature(parts, fact.name, { kty: 'oct', k: encodeBase64url(secret) })) === 'valid';
}

async function secretOf(input: KeyInput): Promise<Uint8Array | undefined> {
  const parsed = await parseKey(input);
  const jwk = parsed.ok ? parsed.keys[0]?.jwk : undefined;
  return jwk?.kty === 'oct' ? readBase64url(jwk.k ?? '').bytes : undefined;
}
