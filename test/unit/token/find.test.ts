import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { find, findSerialized } from '../../../src/core/token/find.ts';
import { scan } from '../../../src/core/token/scan.ts';
import { JWS, PAYLOAD, SIGNATURE } from './samples.ts';
import { encode } from '../../support/jose.ts';

const header = encode('{"alg":"ES256"}');
const flattened = { payload: PAYLOAD, protected: header, signature: SIGNATURE };
const general = { payload: PAYLOAD, signatures: [{ protected: header, header: { kid: 'a' }, signature: SIGNATURE }] };
const detached = { protected: header, signature: SIGNATURE };
const encrypted = {
  protected: encode('{"enc":"A128GCM"}'),
  recipients: [{ header: { alg: 'dir' } }],
  iv: 'AAAA',
  ciphertext: 'AAAA',
  tag: 'AAAA',
};
const forms = { flattened, general, detached, encrypted, last: { signatures: general.signatures, payload: PAYLOAD } };
const textsOf = (text: string) => findSerialized(text).map(({ start, end }) => text.slice(start, end));

describe('find', () => {
  for (const [name, form] of Object.entries(forms)) {
    it(`finds a token in JSON form, ${name}, from brace to brace`, () => {
      for (const token of [JSON.stringify(form), JSON.stringify(form, undefined, 2)]) {
        for (const text of [
          token,
          `{"a": [1, "}\\"{", ${token}, {"signature": 1}]}`,
          `curl -d '${token}' https://api.test`,
          `one ${token}\ntwo ${token}`,
          `{"signature": "x", "body": ${token}}`,
        ])
          assert.deepEqual(new Set(textsOf(text)), new Set([token]), text);
      }
    });
  }

  it('finds it wherever it stands in a JSON document', () => {
    const values = fc.oneof(fc.constantFrom(...Object.values(forms)), fc.jsonValue());
    const count = (value: unknown): number =>
      Object.values(forms).includes(value as never)
        ? 1
        : typeof value === 'object' && value !== null
          ? Object.values(value).reduce((sum: number, each) => sum + count(each), 0)
          : 0;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.array(values)), fc.integer({ min: 0, max: 3 }), (document, indent) => {
        const text = JSON.stringify(document, undefined, indent);
        assert.equal(findSerialized(text).length, count(document));
      }),
    );
  });

  it('finds nothing that only looks like it', () => {
    for (const value of [
      { signature: SIGNATURE },
      { payload: PAYLOAD, signature: SIGNATURE },
      { protected: 'text', signature: 'text' },
      { protected: encode('{"kid":"a"}'), signature: SIGNATURE },
      { protected: true, signature: SIGNATURE },
      { signatures: [], payload: 'x' },
      { ciphertext: 'AAAA', iv: 'AAAA' },
      { name: '"signature": ' },
      [`{"protected":"${header}","signature":"${SIGNATURE}"}`],
    ])
      assert.deepEqual(textsOf(JSON.stringify(value)), [], JSON.stringify(value));
    for (const text of ['"signature":', '{"signature":', '["signature":1]', `{"protected":"${header}","signature":"a"`])
      assert.deepEqual(textsOf(text), []);
  });

  it('gives compact tokens and those in JSON form, in order', () => {
    const token = JSON.stringify({ ...flattened, header: { note: JWS } });
    const text = `${JWS}\n${token}\n${JWS}`;
    assert.deepEqual(
      find(text).map(({ start, end }) => text.slice(start, end)),
      [JWS, token, JWS],
    );
  });

  it('gives what scan gives where there is no JSON form', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(JWS), fc.string())), (pieces) => {
        const text = pieces.join(' ');
        assert.deepEqual(find(text), scan(text));
      }),
    );
  });

  it('comes to an end on a megabyte of anything that makes it walk', () => {
    const size = 1_000_000;
    for (const piece of [
      '"signature":',
      '"signature":1}',
      '{"signature":',
      '{"signature":{"x":1},',
      '"signature":"\\\\\\"',
      '"signatures":[{',
      '\\"signature":',
      `{"protected":"${header}","signature":`,
    ])
      assert.deepEqual(textsOf(piece.repeat(size / piece.length)), [], piece);
  });
});
