import { writtenToken } from '../../src/core/fixes/writtenToken.ts';
import { randomBytes } from 'node:crypto';
import { tokenFixes } from '../../src/core/fixes/tokenFixes.ts';
import { claimsToSign, readObject, timesInWords } from '../../src/core/fixes/writtenClaims.ts';
import { claimsInSeconds, renewedClaims } from '../../src/core/fixes/renewClaims.ts';
import { draftOf, withMaking } from '../../src/core/fixes/tokenDraft.ts';
import { makeableMaking, wantsOtherKey } from '../../src/core/fixes/fittingMaking.ts';
import { inOrder } from '../../src/core/token/partOrder.ts';
import { jsonPlace } from '../../src/core/text/jsonPlace.ts';
import { catalogue } from '../../src/core/documents/catalogue.ts';
import { inspect } from '../../src/core/rules/inspect.ts';
import { reportOn } from '../../src/core/report/report.ts';
import { decode } from '../../src/core/token/decode.ts';
import { find } from '../../src/core/token/find.ts';
import { fingerprint } from '../../src/core/token/fingerprint.ts';
import { parseToken } from '../../src/core/token/parse.ts';
import { redact } from '../../src/core/token/redact.ts';
import { scan } from '../../src/core/token/scan.ts';
import { brokenTokens, MarkedIndex, serializedTokens } from '../../src/core/token/markedIndex.ts';
import { SpanIndex } from '../../src/core/token/spanIndex.ts';
import { claimsText, verdictText } from '../../src/features/hover/hoverText.ts';
import { hintOf } from '../../src/features/inlayHints/hint.ts';
import { memberText } from '../../src/panel/view/memberRows.ts';
import { buildView } from '../../src/panel/view/panelView.ts';
import { modelOf } from '../unit/panel/view/models.ts';
import { tokenCases } from '../unit/rules/cases/tokenCases.ts';
import { encode, jwe, jws } from '../support/jose.ts';
import { claims, header, NOW, soundClaims, soundHeader } from '../unit/rules/tokens.ts';
import { hostileTexts } from '../unit/token/hostileTexts.ts';
import { casesOf, many, repeated, repeatedWhole } from './growthCase.ts';
import type { GrowthCase } from './growthCase.ts';

const now = new Date(NOW * 1000);
/** Every rule, those that are off by themselves as well. */
export const everyRule = new Map(catalogue.map(({ id, severity }) => [id, severity]));

const signature = 'A'.repeat(43);
const signed = (parameters: unknown, payload: unknown): string =>
  `${encode(parameters)}.${encode(payload)}.${signature}`;
const claim = (index: number): readonly [string, unknown] => [`c${index}`, index];
const objectOf = (members: readonly (readonly [string, unknown])[]): object => Object.fromEntries(members);
/** JSON of 60 levels, as wide as needed. */
const deep = (size: number): string => {
  const one = `${'['.repeat(60)}1${']'.repeat(60)}`;
  return `{"sub":[${Array.from({ length: Math.max(1, size >> 7) }, () => one).join(',')}]}`;
};
const digest = (): string => randomBytes(32).toString('base64url');
const disclosure = (index: number): string => encode(['salt', `c${index}`, index]);

/** Tokens of about a size, each long in another way. */
export const longTokens: Readonly<Record<string, (size: number) => string>> = {
  'many claims': (size) => claims(objectOf(many(size, claim, 14))),
  'one claim again and again': (size) => jws(soundHeader, `{${repeated('"exp":1,', size)}"sub":"a"}`),
  'a claim of no meaning again and again': (size) => jws(soundHeader, `{${repeatedWhole('"a":1,', size)}"b":1}`),
  'a name in other letters again and again': (size) =>
    jws(soundHeader, `{${repeatedWhole('"a":1,"A":1,', size)}"b":1}`),
  'names that look like registered ones': (size) => jws(soundHeader, `{${repeatedWhole('"\u0435xp":1,', size)}"b":1}`),
  'names with characters nobody sees': (size) => jws(soundHeader, `{${repeatedWhole('"\u202ea":1,', size)}"b":1}`),
  'integers of too many digits': (size) => jws(soundHeader, `{"a":[${repeatedWhole(`${'9'.repeat(17)},`, size)}1]}`),
  'personal data in a list': (size) => jws(soundHeader, `{"a":[${repeatedWhole('{"email":"a"},', size)}1]}`),
  'private keys in a list': (size) => jws(soundHeader, `{"a":[${repeatedWhole('{"kty":"a","d":"b"},', size)}1]}`),
  'one long claim': (size) => claims({ sub: 'a'.repeat(size) }),
  'one claim of line breaks': (size) => claims({ sub: '\n'.repeat(size / 2) }),
  'one claim of characters nobody sees': (size) => claims({ sub: '\u202e'.repeat(size / 3) }),
  'one claim of quotes': (size) => claims({ sub: '"'.repeat(size / 2) }),
  'one claim of digits': (size) => claims({ sub: '4'.repeat(size) }),
  'one claim of digits in groups': (size) => claims({ sub: repeated('4111 1111 ', size) }),
  'one claim of e-mail addresses': (size) => claims({ sub: repeated('a@b.c', size) }),
  'one claim of dashes': (size) => claims({ sub: repeated('-----BEGIN ', size) }),
  'one claim of tokens': (size) => claims({ sub: repeated('eyJhbGciOiJub25lIn0.e30.', size) }),
  'one number of many digits': (size) => jws(soundHeader, `{"n":${'9'.repeat(size)}}`),
  'a list of texts': (size) => claims({ roles: many(size, (index) => `role-${index}`, 11) }),
  'a list of audiences': (size) => claims({ aud: many(size, (index) => `aud-${index}`, 11) }),
  'a list of objects': (size) => claims({ list: many(size, (index) => ({ a: index }), 10) }),
  'a long scope': (size) => claims({ scope: repeated('a:b ', size) }),
  'nested lists': (size) => jws(soundHeader, deep(size)),
  'events of a security event token': (size) =>
    claims({ events: objectOf(many(size, (index) => [`https://e.io/${index}`, {}] as const, 24)) }),
  'times written in milliseconds': (size) =>
    claims(objectOf(many(size, (index) => [`exp${index}`, 1e12] as const, 21))),
  'a long header': (size) => header({ kid: 'k'.repeat(Math.min(size, 16_000)) }),
  'many header parameters': (size) => header(objectOf(many(Math.min(size, 11_000), claim, 14))),
  'many names in crit': (size) => header({ crit: many(Math.min(size, 11_000), (index) => `x${index}`, 8) }),
  'one name in crit again and again': (size) => header({ crit: many(Math.min(size, 11_000), () => 'b64', 6) }),
  'a chain of certificates': (size) => header({ x5c: many(Math.min(size, 11_000), () => 'MIIB', 7) }),
  'a certificate of nonsense': (size) => header({ x5c: [repeated('MIIB', Math.min(size, 11_000))] }),
  'an embedded key': (size) => header({ jwk: { kty: 'RSA', n: 'A'.repeat(Math.min(size, 11_000)), e: 'AQAB' } }),
  'a URL of slashes': (size) => header({ jku: `https://${repeated('/../', Math.min(size, 11_000))}` }),
  'a long signature': (size) => `${encode(soundHeader)}.${encode(soundClaims)}.${'A'.repeat(size)}`,
  'characters that are no base64url': (size) => `${encode(soundHeader)}.${'+'.repeat(size)}.${signature}`,
  'white space in the payload': (size) => jws(soundHeader, `{"a":${' '.repeat(size)}1}`),
  'an open string in the payload': (size) => jws(soundHeader, `{"a":"${'\\u0041'.repeat(size / 6)}`),
  'bytes that are no text': (size) => jws(soundHeader, Buffer.alloc(size, 0xff)),
  'a payload of emoji': (size) => claims({ sub: '😀'.repeat(size / 4) }),
  'a payload of surrogates': (size) => jws(soundHeader, `{"a":"${'\\ud800'.repeat(size / 6)}"}`),
  'many dots': (size) => `${encode(soundHeader)}${'.'.repeat(size)}`,
  'a JWE of a long ciphertext': (size) => jwe({}, { ciphertext: new Uint8Array(size) }),
  'a JWE of many header parameters': (size) => jwe(objectOf(many(Math.min(size, 11_000), claim, 14))),
  'tokens within tokens': (size) => {
    let token = claims({ a: 'b'.repeat(size / 8) });
    for (let level = 0; level < 4; level++) token = jws({ ...soundHeader, cty: 'JWT' }, token);
    return token;
  },
  'many disclosures': (size) =>
    `${signed(soundHeader, { ...soundClaims, _sd: [digest()] })}~${many(size, disclosure, 30).join('~')}~`,
  'many digests': (size) => `${claims({ _sd: many(size, digest, 46) })}~`,
  'digests in lists': (size) => `${claims({ list: many(size, () => ({ '...': digest() }), 60) })}~`,
  'one digest again and again': (size) => `${claims({ _sd: many(size, () => 'a', 4) })}~`,
  'digests of elements that are none': (size) =>
    `${jws(soundHeader, `{"a":[${repeatedWhole('{"...":1},', size)}1]}`)}~`,
  'names of hashes everywhere': (size) => `${jws(soundHeader, `{"a":[${repeatedWhole('{"_sd_alg":1},', size)}1]}`)}~`,
  'disclosures that are none': (size) => `${claims({ _sd: [digest()] })}~${repeatedWhole('e30~', size)}`,
  'disclosures with spare bits': (size) => `${claims({ _sd: [digest()] })}~${repeatedWhole('e31~', size)}`,
  'a long disclosure': (size) => `${claims({ _sd: [digest()] })}~${encode(['salt', 'a', 'b'.repeat(size)])}~`,
  'empty disclosures': (size) => `${claims({ _sd: [digest()] })}${'~'.repeat(size / 10)}`,
  'many signatures': (size) =>
    JSON.stringify({
      payload: encode(soundClaims),
      signatures: many(size, (index) => ({ protected: encode({ ...soundHeader, kid: `${index}` }), signature }), 140),
    }),
  'many unprotected parameters': (size) =>
    JSON.stringify({
      payload: 'e30',
      signature,
      protected: encode(soundHeader),
      header: objectOf(many(size, claim, 14)),
    }),
  'one unprotected parameter again and again': (size) =>
    `{"payload":"e30","signature":"${signature}","protected":"${encode(soundHeader)}","header":{${repeatedWhole('"a":1,', size)}"b":1}}`,
  'a member of the JSON form again and again': (size) =>
    `{"payload":"e30","signature":"${signature}",${repeatedWhole('"protected":"e30",', size)}"header":{}}`,
  'many recipients': (size) =>
    JSON.stringify({
      protected: encode({ enc: 'A128GCM' }),
      iv: 'AAAAAAAAAAAAAAAA',
      ciphertext: 'AAAA',
      tag: 'AAAAAAAAAAAAAAAAAAAAAA',
      recipients: many(size, (index) => ({ header: { alg: 'A128KW', kid: `${index}` }, encrypted_key: 'AAAA' }), 70),
    }),
  'members nobody knows in JSON form': (size) =>
    JSON.stringify({ payload: 'e30', signature, protected: encode(soundHeader), ...objectOf(many(size, claim, 14)) }),
};

const options = { now, rules: everyRule, profile: { issuer: 'https://login.corp.io', audience: 'orders-api' } };

/** The tokens of the rules' own cases, made longer: each of their texts and lists several times as long. */
function ruleCases(): readonly GrowthCase[] {
  return Object.entries(tokenCases).flatMap(([ruleId, { fires }]) =>
    Object.values(fires)
      .slice(0, 1)
      .map(({ token, options: own }) => ({
        name: `rule ${ruleId}: its token, grown`,
        prepare: (size: number) => {
          const grown = grow(token, size);
          return () => inspect(grown, { now, rules: everyRule, ...own });
        },
      })),
  );
}

/**
 * A token with that many more characters of members in its payload, else in its header. What it has stays as it is
 * written.
 */
function grow(token: string, size: number): string {
  const [head = '', payload = '', ...rest] = token.split('.');
  const longer = withMembers(payload, size);
  if (longer !== undefined) return [head, longer, ...rest].join('.');
  return [withMembers(head, Math.min(size, 8000)) ?? head, payload, ...rest].join('.');
}

/** Base64url of an object with members in front; `undefined` for what is no object. */
function withMembers(part: string, size: number): string | undefined {
  const text = Buffer.from(part, 'base64url');
  if (text.at(0) !== 0x7b || /^\{\s*\}$/.test(text.toString())) return undefined;
  const members = many(size / 2, (index) => `"c${index}":${index},`, 11).join('');
  return encode(Buffer.concat([Buffer.from(`{${members}"pad":"${'a'.repeat(size / 2)}",`), text.subarray(1)]));
}

const wrappedLines = (size: number, width: number, mark: string): string =>
  repeated(
    `${
      claims({})
        .match(new RegExp(`.{1,${width}}`, 'g'))
        ?.join(mark) ?? ''
    }${mark}`,
    size,
  );

/** Texts in which tokens are broken, nearly broken, or begun and never ended. */
export const brokenTexts: Readonly<Record<string, (size: number) => string>> = {
  'tokens over lines': (size) => wrappedLines(size, 60, '\n'),
  'tokens in literals': (size) => wrappedLines(size, 60, '" +\n"'),
  'beginnings on lines': (size) => repeated('eyJhbGciOiJIUzI1NiJ9.\n', size),
  'headers and payloads on lines': (size) => repeated('eyJhbGciOiJIUzI1NiJ9.e30.\n', size),
  'parts on lines, and no end': (size) => `eyJhbGciOiJIUzI1NiJ9.e30.${repeated('AAAA\n', size)}`,
  'parts in literals, and no end': (size) => `"eyJhbGciOiJIUzI1NiJ9.e30.${repeated('AAAA" +\n "', size)}`,
  'long parts on lines': (size) => repeated(`eyJhbGciOiJIUzI1NiJ9.${'A'.repeat(200)}\n`, size),
  'disclosures on lines': (size) => `eyJhbGciOiJIUzI1NiJ9.e30.${signature}~\n${repeated('WyJhIiwiYiJd~\n', size)}`,
  'beginnings in a line': (size) => repeated('.eyJ~eyJ-', size),
  'headers joined by line ends': (size) => repeated('eyJhbGciOiJIUzI1NiJ9\n', size),
  'blank lines': (size) => `eyJhbGciOiJIUzI1NiJ9.e30.${repeated(' \n', size)}`,
  'marks of comments': (size) => repeated('eyJhbGciOiJIUzI1NiJ9.e30.A\n# > * ', size),
};

/** Texts that look as if a token were in base64, or written with escapes. */
const encodedTexts: Readonly<Record<string, (size: number) => string>> = {
  'beginnings in base64': (size) => repeated('ZXlK', size),
  'beginnings in base64, at each byte': (size) => repeated('ZXlK IyZXlK V5SleU', size),
  'base64 of headers': (size) => Buffer.from(repeated('eyJhbGciOiJIUzI1NiJ9.', (size * 3) / 4)).toString('base64'),
  'base64 of tokens on lines': (size) => repeated(`${Buffer.from(claims({})).toString('base64').slice(0, 76)}\n`, size),
  'base64 in literals': (size) => repeated('ZXlKaGJHY2lPaUpJVXpJMU5pSjku" +\n "', size),
  'any base64': (size) => randomBytes((size * 3) / 4).toString('base64'),
  'escaped periods': (size) => repeated('eyJhbGciOiJIUzI1NiJ9%2EeyJ%2E', size),
  escapes: (size) => `eyJhbGciOiJIUzI1NiJ9${repeated('%41', size)}`,
  ellipses: (size) => repeated('eyJhbGciOiJIUzI1NiJ9...eyJ…', size),
  'characters that nobody sees': (size) => repeated('eyJ\u200bhbGciOiJIUzI1NiJ9.', size),
  'concatenated variables': (size) => `'eyJhbGciOiJIUzI1NiJ9.${repeated("' + a + '", size)}`,
  'vendor prefixes': (size) => repeated('a_eyJ-', size),
};

const serializedTexts: Readonly<Record<string, (size: number) => string>> = {
  'marks without objects': (size) => repeated('"signature":', size),
  'braces that open': (size) => repeated('{"signatures":[', size),
  'objects in each other': (size) => repeated('{"payload":"","signature":', size),
  'quotes and backslashes': (size) => repeated('\\"signature":', size),
  'strings in front': (size) => repeated('""', size / 2) + repeated('"ciphertext":', size / 2),
};

const views: readonly (readonly [string, (text: string) => unknown])[] = [
  [
    'decoding, hint, copies and fixes',
    (text) => {
      const token = parseToken(text);
      return [
        decode(text),
        redact(text),
        hintOf(reportOn(token, { leewaySeconds: 60 }, now), now),
        memberText(token, 'payload', 0),
        tokenFixes.map(({ apply }) => apply(token)),
        inOrder(token),
      ];
    },
  ],
  ['inspect', (text) => inspect(text, options)],
  [
    'hover',
    (text) => {
      const report = reportOn(parseToken(text), { leewaySeconds: 60, rules: everyRule }, now);
      return verdictText(report, now) + claimsText(report, now);
    },
  ],
  ['panel', (text) => buildView(modelOf(text), now)],
  [
    'panel, while editing',
    (text) => {
      const draft = draftOf(parseToken(text));
      const written = readObject(draft.claims);
      return [
        withMaking(draft.header, { alg: 'ES256', kid: 'k' }),
        makeableMaking(draft.header),
        wantsOtherKey(draft.header, 'ES256'),
        written.ok && [
          claimsToSign(written.root, NOW),
          timesInWords(written.root),
          renewedClaims(draft.claims, written.root, NOW),
          claimsInSeconds(draft.claims, written.root),
        ],
        jsonPlace(draft.claims, draft.claims.length - 2),
      ];
    },
  ],
];

/** Each signature is judged with the payload, until 512 KB are read: up to there the work grows with both. */
const sharedPayload: Readonly<Record<string, (size: number) => string>> = {
  'many signatures over a long payload': (size) =>
    JSON.stringify({
      payload: encode({ a: 'b'.repeat(size / 2) }),
      signatures: many(size / 2, () => ({ protected: encode(soundHeader), signature }), 110),
    }),
};

/** What is written in the panel's field of claims. */
const unfinished: Readonly<Record<string, (size: number) => string>> = {
  'names without values': (size) => `{${repeated('"a",', size)}`,
  'white space': (size) => `{"a":1,${' '.repeat(size)}`,
  'open brackets': (size) => repeated('{"a":[', size),
  'letters without quotes': (size) => `{${'a'.repeat(size)}`,
  'letters and a sign, by turns': (size) => `{${repeated('a!', size)}`,
  'lines with a fault at the end': (size) => `{${repeated('"a":1,\n', size)}!`,
};

function searched(text: string): unknown {
  const slice = (start: number, end: number): string => text.slice(start, end);
  new SpanIndex(text).update([{ start: 0, removed: 0, inserted: 0 }], slice);
  for (const kind of [brokenTokens, serializedTokens]) {
    const index = new MarkedIndex(text, kind);
    index.update([{ start: 0, removed: 0, inserted: 0 }], slice);
    index.first(slice);
  }
  return [scan(text), find(text)];
}

/** Finds the tokens of a text and writes the first ones back as a fix does. */
function findAndRewrite(text: string): unknown {
  const tokens = find(text);
  return [
    tokens,
    tokens.slice(0, 3).map((each) => writtenToken(text, each, each.token ?? text.slice(each.start, each.end))),
  ];
}

/** What tokens, and texts with tokens, are put through. */
export const tokenGrowth: readonly GrowthCase[] = [
  ...views.flatMap(([name, run]) => [
    ...casesOf(name, longTokens, run),
    ...casesOf(name, sharedPayload, run, { from: 64_000, ...(name !== 'inspect' && { isOneOfMany: true }) }),
  ]),
  ...ruleCases(),
  // A token in pieces may be 16 KB long.
  ...casesOf('scan, find and index', hostileTexts, searched, { from: 3_000 }),
  // What walks back to the beginning of an object may go 256 KB.
  ...casesOf('scan, find and index', serializedTexts, searched, { from: 32_000, isOneOfMany: true }),
  ...casesOf('find', { ...brokenTexts, ...encodedTexts }, findAndRewrite, { from: 32_000 }),
  ...casesOf('place of the caret', unfinished, (text) => [jsonPlace(text, text.length), readObject(text)]),
  ...casesOf('fingerprint', { token: (size) => claims({ sub: 'a'.repeat(size) }) }, fingerprint),
];
