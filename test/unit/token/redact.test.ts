import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decode } from '../../../src/core/token/decode.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { redact } from '../../../src/core/token/redact.ts';
import { DISCLOSURES, HEADER, HS256, JWE, JWS, PAYLOAD, SD_JWT_KB, sign, SIGNATURE, UNSECURED } from './samples.ts';
import { encode } from '../../support/jose.ts';

describe('redact', () => {
  it('keeps the shape of a token and the values that it is debugged by', () => {
    const token = sign(
      { alg: 'RS256', typ: 'JWT', kid: 'key-1', jwk: { kty: 'RSA', n: 'modulus', d: 'private' } },
      '{"sub":"someone","exp":1716480961,"admin":true,"roles":["a","b",3],"address":{"zip":12345,"co":null},"id":9007199254740993}',
    );
    const { header, payload, payloadText } = decode(redact(token));
    assert.deepEqual(header, {
      alg: 'RS256',
      typ: 'JWT',
      kid: 'key-1',
      jwk: { kty: 'redacted', n: 'redacted', d: 'redacted' },
    });
    assert.deepEqual(payload, {
      sub: 'redacted',
      exp: 1_716_480_961,
      admin: true,
      roles: ['redacted', 'redacted', 0],
      address: { zip: 0, co: null },
      id: 0,
    });
    assert.match(payloadText ?? '', /^{"sub":.*,"exp":.*,"admin":.*,"roles":.*,"address":.*,"id":0}$/);
  });

  it('leaves nothing of a signature, a disclosure or a key binding', () => {
    const redacted = redact(SD_JWT_KB);
    assert.equal(redacted.split('~').length, DISCLOSURES.length + 2);
    assert.ok(redacted.endsWith('~'));
    const { kind, signature, disclosures, keyBinding } = parseToken(redacted);
    assert.deepEqual([kind, signature?.text, keyBinding], ['sd-jwt', 'redacted', undefined]);
    assert.deepEqual(
      disclosures.map(({ text }) => text),
      DISCLOSURES.map(() => '["redacted","redacted","redacted"]'),
    );
  });

  it('leaves only the header of an encrypted token', () => {
    assert.equal(redact(JWE), `${JWE.split('.')[0]}.redacted.redacted.redacted.redacted`);
  });

  it('keeps empty parts empty', () => {
    assert.equal(redact(`${HEADER}..${SIGNATURE}`), `${HEADER}..redacted`);
    assert.equal(parseToken(redact(UNSECURED)).kind, 'unsecured');
  });

  it('keeps a time only where it is one', () => {
    assert.deepEqual(decode(redact(sign(HS256, { exp: 'someone', deep: { exp: 1 } }))).payload, {
      exp: 'redacted',
      deep: { exp: 0 },
    });
  });

  const broken: readonly (readonly [text: string, redacted: string])[] = [
    ['my secret', 'redacted'],
    [`secret.${PAYLOAD}`, `redacted.${encode({ sub: 'redacted', exp: 1_716_480_961 })}`],
    [`${HEADER}.${encode('plain words')}.${SIGNATURE}`, `${HEADER}.redacted.redacted`],
    ['', ''],
  ];
  for (const [text, redacted] of broken) {
    it(`leaves nothing of what it cannot read: ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.equal(redact(text), redacted);
    });
  }

  it('keeps a header parameter only as the kind of value that it has to be', () => {
    const anything = [{ name: 'Erika' }, ['Erika', 1], [{ name: 'Erika' }], [['Erika']]];
    for (const name of ['alg', 'enc', 'typ', 'cty', 'zip', 'b64', 'crit', 'kid', 'p2c']) {
      for (const value of anything) {
        const token = sign({ ...HS256, [name]: value }, {});
        const [encoded = '', payload = '', signature = ''] = token.split('.');
        const open = { payload, protected: HEADER, header: { [name]: value }, signature };
        const shown = [parseToken(redact(token)).header?.text, redact(JSON.stringify(open))];
        assert.ok(Buffer.from(encoded, 'base64url').includes('Erika'));
        assert.ok(!shown.join().includes('Erika'), `${name}: ${JSON.stringify(value)}`);
      }
    }
    const kept = { ...HS256, b64: false, crit: ['b64'], kid: '1' };
    assert.deepEqual(decode(redact(sign(kept, {}))).header, kept);
  });

  it('lets no value of 12 characters through, wherever it stands', () => {
    const secret = fc.stringMatching(/^[a-z]{12,20}$/).filter((text) => !'redacted'.includes(text));
    const withSecret = secret.chain((text) =>
      fc.tuple(
        fc.constant(text),
        fc.constantFrom<unknown>({ sub: text }, { a: [{ b: text }] }, [text], text, { exp: text, nbf: { iat: text } }),
      ),
    );
    fc.assert(
      fc.property(withSecret, withSecret, ([inHeader, parameter], [inPayload, payload]) => {
        const token = `${sign({ ...HS256, x5u: parameter }, payload)}~${encode(['salt', 'n', payload])}~`;
        const { header, disclosures, payload: claims } = parseToken(redact(token));
        const all = [header, claims, ...disclosures].map((part) => part?.text ?? '').join();
        assert.ok(!all.includes(inHeader) && !all.includes(inPayload));
        assert.ok(!redact(token).includes(JWS.slice(-20)));
      }),
    );
  });
});
