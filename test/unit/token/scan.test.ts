import assert from 'node:assert/strict';
import { scan } from '../../../src/core/token/scan.ts';
import * as samples from './samples.ts';
import { encode } from '../../support/jose.ts';

const { sign, HS256, HEADER, PAYLOAD, SIGNATURE, JWS, JWE } = samples;

/** What `scan` finds, as text. */
const found = (text: string): string[] => scan(text).map(({ start, end }) => text.slice(start, end));

const TOKENS: Record<string, string> = {
  JWS,
  unsecured: samples.UNSECURED,
  'detached payload': samples.DETACHED,
  JWE,
  'JWE without key part': samples.JWE_DIRECT,
  'SD-JWT': samples.SD_JWT,
  'SD-JWT without disclosures': `${JWS}~`,
  'SD-JWT with key binding': samples.SD_JWT_KB,
};

/** What stands around a token where people have them. */
const SURROUNDINGS: Record<string, readonly [before: string, after: string]> = {
  nothing: ['', ''],
  'double quotes': ['"', '"'],
  'single quotes': ["'", "'"],
  backticks: ['`', '`'],
  'a JSON member': ['{"token": "', '", "n": 1}'],
  'JSON inside JSON': ['"{\\"token\\":\\"', '\\"}"'],
  'a YAML value': ['token: ', '\nnext: 1'],
  'a YAML list': ['- ', '\n- b'],
  'an .env line': ['API_TOKEN=', '\nOTHER=1'],
  'a Properties line': ['api.token = ', '\r\n'],
  'an Authorization header': ['Authorization: Bearer ', '\r\nAccept: */*'],
  'an encoded Authorization header': ['Authorization=Bearer%20', '&x=1'],
  'a DPoP header': ['Authorization: DPoP ', '\n'],
  'a cookie': ['Cookie: theme=dark; session=', '; lang=de'],
  'a signed cookie': ['Set-Cookie: sid=s:', '; Path=/'],
  'an encoded signed cookie': ['Set-Cookie: sid=s%3A', '; Path=/'],
  'a path segment': ['https://example.com/confirm/', '/now'],
  'the end of a path': ['https://example.com/confirm/', '?x=1'],
  'a query': ['https://example.com/?access_token=', '&state=1'],
  'an encoded query': ['redirect=https%3A%2F%2Fexample.com%2F%3Ft%3D', '%26x%3D1'],
  'a query encoded twice': ['u=%253Ft%253D', '%2526x'],
  'a fragment': ['https://example.com/#id_token=', '&token_type=bearer'],
  'encoded quotes': ['%22', '%22'],
  'a shell command': ["curl -H 'Authorization: Bearer ", "' https://example.com"],
  'a shell variable': ['export T=$(echo ', ')'],
  'a Markdown link': ['[token](https://jwt.io/#token=', ')'],
  'Markdown code': ['Use `', '`.'],
  'Markdown bold': ['**', '**'],
  'a Markdown table': ['| ', ' | x |'],
  HTML: ['<code>', '</code>'],
  'an HTML entity': ['value=&quot;', '&quot;'],
  XML: ['<t>', '</t>'],
  'a log line': ['2024-05-23T16:16:01Z INFO auth token=', ' user=1'],
  'brackets in a log': ['[', '] ok'],
  'a sentence': ['The token is ', ', or was.'],
  parentheses: ['(', ')'],
  'an escaped line feed': ['"a\\n', '\\nb"'],
  'an escaped tab': ['\\t', '\\t'],
  'a hexadecimal escape': ['\\x22', '\\x22'],
  'a Unicode escape': ['{\\u0022t\\u0022:\\u0022', '\\u0022}'],
  'an escaped ampersand': ['?a=1\\u0026t=', '\\u0026b=2'],
  'quoted-printable': ['href=3D"https://example.com/?t=3D', '"'],
  'terminal colours': ['\u001b[32m', '\u001b[0m'],
  'bold terminal colours': ['\u001b[1;38;5;208m', '\u001b[m'],
  'colours of grep': ['\u001b[01;31m\u001b[K', '\u001b[m\u001b[K'],
  'colours in a recording': ['\\u001b[32m', '\\u001b[0m'],
  'a GitHub App prefix': ['GITHUB_TOKEN=ghs_123456_', '\n'],
  'a GitLab job token': ['CI_JOB_TOKEN=glcbt-', '\n'],
  'a GitLab job token with its partition': ['CI_JOB_TOKEN=glcbt-64_', '\n'],
  'a Supabase prefix': ['sbp-', ' '],
  'a prefix of words': ['my_own-token_', '"'],
  'a prefix with the letters of a header in it': ['monkeyIsland_', ' '],
  'a prefix behind an escape': ['%20api_', '&'],
  'letters with accents': ['é', 'é'],
  'Chinese text': ['令牌', '。'],
  'an emoji': ['😀', '😀'],
  'no-break spaces': ['\u00a0', '\u00a0'],
  'a comma list': ['a,', ',b'],
  'a semicolon list': ['a;', ';b'],
  'a pipe list': ['a|', '|b'],
};

describe('scan', () => {
  for (const [kind, token] of Object.entries(TOKENS)) {
    describe(`finds a token of the kind ${kind}, exact to the character,`, () => {
      for (const [place, [before, after]] of Object.entries(SURROUNDINGS)) {
        it(`in ${place}`, () => {
          assert.deepEqual(scan(before + token + after), [{ start: before.length, end: before.length + token.length }]);
        });
      }
    });
  }

  describe('leaves the period of a sentence', () => {
    for (const [kind, token] of Object.entries(TOKENS)) {
      it(`after a token of the kind ${kind}`, () => {
        assert.deepEqual(found(`It is ${token}. Then`), [token]);
      });
    }
  });

  describe('finds headers with white space in their JSON', () => {
    const headers = {
      eyA: '{ "alg": "HS256" }',
      ewo: '{\n  "alg": "HS256"\n}',
      ew0K: '{\r\n  "alg": "HS256"\r\n}',
      ewk: '{\t"alg": "HS256"}',
      ew0: '{\r"alg": "HS256"}',
    };
    for (const [prefix, json] of Object.entries(headers)) {
      it(`that begin with ${prefix}`, () => {
        const token = sign(json, '{}');
        assert.equal(token.slice(0, prefix.length), prefix);
        assert.deepEqual(found(`"${token}"`), [token]);
      });
    }
  });

  describe('knows where a token ends', () => {
    const rs256 = `${encode({ alg: 'RS256' })}.${PAYLOAD}.${encode(new Uint8Array(256).fill(7))}`;
    const eddsa = (bytes: number): string =>
      `${encode({ alg: 'EdDSA' })}.${PAYLOAD}.${encode(new Uint8Array(bytes).fill(7))}`;
    const standard = `${HEADER}.${PAYLOAD}.${'A'.repeat(40)}+/8`;
    const standardPayload = `${HEADER}.eyJzIjoi+/8iPz4ifQ==.${SIGNATURE}=`;
    const odd = `${HEADER}.${PAYLOAD}.${'A'.repeat(40)}`;
    const rows: readonly (readonly [name: string, text: string, tokens: readonly string[]])[] = [
      ['a file name after a full signature', `${JWS}.json`, [JWS]],
      ['a file name after a full RSA signature', `${rs256}.txt`, [rs256]],
      ['a file name after a full EdDSA signature', `${eddsa(64)}.txt`, [eddsa(64)]],
      ['a file name after a full EdDSA signature on the longer curve', `${eddsa(114)}.txt`, [eddsa(114)]],
      ['a fourth part after an EdDSA signature of no curve', `${eddsa(80)}.AAAA`, [`${eddsa(80)}.AAAA`]],
      ['a file name after a full tag', `${JWE}.json`, [JWE]],
      ['a method call on a token', `${JWS}.split('.')`, [JWS]],
      ['a fourth part after a signature of another length', `${odd}.AAAA`, [`${odd}.AAAA`]],
      ['two tokens joined by a dot', `${JWS}.${JWS}`, [JWS, JWS]],
      [
        'two unsecured tokens joined by a dot',
        `${samples.UNSECURED}.${samples.UNSECURED}`,
        [samples.UNSECURED, samples.UNSECURED],
      ],
      ['two tokens joined by a comma', `${JWS},${JWE}`, [JWS, JWE]],
      ['two tokens joined by an ampersand', `${JWS}&${JWS}`, [JWS, JWS]],
      ['two tokens joined by a pipe', `${JWS}|${samples.SD_JWT_KB}|${JWS}`, [JWS, samples.SD_JWT_KB, JWS]],
      ['two tokens joined by a semicolon', `${JWS};${samples.UNSECURED};${JWS}`, [JWS, samples.UNSECURED, JWS]],
      ['two tokens joined by a slash', `${JWS}/${JWS}`, [JWS, JWS]],
      ['two tokens on two lines', `${JWS}\n${JWS}`, [JWS, JWS]],
      ['the key binding JWT of an SD-JWT', `${samples.SD_JWT_KB}.json ${JWS}`, [samples.SD_JWT_KB, JWS]],
      ['padding that completes the signature', `${JWS}=`, [`${JWS}=`]],
      ['padding in every part', `${HEADER}.${PAYLOAD}=.${SIGNATURE}=`, [`${HEADER}.${PAYLOAD}=.${SIGNATURE}=`]],
      ['a comparison', `${JWS}==x`, [JWS]],
      ['a signature in the standard alphabet', `"${standard}"`, [standard]],
      ['a padded signature in the standard alphabet', `"${standard}="`, [`${standard}=`]],
      ['a whole token in the standard alphabet', `"${standardPayload}"`, [standardPayload]],
      ['a path after a short signature', `/${odd}/confirm/now`, [odd]],
      ['a path after a full signature', `/${JWS}/AAAA`, [JWS]],
      ['no signature and no dot for it', `${HEADER}.${PAYLOAD} `, [`${HEADER}.${PAYLOAD}`]],
      ['an empty signature', `${HEADER}.${PAYLOAD}. `, [`${HEADER}.${PAYLOAD}.`]],
      ['an empty signature and a period', `${HEADER}.${PAYLOAD}.. `, [`${HEADER}.${PAYLOAD}.`]],
      ['a signature cut by an ellipsis', `${HEADER}.${PAYLOAD}.abc...`, [`${HEADER}.${PAYLOAD}.abc`]],
      ['the longest token of six parts', `${odd}.a.b.c.d.e`, [`${odd}.a.b.c`]],
    ];
    for (const [name, text, tokens] of rows) {
      it(name, () => {
        assert.deepEqual(found(text), tokens);
      });
    }
  });

  describe('takes nothing else for a token:', () => {
    const flask = `${encode({ user_id: 42, csrf: 'abcdef' })}.ZkDdAQ.${encode(new Uint8Array(20))}`;
    const rows: Record<string, string> = {
      'a Flask session': flask,
      'a compressed Flask session': `.${flask}`,
      'a source map': `//# sourceMappingURL=data:application/json;base64,${encode({ version: 3, sources: ['a.ts'], mappings: 'AAAA' })}`,
      'a Mapbox key': `pk.${encode({ u: 'someone', a: 'ck0000000000000000' })}.${encode(new Uint8Array(16))}`,
      'a Java call': 'String s = eyJsonObject.getString("name").toString();',
      'a TeamCity token': `${encode({ typ: 'TCV2' })}.${encode('abcdefghijklmnopq')}.${encode('0123456789')}`,
      'a Laravel cookie': `${encode({ iv: 'AAAA', value: 'BBBB', mac: 'CCCC', tag: '' })}%3D`,
      'a Grafana key': `glc_${encode({ o: '1', n: 'x', k: 'y', m: { r: 'eu' } })}`,
      'a header cut by an ellipsis': `${HEADER}...`,
      'a header cut by a typographic ellipsis': `${HEADER}…`,
      'a token cut in the middle': `${HEADER}...${SIGNATURE}`,
      'a payload cut by an ellipsis': `${HEADER}.${PAYLOAD}...`,
      'a payload cut by a typographic ellipsis': `${HEADER}.${PAYLOAD}…`,
      'a header alone': HEADER,
      'a header at the end of a sentence': `The header is ${HEADER}.`,
      'a token inside a word': `x${JWS}`,
      'a token at the end of a long word': `${'a'.repeat(41)}_${JWS}`,
      'a header that is an array': `${encode(['alg', 'HS256', 'JWT'])}.${PAYLOAD}.${SIGNATURE}`,
      'a header whose alg is no string': `${encode({ alg: 256, typ: 'JWT' })}.${PAYLOAD}.${SIGNATURE}`,
      'a header without alg': `${encode({ typ: 'JWT', kid: 'x' })}.${PAYLOAD}.${SIGNATURE}`,
      'a header whose alg is inherited': `${encode('{"__proto__":{"alg":"HS256"}}')}.${PAYLOAD}.${SIGNATURE}`,
      'a header that is not UTF-8': `${encode(Buffer.from('{"alg":"HS256","kid":"\xff"}', 'latin1'))}.${PAYLOAD}.${SIGNATURE}`,
      'a header that is not JSON': `${encode("{'alg':'HS256','typ':'JWT'}")}.${PAYLOAD}.${SIGNATURE}`,
      'a header over 16 KB': `${encode({ ...HS256, kid: 'k'.repeat(16_384) })}.${PAYLOAD}.${SIGNATURE}`,
      prose: 'They keyed every framework eyewitness saw. New owls. {"eyes": "ewok"}',
      'an empty text': '',
    };
    for (const [name, text] of Object.entries(rows)) {
      it(name, () => {
        assert.deepEqual(found(text), []);
      });
    }
  });

  it('reads a header of 16 KB', () => {
    const token = `${encode({ alg: 'HS256', kid: 'k'.repeat(12_000) })}.${PAYLOAD}.${SIGNATURE}`;
    assert.deepEqual(found(token), [token]);
  });

  it('finds a token of a megabyte whole', () => {
    const token = sign(HS256, { data: 'x'.repeat(1 << 20) });
    assert.deepEqual(found(`"${token}"`), [token]);
  });
});
