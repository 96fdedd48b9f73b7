import { privateMembers } from '../keys/jwk.ts';
import { readJsonText } from '../documents/textSubject.ts';
import { childrenOf, member } from '../text/json.ts';
import { encodeBase64url } from '../text/base64url.ts';
import type { JsonArray, JsonMember, JsonNode, JsonObject } from '../text/json.ts';
import type { Span } from '../text/span.ts';

/** One change of a text. */
export interface TextChange extends Span {
  readonly text: string;
}

/**
 * The changes that reduce the JWK around an offset of a JSON document to its public half, which may verify what the
 * private half could sign. None if there is nothing to remove, and none for a shared secret, which has no public half.
 */
export function stripPrivateMembers(document: string, offset: number): readonly TextChange[] {
  return publicHalfChanges(jwkAround(document, offset));
}

/** The same for every JWK of a JSON document. */
export function stripAllPrivateMembers(document: string): readonly TextChange[] {
  const root = readJsonText(document);
  return root ? jwksIn(root).flatMap(publicHalfChanges) : [];
}

function publicHalfChanges(jwk: JsonObject | undefined): readonly TextChange[] {
  if (!jwk || typeOf(jwk) === 'oct' || !jwk.members.some(isPrivateMember)) return [];
  const operations = member(jwk, 'key_ops')?.value;
  const signs = operations && childrenOf(operations).some((item) => item.type === 'string' && item.value === 'sign');
  return [...removals(jwk), ...(signs ? [{ start: operations.start, end: operations.end, text: '["verify"]' }] : [])];
}

/** Each private member is removed with the comma before it, or with the comma after it if no member before it stays. */
function removals({ members }: JsonObject): readonly TextChange[] {
  const firstKept = members.findIndex((candidate) => !isPrivateMember(candidate));
  return members.flatMap((candidate, index) => {
    if (!isPrivateMember(candidate)) return [];
    const { start, end } = candidate;
    const span =
      index < firstKept
        ? { start, end: members[index + 1]?.start ?? end }
        : { start: members[index - 1]?.end ?? start, end };
    return [{ ...span, text: '' }];
  });
}

function isPrivateMember({ name }: JsonMember): boolean {
  return privateMembers.has(name);
}

/**
 * The change that takes the JWK around an offset out of the list that it is in: the fix of a shared secret in a public
 * set.
 */
export function removeFromSet(document: string, offset: number): readonly TextChange[] {
  const root = readJsonText(document);
  const jwk = jwkAround(document, offset);
  const list = root && jwk ? listAround(root, jwk.start) : undefined;
  const items = list?.items ?? [];
  const index = items.findIndex(({ start }) => start === jwk?.start);
  const [item, before, after] = [items[index], items[index - 1], items[index + 1]];
  if (!item) return [];
  // With the comma before it; the first one with the comma after it.
  return [{ start: before?.end ?? item.start, end: before ? item.end : (after?.start ?? item.end), text: '' }];
}

/** Bytes of a secret for an HMAC algorithm (RFC 7518 §3.2); of HS256, where it is not said. */
export function bytesOfSecret(alg = 'HS256'): number {
  return alg === 'HS384' ? 48 : alg === 'HS512' ? 64 : 32;
}

/**
 * The change that gives the JWK around an offset another secret, as long as its algorithm wants it: `random` makes
 * bytes.
 */
export function newSecret(
  document: string,
  offset: number,
  random: (bytes: number) => Uint8Array,
): { readonly bits: number; readonly change: TextChange } | undefined {
  const jwk = jwkAround(document, offset);
  const k = member(jwk, 'k')?.value;
  if (!jwk || typeOf(jwk) !== 'oct' || k?.type !== 'string') return undefined;
  const bytes = bytesOfSecret(jwkText(jwk, 'alg'));
  return { bits: bytes * 8, change: { start: k.start, end: k.end, text: `"${encodeBase64url(random(bytes))}"` } };
}

/** The algorithms that such a key can be for, the usual one first. */
const algorithmsByCurve: Readonly<Record<string, readonly string[]>> = {
  RSA: ['RS256', 'PS256'],
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  'P-521': ['ES512'],
  secp256k1: ['ES256K'],
  Ed25519: ['Ed25519', 'EdDSA'],
  Ed448: ['Ed448', 'EdDSA'],
  oct: ['HS256'],
};

/**
 * An `alg` that can be added to the JWK around an offset of a JSON document, and the change that adds it behind `kty`.
 */
export function algorithmsToAdd(
  document: string,
  offset: number,
): readonly { readonly algorithm: string; readonly change: TextChange }[] {
  const jwk = jwkAround(document, offset);
  const kty = member(jwk, 'kty');
  // The algorithm of an encryption key cannot be told from the key.
  if (!jwk || !kty || member(jwk, 'alg') || jwkText(jwk, 'use') === 'enc') return [];
  const separator = document.includes('": ') ? ': ' : ':';
  // The space before the next member is used here too.
  const next = jwk.members[jwk.members.indexOf(kty) + 1];
  const gap = next ? document.slice(kty.end, next.start) : ',';
  const algorithms = algorithmsByCurve[jwkText(jwk, 'crv') ?? typeOf(jwk) ?? ''] ?? [];
  return algorithms.map((algorithm) => ({
    algorithm,
    change: { start: kty.end, end: kty.end, text: `${gap}"alg"${separator}"${algorithm}"` },
  }));
}

/** The innermost object with a `kty` that holds the offset. */
function jwkAround(document: string, offset: number): JsonObject | undefined {
  let node: JsonNode | undefined = readJsonText(document);
  let found: JsonObject | undefined;
  while (node) {
    if (node.type === 'object' && typeOf(node) !== undefined) found = node;
    node = childrenOf(node).find(({ start, end }) => start <= offset && offset < end);
  }
  return found;
}

function jwksIn(node: JsonNode): readonly JsonObject[] {
  if (node.type === 'object' && typeOf(node) !== undefined) return [node];
  return childrenOf(node).flatMap(jwksIn);
}

/** The innermost list that holds the offset in one of its items. */
function listAround(root: JsonNode, offset: number): JsonArray | undefined {
  let found: JsonArray | undefined;
  for (let node: JsonNode | undefined = root; node;) {
    const inside: JsonNode | undefined = childrenOf(node).find(({ start, end }) => start <= offset && offset < end);
    if (node.type === 'array' && inside?.start === offset) found = node;
    node = inside;
  }
  return found;
}

function typeOf(jwk: JsonObject): string | undefined {
  return jwkText(jwk, 'kty');
}

function jwkText(jwk: JsonObject, name: string): string | undefined {
  const value = member(jwk, name)?.value;
  return value?.type === 'string' ? value.value : undefined;
}
