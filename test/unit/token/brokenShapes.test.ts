import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { find } from '../../../src/core/token/find.ts';
import { placeInText, tokenIn } from '../../../src/core/token/foundToken.ts';
import { isWholeToken } from '../../../src/core/token/wholeToken.ts';
import { scan } from '../../../src/core/token/scan.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { issue } from '../../support/jose.ts';
import { CLAIMS, HEADER, JWE, JWS, PAYLOAD, SIGNATURE, UNSECURED } from './samples.ts';

const RS256 = issue('RS256', keyPair('rsa').privateKey, CLAIMS, { typ: 'JWT', kid: 'one' });
const ES256 = issue('ES256', keyPair('P-256').privateKey, { ...CLAIMS, name: 'A name that takes some room' });
const FAKE = `${HEADER}.${PAYLOAD}.dummysignature`;
const [head, tail] = [PAYLOAD.slice(0, 20), PAYLOAD.slice(20)];
const cut = (text: string, width: number): readonly string[] => text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];

/** How code and documents in public repositories break a token, with tokens of our own, and the token that is meant. */
const shapes: Readonly<Record<string, readonly [text: string, token: string]>> = {
  'Java, a part a literal': [
    `public static String TOKEN =\n        "${HEADER}." +\n        "${PAYLOAD}." +\n        "${SIGNATURE}";`,
    JWS,
  ],
  'Java, periods of their own': [
    `String JWT = "${HEADER}"\n    + "."\n    + "${head}"\n    + "${tail}"\n    + "."\n    + "${SIGNATURE}";`,
    JWS,
  ],
  'Java, a stand-in for a signature': [
    `String valid = "${HEADER}." +\n    "${PAYLOAD}." +\n    "dummysignature"; // three parts`,
    FAKE,
  ],
  'JavaScript, by a default': [
    `const KEY =\n  process.env.KEY ||\n  "${HEADER}." +\n  "${PAYLOAD}." +\n  "${SIGNATURE}";`,
    JWS,
  ],
  'JavaScript, cut in the middle of parts': [
    `upload('${HEADER}.' +\n    '${head}' +\n    '${tail}.' +\n    '${SIGNATURE}', cb);`,
    JWS,
  ],
  'JavaScript, a signature of one letter': [
    `value:\n  "${HEADER}." +\n  "${PAYLOAD}." +\n  "x",`,
    `${HEADER}.${PAYLOAD}.x`,
  ],
  'TypeScript, a template literal that goes on': [
    `export const token = \`${HEADER}\\\n.${head}\\\n${tail}.${SIGNATURE.slice(0, 9)}\\\n${SIGNATURE.slice(9)}\`;`,
    JWS,
  ],
  'PHP, the operator in front': [`$encoded = '${HEADER}.'\n    .'${PAYLOAD}.'\n    .'${SIGNATURE}';`, JWS],
  'PHP, in one line': [`'${HEADER}.' . '${PAYLOAD}.' . '${SIGNATURE.slice(0, 16)}' . '${SIGNATURE.slice(16)}',`, JWS],
  'Go, with a short signature': [
    `const t = "${HEADER}." +\n\t"${PAYLOAD}." +\n\t"dGVzdHNpZw"\n`,
    `${HEADER}.${PAYLOAD}.dGVzdHNpZw`,
  ],
  'Go, raw strings': [`t := \`${HEADER}.\` +\n\t\`${PAYLOAD}.\` +\n\t\`${SIGNATURE}\``, JWS],
  'Python, in parentheses': [`example=('${HEADER}.'\n         '${PAYLOAD}.'\n         '${SIGNATURE}')`, JWS],
  'Python, bytes with a wrong signature': [
    `example = (\n    b"${HEADER}."\n    b"${PAYLOAD}."\n    b"bm90IGl0"\n)`,
    `${HEADER}.${PAYLOAD}.bm90IGl0`,
  ],
  'Python, side by side in one line': [`t = "${HEADER}." "${PAYLOAD}." "${SIGNATURE}"`, JWS],
  'Rust, a literal that goes on': [`let t = "${HEADER}.\\\n            ${PAYLOAD}.\\\n            ${SIGNATURE}";`, JWS],
  'Rust, with words for a signature': [
    `let t = "${HEADER}.\\\n         ${PAYLOAD}.\\\n         invalid_signature_here";`,
    `${HEADER}.${PAYLOAD}.invalid_signature_here`,
  ],
  'C, literals side by side': [
    `static const char *t =\n  "${HEADER}."\n  "${head}"\n  "${tail}"\n  ".${SIGNATURE}";`,
    JWS,
  ],
  'C++, UTF-8 literals': [`auto t = u8"${HEADER}."\n  u8"${PAYLOAD}."\n  u8"${SIGNATURE}";`, JWS],
  'Objective-C': [`NSString *t = @"${HEADER}."\n  @"${PAYLOAD}."\n  @"${SIGNATURE}";`, JWS],
  'C#, to the last period': [
    `Request = "${UNSECURED.slice(0, 40)}" +\n "${UNSECURED.slice(40, -3)}" +\n "${UNSECURED.slice(-3)}"`,
    UNSECURED,
  ],
  'Groovy, between three quotes': [`static A = strip('''\n    ${cut(ES256, 50).join('\n    ')}''')`, ES256],
  'Kotlin, with a margin': [`val t = """\n    |${cut(ES256, 50).join('\n    |')}\n""".trimMargin()`, ES256],
  Elixir: [`token = "${HEADER}." <>\n  "${PAYLOAD}." <>\n  "${SIGNATURE}"`, JWS],
  'Ruby, with a backslash': [`token = '${HEADER}.' \\\n  '${PAYLOAD}.' \\\n  '${SIGNATURE}'`, JWS],
  OCaml: [`let t = "${HEADER}." ^ "${PAYLOAD}." ^ "${SIGNATURE}"`, JWS],
  'a shell here document': [`cat <<EOF\n${cut(RS256, 64).join('\n')}\nEOF\n`, RS256],
  'JSDoc of an API': [
    ` *   example: "${HEADER}.\\\n *     ${head}\\\n *     ${tail}.\\\n *     ${SIGNATURE}"\n *   Register:`,
    JWS,
  ],
  'an escaped line feed in a literal': [`token: '${HEADER}.\\n${PAYLOAD}.\\n${SIGNATURE}',`, JWS],
  'a YAML text in quotes': [`token: "${HEADER}.\\\n  ${PAYLOAD}.\\\n  ${SIGNATURE}"\nnext: 1`, JWS],
  'a folded YAML text': [`token: >-\n  ${cut(RS256, 76).join('\n  ')}\nnext: 1`, RS256],
  'an RFC': [`     ${HEADER}\n     .\n     ${PAYLOAD}\n     .\n     ${SIGNATURE}\n\n   The next`, JWS],
  'a request in a difference': [`+  "token":\n+ ${cut(ES256, 60).join('\n+ ')}\n`, ES256],
  'an INI comment': [`; ${cut(ES256, 60).join('\n; ')}\nkey=1\n`, ES256],
  'a page with breaks': [`<p>${HEADER}.<br>${PAYLOAD}.<br />${SIGNATURE}</p>`, JWS],
  'a page with word breaks': [`<code>${HEADER}.<wbr>${PAYLOAD}.<wbr/>${SIGNATURE}</code>`, JWS],
  'a mail': [`Token=3D${cut(JWE, 60).join('=\r\n')}\r\n`, JWE],
  'a variable behind it': [`a('${HEADER}.' + '${PAYLOAD}.' + '${SIGNATURE}' + suffix)`, JWS],
  'a constant for its signature': [`return '${HEADER}.${PAYLOAD}.' . self::SIGNATURE;`, `${HEADER}.${PAYLOAD}.…`],
  'a call for its payload': [`"${HEADER}." + payload + ".${SIGNATURE}"`, `${HEADER}.….${SIGNATURE}`],
  'a variable in a template': [`\`${HEADER}.${PAYLOAD}.\${signature}\``, `${HEADER}.${PAYLOAD}.…`],
  'a variable in Ruby': [`"${HEADER}.${PAYLOAD}.#{sig}"`, `${HEADER}.${PAYLOAD}.…`],
  'a format': [`f"${HEADER}.${PAYLOAD}.{sig}"`, `${HEADER}.${PAYLOAD}.…`],
  'dots for the rest of its signature': [`# => "${HEADER}.${PAYLOAD}.CCkO35qF..."`, `${HEADER}.${PAYLOAD}.CCkO35qF…`],
  'an ellipsis for the rest of its signature': [`${HEADER}.${PAYLOAD}.CCkO35qF…`, `${HEADER}.${PAYLOAD}.CCkO35qF…`],
  'dots for its signature': [`Bearer ${HEADER}.${PAYLOAD}...`, `${HEADER}.${PAYLOAD}.…`],
  'dots for the rest of its payload': [`Bearer ${HEADER}.eyJzdWIi...`, `${HEADER}.eyJzdWIi….…`],
  'dots in both': [`${HEADER}.eyJzdWIi....CCkO35qF...`, `${HEADER}.eyJzdWIi….CCkO35qF…`],
  'dots for its payload': [`${HEADER}...${SIGNATURE}`, `${HEADER}.….${SIGNATURE}`],
  'stars for its signature': [`${HEADER}.${PAYLOAD}.***`, `${HEADER}.${PAYLOAD}.…`],
  'a word for its signature': [`${HEADER}.${PAYLOAD}.<signature>`, `${HEADER}.${PAYLOAD}.…`],
  'a word in brackets for its signature': [`${HEADER}.${PAYLOAD}.[REDACTED]`, `${HEADER}.${PAYLOAD}.…`],
};

const tokensOf = (text: string): readonly string[] => find(text).map((found) => tokenIn(text, found));

describe('find, of tokens as they are broken in public code', () => {
  for (const [name, [text, token]] of Object.entries(shapes)) {
    it(`finds it whole: ${name}`, () => {
      assert.deepEqual(tokensOf(text), [token]);
      const [found] = find(text);
      assert.ok(found?.pieces);
      for (const [at, character] of token.split('').entries()) {
        const place = placeInText(found, { start: at, end: at + 1 });
        assert.ok(place.start >= found.start && place.end <= found.end && place.start <= place.end);
        // What was left out has no characters of its own.
        if (!token.includes('…')) assert.equal(text.slice(place.start, place.end), character);
      }
    });
  }

  const others: Readonly<Record<string, readonly [text: string, tokens: readonly string[]]>> = {
    'rows of a table': [`"${JWS}"\n"${ES256}"\n`, [JWS, ES256]],
    'arguments of a command': [`run "${JWS}" "${ES256}"`, [JWS, ES256]],
    'a sentence that breaks off': [`The token is ${JWS}...`, [JWS]],
    'an appended path': [`'${JWS}' + '/path'`, [JWS]],
    'a template that goes on': [`\`${JWS}\${rest}\``, [JWS]],
    'an HTML end tag': [`<p>${UNSECURED}</p>`, [UNSECURED]],
    'a header alone': [`'${HEADER}.' + payload`, []],
    'a header that is cut off': [`${HEADER}...`, []],
    'a list of beginnings': [`['${HEADER}.', 'a', 'b']`, []],
  };
  for (const [name, [text, tokens]] of Object.entries(others))
    it(`takes nothing else for a part: ${name}`, () => assert.deepEqual(tokensOf(text), tokens));
});

/** How a language puts literals or lines together: what opens, stands between two pieces, and closes. */
const languages: Readonly<Record<string, readonly [open: string, between: string, close: string]>> = {
  JavaScript: ["const t = '", "' +\n  '", "';"],
  'JavaScript in one line': ['"', '" + "', '"'],
  PHP: ["$t = '", "'\n  . '", "';"],
  Python: ['t = (b"', '"\n  b"', '")'],
  Lua: ['t = "', '" ..\n  "', '"'],
  'Visual Basic': ['t = "', '" & _\r\n  "', '"'],
  SQL: ["'", "'\n || '", "'"],
  Elixir: ['"', '" <>\n "', '"'],
  C: ['"', '"\n    "', '"'],
  Rust: ['"', '\\\n     ', '"'],
  YAML: ['t: >-\n  ', '\n  ', '\nb: 1'],
  'a comment': ['# ', '\n# ', '\nb = 1'],
  'a here document': ['<<EOF\n', '\n', '\nEOF'],
};

describe('find, of tokens broken in any way', () => {
  const inPieces = fc
    .constantFrom(JWS, RS256, ES256, JWE, UNSECURED)
    .chain((token) =>
      fc.tuple(
        fc.constant(token),
        fc.uniqueArray(fc.integer({ min: 4, max: token.length - 4 }), { minLength: 1, maxLength: 20 }),
      ),
    )
    .map(([token, cuts]) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), token.length];
      return { token, pieces: places.slice(1).map((end, at) => token.slice(places[at], end)) };
    });

  for (const [name, [open, between, close]] of Object.entries(languages)) {
    it(`finds it whole, each character at its place: ${name}`, () => {
      fc.assert(
        fc.property(inPieces, ({ token, pieces }) => {
          // A part of an RSA signature may be as long as one of a shorter key: then nothing shows that it goes on.
          fc.pre(!pieces.some((_, at) => at > 0 && isWholeToken(pieces.slice(0, at).join('')) === true));
          const text = `${open}${pieces.join(between)}${close}`;
          assert.deepEqual(tokensOf(text), [token]);
          const [found] = find(text);
          assert.ok(found);
          for (let at = 0; at < token.length; at++) {
            const { start, end } = placeInText(found, { start: at, end: at + 1 });
            assert.equal(text.slice(start, end), token.charAt(at));
          }
        }),
        { numRuns: 100 },
      );
    });
  }

  it('goes on behind as much of a signature as a shorter RSA key would make', () => {
    const from = RS256.lastIndexOf('.') + 1;
    for (const at of [from + 171, from + 172])
      assert.deepEqual(tokensOf(`'${RS256.slice(0, at)}' +\n'${RS256.slice(at)}'`), [RS256]);
  });

  it('gives what scan gives where nothing is broken', () => {
    const glue = fc.constantFrom(' ', '\n\n', '", "', ', ', ' | ', '</a> <a>', ': ');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(JWS, RS256, JWE, UNSECURED), glue)), (parts) => {
        const text = parts.flat().join('');
        assert.deepEqual(find(text), scan(text));
      }),
    );
  });

  it('gives spans in order that do not overlap, inside the text, whatever that is', () => {
    const piece = fc.constantFrom(
      HEADER,
      PAYLOAD,
      SIGNATURE,
      JWS,
      Buffer.from(JWS).toString('base64'),
      'ZXlK',
      'eyJ',
      '.',
      '...',
      '…',
      '%2E',
      "' + '",
      '"\n"',
      '\n',
      '\\',
      '\u200b',
      '=',
      ' ',
      '~',
      '_',
      "' + a",
      '${b}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const text = pieces.join('');
        let before = 0;
        for (const found of find(text)) {
          assert.ok(before <= found.start && found.start < found.end && found.end <= text.length);
          before = found.end;
          const { length } = tokenIn(text, found);
          assert.deepEqual(placeInText(found, { start: 0, end: length }), { start: found.start, end: found.end });
        }
      }),
      { numRuns: 3000 },
    );
  });
});

/** Characters that nobody sees. */
const unseen = {
  'zero width space': '\u200b',
  'soft hyphen': '\u00ad',
  'byte order mark': '\ufeff',
  'word joiner': '\u2060',
  'right-to-left mark': '\u200f',
  'variation selector': '\ufe0f',
};

describe('find, of tokens with characters that nobody sees', () => {
  for (const [name, character] of Object.entries(unseen)) {
    it(`finds the token around a ${name} in any of its parts`, () => {
      for (const token of [JWS, JWE, RS256]) {
        for (const at of [5, HEADER.length, HEADER.length + 1, HEADER.length + 9, token.length - 5]) {
          const broken = token.slice(0, at) + character + token.slice(at);
          assert.deepEqual(tokensOf(`a ${broken} b`), [broken]);
        }
      }
    });
  }
});
