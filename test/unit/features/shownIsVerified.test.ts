import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { inspect } from '../../../src/core/rules/inspect.ts';
import { decode } from '../../../src/core/token/decode.ts';
import { claimsText } from '../../../src/features/hover/hoverText.ts';
import { hintOf } from '../../../src/features/inlayHints/hint.ts';
import { digest, encode, issue } from '../../support/jose.ts';
import { disclosureOf, present } from '../../support/sdJwt.ts';
import { answerOf, claims, now, reportOf, secret, seconds } from './answers.ts';

const forged = { iss: claims.iss, sub: 'FORGED', exp: seconds + 999_999 };
const part = { protected: encode({ alg: 'HS256' }), signature: 'AAAA' };
const key = createSecretKey(Buffer.from(secret));

/** Claims with the members that a token in JSON form has. */
const lookAlikes: Readonly<Record<string, object>> = {
  'a flattened token': { payload: encode(forged), ...part },
  'a general token': { payload: encode(forged), signatures: [part] },
  'an encrypted token': { protected: part.protected, ciphertext: 'AAAA', iv: 'AAAA', tag: 'AAAA' },
  'a token with an unprotected header': { payload: encode(forged), header: { alg: 'HS256' }, signature: 'AAAA' },
};

describe('what is shown as verified is what was verified', () => {
  for (const [what, members] of Object.entries(lookAlikes)) {
    it(`claims that look like ${what} are claims, in hover, hint and findings`, async () => {
      const text = issue('HS256', key, { ...claims, ...members });
      assert.equal(decode(text).nested, undefined);
      const answer = await answerOf(text, 'staging');
      assert.equal(answer.result?.verdict, 'verified');
      const report = reportOf(text, answer);
      assert.equal(report.time.exp, claims.exp);
      assert.match(hintOf(report, now)?.label ?? '', /verified by staging · 1 h left/);
      const table = claimsText(report, now);
      assert.match(table, /orders/);
      assert.doesNotMatch(table, /FORGED|Inner token/);
      assert.ok(!inspect(text, { now }).some(({ message }) => message.startsWith('Inner token')));
    });

    it(`${what} that the header announces is shown, and the token around it is not verified for it`, async () => {
      const text = issue('HS256', key, { ...claims, ...members }, { cty: 'JOSE+JSON' });
      assert.ok(decode(text).nested);
      const { result } = await answerOf(text, 'staging');
      assert.deepEqual([result?.signature, result?.claims], ['valid', 'not-checked']);
      assert.equal(result?.verdict, 'not-verified');
    });
  }

  it('an unprotected header announces nothing', () => {
    const [protectedHeader = '', payload = '', signature = ''] = issue('HS256', key, {
      ...claims,
      ...lookAlikes['a flattened token'],
    }).split('.');
    const text = JSON.stringify({ payload, protected: protectedHeader, header: { cty: 'jose+json' }, signature });
    assert.equal(decode(text).nested, undefined);
  });
});

describe('a hint wakes for the times of an SD-JWT', () => {
  it('that a disclosure shows', () => {
    const shown = disclosureOf('exp', seconds + 90);
    const token = present({ iss: claims.iss, _sd: [digest(shown)] }, [shown]);
    const hint = hintOf(reportOf(token), now);
    const later = new Date((seconds + 120) * 1000);
    assert.equal(hint?.label, '1 min left');
    assert.ok(hint.changesAt.some((instant) => instant.getTime() === (seconds + 90) * 1000));
    assert.equal(hintOf(reportOf(token, undefined, later), later)?.label, 'expired < 1 min ago');
  });

  it('and says nothing of an expiry that may be hidden', () => {
    const token = present({ iss: claims.iss, _sd: [digest('hidden')] });
    assert.equal(hintOf(reportOf(token), now), undefined);
  });
});
