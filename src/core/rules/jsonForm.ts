import { describeClaim } from '../facts/claims.ts';
import { normalizeType } from '../token/tokenType.ts';
import { isSelective } from '../token/disclosures.ts';
import { member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import { otherReadings } from '../token/polyglot.ts';
import type { OtherReading } from '../token/polyglot.ts';
import type { Token } from '../token/token.ts';
import { hasUnencodedPayload } from '../token/unencodedPayload.ts';
import { spanOf } from './rule.ts';
import type { Hit, Rule } from './rule.ts';

/** Rules about tokens in the JSON serialization (RFC 7515 §7.2, RFC 7516 §7.2), and about what only half is. */
export const jsonFormRules: readonly Rule[] = [
  {
    id: 'jwt-json-serialization',
    title: 'JWT in JSON form',
    why: 'A JWT always has the compact form. Attackers have made libraries that read both forms confuse one token with another.',
    source: 'RFC 7519 §1, RFC 8725bis §3.14',
    fix: 'Write the token in the compact form, and configure verifiers to accept only that form.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    check: ({ token }) => jsonJwtHits(token),
  },
  {
    id: 'jwt-polyglot',
    title: 'One text, two tokens',
    why: 'This text is one token when read as JSON and another when read as compact text. A verifier can check the signature of the wrong token.',
    source: 'RFC 8725bis §3.14, CVE-2022-39227',
    fix: 'Refuse this token.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ token }) {
      yield* otherReadingsOf(token, 'jwt-polyglot');
      if (token.root || token.header?.json?.type !== 'object') return;
      for (const [index, { text, start }] of token.segments.entries()) {
        // What follows a token in JSON ends with quote and brace; only what is hidden begins with one.
        const at = text.indexOf('{');
        // RFC 7797 §5.2: any text may be a payload that is not encoded.
        if (at < 0 || (index === 1 && hasUnencodedPayload(token.header.json))) continue;
        const message =
          'A compact token cannot contain JSON. A parser that looks for JSON reads a different token here.';
        yield { start: start + at, end: start + at + 1, message };
      }
    },
  },
];

/** A JWT in JSON form, as one of its signatures or recipients sees it: at what makes it one. */
export function* jsonJwtHits(token: Token): Iterable<Hit> {
  const { root, protectedHeader, payload } = token;
  // An SD-JWT has a JSON form of its own (RFC 9901 §8).
  if (isSelective(token) || !root || !(isJwtHeader(protectedHeader) || isClaimsSet(payload?.json))) return;
  const list = member(root, 'signatures') ?? member(root, 'recipients');
  const place = list?.nameSpan ?? member(root, 'protected') ?? root;
  yield { ...spanOf(place), message: 'This is a JWT in JSON form, but a JWT always has the compact form.' };
}

/** The places in a token in JSON form that another parser would read differently, by one of these rules. */
export function* otherReadingsOf({ root }: Token, rule: OtherReading['ruleId']): Iterable<Hit> {
  for (const { ruleId, message, start, end } of root ? otherReadings(root) : [])
    if (ruleId === rule) yield { start, end, message };
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
