import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { writtenToken } from '../../../src/core/fixes/writtenToken.ts';
import { inspect } from '../../../src/core/rules/inspect.ts';
import { decode } from '../../../src/core/token/decode.ts';
import { find } from '../../../src/core/token/find.ts';
import { placeInText } from '../../../src/core/token/foundToken.ts';
import { encode } from '../../support/jose.ts';
import { UNSECURED } from './samples.ts';

const vc = { type: ['https://smarthealth.cards#health-card'], credentialSubject: { fhirVersion: '4.0.1' } };
const claims = { iss: 'https://health.example.org', nbf: 1_700_000_000, vc };
const header = encode({ zip: 'DEF', alg: 'ES256', kid: 'one' });
const signature = encode(new Uint8Array(64).fill(0xa5));
const card = (payload: unknown): string =>
  [header, encode(deflateRawSync(Buffer.from(JSON.stringify(payload)))), signature].join('.');

/** As the specification of SMART Health Cards makes a QR code: two digits a character, the code less 45. */
const digits = (token: string): string =>
  Array.from(token, (character) => `${character.charCodeAt(0) - 45}`.padStart(2, '0')).join('');

describe('a SMART Health Card', () => {
  it('shows its claims, which are compressed', () => {
    assert.deepEqual(decode(card(claims)).payload, claims);
    assert.equal(decode(card(claims)).kind, 'jws');
  });

  it('is judged by its claims, each with the place of the whole payload', () => {
    const token = card({ ...claims, exp: 1_600_000_000 });
    const finding = inspect(token, { now: new Date() }).find(({ ruleId }) => ruleId === 'exp-expired');
    const payload = token.indexOf('.') + 1;
    assert.deepEqual([finding?.start, finding?.end], [payload, token.lastIndexOf('.')]);
    assert.ok(!inspect(token).some(({ ruleId }) => ruleId === 'zip-in-jws'));
  });

  it('is read no further than 250 KB, and as it is where it is not compressed', () => {
    assert.equal(typeof decode(card({ long: 'a'.repeat(300_000) })).payload, 'string');
    assert.deepEqual(decode([header, encode(claims), signature].join('.')).payload, claims);
  });

  it('is found in the digits of its QR code, each character at its place', () => {
    const token = card(claims);
    for (const [before, after] of [
      ['', ''],
      ['"qr": "', '"'],
      ['scan shc:/ or ', '\n'],
    ] as const) {
      const text = `${before}shc:/${digits(token)}${after}`;
      const [found, ...others] = find(text);
      assert.equal(found?.token, token);
      assert.deepEqual(others, []);
      for (let at = 0; at < token.length; at++) {
        const { start, end } = placeInText(found, { start: at, end: at + 1 });
        assert.equal(text.slice(start, end), digits(token.charAt(at)));
      }
      const written = writtenToken(text, found, UNSECURED);
      assert.equal(
        text.slice(0, written.start) + written.text + text.slice(written.end),
        `${before}shc:/${digits(UNSECURED)}${after}`,
      );
    }
  });

  it('is not found in other digits', () => {
    const others = [`shc:/${'12'.repeat(40)}`, `shc:/${digits('eyJ')}`, `tel:/${digits(card(claims))}`];
    assert.deepEqual(
      others.map((text) => find(text).filter(({ pieces }) => pieces)),
      [[], [], []],
    );
  });
});
