import { signatureLengths } from '../facts/algorithms.ts';
import type { AlgorithmFact } from '../facts/algorithms.ts';
import { normalizeType } from '../token/tokenType.ts';
import { isDetached } from '../token/detached.ts';
import { vendorTypeOf } from '../token/vendorTypes.ts';
import { isEncrypted } from '../token/isEncrypted.ts';
import { partCount } from '../token/parse.ts';
import { toPlain } from '../text/json.ts';
import type { JsonNode, JsonObject } from '../text/json.ts';
import type { Segment } from '../token/token.ts';
import { announcesToken, isCompactToken } from './header.ts';
import { claim, headerMember, protectedMember, stringOf } from '../claims/locate.ts';
import { spanOf } from './rule.ts';
import type { Rule, TokenSubject } from './rule.ts';

/** Rules about the shape of a token. */
export const structureRules: readonly Rule[] = [
  {
    id: 'segment-count',
    title: 'Wrong number of parts',
    why: 'A signed token has three parts, and an encrypted token has five. No verifier accepts any other number. Most often, the token was cut off or joined with another.',
    source: 'RFC 7515 §7.1, RFC 7516 §7.1',
    fix: 'Copy the whole token again, and join wrapped lines.',
    kind: 'structure',
    severity: 'error',
    contexts: { docs: 'hint' },
    needs: 'token',
    *check({ token }) {
      if (!hasWrongSegmentCount(token)) return;
      const count = token.segments.length;
      yield {
        start: 0,
        end: token.text.length,
        message:
          count === 5
            ? 'This token has 5 parts like an encrypted token, but its header has no content encryption ("enc").'
            : `This token has ${partCount(count)} ${count === 1 ? 'part' : 'parts'}. A signed token has 3, and an encrypted token has 5.`,
      };
    },
  },
  {
    id: 'header-not-json',
    title: 'Header is not JSON',
    why: 'The header determines how to verify the token. If it is not a JSON object, every verifier refuses the token.',
    source: 'RFC 7515 §5.2',
    fix: 'Copy the token again. Its beginning is damaged.',
    kind: 'structure',
    severity: 'hint',
    needs: 'token',
    *check({ token: { header, segments } }) {
      const looksLikeToken = segments.length === 3 || segments.length === 5;
      if (!header || header.json?.type === 'object' || !looksLikeToken || !/^\s*\{(?!\0)/.test(header.text)) return;
      if (isNestedTooDeep(header.text)) return;
      yield {
        ...spanOf(header.problem ?? header.segment),
        message: 'The first part decodes to text that is not a JSON object.',
      };
    },
  },
  {
    id: 'payload-not-json-object',
    title: 'Payload is not a JSON object',
    why: 'A JWT is a set of claims in a JSON object. Verifiers refuse a token that is declared as a JWT but contains anything else.',
    source: 'RFC 7519 §7.2',
    fix: 'Copy the token again, or correct its "typ" if it is not a JWT.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const { token } = subject;
      const encoded = token.segments[1];
      if (token.segments.length !== 3 || token.headerOnly || !encoded?.text || !declaresJwt(subject)) return;
      if (encoded.fault?.reason === 'elided') return;
      if (token.payload?.json?.type === 'object' || isUnencoded(subject) || carriesAnnouncedToken(subject)) return;
      if (isNestedTooDeep(token.payload?.text ?? '')) return;
      yield {
        ...spanOf(token.payload?.problem ?? encoded),
        message: 'This token is declared as a JWT, but its payload is not a JSON object.',
      };
    },
  },
  {
    id: 'b64-without-crit',
    title: '"b64" is not listed in "crit"',
    why: 'A verifier that does not know "b64" reads the payload differently, unless "crit" makes it refuse the token.',
    source: 'RFC 7797 §6',
    fix: 'Add "b64" to "crit".',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const b64 = protectedMember(subject, 'b64');
      const crit = protectedMember(subject, 'crit')?.value;
      if (!b64 || (crit?.type === 'array' && crit.items.some((item) => item.type === 'string' && item.value === 'b64')))
        return;
      yield { ...b64.span, message: '"b64" is safe only if "crit" lists it.' };
    },
  },
  {
    id: 'b64-false-in-jwt',
    title: 'JWT with an unencoded payload',
    why: 'JWTs must not use "b64": false. Verifiers refuse such a token, or read claims that were not signed.',
    source: 'RFC 7797 §7',
    fix: 'Encode the payload, and remove "b64".',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const b64 = protectedMember(subject, 'b64');
      if (b64 && isUnencoded(subject) && (declaresJwt(subject) || hasClaims(subject.payload)))
        yield { ...b64.span, message: 'A JWT must not have an unencoded payload ("b64": false).' };
    },
  },
  {
    id: 'detached-payload',
    title: 'Detached payload',
    why: 'The signed content is not in the token. You need that content to verify the token.',
    source: 'RFC 7515 Appendix F',
    fix: 'Verify it with the signed file.',
    kind: 'structure',
    severity: 'information',
    needs: 'token',
    *check({ token, alg }) {
      const payload = token.segments[1];
      if (isDetached(token) && payload && hasSignatureOf(alg, token.signature)) {
        yield {
          // The dots around the missing part, or the brace of the object that lacks it.
          start: payload.start - 1,
          end: token.kind === 'detached' ? payload.end + 1 : payload.end,
          message: 'The payload is empty or detached. If it is detached, the signed content is elsewhere.',
        };
      }
    },
  },
  {
    id: 'claim-in-jws-header',
    title: 'Claim copied into the header',
    why: 'Copies of claims in the header are meant for encrypted tokens. In a signed token, they can differ from the claims that verifiers check.',
    source: 'RFC 7519 §5.3',
    fix: 'Put claims only in the payload.',
    kind: 'structure',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      if (isEncrypted(subject.token)) return;
      for (const name of ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']) {
        const copy = headerMember(subject, name);
        const original = claim(subject, name);
        if (!copy) continue;
        const differs = original !== undefined && !sameValue(copy.value, original.value);
        if (!differs && isWantedInHeader(subject, name)) continue;
        yield differs
          ? {
              ...copy.span,
              severity: 'error',
              message: `"${name}" in the header differs from "${name}" in the claims.`,
              related: [{ ...original.span, message: 'The claim' }],
            }
          : { ...copy.span, message: `"${name}" is a claim. Nobody checks it in the header of a signed token.` };
      }
    },
  },
  {
    id: 'token-oversize',
    title: 'Large token',
    why: 'Cookies are limited to 4 KB, and many servers refuse headers over 8 KB.',
    source: 'RFC 6265 §6.1',
    fix: 'Leave out claims that can be looked up elsewhere.',
    kind: 'content',
    severity: 'hint',
    needs: 'token',
    optIn: true,
    *check({ token }) {
      const size = token.text.length;
      if (size <= 4096) return;
      const place = size > 8192 ? 'a header' : 'a cookie';
      yield { start: 0, end: size, message: `This token has ${size} bytes and may not fit into ${place}.` };
    },
  },
];

/**
 * A header with an `alg`, and neither the three parts of a JWS nor the five of a JWE (RFC 7516 §9). Nothing else about
 * it can be judged.
 */
export function hasWrongSegmentCount({ header, alg, segments }: TokenSubject['token']): boolean {
  if (header?.json?.type !== 'object' || alg === undefined) return false;
  const encrypts = header.json.members.some(({ name, value }) => name === 'enc' && value.type === 'string');
  return segments.length !== 3 && !(segments.length === 5 && encrypts);
}

/** Still an object, but nested too deeply for our reader: see `MAX_JSON_DEPTH`. */
function isNestedTooDeep(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A signature of the length that the algorithm makes. An RSA signature only needs the length of some key. */
function hasSignatureOf(alg: AlgorithmFact | undefined, signature: Segment | undefined): boolean {
  const length = signature?.bytes?.length ?? 0;
  if (alg?.use !== 'sig' || length === 0) return false;
  const lengths = signatureLengths(alg);
  return lengths.length === 0 ? length >= 64 : lengths.includes(length);
}

/** A nested JWT, which is a JWT itself (RFC 7519 §5.2). */
function carriesAnnouncedToken(subject: TokenSubject): boolean {
  return announcesToken(subject) && isCompactToken(subject.token.payload?.text.trim() ?? '');
}

function declaresJwt(subject: TokenSubject): boolean {
  const typ = stringOf(protectedMember(subject, 'typ'));
  return typ !== undefined && /(?:^|\+)jwt$/.test(normalizeType(typ));
}

function isUnencoded(subject: TokenSubject): boolean {
  const b64 = protectedMember(subject, 'b64')?.value;
  return b64?.type === 'literal' && b64.value === false;
}

function hasClaims(payload: JsonObject | undefined): boolean {
  return payload?.members.some(({ name }) => ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'].includes(name)) ?? false;
}

function sameValue(a: JsonNode, b: JsonNode): boolean {
  return JSON.stringify(toPlain(a)) === JSON.stringify(toPlain(b));
}

/** Whether the vendor of the token wants this claim in the header. */
function isWantedInHeader({ header, payload }: TokenSubject, name: string): boolean {
  return payload !== undefined && vendorTypeOf(header, payload)?.headerClaims?.includes(name) === true;
}
