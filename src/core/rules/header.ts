import { normalizeType } from '../token/tokenType.ts';
import { member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import { wholeToken } from '../token/nested.ts';
import type { Span } from '../text/span.ts';
import { headerMember, protectedMember, stringOf } from '../claims/locate.ts';
import { spanOf } from './rule.ts';
import type { Hit, Rule, TokenSubject } from './rule.ts';

/** Rules about header parameters that steer what a verifier does. */
export const headerRules: readonly Rule[] = [
  {
    id: 'crit-unknown',
    title: 'Critical extension',
    why: 'A verifier must refuse the token if it does not know an extension in "crit". Some libraries do not.',
    source: 'RFC 7515 §4.1.11, CVE-2025-59420',
    fix: 'Make sure that every verifier knows this extension.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check({ token: { header } }) {
      const crit = member(header?.json, 'crit')?.value;
      if (!header || crit?.type !== 'array') return;
      for (const item of crit.items) {
        if (item.type !== 'string' || item.value === 'b64' || standardParameters.has(item.value)) continue;
        yield {
          ...header.locate(item),
          message: 'Critical extension: verifiers that do not know it must refuse the token.',
        };
      }
    },
  },
  {
    id: 'crit-malformed',
    title: 'Malformed "crit"',
    why: '"crit" lists the names of the extensions that the header uses. Verifiers must refuse any other form.',
    source: 'RFC 7515 §4.1.11',
    fix: 'List each extension in the header once, and nothing else.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const crit = headerMember(subject, 'crit');
      if (crit) yield* malformedCrit(subject, crit.value, crit.span);
    },
  },
  {
    id: 'cty-nested-mismatch',
    title: '"cty" does not match the content',
    why: '"cty": "JWT" announces a nested token. If it is missing, a verifier stops one level too early. If there is no nested token, the verifier fails.',
    source: 'RFC 7519 §5.2',
    fix: 'Set "cty" to "JWT" if the payload is a token, and only then.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      const { token } = subject;
      if (!token.payload || token.headerOnly) return;
      const cty = protectedMember(subject, 'cty');
      const says = announcesToken(subject);
      const is = isCompactToken(token.payload.text.trim());
      if (cty && says && !is)
        yield { ...cty.span, message: '"cty" announces a nested token, but the payload is not a token.' };
      if (is && !says)
        yield { ...spanOf(token.payload.segment), message: 'The payload is a token, but "cty" does not announce it.' };
    },
  },
  {
    id: 'zip-in-jws',
    title: '"zip" in a signed token',
    why: 'Compression is defined only for encrypted tokens. Verifiers of signed tokens ignore it or fail.',
    source: 'RFC 7516 §4.1.3',
    fix: 'Remove "zip".',
    kind: 'structure',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      const zip = headerMember(subject, 'zip');
      const { token } = subject;
      // SMART Health Cards deflate the payload of a JWS: it is no text then.
      const isCompressed = token.payload?.isInflated === true || (token.payload !== undefined && !token.payload.json);
      if (zip && token.segments.length === 3 && !(stringOf(zip) === 'DEF' && isCompressed))
        yield { ...zip.span, message: '"zip" is defined for encrypted tokens, not for signed tokens.' };
    },
  },
  {
    id: 'typ-not-explicit',
    title: 'No specific token type',
    why: 'Without a specific type, a token made for one purpose can be used for another.',
    source: 'RFC 8725 §3.11',
    fix: 'Use a specific "typ", such as "at+jwt".',
    kind: 'absence',
    severity: 'hint',
    needs: 'token',
    optIn: true,
    *check(subject) {
      const typ = protectedMember(subject, 'typ');
      const [header] = subject.token.segments;
      if (!subject.payload || !header || (typ && normalizeType(stringOf(typ) ?? '') !== 'jwt')) return;
      yield {
        ...spanOf(typ?.span ?? header),
        message: 'No specific token type: hard to tell apart from tokens for other purposes.',
      };
    },
  },
  {
    id: 'typ-mismatch',
    title: 'Unexpected token type',
    why: 'A token of another type has another purpose, even if its issuer and signature are right.',
    source: 'RFC 7515 §4.1.9, RFC 8725 §3.11',
    fix: "Refuse this token, or correct the type in the issuer's settings.",
    kind: 'structure',
    severity: 'error',
    needs: 'profile',
    *check(subject) {
      const { state, span, expected } = subject.judgements.get('typ') ?? {};
      if (span && (state === 'differs' || state === 'wrong-type') && subject.profile?.tokenType !== undefined) {
        yield {
          ...span,
          message: `The token type is not the expected one${expected === undefined ? '' : ` (${expected})`}.`,
        };
      }
    },
  },
];

/** Header parameters of RFC 7515, 7516 and 7518, which `crit` must not list. */
const standardParameters: ReadonlySet<string> = new Set(
  'alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit enc zip epk apu apv iv tag p2s p2c'.split(' '),
);

function* malformedCrit(subject: TokenSubject, crit: JsonNode, whole: Span): Iterable<Hit> {
  const { header } = subject.token;
  if (!header) return;
  const present = new Set(subject.header?.members.map(({ name }) => name));
  if (crit.type !== 'array') {
    yield { ...whole, message: '"crit" must be a list of names.' };
  } else if (crit.items.length === 0) {
    yield { ...whole, message: '"crit" must not be empty.' };
  } else {
    const seen = new Set<string>();
    for (const item of crit.items) {
      const fault = item.type === 'string' ? critFault(item.value, seen, present) : 'it is not a string';
      if (fault !== undefined) yield { ...header.locate(item), message: `"crit" is malformed: ${fault}.` };
      if (item.type === 'string') seen.add(item.value);
    }
  }
}

function critFault(name: string, seen: ReadonlySet<string>, present: ReadonlySet<string>): string | undefined {
  if (seen.has(name)) return 'this name is listed twice';
  if (standardParameters.has(name)) return 'this name is not an extension';
  return present.has(name) ? undefined : 'the header has no parameter with this name';
}

/** Whether `cty` says that the payload is a token (RFC 7519 §5.2). */
export function announcesToken(subject: TokenSubject): boolean {
  return /(?:^|\+)jwt$/.test(normalizeType(stringOf(protectedMember(subject, 'cty')) ?? ''));
}

/** Whether a text is a compact token and nothing else: other things have dots, too. */
export function isCompactToken(text: string): boolean {
  return /^e[yw][^.]+\.[^.]*\./.test(text) && wholeToken(text) !== undefined;
}
