import { claims, header, NOW, soundClaims, soundHeader } from '../tokens.ts';
import { disclosing } from '../ruleCases.ts';
import type { CasesByRule } from '../ruleCases.ts';
import { bytes, encode, jwe, jws } from '../../../support/jose.ts';

const sound = claims({});
const [h = '', p = '', s = ''] = sound.split('.');
const binding = jws({ alg: 'ES256', typ: 'kb+jwt' }, { nonce: 'n' }, encode(bytes(64)));
const unencoded = { alg: 'HS256', b64: false, crit: ['b64'] };

export const structureCases: CasesByRule = {
  'segment-count': {
    fires: {
      'for two parts: the signature was cut off with its dot': { token: `${h}.${p}`, at: 'token' },
      'for four parts': { token: `${h}.${p}.${s}.${s}`, at: 'token' },
      'for five parts when the header names no encryption': { token: `${h}.${p}.${s}.${s}.${s}`, at: 'token' },
    },
    quiet: {
      'for a third part that is empty': { token: `${h}.${p}.` },
      'for the five parts of a JWE': { token: jwe({}) },
      'for a header without alg: that is no token': { token: `${encode({ typ: 'TCV2' })}.${p}` },
    },
  },
  'header-not-json': {
    fires: {
      'for a trailing comma, at the comma': {
        token: `${encode('{"alg":"HS256",}')}.${p}.${s}`,
        at: { start: 20, end: 22 },
      },
      'for a name without quotes, at the name': {
        token: `${encode('{alg:HS256}')}.${p}.${s}`,
        at: { start: 1, end: 3 },
      },
    },
    quiet: {
      'for a sound header': { token: sound },
      'for words that are no JSON, and nobody meant to be': { token: `${encode('hello world')}.${p}.${s}` },
      'for a single part, which is no token': { token: encode('{"alg":') },
      'for JSON nested deeper than we read, which is JSON all the same': {
        token: `${encode(`{"alg":"HS256","a":${'['.repeat(99)}${']'.repeat(99)}}`)}.${p}.${s}`,
      },
      'for UTF-16, which json-not-utf8 reports': {
        token: `${encode(Buffer.from('{"alg":"HS256"}', 'utf16le'))}.${p}.${s}`,
      },
    },
  },
  'payload-not-json-object': {
    fires: {
      'for a JSON array in a JWT': { token: jws(soundHeader, '["a"]'), at: { part: 1 } },
      'for text in a JWT, at its first characters': {
        token: jws(soundHeader, 'text'),
        at: { start: encode(soundHeader).length + 1, end: encode(soundHeader).length + 3 },
      },
      'for JSON that is cut off in an access token, where it ends': {
        token: jws({ alg: 'HS256', typ: 'application/at+jwt' }, '{"a":1'),
        at: { payload: '1' },
      },
    },
    quiet: {
      'for text in a JWS that does not say it is a JWT': { token: jws({ alg: 'HS256' }, 'text') },
      'for an array in a JWS of the type JOSE': { token: jws({ alg: 'HS256', typ: 'JOSE' }, '[1]') },
      'for a detached payload': { token: jws(soundHeader, '') },
      'for a nested token that "cty" announces': { token: jws({ ...soundHeader, cty: 'JWT' }, sound) },
      'for JSON nested deeper than we read, which is JSON all the same': {
        token: jws(soundHeader, `{"a":${'['.repeat(99)}${']'.repeat(99)}}`),
      },
    },
  },
  'base64url-noncanonical': {
    fires: {
      'as a warning for padding': {
        token: jws(soundHeader, soundClaims, `${s}=`),
        at: { start: sound.length, end: sound.length + 1 },
        severity: 'warning',
      },
      'as an error for a character of standard base64': {
        token: `${h}.${p}.${s.slice(0, -1)}+`,
        at: { start: sound.length - 1, end: sound.length },
        severity: 'error',
      },
      'as a warning for unused bits that are not zero': {
        token: `${encode('{"alg":"HS256" }').slice(0, -1)}R.${p}.${s}`,
        at: { start: 21, end: 22 },
        severity: 'warning',
      },
      'as a warning for padding behind a key binding': {
        token: `${sound}~${binding}=`,
        at: { start: sound.length + binding.length + 1, end: sound.length + binding.length + 2 },
        severity: 'warning',
      },
      'only as a hint for a placeholder, whose smallest fault it is': {
        token: `${h}.${p}.signature`,
        at: { start: sound.length - s.length + 8, end: sound.length - s.length + 9 },
        severity: 'hint',
      },
    },
    quiet: {
      'for a sound token': { token: sound },
      'for an empty signature': { token: `${h}.${p}.` },
      'for text that is no token': { token: 'not.a.token=' },
      'for a key binding without padding': { token: `${sound}~${binding}` },
      'in a token that is too long to be decoded': { token: `${sound}~${'A'.repeat(300_000)}~${binding}=` },
    },
  },
  'json-duplicate-member': {
    fires: {
      'as an error for a claim that appears twice, at the second': {
        token: jws(soundHeader, '{"sub":"a","exp":1,"sub":"b"}'),
        at: { payload: '"sub":"b"' },
        severity: 'error',
      },
      'as an error for a parameter whose second name is spelled with an escape': {
        token: jws('{"alg":"HS256","a\\u006cg":"none"}', soundClaims),
        at: { header: '"a\\u006cg":"none"' },
        severity: 'error',
      },
      'as a warning inside a claim, where no verifier looks': {
        token: jws(soundHeader, '{"a":{"b":1,"b":2}}'),
        at: { payload: '"b":2' },
        severity: 'warning',
      },
      'as an error inside the key of a header': {
        token: jws('{"alg":"HS256","jwk":{"x":1,"x":2}}', soundClaims),
        at: { header: '"x":2' },
        severity: 'error',
      },
      'as a warning inside a disclosed value': {
        ...disclosing('["salt","a",{"x":1,"x":2}]', '"x":2'),
        severity: 'warning',
      },
    },
    quiet: {
      'for one name in two different objects': { token: jws(soundHeader, '{"a":{"b":1},"c":{"b":2}}') },
      'for names that differ in letter case, which have a rule of their own': { token: claims({ Sub: 'x' }) },
    },
  },
  'json-case-collision': {
    fires: {
      'for header parameters that differ in letter case': {
        token: jws('{"alg":"HS256","Alg":"none"}', soundClaims),
        at: { header: '"Alg"' },
      },
      'for claims that differ in letter case': {
        token: jws(soundHeader, '{"ROLE":1,"role":2}'),
        at: { payload: '"role"' },
      },
    },
    quiet: {
      'for names of which one is only longer': { token: jws(soundHeader, '{"role":1,"roles":2}') },
      'for one name twice, which json-duplicate-member reports': { token: jws(soundHeader, '{"sub":1,"sub":2}') },
    },
  },
  'json-not-utf8': {
    fires: {
      'for a byte order mark, at its bytes': {
        token: jws(`\ufeff${JSON.stringify(soundHeader)}`, soundClaims),
        at: { start: 0, end: 4 },
      },
      'for a byte of Latin-1, at that byte': {
        token: jws(soundHeader, Buffer.from('{"sub":"\xff"}', 'latin1')),
        at: { start: encode(soundHeader).length + 1 + 10, end: encode(soundHeader).length + 1 + 12 },
      },
      'for UTF-16 without a mark': { token: jws(soundHeader, Buffer.from('{"sub":"x"}', 'utf16le')), at: { part: 1 } },
      'for UTF-16 of the other byte order, with a mark': {
        token: jws(soundHeader, Buffer.from('\ufeff{"sub":"x"}', 'utf16le').swap16()),
        at: { part: 1 },
      },
    },
    quiet: {
      'for letters beyond ASCII in UTF-8': { token: claims({ sub: 'Zoë' }) },
      'for a payload of bytes that is no JWT': { token: jws({ alg: 'HS256' }, bytes(20)) },
    },
  },
  'deceptive-characters': {
    fires: {
      'for a value with a mark that reverses the direction': {
        token: claims({ sub: 'admin\u202e' }),
        at: { payload: '"admin\u202e"' },
      },
      'for a claim name with a Cyrillic letter among Latin ones': {
        token: claims({ 'r\u043eles': ['a'] }),
        at: { payload: '"r\u043eles"' },
      },
      'for a key ID with an invisible space': { token: header({ kid: 'a\u200bb' }), at: { header: '"a\u200bb"' } },
      'for a header parameter with a Cyrillic letter': {
        token: header({ '\u0430lg': 'none' }),
        at: { header: '"\u0430lg"' },
      },
      'for a capital I that looks like the l of a parameter': {
        token: header({ aIg: 'none' }),
        at: { header: '"aIg"' },
      },
      'for the Kelvin sign that looks like the K of a parameter': {
        token: header({ '\u212aid': 'x' }),
        at: { header: '"\u212aid"' },
      },
      'for full-width letters and a look-alike, at each name': {
        token: claims({ ｅｘｐ: 1, 'is\u0455': 'x' }),
        at: [{ payload: '"ｅｘｐ"' }, { payload: '"is\u0455"' }],
      },
      'for a joiner between letters that do not join': {
        token: claims({ sub: 'adm\u200din' }),
        at: { payload: '"adm\u200din"' },
      },
      'for a joiner between digits': { token: claims({ sub: '1\u200d2' }), at: { payload: '"1\u200d2"' } },
      'for halves of surrogate pairs in names and values': {
        token: jws(soundHeader, '{"\\ud800":1,"a":"\\udfff"}'),
        at: [{ payload: '"\\ud800"' }, { payload: '"\\udfff"' }],
      },
      'for a Hangul filler, which is a letter that nobody sees': {
        token: claims({ sub: 'a\u3164' }),
        at: { payload: '"a\u3164"' },
      },
      'for a value in a disclosure': disclosing('["salt","name","admin\u202e"]', '"admin\u202e"'),
    },
    quiet: {
      'for letters of other scripts and a line break in values': {
        token: claims({ name: 'Мария', note: 'line\nbreak' }),
      },
      'for a name that is wholly of another script': { token: claims({ имя: 'x' }) },
      'for an escaped surrogate pair, which is one character': { token: jws(soundHeader, '{"a":"\\ud83d\\ude00"}') },
      'for emoji that are joined of several characters': { token: claims({ name: '👩‍💻 👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️‍🔥' }) },
      'for the joiners that Persian and Hindi are written with': {
        token: claims({ name: 'نام‌خانوادگی', given: 'क्‍ष' }),
      },
      'for names that merely resemble those of claims': { token: claims({ I1: 'x', aid: 'x', rol: 'x' }) },
    },
  },
  'b64-without-crit': {
    fires: {
      'for "b64" without "crit"': { token: header({ b64: false }), at: { header: '"b64":false' } },
      'for "b64" of true when "crit" lists something else': {
        token: header({ b64: true, crit: ['x'], x: 1 }),
        at: { header: '"b64":true' },
      },
    },
    quiet: { 'when "crit" lists it': { token: jws(unencoded, '') }, 'for a header without "b64"': { token: sound } },
  },
  'b64-false-in-jwt': {
    fires: {
      'for a token whose type is JWT': {
        token: `${encode({ ...unencoded, typ: 'JWT' })}.hello.${s}`,
        at: { header: '"b64":false' },
      },
      'for an unencoded payload that has claims': {
        token: `${encode(unencoded)}.{"iss":"x"}.${s}`,
        at: { header: '"b64":false' },
      },
    },
    quiet: {
      'for an unencoded text that is no JWT': { token: `${encode(unencoded)}.hello.${s}` },
      'for "b64" of true, which changes nothing': { token: `${encode({ ...unencoded, b64: true })}.${p}.${s}` },
    },
  },
  'detached-payload': {
    fires: {
      'between the two dots of an HMAC token': { token: `${h}..${s}`, at: { start: h.length, end: h.length + 2 } },
      'between the two dots of an ECDSA token': {
        token: `${encode({ alg: 'ES256' })}..${encode(bytes(64))}`,
        at: { start: 20, end: 22 },
      },
      'at the brace of an object in JSON form that has no payload': {
        token: JSON.stringify({ protected: h, signature: s }),
        at: { start: 0, end: 1 },
      },
    },
    quiet: {
      'for a payload in JSON form that is empty': {
        token: JSON.stringify({ payload: '', protected: h, signature: s }),
      },
      'when the signature is missing, too': { token: `${h}..` },
      'for a token with its payload': { token: sound },
      'for a signature that is too short: the token was damaged': { token: `${h}..${s.slice(0, -2)}` },
      'for an algorithm of which nobody knows how long its signatures are': {
        token: `${encode({ alg: 'custom' })}..${s}`,
      },
      'for a signature too short for any RSA key': { token: `${encode({ alg: 'RS256' })}..${s}` },
    },
  },
  'claim-in-jws-header': {
    fires: {
      'only as information for an issuer that agrees with the claim': {
        token: header({ iss: soundClaims.iss }),
        at: { header: '"iss":"https://login.corp.io"' },
        severity: 'information',
      },
      'as an error for an expiry that disagrees with the claim': {
        token: header({ exp: NOW }),
        at: { header: `"exp":${NOW}` },
        severity: 'error',
      },
      'as an error for an issuer that Tableau would not find in the claims': {
        token: claims({ aud: 'tableau', iss: 'client' }, { iss: 'other' }),
        at: { header: '"iss":"other"' },
        severity: 'error',
      },
      'only as information for a list that is equal to the claim member by member': {
        token: claims({ aud: ['a', { b: [1] }] }, { aud: ['a', { b: [1] }] }),
        at: { header: '"aud":["a",{"b":[1]}]' },
        severity: 'information',
      },
    },
    quiet: {
      'for a JWE, in which such copies belong': { token: jwe({ iss: 'x' }) },
      'for a name that is no registered claim': { token: header({ name: 'x' }) },
      'for the issuer in the header where Tableau wants it': {
        token: claims({ aud: 'tableau', iss: 'client' }, { iss: 'client' }),
      },
      'for the claims that an AWS load balancer puts into the header': {
        token: jws(
          {
            alg: 'ES256',
            iss: 'https://login.corp.io',
            exp: NOW + 60,
            signer: 'arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/b',
          },
          { sub: 'u17' },
        ),
      },
    },
  },
  'claim-precision-loss': {
    fires: {
      'for an integer that JavaScript cannot hold, at its digits': {
        token: jws(soundHeader, '{"id":9007199254740993}'),
        at: { payload: '9007199254740993' },
      },
      'for a negative one inside a list': {
        token: jws(soundHeader, '{"a":[-9007199254740993]}'),
        at: { payload: '-9007199254740993' },
      },
      'for one in a disclosure': disclosing('["salt","id",9007199254740993]', '9007199254740993'),
    },
    quiet: {
      'for the last integer that JavaScript holds': { token: jws(soundHeader, '{"id":9007199254740991}') },
      'for digits in a string, and for a number that is no integer of digits': {
        token: jws(soundHeader, '{"id":"9007199254740993","x":1e300}'),
      },
    },
  },
  'token-oversize': {
    fires: {
      'for a token over 4 KB, which no cookie holds': { token: claims({ data: 'ab'.repeat(2000) }), at: 'token' },
      'for a token over 8 KB, which many servers refuse': { token: claims({ data: 'ab'.repeat(4000) }), at: 'token' },
    },
    quiet: {
      'for a token below 4 KB': { token: claims({ data: 'ab'.repeat(1000) }) },
      'for an ordinary token': { token: sound },
    },
  },
};
