import { describeClaim } from '../../facts/claims.ts';
import { normalizeType } from '../../facts/tokenTypes.ts';
import { childrenOf, member } from '../../token/json.ts';
import type { JsonNode } from '../../token/json.ts';
import { parseSerialized, serializedKind } from '../../token/jsonSerialization.ts';
import { scan } from '../../token/scan.ts';
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
export function* findInJsonTokens({ text, json }: TextSubject): Iterable<DocumentHit> {
  if (!/"signatures?"|"ciphertext"/.test(text)) return;
  /** Entries of the general form: parts of a token, although each has the members of one. */
  const entries = new Set<JsonNode>();
  for (const object of objectsIn(json)) {
    if (entries.has(object) || !serializedKind(object)) continue;
    const list = member(object, 'signatures') ?? member(object, 'recipients');
    for (const entry of list ? childrenOf(list.value) : []) entries.add(entry);
    if (isJwt(text.slice(object.start, object.end))) {
      const place = list?.nameSpan ?? member(object, 'protected') ?? object;
      yield {
        ...spanOf(place),
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

/** Whether a header of the token says that it is a JWT, or its payload is a set of claims. */
function isJwt(serialized: string): boolean {
  const token = parseSerialized(serialized, false);
  return (token?.views ?? (token ? [token] : [])).some(
    ({ header, payload }) => isJwtHeader(header?.json) || isClaimsSet(payload?.json),
  );
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
