import assert from 'node:assert/strict';

import { draftOf, makingOf, withMaking } from '../../../src/core/fixes/tokenDraft.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { encode, jws } from '../../support/jose.ts';

const tokenOf = (header: string, payload: string): string => jws(header, payload);

describe('draft of a token', () => {
  it('keeps order, duplicates and digits', () => {
    const token = parseToken(tokenOf('{"typ":"JWT","alg":"HS256"}', '{"n":9007199254740993,"a":1.50,"a":2}'));
    assert.deepEqual(draftOf(token), {
      header: '{\n  "typ": "JWT",\n  "alg": "HS256"\n}',
      claims: '{\n  "n": 9007199254740993,\n  "a": 1.50,\n  "a": 2\n}',
    });
  });

  it('keeps a payload that is no JSON as its text', () => {
    assert.equal(draftOf(parseToken(tokenOf('{"alg":"HS256"}', 'hello'))).claims, 'hello');
  });

  it('leaves out what every encryption makes anew', () => {
    const header =
      '{"alg":"ECDH-ES","enc":"A128GCM","epk":{"kty":"EC"},"apu":"QQ","iv":"AA","tag":"AA","p2s":"AA","p2c":1}';
    const draft = draftOf(parseToken(`${encode(header)}..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA`));
    assert.deepEqual(JSON.parse(draft.header), { alg: 'ECDH-ES', enc: 'A128GCM', apu: 'QQ' });
    assert.equal(draft.claims, '');
  });

  it('begins with the claims that verifiers ask for where there is no token', () => {
    for (const token of [undefined, parseToken('no token')]) {
      const { header, claims } = draftOf(token);
      assert.deepEqual(JSON.parse(header), { alg: 'HS256', typ: 'JWT' });
      assert.deepEqual(Object.keys(JSON.parse(claims) as object), ['iss', 'aud', 'sub', 'iat', 'exp']);
    }
  });
});

describe('how a draft is made', () => {
  const written = (header: object, making: Parameters<typeof withMaking>[1]): string =>
    withMaking(JSON.stringify(header), making).replaceAll(/\s/g, '');

  it('replaces the algorithm where it stands', () => {
    assert.equal(written({ typ: 'JWT', alg: 'HS256' }, { alg: 'RS256' }), '{"typ":"JWT","alg":"RS256"}');
  });

  it('names the key, and keeps the name that is there for a key without one', () => {
    assert.equal(written({ alg: 'HS256' }, { alg: 'ES256', kid: 'a' }), '{"alg":"ES256","kid":"a"}');
    assert.equal(written({ alg: 'HS256', kid: 'b' }, { alg: 'ES256', kid: 'a' }), '{"alg":"ES256","kid":"a"}');
    assert.equal(written({ alg: 'HS256', kid: 'b' }, { alg: 'ES256' }), '{"alg":"ES256","kid":"b"}');
  });

  it('adds what encryption needs, and takes it away from a signed token', () => {
    assert.equal(written({ alg: 'HS256' }, { alg: 'dir', enc: 'A256GCM' }), '{"alg":"dir","enc":"A256GCM"}');
    assert.equal(
      written({ alg: 'RSA-OAEP', enc: 'A256GCM', zip: 'DEF', cty: 'JWT' }, { alg: 'RS256', enc: 'A256GCM' }),
      '{"alg":"RS256","cty":"JWT"}',
    );
  });

  it('leaves one member of a name that stood there twice', () => {
    assert.equal(withMaking('{"alg":"none","alg":"HS256"}', { alg: 'ES256' }).replaceAll(/\s/g, ''), '{"alg":"ES256"}');
  });

  it('touches no header that is not JSON yet', () => {
    assert.equal(withMaking('{"alg":', { alg: 'ES256' }), '{"alg":');
  });

  it('is read back', () => {
    assert.deepEqual(makingOf('{"alg":"dir","enc":"A128GCM"}'), { alg: 'dir', enc: 'A128GCM' });
    assert.deepEqual(makingOf('{"alg":7}'), { alg: '', enc: '' });
    assert.deepEqual(makingOf('{'), { alg: '', enc: '' });
  });
});
