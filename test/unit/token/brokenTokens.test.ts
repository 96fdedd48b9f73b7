import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { scan } from '../../../src/core/token/scan.ts';
import { find } from '../../../src/core/token/find.ts';
import { placeInText, tokenIn } from '../../../src/core/token/foundToken.ts';
import type { FoundToken } from '../../../src/core/token/foundToken.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { hostileTexts } from './hostileTexts.ts';
import { CLAIMS, HEADER, JWE, JWE_DIRECT, JWS, PAYLOAD, SD_JWT_KB, SIGNATURE, UNSECURED } from './samples.ts';
import { encode, issue } from '../../support/jose.ts';

const RS256 = issue('RS256', keyPair('rsa').privateKey, CLAIMS, {
  typ: 'JWT',
  kid: 'a-key-id-that-makes-the-header-longer-than-a-line',
});
const ES256 = issue('ES256', keyPair('P-256').privateKey, { ...CLAIMS, name: 'A name that takes some room' });

/** A text cut into pieces of a width. */
const cut = (text: string, width: number): readonly string[] => text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
const [first = '', ...rest] = cut(JWS, 40);

/** How a token stands in a text of several lines. */
const forms: Readonly<Record<string, (token: string) => string>> = {
  'plain lines': (token) => `${cut(token, 64).join('\n')}\n`,
  'lines that end with CRLF': (token) => `token:\r\n${cut(token, 76).join('\r\n')}\r\n\r\nThat was it.\r\n`,
  'indented lines (YAML)': (token) => `spec:\n  token: >-\n    ${cut(token, 50).join('\n    ')}\n  other: 1\n`,
  'lines of a comment': (token) => `# ${cut(token, 60).join('\n# ')}\n`,
  'lines of a block comment': (token) => `/*\n * ${cut(token, 60).join('\n * ')}\n */\n`,
  'lines of a // comment': (token) => `  // ${cut(token, 60).join('\n  // ')}\n  const a = 1;\n`,
  'a quotation of a quotation': (token) => `> > ${cut(token, 60).join('\n> > ')}\n> done\n`,
  'quoted-printable': (token) => `Your token: ${cut(token, 60).join('=\r\n')}\r\n`,
  'a shell command': (token) => `curl -H "Authorization: Bearer ${cut(token, 60).join('\\\n')}" https://a.test\n`,
  'a command of Windows': (token) =>
    `curl -H "Authorization: Bearer ${cut(token, 60).join('^\r\n')}" https://a.test\r\n`,
  'a template literal': (token) => `const t = \`${cut(token, 60).join('\n')}\`;\n`,
  'JavaScript, operator last': (token) => `const t =\n  '${cut(token, 60).join("' +\n  '")}';\n`,
  'JavaScript, operator first': (token) => `const t = "${cut(token, 60).join('"\r\n  + "')}"; // token\r\n`,
  'JavaScript, with comments': (token) => `const t = '${cut(token, 60).join("' + // and then\n  '")}';\n`,
  'JavaScript on one line': (token) => `const t = '${cut(token, 60).join("' + '")}';\n`,
  'Python, literals side by side': (token) => `t = (\n    "${cut(token, 60).join('"\n    b"')}"\n)\n`,
  'Python, with a backslash': (token) => `t = '${cut(token, 60).join("' \\\n    '")}'\n`,
  Ruby: (token) => `t = '${cut(token, 60).join("' <<\n  '")}'\n`,
  PHP: (token) => `$t = '${cut(token, 60).join("'\n  . '")}';\n`,
  Lua: (token) => `local t = "${cut(token, 60).join('" ..\n  "')}"\n`,
  'Visual Basic': (token) => `Dim t = "${cut(token, 60).join('" & _\r\n  "')}"\r\n`,
  'C#': (token) => `var t = "${cut(token, 60).join('" +\n  @"')}";\n`,
  SQL: (token) => `SELECT '${cut(token, 60).join("'\n  || '")}';\n`,
};

const tokens = { JWS, RS256, ES256, JWE, JWE_DIRECT, UNSECURED, SD_JWT_KB };

const textsIn = (text: string): readonly string[] => find(text).map((found) => tokenIn(text, found));

/** Each character of a token is where the pieces say that it is. */
function assertPlaced(text: string, found: FoundToken): void {
  const { token = '', pieces = [] } = found;
  for (let at = 0; at < token.length; at++) {
    const place = placeInText(found, { start: at, end: at + 1 });
    assert.equal(text.slice(place.start, place.end), token.charAt(at), `character ${at}`);
  }
  assert.deepEqual([found.start, found.end], [pieces[0]?.start, pieces.at(-1)?.end]);
}

describe('find, of tokens in pieces', () => {
  for (const [name, form] of Object.entries(forms)) {
    it(`joins ${name}`, () => {
      for (const token of Object.values(tokens)) {
        const text = form(token);
        const [found, ...others] = find(text);
        assert.equal(found?.token, token);
        assert.deepEqual(others, []);
        assertPlaced(text, found);
        assert.ok(scan(text).every(({ end, start: from }) => text.slice(from, end) !== token));
      }
    });
  }

  it('joins parts that each have a line or literal of their own', () => {
    for (const text of [
      `'${HEADER}.' +\n'${PAYLOAD}.' +\n'${SIGNATURE}'`,
      `"${HEADER}"\n+ ".${PAYLOAD}"\n+ ".${SIGNATURE}"`,
      `"${HEADER}" + "." + "${PAYLOAD}" + "." + "${SIGNATURE}"`,
      `${HEADER}.\n${PAYLOAD}.\n${SIGNATURE}`,
      `${HEADER}\n.${PAYLOAD}\n.${SIGNATURE}`,
    ])
      assert.equal(find(text)[0]?.token, JWS, text);
  });

  it('takes the end of a concatenation for that of a signature whose length nobody knows', () => {
    const parts = [encode({ alg: 'X-OWN' }), PAYLOAD, 'c2lnbmF0dXJl'];
    assert.equal(find(`t = '${parts.join(".' +\n'")}'`)[0]?.token, parts.join('.'));
    assert.deepEqual(find(parts.join('.\n')), scan(parts.join('.\n')));
  });

  it('leaves out the period of the sentence', () => {
    const [found] = find(`It is ${first}\n${rest.join('\n')}.\n`);
    assert.equal(found?.token, JWS);
    assert.equal(found.end, `It is ${first}\n${rest.join('\n')}`.length);
  });

  const others: Readonly<Record<string, string>> = {
    'a token in one piece': `${JWS}\nfoo`,
    'a token in one piece, in a concatenation': `'${JWS}' +\n'foo'`,
    'a token that is cut off before text': `${first}\nand so on`,
    'a token that is cut off before another': `${HEADER}.${PAYLOAD}\n${JWS}`,
    'a token that is cut off before a list of them': `'${HEADER}.${PAYLOAD}',\n'${JWS}'`,
    'a token that is cut off before a setting': `A=${JWS.slice(0, -4)}\nNEXT=1`,
    'a token that is cut off before a member': `a: ${JWS.slice(0, -4)}\nnext: 1`,
    'a token that is cut off before words': `${JWS.slice(0, -4)}\nthis is it`,
    'a token that is cut off before a gap': `${first}\n\n${rest.join('\n')}`,
    'pieces of a list': `['${first}',\n'${rest.join("',\n'")}']`,
    'quotes of two kinds': `'${first}' +\n"${rest.join('')}"`,
    'a signature with a line too many': `${[first, ...rest].join('\n')}AAAA`,
    'a payload that is no JSON': `${HEADER}.${PAYLOAD.slice(0, 20)}\nAAAA.${SIGNATURE}`,
    'what is no header': `eyJhbGciOiJIUzI1NiJ5\n.${PAYLOAD}.${SIGNATURE}`,
    'more lines than a token has': cut(JWS, 2).join('\n'),
  };
  for (const [name, text] of Object.entries(others)) {
    it(`does not join ${name}`, () => {
      assert.deepEqual(find(text), scan(text));
    });
  }

  it('joins what was cut anywhere, unless the first line was whole', () => {
    fc.assert(
      fc.property(fc.constantFrom(ES256, RS256, JWE, UNSECURED), fc.integer({ min: 20, max: 200 }), (token, width) => {
        const text = cut(token, width).join('\n');
        assert.equal(find(text)[0]?.token, width < token.length ? token : undefined);
      }),
    );
  });

  it('gives the tokens of a text in order, each in one piece', () => {
    const text = `${JWS}\n${cut(ES256, 60).join('\n')}\n{ "a": "${UNSECURED}" }\n'${cut(RS256, 70).join("' +\n'")}'`;
    assert.deepEqual(textsIn(text), [JWS, ES256, UNSECURED, RS256]);
  });

  it('answers for any text', function () {
    this.timeout(0); // Speed is the bench's subject: here nothing may fail however slow the machine.
    for (const make of Object.values(hostileTexts)) {
      const text = cut(make(40_000), 300).join('\n');
      find(text);
    }
  });
});
