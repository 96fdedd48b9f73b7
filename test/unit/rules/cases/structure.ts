import { bytes, claims, encode, header, jwe, jws, NOW, soundClaims, soundHeader } from '../tokens.ts';
import type { CasesByRule, Firing } from '../ruleCases.ts';

const sound = claims({});
const [h = '', p = '', s = ''] = sound.split('.');
const binding = jws({ alg: 'ES256', typ: 'kb+jwt' }, { nonce: 'n' }, encode(bytes(64)));
const unencoded = { alg: 'HS256', b64: false, crit: ['b64'] };

/** An SD-JWT with one disclosure, underlined at the characters that encode a piece of it. */
function disclosing(disclosure: string, piece: string): Firing {
  const first = Buffer.from(disclosure).lastIndexOf(piece);
  const last = first + Buffer.byteLength(piece);
  const offset = sound.length + 1;
  const at = { start: offset + Math.floor((first * 4) / 3), end: offset + Math.ceil((last * 4) / 3) };
  return { token: `${sound}~${encode(disclosure)}~`, at };
}

export const structureCases: CasesByRule = {
  'segment-count': {
    fires: [
      { token: `${h}.${p}`, at: 'token' },
      { token: `${h}.${p}.${s}.${s}`, at: 'token' },
      { token: `${h}.${p}.${s}.${s}.${s}`, at: 'token' },
    ],
    quiet: [{ token: `${h}.${p}.` }, { token: jwe({}) }, { token: `${encode({ typ: 'TCV2' })}.${p}` }],
  },
  'header-not-json': {
    fires: [
      { token: `${encode('{"alg":"HS256",}')}.${p}.${s}`, at: { start: 20, end: 22 } },
      { token: `${encode('{alg:HS256}')}.${p}.${s}`, at: { start: 1, end: 3 } },
    ],
    quiet: [
      { token: sound },
      { token: `${encode('hello world')}.${p}.${s}` },
      { token: encode('{"alg":') },
      { token: `${encode(`{"alg":"HS256","a":${'['.repeat(99)}${']'.repeat(99)}}`)}.${p}.${s}` },
      // That it is UTF-16 is what json-not-utf8 says.
      { token: `${encode(Buffer.from('{"alg":"HS256"}', 'utf16le'))}.${p}.${s}` },
    ],
  },
  'payload-not-json-object': {
    fires: [
      { token: jws(soundHeader, '["a"]'), at: { part: 1 } },
      {
        token: jws(soundHeader, 'text'),
        at: { start: encode(soundHeader).length + 1, end: encode(soundHeader).length + 3 },
      },
      { token: jws({ alg: 'HS256', typ: 'application/at+jwt' }, '{"a":1'), at: { payload: '1' } },
    ],
    quiet: [
      { token: jws({ alg: 'HS256' }, 'text') },
      { token: jws({ alg: 'HS256', typ: 'JOSE' }, '[1]') },
      { token: jws(soundHeader, '') },
      { token: jws({ ...soundHeader, cty: 'JWT' }, sound) },
      { token: jws(soundHeader, `{"a":${'['.repeat(99)}${']'.repeat(99)}}`) },
    ],
  },
  'base64url-noncanonical': {
    fires: [
      {
        token: jws(soundHeader, soundClaims, `${s}=`),
        at: { start: sound.length, end: sound.length + 1 },
        severity: 'warning',
      },
      {
        token: `${h}.${p}.${s.slice(0, -1)}+`,
        at: { start: sound.length - 1, end: sound.length },
        severity: 'error',
      },
      {
        token: `${encode('{"alg":"HS256" }').slice(0, -1)}R.${p}.${s}`,
        at: { start: 21, end: 22 },
        severity: 'warning',
      },
      {
        token: `${sound}~${binding}=`,
        at: { start: sound.length + binding.length + 1, end: sound.length + binding.length + 2 },
        severity: 'warning',
      },
      // A placeholder is no base64url either, but that is its smallest fault.
      {
        token: `${h}.${p}.signature`,
        at: { start: sound.length - s.length + 8, end: sound.length - s.length + 9 },
        severity: 'hint',
      },
    ],
    quiet: [
      { token: sound },
      { token: `${h}.${p}.` },
      { token: 'not.a.token=' },
      { token: `${sound}~${binding}` },
      // Longer than what is decoded.
      { token: `${sound}~${'A'.repeat(300_000)}~${binding}=` },
    ],
  },
  'json-duplicate-member': {
    fires: [
      { token: jws(soundHeader, '{"sub":"a","exp":1,"sub":"b"}'), at: { payload: '"sub":"b"' }, severity: 'error' },
      {
        token: jws('{"alg":"HS256","a\\u006cg":"none"}', soundClaims),
        at: { header: '"a\\u006cg":"none"' },
        severity: 'error',
      },
      { token: jws(soundHeader, '{"a":{"b":1,"b":2}}'), at: { payload: '"b":2' }, severity: 'warning' },
      { token: jws('{"alg":"HS256","jwk":{"x":1,"x":2}}', soundClaims), at: { header: '"x":2' }, severity: 'error' },
      { ...disclosing('["salt","a",{"x":1,"x":2}]', '"x":2'), severity: 'warning' },
    ],
    quiet: [{ token: jws(soundHeader, '{"a":{"b":1},"c":{"b":2}}') }, { token: claims({ Sub: 'x' }) }],
  },
  'json-case-collision': {
    fires: [
      { token: jws('{"alg":"HS256","Alg":"none"}', soundClaims), at: { header: '"Alg"' } },
      { token: jws(soundHeader, '{"ROLE":1,"role":2}'), at: { payload: '"role"' } },
    ],
    quiet: [{ token: jws(soundHeader, '{"role":1,"roles":2}') }, { token: jws(soundHeader, '{"sub":1,"sub":2}') }],
  },
  'json-not-utf8': {
    fires: [
      { token: jws(`\ufeff${JSON.stringify(soundHeader)}`, soundClaims), at: { start: 0, end: 4 } },
      {
        token: jws(soundHeader, Buffer.from('{"sub":"\xff"}', 'latin1')),
        at: { start: encode(soundHeader).length + 1 + 10, end: encode(soundHeader).length + 1 + 12 },
      },
      { token: jws(soundHeader, Buffer.from('{"sub":"x"}', 'utf16le')), at: { part: 1 } },
      { token: jws(soundHeader, Buffer.from('\ufeff{"sub":"x"}', 'utf16le').swap16()), at: { part: 1 } },
    ],
    quiet: [{ token: claims({ sub: 'Zoë' }) }, { token: jws({ alg: 'HS256' }, bytes(20)) }],
  },
  'deceptive-characters': {
    fires: [
      { token: claims({ sub: 'admin\u202e' }), at: { payload: '"admin\u202e"' } },
      { token: claims({ 'r\u043eles': ['a'] }), at: { payload: '"r\u043eles"' } },
      { token: header({ kid: 'a\u200bb' }), at: { header: '"a\u200bb"' } },
      { token: header({ '\u0430lg': 'none' }), at: { header: '"\u0430lg"' } },
      { token: header({ aIg: 'none' }), at: { header: '"aIg"' } },
      { token: header({ '\u212aid': 'x' }), at: { header: '"\u212aid"' } },
      { token: claims({ ｅｘｐ: 1, 'is\u0455': 'x' }), at: [{ payload: '"ｅｘｐ"' }, { payload: '"is\u0455"' }] },
      { token: claims({ sub: 'adm\u200din' }), at: { payload: '"adm\u200din"' } },
      { token: claims({ sub: '1\u200d2' }), at: { payload: '"1\u200d2"' } },
      {
        token: jws(soundHeader, '{"\\ud800":1,"a":"\\udfff"}'),
        at: [{ payload: '"\\ud800"' }, { payload: '"\\udfff"' }],
      },
      { token: claims({ sub: 'a\u3164' }), at: { payload: '"a\u3164"' } },
      disclosing('["salt","name","admin\u202e"]', '"admin\u202e"'),
    ],
    quiet: [
      { token: claims({ name: 'Мария', note: 'line\nbreak' }) },
      { token: claims({ имя: 'x' }) },
      { token: jws(soundHeader, '{"a":"\\ud83d\\ude00"}') },
      { token: claims({ name: '👩‍💻 👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️‍🔥' }) },
      { token: claims({ name: 'نام‌خانوادگی', given: 'क्‍ष' }) },
      { token: claims({ I1: 'x', aid: 'x', rol: 'x' }) },
    ],
  },
  'b64-without-crit': {
    fires: [
      { token: header({ b64: false }), at: { header: '"b64":false' } },
      { token: header({ b64: true, crit: ['x'], x: 1 }), at: { header: '"b64":true' } },
    ],
    quiet: [{ token: jws(unencoded, '') }, { token: sound }],
  },
  'b64-false-in-jwt': {
    fires: [
      { token: `${encode({ ...unencoded, typ: 'JWT' })}.hello.${s}`, at: { header: '"b64":false' } },
      { token: `${encode(unencoded)}.{"iss":"x"}.${s}`, at: { header: '"b64":false' } },
    ],
    quiet: [
      { token: `${encode(unencoded)}.hello.${s}` },
      { token: `${encode({ ...unencoded, b64: true })}.${p}.${s}` },
    ],
  },
  'detached-payload': {
    fires: [
      { token: `${h}..${s}`, at: { start: h.length, end: h.length + 2 } },
      { token: `${encode({ alg: 'ES256' })}..${encode(bytes(64))}`, at: { start: 20, end: 22 } },
      { token: JSON.stringify({ protected: h, signature: s }), at: { start: 0, end: 1 } },
    ],
    quiet: [
      { token: JSON.stringify({ payload: '', protected: h, signature: s }) },
      { token: `${h}..` },
      { token: sound },
      { token: `${h}..${s.slice(0, -2)}` },
      { token: `${encode({ alg: 'custom' })}..${s}` },
      { token: `${encode({ alg: 'RS256' })}..${s}` },
    ],
  },
  'claim-in-jws-header': {
    fires: [
      {
        token: header({ iss: soundClaims.iss }),
        at: { header: '"iss":"https://login.corp.io"' },
        severity: 'information',
      },
      { token: header({ exp: NOW }), at: { header: `"exp":${NOW}` }, severity: 'error' },
      {
        token: claims({ aud: ['a', { b: [1] }] }, { aud: ['a', { b: [1] }] }),
        at: { header: '"aud":["a",{"b":[1]}]' },
        severity: 'information',
      },
    ],
    quiet: [{ token: jwe({ iss: 'x' }) }, { token: header({ name: 'x' }) }],
  },
  'claim-precision-loss': {
    fires: [
      { token: jws(soundHeader, '{"id":9007199254740993}'), at: { payload: '9007199254740993' } },
      { token: jws(soundHeader, '{"a":[-9007199254740993]}'), at: { payload: '-9007199254740993' } },
      disclosing('["salt","id",9007199254740993]', '9007199254740993'),
    ],
    quiet: [
      { token: jws(soundHeader, '{"id":9007199254740991}') },
      { token: jws(soundHeader, '{"id":"9007199254740993","x":1e300}') },
    ],
  },
  'token-oversize': {
    fires: [
      { token: claims({ data: 'ab'.repeat(2000) }), at: 'token' },
      { token: claims({ data: 'ab'.repeat(4000) }), at: 'token' },
    ],
    quiet: [{ token: claims({ data: 'ab'.repeat(1000) }) }, { token: sound }],
  },
};
