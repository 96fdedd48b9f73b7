import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import * as api from '../../src/core/api.ts';
import { JWS, SD_JWT_KB } from './token/samples.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[eyJA0._~=-]*$/),
  fc.constantFrom(JWS, SD_JWT_KB),
);
const keys = [{ material: 'not a secret' }];
const now = new Date(1_716_480_000_000);

describe('the public API', () => {
  it('finds, decodes, inspects and verifies a token', async () => {
    const [span] = api.scan(`Bearer ${JWS}`);
    assert.deepEqual(span, { start: 7, end: 7 + JWS.length });
    assert.equal(api.decode(JWS).kind, 'jws');
    assert.ok(api.inspect(JWS, { now }).every(({ ruleId }) => ruleId !== 'exp-expired'));
    assert.equal((await api.verify(JWS, { keys, now })).signature, 'valid');
  });

  it('throws on no text', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (any) => {
        assert.ok(Array.isArray(api.scan(any)));
        assert.ok(api.decode(any).kind);
        assert.ok(Array.isArray(api.inspect(any)));
        assert.ok((await api.verify(any, { keys })).verdict);
      }),
    );
  });
});
