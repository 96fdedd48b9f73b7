import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { scan } from '../../../src/core/token/scan.ts';
import { referenceScan } from './referenceScan.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const HEADERS = [
  { alg: 'HS256', typ: 'JWT' },
  { alg: 'none', kid: 'a' },
  { alg: 'RS256', kid: 'key' },
  { alg: 'Ed25519', kid: 'key' },
  { alg: 'unheard-of' },
  { alg: 'dir', enc: 'A128GCM' },
  { alg: 'RSA-OAEP', enc: 'A256CBC-HS512' },
].map(encode);
const SIGNATURES = [22, 43, 86, 171, 176, 342].map((length) => 'Ab_-9'.repeat(100).slice(0, length));
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
});
