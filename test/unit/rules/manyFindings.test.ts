import assert from 'node:assert/strict';
import { inspect } from '../../../src/core/rules/inspect.ts';
import type { Finding } from '../../../src/core/text/finding.ts';
import { encode, jws } from '../../support/jose.ts';
import { claims, NOW, soundHeader } from './tokens.ts';

const now = new Date(NOW * 1000);
const members = (count: number, member: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => member(index)).join(',');

/** A token with so many problems of one rule. */
const tokensOf: Readonly<Record<string, (count: number) => string>> = {
  'json-duplicate-member': (count) => jws(soundHeader, `{${members(count + 1, () => '"a":1')}}`),
  'json-case-collision': (count) => jws(soundHeader, `{"a":1,${members(count, () => '"A":1')}}`),
  'deceptive-characters': (count) => jws(soundHeader, `{${members(count, (index) => `"${index}":"\u202e"`)}}`),
  'claim-precision-loss': (count) => jws(soundHeader, `{"a":[${members(count, () => '9007199254740993')}]}`),
  'payload-pii': (count) => jws(soundHeader, `{"a":[${members(count, () => '{"email":"a"}')}]}`),
  'sd-jwt-disclosure-malformed': (count) => `${claims({})}~${'e30~'.repeat(count)}`,
  'sd-jwt-digest-duplicate': (count) => `${claims({ _sd: Array.from({ length: count + 1 }, () => 'a') })}~`,
  'base64url-noncanonical': (count) => `${claims({})}~${'e31~'.repeat(count)}`,
};

const foundBy = (token: string, rule: string): readonly Finding[] =>
  inspect(token, { now }).filter(({ ruleId }) => ruleId === rule);

describe('A token with thousands of problems of one kind', () => {
  for (const [rule, tokenOf] of Object.entries(tokensOf)) {
    it(`is told the first of ${rule} and how many there are more, so that nobody has to read or wait for all`, () => {
      assert.equal(foundBy(tokenOf(50), rule).length, 50);
      assert.ok(foundBy(tokenOf(50), rule).every(({ message }) => !message.includes('other problem')));
      for (const [count, more] of [
        [51, 'one other problem'],
        [90, '40 other problems'],
        [900, '850 other problems'],
        // No more than a thousand disclosures are read.
        ...(rule.includes('disclosure') || rule.startsWith('base64url')
          ? []
          : ([[1900, 'more than 1,000 other problems']] as const)),
      ] as const) {
        const found = foundBy(tokenOf(count), rule);
        assert.equal(found.length, 50, rule);
        assert.ok(
          found.some(({ message }) => message.endsWith(` The token has ${more} of this kind.`)),
          more,
        );
      }
    });
  }

  it('shows how grave the worst is that is not listed: it cannot hide behind the others', () => {
    // Spare bits are a warning, characters of another alphabet an error.
    const found = foundBy(`${claims({})}~${'e31~'.repeat(200)}e3+~`, 'base64url-noncanonical');
    assert.deepEqual(
      found.map(({ severity }) => severity),
      [...Array.from({ length: 49 }, () => 'warning'), 'error'],
    );
  });

  it('keeps the problems of each signature apart from those of others', () => {
    const many = `{"alg":"HS256",${members(100, () => '"a":1')}}`;
    const signatures = [many, many].map((header) => ({ protected: encode(Buffer.from(header)), signature: 'AAAA' }));
    const found = foundBy(JSON.stringify({ payload: 'e30', signatures }), 'json-duplicate-member');
    assert.equal(found.length, 100);
  });
});
