import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { find } from '../../../src/core/token/find.ts';
import { placeInText, tokenIn } from '../../../src/core/token/foundToken.ts';
import { writtenToken } from '../../../src/core/fixes/writtenToken.ts';
import { HEADER, JWE, JWS, PAYLOAD, SD_JWT_KB, SIGNATURE, UNSECURED } from './samples.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const onLines = (text: string, width: number, mark: string): string =>
  text.match(new RegExp(`.{1,${width}}`, 'g'))?.join(mark) ?? '';
const tokensOf = (text: string): readonly string[] => find(text).map((found) => tokenIn(text, found));

/** Where tokens stand inside base64, and how many of them. */
const wrappings: Readonly<Record<string, (token: string) => string>> = {
  'a Kubernetes Secret': (token) => `kind: Secret\ndata:\n  token: ${base64(token)}\n  ca.crt: LS0tLS1CRUdJTg==\n`,
  'a Secret in JSON': (token) => JSON.stringify({ kind: 'Secret', data: { token: base64(token) } }),
  'a value alone': base64,
  'a cookie of JSON behind base64-': (token) =>
    `Cookie: sb-auth-token=base64-${base64(JSON.stringify({ access_token: token, token_type: 'bearer' }))}; a=b`,
  'a cookie in base64url': (token) =>
    `sb-x-auth-token.0=base64-${base64url(JSON.stringify({ a: '?>?', access_token: token }))}`,
  'credentials of Basic': (token) => `Authorization: Basic ${base64(`x-access-token:${token}`)}`,
  'an encoded request header': (token) => `"${base64(`Authorization: Bearer ${token}\r\n`)}"`,
  'an encoded .env file': (token) => `ENV_FILE=${base64(`A=1\nTOKEN=${token}\nB=2\n`)}`,
  'lines of a YAML block': (token) => `data:\n  token: |\n    ${onLines(base64(token), 64, '\n    ')}\n  other: x\n`,
  'lines of an odd width': (token) => `${onLines(base64(token), 61, '\n')}\n`,
  'literals in a row': (token) => `const secret = '${onLines(base64(token), 50, "' +\n  '")}';`,
  'a URL that escapes padding and pluses': (token) =>
    `?state=${encodeURIComponent(base64(`{"id_token":"${token}","n":"ÿÿÿ>>>"}`))}&x=1`,
};

/** Each character of the token stands where the text that stands there is decoded to it. */
function assertPlaced(text: string, at: number): void {
  const found = find(text)[at];
  assert.ok(found?.token);
  const { token } = found;
  let before = found.start;
  for (let index = 0; index < token.length; index++) {
    const { start, end } = placeInText(found, { start: index, end: index + 1 });
    assert.ok(start >= before && end > start, `character ${index}`);
    // Six bits a character: a byte touches two of them.
    const characters = decodeURIComponent(text.slice(start, end))
      .replace(/' \+\s+'/, '')
      .replace(/[^A-Za-z0-9+/_-]/g, '');
    assert.equal(characters.length, 2, `character ${index}: ${text.slice(start, end)}`);
    const bits = [...Buffer.from(`${characters}AA`, 'base64')]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('');
    const byte = token.charCodeAt(index).toString(2).padStart(8, '0');
    assert.ok(bits.slice(0, 12).includes(byte), `character ${index}`);
    before = start;
  }
}

describe('find, of tokens inside base64', () => {
  for (const [name, wrap] of Object.entries(wrappings)) {
    it(`finds one in ${name}, each character at its place`, () => {
      for (const token of [JWS, UNSECURED, JWE, SD_JWT_KB]) {
        const text = wrap(token);
        assert.deepEqual(tokensOf(text), [token]);
        assertPlaced(text, 0);
      }
    });
  }

  it('finds all tokens of one cookie, in order and apart', () => {
    const text = `base64-${base64(JSON.stringify({ access_token: JWS, provider_token: JWE, refresh_token: UNSECURED }))}`;
    assert.deepEqual(tokensOf(text), [JWS, JWE, UNSECURED]);
    const spans = find(text);
    assert.ok(spans.every(({ start }, at) => start >= (spans[at - 1]?.end ?? 0)));
  });

  it('finds it at any byte, with anything around it', () => {
    const around = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(
        around,
        fc.constantFrom('"', ' ', ':', '\n', '='),
        fc.constantFrom('"', '\n', ' ', '}'),
        around,
        (a, left, right, b) => {
          fc.pre(!/e[yw]/.test(a + b));
          const text = `x: ${base64(`${a}${left}${JWS}${right}${b}`)} y`;
          assert.deepEqual(tokensOf(text), [JWS]);
          assertPlaced(text, 0);
        },
      ),
    );
  });

  it('takes no token inside another for one of its own', () => {
    const nested = `${HEADER}.${base64url(JSON.stringify({ act: JWS, list: [UNSECURED] }))}.${SIGNATURE}`;
    assert.deepEqual(tokensOf(nested), [nested]);
    assert.deepEqual(tokensOf(`'${onLines(nested, 60, "' +\n'")}'`), [nested]);
  });

  it('finds nothing in base64 of what only looks like it', () => {
    for (const text of [
      'eyJhbGciOiJIUzI1NiJ9',
      'keyJhbGciOiJIUzI1NiJ9.e30.',
      'eyJ0eXAiOiJKV1QifQ.e30.AAAA',
      'eyJ'.repeat(40),
    ])
      assert.deepEqual(tokensOf(base64(text)), [], text);
  });
});

/** How one character is spelled where tokens are escaped. */
const spellings: Readonly<Record<string, (character: string) => string>> = {
  'a URL': (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  'a URL in small letters': (character) => `%${character.charCodeAt(0).toString(16)}`,
  'a URL in a URL': (character) => `%25${character.charCodeAt(0).toString(16).toUpperCase()}`,
  JSON: (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  'a program': (character) => `\\x${character.charCodeAt(0).toString(16)}`,
  Rust: (character) => `\\u{${character.charCodeAt(0).toString(16)}}`,
  HTML: (character) => `&#${character.charCodeAt(0)};`,
  'HTML in hexadecimal digits': (character) => `&#x${character.charCodeAt(0).toString(16)};`,
};

describe('find, of tokens with escapes', () => {
  for (const [name, spell] of Object.entries(spellings)) {
    it(`reads the periods and tildes of ${name}`, () => {
      for (const token of [JWS, JWE, SD_JWT_KB]) {
        const text = `t="${token.replace(/[.~]/g, spell)}"`;
        assert.deepEqual(tokensOf(text), [token]);
        const [found] = find(text);
        assert.ok(found);
        for (let at = 0; at < token.length; at++) {
          const { start, end } = placeInText(found, { start: at, end: at + 1 });
          const character = token.charAt(at);
          assert.equal(text.slice(start, end), /[.~]/.test(character) ? spell(character) : character);
        }
      }
    });
  }
});

describe('writtenToken', () => {
  const other = `${HEADER}.${PAYLOAD}.`;

  for (const [name, wrap] of Object.entries(wrappings).filter(([form]) => !/lines|literals/.test(form))) {
    it(`writes another token into ${name}, as if it had been there from the beginning`, () => {
      const text = wrap(JWS);
      const [found] = find(text);
      assert.ok(found);
      const { start, end, text: written } = writtenToken(text, found, other);
      assert.equal(
        decodeURIComponent(text.slice(0, start) + written + text.slice(end)),
        decodeURIComponent(wrap(other)),
      );
    });
  }

  for (const [name, spell] of Object.entries(spellings)) {
    it(`writes another token in the spelling of ${name}`, () => {
      const text = `t="${JWS.replace(/[.~]/g, spell)}"`;
      const [found] = find(text);
      assert.ok(found);
      const { start, end, text: written } = writtenToken(text, found, other);
      assert.equal(text.slice(0, start) + written + text.slice(end), `t="${other.replace(/[.~]/g, spell)}"`);
    });
  }

  it('writes it in one piece where it stands in pieces', () => {
    const text = `a('${HEADER}.' +\n  '${PAYLOAD}.' +\n  '${SIGNATURE}')`;
    const [found] = find(text);
    assert.ok(found);
    const { start, end, text: written } = writtenToken(text, found, other);
    assert.equal(text.slice(0, start) + written + text.slice(end), `a('${other}')`);
  });
});
