import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { scan } from '../../../src/core/token/scan.ts';
import { referenceScan } from './referenceScan.ts';
import { encode } from '../../support/jose.ts';

const HEADERS = [
  { alg: 'HS256', typ: 'JWT' },
  { alg: 'none', kid: 'a' },
  { alg: 'RS256', kid: 'key' },
  { alg: 'Ed25519', kid: 'key' },
  { alg: 'EdDSA', kid: 'key' },
  { alg: 'unheard-of' },
  { alg: 'dir', enc: 'A128GCM' },
  { alg: 'RSA-OAEP', enc: 'A256CBC-HS512' },
].map(encode);
const SIGNATURES = [22, 43, 86, 152, 171, 176, 342].map((length) => 'Ab_-9'.repeat(100).slice(0, length));
const NEAR_HEADERS = [
  encode({ typ: 'JWT', x: 1 }),
  encode(['alg', 'HS256', 'none']),
  'eyJhbGciOiJIUzI1NiJ',
  'ewogICAgImFsZyI6',
];
const GLUE = [
  '\\n',
  '\\x22',
  '\\u0022',
  '%20',
  '%2520',
  '=3D',
  '\u001b[32m',
  '[0;1m',
  'ghs_1_',
  'ghu_123_',
  'Bearer ',
  's:',
  '\\',
];
const PUNCTUATION = [
  '.',
  '.',
  '..',
  '...',
  '…',
  '~',
  '=',
  '==',
  '===',
  '+',
  '/',
  '-',
  '_',
  ',',
  '&',
  '|',
  ';',
  '"',
  ' ',
  '\n',
  'é',
];
const WORDS = ['ey', 'eyJ', 'ewo', 'json', 'a', encode({ sub: 'me' }), encode(['salt', 'name', 'value'])];

/** Texts made of what tokens are made of, in an order that nobody would write. */
const hostileText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...HEADERS) },
      { weight: 2, arbitrary: fc.constantFrom(...SIGNATURES) },
      { weight: 1, arbitrary: fc.constantFrom(...NEAR_HEADERS) },
      { weight: 2, arbitrary: fc.constantFrom(...GLUE) },
      { weight: 8, arbitrary: fc.constantFrom(...PUNCTUATION) },
      { weight: 2, arbitrary: fc.constantFrom(...WORDS) },
    ),
    { maxLength: 24 },
  )
  .map((pieces) => pieces.join(''));

/** The same, but in the order of a token, so that most of them are one. */
const tokenLike = fc
  .array(
    fc.tuple(
      fc.constantFrom('', ' ', ...GLUE),
      fc.constantFrom(...HEADERS),
      fc.array(
        fc.tuple(fc.constantFrom('.', '.', '.', '..', '~', '=.', '...'), fc.constantFrom('', ...SIGNATURES, ...WORDS)),
        {
          maxLength: 6,
        },
      ),
      fc.constantFrom(...PUNCTUATION, ''),
    ),
    { maxLength: 4 },
  )
  .map((tokens) => tokens.flat(3).join(''));

describe('scan, on any text', () => {
  it('finds what the reference finds in texts of token pieces', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        assert.deepEqual(scan(text), referenceScan(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('finds what the reference finds in texts that are nearly tokens', () => {
    fc.assert(
      fc.property(tokenLike, (text) => {
        assert.deepEqual(scan(text), referenceScan(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('reads headers as JSON has them: names twice, names as values, escapes, anything but strings, a character amiss', () => {
    const name = fc.constantFrom('alg', 'alg', 'kid', '__proto__', '', 'al"g', ' alg');
    const value = fc.constantFrom<unknown>(
      'HS256',
      'ES512',
      'none',
      'A128GCM',
      'alg',
      '"alg":"',
      '}',
      'é',
      '',
      1,
      null,
      {},
    );
    const members = fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 5 });
    const amiss = fc.option(fc.tuple(fc.nat(60), fc.constantFrom('', '"', ',', ' ', '\\', '\t', 'é')), { freq: 3 });
    fc.assert(
      fc.property(members, amiss, fc.constantFrom(...SIGNATURES), (pairs, change, signature) => {
        const written = pairs.map((pair) => pair.map((part) => JSON.stringify(part)).join(':'));
        const object = `{${written.join(',')}}`;
        const json = change ? object.slice(0, change[0]) + change[1] + object.slice(change[0] + 1) : object;
        const header = encode(json);
        const text = `${header}.${encode({ sub: 'me' })}.${signature}.json`;
        assert.deepEqual(scan(text), referenceScan(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('finds any signed token in any surroundings, exact to the character', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !/[eE][yw]/.test(text));
    const before = fc.tuple(
      anyText,
      fc.constantFrom(' ', '"', "'", '=', ':', '/', '\n', '(', '\\n', '%22', 'é', '\u0000'),
    );
    const after = fc.tuple(fc.constantFrom(' ', '"', '&', ',', '.', '%', '\\', '…', 'é', '\u001b'), anyText);
    const parameters = fc.dictionary(fc.string(), fc.jsonValue());
    const signature = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const indent = fc.constantFrom('', ' ', '\t', '\r\n');
    fc.assert(
      fc.property(
        before,
        parameters,
        indent,
        fc.jsonValue(),
        signature,
        after,
        (left, rest, space, payload, mac, right) => {
          const header = Buffer.from(JSON.stringify({ alg: 'HS256', ...rest, alg2: 1 }).replace('{', `{${space}`));
          fc.pre(typeof (JSON.parse(header.toString()) as { alg: unknown }).alg === 'string');
          const parts = [header, Buffer.from(JSON.stringify(payload)), Buffer.from(mac)];
          const token = parts.map(encode).join('.');
          const start = left.join('').length;
          assert.deepEqual(scan(left.join('') + token + right.join('')), [{ start, end: start + token.length }]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('throws on no text, and gives ordered spans inside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        let end = 0;
        for (const span of scan(text)) {
          assert.ok(end <= span.start && span.start < span.end && span.end <= text.length);
          end = span.end;
        }
      }),
    );
  });
});
