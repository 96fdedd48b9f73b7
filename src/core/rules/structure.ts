import { normalizeType } from '../facts/tokenTypes.ts';
import type { JsonNode, JsonObject } from '../token/json.ts';
import type { Base64urlFault, Segment, TextPart } from '../token/token.ts';
import { invalidUtf8At } from '../token/utf8.ts';
import { isPlaceholder } from './placeholder.ts';
import { claim, headerMember, quoteName, spanOf, stringOf } from './rule.ts';
import type { Hit, Rule, Subject } from './rule.ts';

/** Rules about the shape and the encoding of a token. */
export const structureRules: readonly Rule[] = [
  {
    id: 'segment-count',
    title: 'Wrong number of parts',
    why: 'A signed token has three parts and an encrypted one five. With any other number no verifier accepts it: most often it was cut off or glued together.',
    source: 'RFC 7515 §7.1, RFC 7516 §7.1',
    cure: 'Copy the whole token again, and join lines that were wrapped.',
    kind: 'structure',
    severity: 'error',
    contexts: { test: 'hint', docs: 'hint' },
    needs: 'token',
    *check({ token }) {
      if (!hasWrongSegmentCount(token)) return;
      const count = token.segments.length;
      yield {
        start: 0,
        end: token.text.length,
        message:
          count === 5
            ? 'This token has 5 parts like an encrypted one, but its header names no content encryption ("enc").'
            : `This token has ${count} ${count === 1 ? 'part' : 'parts'}; a signed token has 3 and an encrypted one 5.`,
      };
    },
  },
  {
    id: 'header-not-json',
    title: 'Header is not JSON',
    why: 'The header decides how a token is verified. One that is no JSON object makes every verifier refuse the token.',
    source: 'RFC 7515 §5.2',
    cure: 'Copy the token again: its beginning was damaged.',
    kind: 'structure',
    severity: 'hint',
    needs: 'token',
    *check({ token: { header, segments } }) {
      const looksLikeToken = segments.length === 3 || segments.length === 5;
      if (!header || header.json?.type === 'object' || !looksLikeToken || !header.text.trimStart().startsWith('{'))
        return;
      yield {
        ...spanOf(header.problem ?? header.segment),
        message: 'The first part decodes to text that is not a JSON object.',
      };
    },
  },
  {
    id: 'payload-not-json-object',
    title: 'Payload is not a JSON object',
    why: 'A JWT is a set of claims in a JSON object. A token that is declared to be a JWT and carries anything else is refused.',
    source: 'RFC 7519 §7.2',
    cure: 'Copy the token again, or correct its "typ" if it is no JWT.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const { token } = subject;
      const encoded = token.segments[1];
      if (token.segments.length !== 3 || token.headerOnly || !encoded?.text || !declaresJwt(subject)) return;
      if (token.payload?.json?.type === 'object' || isUnencoded(subject)) return;
      yield {
        ...spanOf(token.payload?.problem ?? encoded),
        message: 'This token is declared as a JWT, but its payload is not a JSON object.',
      };
    },
  },
  {
    id: 'base64url-noncanonical',
    title: 'Not canonical base64url',
    why: 'Strict verifiers refuse such text and lenient ones accept it, so that one token works here and fails there, and one signature has several spellings.',
    source: 'RFC 7515 §2, RFC 4648 §3.5',
    cure: 'Have the issuer encode without padding, line breaks and spare bits. Only the signature can be rewritten without breaking it.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check({ token, header }) {
      if (!header) return;
      const parts = token.kind === 'jwe' ? jwePartNames : jwsPartNames;
      for (const [index, segment] of token.segments.entries()) {
        yield* noncanonical(
          segment,
          parts[index] ?? `part ${index + 1}`,
          segment === token.signature && isPlaceholder(segment),
        );
      }
      for (const [index, { segment }] of token.disclosures.entries())
        yield* noncanonical(segment, `disclosure ${index + 1}`, false);
    },
  },
  {
    id: 'json-duplicate-member',
    title: 'Member appears twice',
    why: 'Parsers disagree on which of the two counts. A token may then mean one thing to the verifier and another to the application.',
    source: 'RFC 7515 §4, RFC 7519 §4',
    cure: 'Have the issuer write each name once.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ token }) {
      yield* duplicates(token.header, 'header', 'error');
      yield* duplicates(token.payload, 'claims', 'warning');
    },
  },
  {
    id: 'json-case-collision',
    title: 'Names differ only by letter case',
    why: 'Parsers that ignore letter case mix the two up, and may take one where the verifier checked the other.',
    source: 'RFC 7515 §5.3',
    cure: 'Keep one of the two names.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check({ token }) {
      for (const part of [token.header, token.payload]) {
        if (part?.json?.type !== 'object') continue;
        const seen = new Map<string, string>();
        for (const member of part.json.members) {
          const folded = member.name.toLowerCase();
          const earlier = seen.get(folded);
          if (earlier !== undefined && earlier !== member.name) {
            yield {
              ...part.locate(member.nameSpan),
              message: `${quoteName(member.name)} and ${quoteName(earlier)} differ only by letter case.`,
            };
          }
          seen.set(folded, earlier ?? member.name);
        }
      }
    },
  },
  {
    id: 'json-not-utf8',
    title: 'Not plain UTF-8',
    why: 'Header and claims have to be UTF-8 without a byte order mark. Other bytes read differently in different programs.',
    source: 'RFC 8725 §3.7',
    cure: 'Have the issuer write plain UTF-8.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ token }) {
      for (const [part, name] of [
        [token.header, 'header'],
        [token.payload, 'payload'],
      ] as const) {
        if (!part || (name === 'payload' && token.header?.json?.type !== 'object')) continue;
        // A payload need not be text, and a token is not what begins otherwise.
        if (!/^[\ufeff\s]*\{/.test(part.text)) continue;
        if (part.text.startsWith('\ufeff')) {
          yield { ...part.locate({ start: 0, end: 1 }), message: `The ${name} begins with a byte order mark.` };
        } else if (part.problem?.byte !== undefined && invalidUtf8At(part.segment.bytes ?? new Uint8Array()) >= 0) {
          yield { ...spanOf(part.problem), message: `The ${name} is not valid UTF-8.` };
        }
      }
    },
  },
  {
    id: 'deceptive-characters',
    title: 'Invisible or look-alike characters',
    why: 'Characters that cannot be seen, or look like others, make a value seem to be what it is not.',
    source: 'RFC 7515 §10.13',
    cure: 'Look at the code points, and have the issuer refuse such characters.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check({ token }) {
      for (const part of [token.header, token.payload]) {
        if (part?.json) yield* deceptive(part, part.json, 0);
      }
    },
  },
  {
    id: 'b64-without-crit',
    title: '"b64" is not listed in "crit"',
    why: 'A verifier that does not know "b64" would read the payload differently, unless "crit" makes it refuse the token.',
    source: 'RFC 7797 §6',
    cure: 'Add "b64" to "crit".',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const b64 = headerMember(subject, 'b64');
      const crit = headerMember(subject, 'crit')?.value;
      if (!b64 || (crit?.type === 'array' && crit.items.some((item) => item.type === 'string' && item.value === 'b64')))
        return;
      yield { ...b64.span, message: '"b64" is only safe where "crit" lists it.' };
    },
  },
  {
    id: 'b64-false-in-jwt',
    title: 'JWT with an unencoded payload',
    why: 'JWTs must not use "b64": false. Verifiers refuse them, or read other claims than were signed.',
    source: 'RFC 7797 §7',
    cure: 'Encode the payload and drop "b64".',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const b64 = headerMember(subject, 'b64');
      if (b64 && isUnencoded(subject) && (declaresJwt(subject) || hasClaims(subject.payload))) {
        yield { ...b64.span, message: 'A JWT must not have an unencoded payload ("b64": false).' };
      }
    },
  },
  {
    id: 'detached-payload',
    title: 'Detached payload',
    why: 'The signed content is not in the token. It can only be verified together with that content.',
    source: 'RFC 7515 Appendix F',
    cure: 'Verify it with the file that was signed.',
    kind: 'structure',
    severity: 'information',
    needs: 'token',
    *check({ token, alg }) {
      if (token.kind !== 'detached' || !alg) return;
      const payload = token.segments[1];
      if (payload)
        yield {
          start: payload.start - 1,
          end: payload.end + 1,
          message: 'The payload is detached: the signed content is elsewhere.',
        };
    },
  },
  {
    id: 'claim-in-jws-header',
    title: 'Claim copied into the header',
    why: 'Copies of claims in the header are meant for encrypted tokens. In a signed one they can disagree with the claims that are checked.',
    source: 'RFC 7519 §5.3',
    cure: 'Leave claims to the payload.',
    kind: 'structure',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      if (subject.token.kind === 'jwe') return;
      for (const name of ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']) {
        const copy = headerMember(subject, name);
        if (!copy) continue;
        const original = claim(subject, name);
        const differs = original !== undefined && !sameValue(copy.value, original.value);
        yield differs
          ? {
              ...copy.span,
              severity: 'error',
              message: `"${name}" in the header disagrees with "${name}" in the claims.`,
            }
          : { ...copy.span, message: `"${name}" is a claim: in the header of a signed token nobody checks it.` };
      }
    },
  },
  {
    id: 'claim-precision-loss',
    title: 'Number too large for JavaScript',
    why: 'Integers beyond 2^53 − 1 lose digits in JavaScript and many other parsers, so that two identities can become one.',
    source: 'RFC 8259 §6',
    cure: 'Have the issuer write such numbers as strings.',
    kind: 'content',
    severity: 'hint',
    needs: 'token',
    *check({ token }) {
      if (token.payload?.json) yield* impreciseNumbers(token.payload, token.payload.json);
    },
  },
  {
    id: 'token-oversize',
    title: 'Large token',
    why: 'Cookies end at 4 KB and many servers refuse headers over 8 KB.',
    source: 'RFC 6265 §6.1',
    cure: 'Leave out claims that can be looked up.',
    kind: 'content',
    severity: 'hint',
    needs: 'token',
    optIn: true,
    *check({ token }) {
      const size = token.text.length;
      if (size <= 4096) return;
      const place = size > 8192 ? 'a header' : 'a cookie';
      yield { start: 0, end: size, message: `This token has ${size} bytes: it may not fit into ${place}.` };
    },
  },
];

const jwsPartNames = ['header', 'payload', 'signature'];
const jwePartNames = ['header', 'encrypted key', 'initialization vector', 'ciphertext', 'authentication tag'];

/** A header with an `alg`, and neither the three parts of a JWS nor the five of a JWE (RFC 7516 §9). Nothing else about it can be judged. */
export function hasWrongSegmentCount({ header, alg, segments }: Subject['token']): boolean {
  if (header?.json?.type !== 'object' || alg === undefined) return false;
  const encrypts = header.json.members.some(({ name, value }) => name === 'enc' && value.type === 'string');
  return segments.length !== 3 && !(segments.length === 5 && encrypts);
}

const faults: Readonly<Record<Base64urlFault['reason'], readonly [reason: string, severity?: 'error']>> = {
  padding: ['it has "=" padding'],
  whitespace: ['it contains white space'],
  'trailing-bits': ['its last character has spare bits set'],
  'standard-alphabet': ['"+" and "/" belong to standard base64; base64url has "-" and "_"', 'error'],
  'foreign-character': ['it contains a character that is not base64url', 'error'],
  'impossible-length': ['no bytes encode to a text of this length', 'error'],
};

function* noncanonical({ fault }: Segment, part: string, placeholder: boolean): Iterable<Hit> {
  if (!fault) return;
  const [reason, severity] = faults[fault.reason];
  yield {
    ...spanOf(fault),
    message: `The ${part} is not canonical base64url: ${reason}.`,
    ...(placeholder ? { severity: 'hint' as const } : severity && { severity }),
  };
}

function* duplicates(part: TextPart | undefined, name: string, nested: 'error' | 'warning'): Iterable<Hit> {
  if (!part?.json) return;
  for (const { node, depth } of objectsIn(part.json)) {
    for (const member of node.members) {
      if (!member.duplicateOf) continue;
      yield {
        ...part.locate(member),
        message: `${quoteName(member.name)} appears twice in the ${name}; parsers disagree on which one counts.`,
        ...(depth > 0 && { severity: nested }),
      };
    }
  }
}

function* objectsIn(node: JsonNode, depth = 0): Iterable<{ node: JsonObject; depth: number }> {
  if (node.type === 'object') yield { node, depth };
  for (const child of childrenOf(node)) yield* objectsIn(child, depth + 1);
}

function childrenOf(node: JsonNode): readonly JsonNode[] {
  if (node.type === 'object') return node.members.map(({ value }) => value);
  return node.type === 'array' ? node.items : [];
}

function* impreciseNumbers(part: TextPart, node: JsonNode): Iterable<Hit> {
  if (node.type === 'number' && /^-?\d+$/.test(node.text) && !Number.isSafeInteger(node.value)) {
    yield { ...part.locate(node), message: 'This integer has more digits than JavaScript keeps.' };
  }
  for (const child of childrenOf(node)) yield* impreciseNumbers(part, child);
}

/** Controls except tab and line breaks, and format characters: bidirectional controls, zero-width characters, tags. */
const invisible = /[^\P{Cc}\t\n\r]|\p{Cf}/u;

/** Cyrillic and Greek letters that look like the Latin letters of registered names, and those letters. */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Array.from('аеорсухіѕјԁһӏν', (letter, index) => [letter, 'aeopcyxisjdhlv'[index] ?? '']),
);
const registeredNames: ReadonlySet<string> = new Set([
  'alg',
  'kid',
  'typ',
  'jku',
  'jwk',
  'crit',
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'scope',
  'roles',
  'azp',
  'email',
  'admin',
]);

function* deceptive(part: TextPart, node: JsonNode, depth: number): Iterable<Hit> {
  if (node.type === 'string' && invisible.test(node.value)) {
    yield { ...part.locate(node), message: 'This value contains invisible characters.' };
  }
  if (node.type === 'object') {
    for (const { name, nameSpan } of node.members) {
      if (invisible.test(name)) yield { ...part.locate(nameSpan), message: 'This name contains invisible characters.' };
      else if (depth === 0 && imitates(name))
        yield { ...part.locate(nameSpan), message: 'This name only looks like a registered one.' };
    }
  }
  for (const child of childrenOf(node)) yield* deceptive(part, child, depth + 1);
}

function imitates(name: string): boolean {
  if (name.length > 16 || isAscii.test(name)) return false;
  const latin = Array.from(name.normalize('NFKC'), (letter) => lookAlikes.get(letter) ?? letter).join('');
  return registeredNames.has(latin);
}

const isAscii = /^[ -~]*$/;

function declaresJwt(subject: Subject): boolean {
  const typ = stringOf(headerMember(subject, 'typ'));
  return typ !== undefined && /(?:^|\+)jwt$/.test(normalizeType(typ));
}

function isUnencoded(subject: Subject): boolean {
  const b64 = headerMember(subject, 'b64')?.value;
  return b64?.type === 'literal' && b64.value === false;
}

function hasClaims(payload: JsonObject | undefined): boolean {
  return payload?.members.some(({ name }) => ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'].includes(name)) ?? false;
}

function sameValue(a: JsonNode, b: JsonNode): boolean {
  if (a.type === 'array' && b.type === 'array') {
    return a.items.length === b.items.length && a.items.every((item, index) => sameValue(item, b.items[index] ?? item));
  }
  return 'value' in a && 'value' in b && a.value === b.value;
}
