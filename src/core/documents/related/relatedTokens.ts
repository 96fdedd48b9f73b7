import { algorithm } from '../../facts/algorithms.ts';
import { knownSample } from '../../token/knownSample.ts';
import { tokenOf } from '../../token/tokenOf.ts';
import type { Span } from '../../text/span.ts';
import type { DocumentHit, TextSubject } from '../textSubject.ts';
import { isPlaceholder } from '../../token/placeholder.ts';
import type { Rule } from '../../rules/rule.ts';
import { companionsIn, paragraphsOf } from './companions.ts';
import { bindingFaults, hashFaults, isKeyBinding, proofFaults, sameIds } from './faults.ts';
import { PlacedToken } from './placedToken.ts';

/** Rules about related tokens in one text. */
export const relatedTokenRules: readonly Rule[] = [
  {
    id: 'id-token-hash-mismatch',
    title: 'ID token from another response',
    why: 'The ID token contains a hash of the access token or code it was issued with. If a client finds a different one beside it, it must refuse both, because someone may have replaced one of them.',
    source: 'OIDC Core §3.1.3.6, §3.3.2.11',
    fix: 'Use the ID token, access token, and code from the same response.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'dpop-mismatch',
    title: 'DPoP proof for another token',
    why: 'A server refuses a proof that was made for another access token, or with another key than the access token is bound to.',
    source: 'RFC 9449 §4.2, §4.3, §6.1',
    fix: 'Make a proof for this access token with the key it was issued for.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'key-binding-mismatch',
    title: 'Key binding for another SD-JWT',
    why: 'A key binding JWT is for one SD-JWT with exactly the disclosures that are presented. It is signed with the key that the SD-JWT is bound to.',
    source: 'RFC 9901 §4.3, §7.3',
    fix: 'Have the wallet make a key binding for this presentation.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'jti-reused',
    title: 'Two tokens with the same ID',
    why: 'An issuer gives each token its own ID. A verifier that blocks one of these tokens, or accepts an ID only once, also blocks or refuses the other.',
    source: 'RFC 7519 §4.1.7',
    fix: 'Have the issuer make a new "jti" for each token.',
    kind: 'content',
    severity: 'information',
    needs: 'document',
  },
  {
    id: 'rsa-key-recoverable',
    title: 'RSA public key can be computed',
    why: 'From two RSASSA-PKCS1-v1_5 signatures of the same key, anyone can compute its public key. This is harmless if you treat public keys as public, but nothing must depend on keeping them secret.',
    source: 'RFC 8017 §8.2, RFC 8725 §2.1',
    fix: 'Treat the public key as known. Accept only the expected algorithms, so the key is never used as a shared secret.',
    kind: 'content',
    severity: 'information',
    needs: 'document',
    optIn: true,
  },
];

/** A text with more tokens than this is data. Its first tokens are enough to judge it. */
const MOST_TOKENS = 500;

/** What tokens of one text show about each other. */
export function* findRelatedTokenFaults(subject: TextSubject): Iterable<DocumentHit> {
  if (!subject.wants(...relatedTokenRules.map(({ id }) => id))) return;
  const placed = ({ start, end }: Span): PlacedToken =>
    new PlacedToken(tokenOf(subject.text.slice(start, end)), { start, end });
  const tokens = subject.tokens.slice(0, MOST_TOKENS).map(placed);
  const at = new Map(tokens.map((token) => [token.start, token]));
  for (const companions of subject.wants('id-token-hash-mismatch') ? companionsIn(subject) : []) {
    const idToken = at.get(companions.id_token.start);
    if (idToken) yield* hashFaults(idToken, companions);
  }
  let next = 0;
  for (const paragraph of tokens.length > 0 ? paragraphsOf(subject.text) : []) {
    if (next === tokens.length) break;
    const first = next;
    while ((tokens[next]?.start ?? Infinity) < paragraph.end) next++;
    if (next === first) continue;
    if (subject.wants('dpop-mismatch')) yield* requestFaults(subject.text, paragraph, at);
    if (subject.wants('key-binding-mismatch')) yield* presentationFaults(tokens.slice(first, next));
  }
  if (!subject.wants('jti-reused', 'rsa-key-recoverable')) return;
  const serialized = subject.serializedTokens.slice(0, MOST_TOKENS).map(placed);
  const genuine = [...tokens, ...serialized]
    .filter(({ token }) => knownSample(token) === undefined)
    .toSorted((a, b) => a.start - b.start);
  if (subject.wants('jti-reused')) yield* sameIds(genuine);
  if (subject.wants('rsa-key-recoverable')) yield* recoverableKeys(genuine);
}

/** RFC 9449 §4.3: a request with one access token and one proof. */
function* requestFaults(text: string, paragraph: Span, at: ReadonlyMap<number, PlacedToken>): Iterable<DocumentHit> {
  const lines = text.slice(paragraph.start, paragraph.end);
  if (!lines.includes('DPoP')) return;
  const [presented, ...otherTokens] = lines.matchAll(/\bAuthorization["']?\s{0,3}[:=,]\s{0,3}["'`]?DPoP\s{1,3}/gi);
  const [proving, ...otherProofs] = lines.matchAll(/(?<![\w-])DPoP["']?\s{0,3}[:=,]\s{0,3}["'`]?(?=e[yw])/gi);
  if (!presented || !proving || otherTokens.length + otherProofs.length > 0) return;
  const proof = at.get(paragraph.start + proving.index + proving[0].length);
  const start = paragraph.start + presented.index + presented[0].length;
  const [value = ''] = /^[A-Za-z0-9._~+/-]+=*/.exec(text.slice(start, paragraph.end)) ?? [];
  if (proof) yield* proofFaults(proof, { start, end: start + value.length, value }, at.get(start));
}

/** RFC 9901 §7.3: among neighbours a separate key binding JWT, and the one SD-JWT that it can be for. */
function* presentationFaults(near: readonly PlacedToken[]): Iterable<DocumentHit> {
  const [binding, ...otherBindings] = near.filter(({ token }) => isKeyBinding(token));
  const [bound, ...others] = near.filter(({ token }) => token.kind === 'sd-jwt');
  if (!binding || !bound || otherBindings.length + others.length > 0 || bound.token.keyBinding) return;
  yield* bindingFaults(binding, bound);
}

/** Two RSASSA-PKCS1-v1_5 signatures that one key made, by what the tokens say: of each key the first two. */
function* recoverableKeys(tokens: readonly PlacedToken[]): Iterable<DocumentHit> {
  const signed = new Map<string, Map<string, PlacedToken>>();
  for (const token of tokens) {
    const { alg, signature, segments } = token.token;
    const kid = token.string('header', 'kid');
    const iss = token.string('payload', 'iss');
    if (algorithm(alg ?? '')?.family !== 'RSA-PKCS1' || (!kid && !iss)) continue;
    // RFC 7518 §3.3: a key of 512 bits and more; shorter ones are placeholders.
    if (!signature || (signature.bytes?.length ?? 0) < 64 || isPlaceholder(signature)) continue;
    const key = JSON.stringify([iss?.value, kid?.value]);
    const known = signed.get(key) ?? new Map<string, PlacedToken>();
    signed.set(
      key,
      known.set(
        segments
          .map(({ text }) => text)
          .slice(0, 2)
          .join('.'),
        token,
      ),
    );
  }
  for (const known of signed.values()) {
    const [earlier, later] = known.values();
    if (!earlier || !later) continue;
    yield {
      ...later.place('header', later.string('header', 'kid') ? 'kid' : 'alg'),
      ruleId: 'rsa-key-recoverable',
      message: 'With this token and another token of the same key, anyone can compute the public key.',
      related: [{ ...earlier.place('header', 'alg'), message: 'The other token' }],
    };
  }
}
