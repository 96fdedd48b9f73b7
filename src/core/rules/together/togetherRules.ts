import { algorithm } from '../../facts/algorithms.ts';
import { knownSample } from '../../facts/knownSamples.ts';
import { guessTokenType } from '../../facts/tokenTypes.ts';
import { digestOf } from '../../token/disclosures.ts';
import { member } from '../../token/json.ts';
import type { JsonMember } from '../../token/json.ts';
import { parseToken } from '../../token/parse.ts';
import type { Span } from '../../token/span.ts';
import type { ParsedToken, TextPart } from '../../token/token.ts';
import type { DocumentHit, TextSubject } from '../document/textSubject.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { Rule } from '../rule.ts';
import { companionsIn, paragraphsOf } from './companions.ts';
import type { Companions, PlacedValue } from './companions.ts';
import { hashOf, thumbprintOf } from './thumbprint.ts';
import { tokenHash } from './tokenHash.ts';

/** Rules about tokens of one text that belong together, or should not be alike. */
export const togetherRules: readonly Rule[] = [
  {
    id: 'id-token-hash-mismatch',
    title: 'ID token of another answer',
    why: 'The ID token holds a hash of the access token or code it was issued with. A client that finds another one beside it has to refuse both: somebody may have exchanged one of them.',
    source: 'OIDC Core §3.1.3.6, §3.3.2.11',
    cure: 'Take ID token, access token and code from one answer.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'dpop-mismatch',
    title: 'DPoP proof of another token',
    why: 'A server refuses a proof that was made for another access token, or with another key than the access token is bound to.',
    source: 'RFC 9449 §4.2, §4.3, §6.1',
    cure: 'Make a proof for this access token, with the key it was issued for.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'key-binding-mismatch',
    title: 'Key binding of another SD-JWT',
    why: 'A key binding JWT is for one SD-JWT with the very disclosures that are shown, and is signed with the key that the SD-JWT is bound to.',
    source: 'RFC 9901 §4.3, §7.3',
    cure: 'Have the wallet make a key binding for this presentation.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'jti-reused',
    title: 'Two tokens with one ID',
    why: 'An issuer gives each token an ID of its own. Whoever blocks one of these tokens, or accepts an ID only once, blocks or refuses the other.',
    source: 'RFC 7519 §4.1.7',
    cure: 'Have the issuer make a new "jti" for each token.',
    kind: 'content',
    severity: 'information',
    needs: 'document',
  },
  {
    id: 'rsa-key-recoverable',
    title: 'RSA public key can be computed',
    why: 'From two signatures of one key with RSASSA-PKCS1-v1_5 anyone can compute its public key. That is no harm while public keys are treated as public, but nothing may rest on their being unknown.',
    source: 'RFC 8017 §8.2, RFC 8725 §2.1',
    cure: 'Treat the public key as known, and pin algorithms, so that it is never taken for a shared secret.',
    kind: 'content',
    severity: 'information',
    needs: 'document',
    optIn: true,
  },
];

/** A text with more tokens than this is data, and its first ones tell what is in it. */
const MOST_TOKENS = 500;

/** What tokens of one text show about each other. */
export function* findTogether(subject: TextSubject): Iterable<DocumentHit> {
  const tokens = subject.tokens.slice(0, MOST_TOKENS).map(({ start, end }) => {
    return new PlacedToken(parseToken(subject.text.slice(start, end)), start);
  });
  if (tokens.length === 0) return;
  const at = new Map(tokens.map((token) => [token.start, token]));
  for (const companions of companionsIn(subject)) yield* hashFaults(companions, at);
  let next = 0;
  for (const paragraph of paragraphsOf(subject.text)) {
    const first = next;
    while ((tokens[next]?.start ?? Infinity) < paragraph.end) next++;
    if (next === first) continue;
    yield* proofFaults(subject.text, paragraph, at);
    yield* bindingFaults(tokens.slice(first, next));
  }
  const genuine = tokens.filter(({ token }) => knownSample(token) === undefined);
  yield* sameIds(genuine);
  yield* recoverableKeys(genuine);
}

/** A token and where it stands. Places of its members are in the text. */
class PlacedToken {
  readonly token: ParsedToken;
  readonly start: number;

  constructor(token: ParsedToken, start: number) {
    this.token = token;
    this.start = start;
  }

  /** The text of a string claim or parameter, and where it stands with its name. */
  string(part: 'header' | 'payload', name: string): PlacedValue | undefined {
    const from = this.token[part];
    return from && this.#string(from, member(from.json, name));
  }

  /** The same of a string member of `cnf` (RFC 7800 §3.1). */
  confirmation(name: string): PlacedValue | undefined {
    const { payload } = this.token;
    return payload && this.#string(payload, member(member(payload.json, 'cnf')?.value, name));
  }

  /** Where a member stands; its whole part where there is none. */
  place(part: 'header' | 'payload', name: string): Span {
    const from = this.token[part];
    const found = member(from?.json, name);
    return this.#moved((found && from?.locate(found)) ?? from?.segment ?? { start: 0, end: this.token.text.length });
  }

  #string(part: TextPart, found: JsonMember | undefined): PlacedValue | undefined {
    return found?.value.type === 'string'
      ? { ...this.#moved(part.locate(found)), value: found.value.value }
      : undefined;
  }

  #moved({ start, end }: Span): Span {
    return { start: this.start + start, end: this.start + end };
  }
}

type TokensByStart = ReadonlyMap<number, PlacedToken>;

function place({ start, end }: Span): Span {
  return { start, end };
}

/** OIDC Core §3.1.3.6 (`at_hash`), §3.3.2.11 (`c_hash`). */
function* hashFaults(companions: Companions, at: TokensByStart): Iterable<DocumentHit> {
  const idToken = at.get(companions.id_token.start);
  if (!idToken) return;
  const pairs = [
    ['at_hash', 'access token', companions.access_token],
    ['c_hash', 'code', companions.code],
  ] as const;
  for (const [name, what, companion] of pairs) {
    const claimed = idToken.string('payload', name);
    if (!claimed || !companion || !isCredential(companion.value)) continue;
    const expected = tokenHash(companion.value, idToken.token);
    if (expected === undefined || expected === claimed.value || claimed.value === 'redacted') continue;
    yield {
      ...place(claimed),
      ruleId: 'id-token-hash-mismatch',
      message: `"${name}" is not the hash of the ${what} beside this ID token: they were not issued together.`,
      related: [{ ...place(companion), message: `The ${what}` }],
    };
  }
}

/** Whether a value is what an issuer made, and no placeholder, template or redacted form. */
function isCredential(value: string): boolean {
  const { kind, signature, alg } = parseToken(value);
  if (alg !== undefined) return kind !== 'malformed' && !(signature && isPlaceholder(signature));
  // RFC 6750 §2.1; what people write in its place has no digits, or is short.
  return (
    /^[A-Za-z0-9._~+/-]{16,}=*$/.test(value) && /\d/.test(value) && !/\.\.\.|(.)\1{3}|example|token|your/i.test(value)
  );
}

/** RFC 9449 §4.3: a request with one access token and one proof. */
function* proofFaults(text: string, paragraph: Span, at: TokensByStart): Iterable<DocumentHit> {
  const lines = text.slice(paragraph.start, paragraph.end);
  if (!lines.includes('DPoP')) return;
  const [presented, ...otherTokens] = lines.matchAll(/\bAuthorization["']?\s{0,3}[:=,]\s{0,3}["'`]?DPoP\s{1,3}/gi);
  const [proving, ...otherProofs] = lines.matchAll(/(?<![\w-])DPoP["']?\s{0,3}[:=,]\s{0,3}["'`]?(?=e[yw])/gi);
  if (!presented || !proving || otherTokens.length + otherProofs.length > 0) return;
  const proof = at.get(paragraph.start + proving.index + proving[0].length);
  const start = paragraph.start + presented.index + presented[0].length;
  const accessToken = at.get(start);
  const [value = ''] = /^[A-Za-z0-9._~+/-]+=*/.exec(text.slice(start, paragraph.end)) ?? [];
  if (!proof?.token.payload?.json || !isCredential(value)) return;
  const related = [{ start, end: start + value.length, message: 'The access token' }];
  const claimed = proof.string('payload', 'ath');
  if (claimed?.value !== 'redacted' && claimed?.value !== hashOf(value)) {
    const message = claimed
      ? '"ath" is not the hash of the access token in this request.'
      : 'This proof comes with an access token, and lacks its hash ("ath").';
    yield { ...proof.place('payload', 'ath'), ruleId: 'dpop-mismatch', message, related };
  }
  const bound = accessToken?.confirmation('jkt');
  const thumbprint = thumbprintOf(member(proof.token.header?.json, 'jwk')?.value);
  if (bound && thumbprint !== undefined && bound.value !== thumbprint) {
    yield {
      ...place(bound),
      ruleId: 'dpop-mismatch',
      message: 'The access token is bound to another key than that of the DPoP proof in this request.',
      related: [{ ...proof.place('header', 'jwk'), message: 'The key of the proof' }],
    };
  }
}

/** RFC 9901 §4.3, §7.3: among neighbours a key binding JWT that stands apart, and the one SD-JWT that it can be for. */
function* bindingFaults(near: readonly PlacedToken[]): Iterable<DocumentHit> {
  const [binding, ...otherBindings] = near.filter(({ token }) => isKeyBinding(token));
  const [bound, ...others] = near.filter(({ token }) => token.kind === 'sd-jwt');
  if (!binding || !bound || otherBindings.length + others.length > 0 || bound.token.keyBinding) return;
  const related = [{ start: bound.start, end: bound.start + bound.token.text.length, message: 'The SD-JWT' }];
  const claimed = binding.string('payload', 'sd_hash');
  const expected = digestOf(bound.token.text, bound.token);
  if (claimed && claimed.value !== 'redacted' && expected !== undefined && claimed.value !== expected) {
    const message =
      'This key binding was made for another SD-JWT than the one beside it, or for other disclosures of it.';
    yield { ...place(claimed), ruleId: 'key-binding-mismatch', message, related };
  }
  const confirmed = member(bound.token.payload?.json, 'cnf')?.value;
  const holder = bound.confirmation('jkt')?.value ?? thumbprintOf(member(confirmed, 'jwk')?.value);
  const signer = thumbprintOf(member(binding.token.header?.json, 'jwk')?.value);
  if (holder !== undefined && signer !== undefined && holder !== signer) {
    const message = 'This key binding carries another key than the one that the SD-JWT beside it is bound to.';
    yield { ...binding.place('header', 'jwk'), ruleId: 'key-binding-mismatch', message, related };
  }
}

function isKeyBinding(token: ParsedToken): boolean {
  return token.kind === 'jws' && guessTokenType(token).purpose === 'key-binding';
}

/** RFC 7519 §4.1.7: one issuer, one `jti`, different claims. The same claims with another signature are the same token. */
function* sameIds(tokens: readonly PlacedToken[]): Iterable<DocumentHit> {
  const first = new Map<string, PlacedToken>();
  for (const token of tokens) {
    const iss = token.string('payload', 'iss');
    const jti = token.string('payload', 'jti');
    if (!iss || !jti || jti.value === 'redacted') continue;
    const key = JSON.stringify([iss.value, jti.value]);
    const earlier = first.get(key);
    if (!earlier) {
      first.set(key, token);
    } else if (earlier.token.payload?.text !== token.token.payload?.text) {
      const related = [{ ...earlier.place('payload', 'jti'), message: 'The other token' }];
      const message = 'Another token of this issuer has the same "jti" and other claims.';
      yield { ...place(jti), ruleId: 'jti-reused', message, related };
    }
  }
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
      message: 'With this token and another one of the same key anyone can compute its public key.',
      related: [{ ...earlier.place('header', 'alg'), message: 'The other token' }],
    };
  }
}
