import { describeClaim } from '../../facts/claims.ts';
import { normalizeType } from '../../facts/tokenTypes.ts';
import { readBase64url } from '../../token/base64url.ts';
import { member, parseJson } from '../../token/json.ts';
import type { JsonNode, JsonObject } from '../../token/json.ts';
import { scan } from '../../token/scan.ts';
import { decodeUtf8 } from '../../token/utf8.ts';
import { spanOf } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { objectsIn } from './textSubject.ts';
import type { DocumentHit, TextSubject } from './textSubject.ts';

/** Rules about tokens in the JSON serialization (RFC 7515 §7.2, RFC 7516 §7.2). */
export const jsonTokenRules: readonly Rule[] = [
  {
    id: 'jwt-json-serialization',
    title: 'JWT in JSON form',
    why: 'A JWT has the compact form only. Libraries that read both forms have been made to take one token for another.',
    source: 'RFC 7519 §1, RFC 8725bis §3.14',
    cure: 'Write the token in its compact form, and have verifiers accept no other.',
    kind: 'structure',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'jwt-polyglot',
    title: 'One text, two tokens',
    why: 'Read as JSON this is one token, read as compact text another: a verifier can be shown a signature that belongs to the other one.',
    source: 'RFC 8725bis §3.14, CVE-2022-39227',
    cure: 'Refuse it.',
    kind: 'structure',
    severity: 'error',
    needs: 'document',
  },
];

/** What is wrong with the JSON-serialized tokens of a document. */
export function* findInJsonTokens(subject: TextSubject): Iterable<DocumentHit> {
  if (!/"signatures?"|"ciphertext"/.test(subject.text)) return;
  for (const object of objectsIn(subject.json)) {
    const proof = ['signature', 'signatures', 'ciphertext'].map((name) => member(object, name)).find((found) => found);
    if (!proof || !isSerialized(object)) continue;
    if (isJwt(object)) {
      const place = member(object, 'protected') ?? proof;
      yield {
        ...spanOf(proof.name === 'signatures' ? proof.nameSpan : place),
        ruleId: 'jwt-json-serialization',
        message: 'This is a JWT in JSON form; JWTs have the compact form only.',
      };
    }
    for (const { name, value, ...place } of object.members) {
      if (scan(name).length > 0 || (value.type === 'string' && scan(value.value).length > 0))
        yield {
          ...spanOf(place),
          ruleId: 'jwt-polyglot',
          message: 'A compact token hides in this JSON one: parsers disagree on which of them counts.',
        };
    }
  }
}

/** Whether an object is a JWS or JWE rather than anything else that has a `signature`. */
function isSerialized(object: JsonObject): boolean {
  const has = (name: string): boolean => member(object, name)?.value.type === 'string';
  if (has('ciphertext')) return has('protected') || has('iv');
  return (
    has('payload') &&
    (member(object, 'signatures')?.value.type === 'array' ||
      (has('signature') && (has('protected') || member(object, 'header') !== undefined)))
  );
}

/** Whether a header says that it is a JWT, or the payload is a set of claims. */
function isJwt(object: JsonObject): boolean {
  const signatures = member(object, 'signatures')?.value;
  const headers = signatures?.type === 'array' ? [object, ...signatures.items] : [object];
  return headers.some((node) => isJwtHeader(encoded(node, 'protected'))) || isClaimsSet(encoded(object, 'payload'));
}

function isJwtHeader(header: JsonNode | undefined): boolean {
  const typ = member(header, 'typ')?.value;
  const type = typ?.type === 'string' ? normalizeType(typ.value) : '';
  return type === 'jwt' || type.endsWith('+jwt');
}

function isClaimsSet(payload: JsonNode | undefined): boolean {
  return (
    payload?.type === 'object' &&
    payload.members.some(({ name }) => describeClaim(name)?.source.startsWith('RFC 7519') === true)
  );
}

/** The JSON inside a base64url member. */
function encoded(node: JsonNode, name: string): JsonNode | undefined {
  const value = member(node, name)?.value;
  if (value?.type !== 'string') return undefined;
  const reading = parseJson(decodeUtf8(readBase64url(value.value).bytes));
  return reading.ok ? reading.root : undefined;
}
