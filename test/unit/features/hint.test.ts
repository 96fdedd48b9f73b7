import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { verify } from '../../../src/core/verify/verify.ts';
import { hintOf } from '../../../src/features/inlayHints/hint.ts';
import type { Hint } from '../../../src/features/inlayHints/hint.ts';
import { answerOf, claims, now, pendingOf, reportOf, secret, seconds } from './answers.ts';
import { hs256, issue } from '../../support/jose.ts';

async function hint(payload: object, name?: string, key = secret, at = now): Promise<Hint | undefined> {
  const text = hs256(payload, key);
  return hintOf(reportOf(text, name === undefined ? undefined : await answerOf(text, name, at), at), at);
}

describe('inlay hint', () => {
  it('says how long a token holds', async () => {
    const cases: readonly (readonly [payload: object, label: string | undefined])[] = [
      [{ exp: seconds + 12 * 60 + 5 }, '12 min left'],
      [{ exp: seconds + 30 }, '< 1 min left'],
      [{ exp: seconds - 3 * 3600 }, 'expired 3 h ago'],
      [{ exp: seconds + 9999, nbf: seconds + 300 }, 'valid in 5 min'],
      [{ sub: 'u' }, undefined],
      [{ exp: 'soon' }, undefined],
    ];
    for (const [payload, label] of cases) assert.equal((await hint(payload))?.label, label);
  });

  it('says how long the innermost of nested tokens holds', () => {
    const wrapped = issue('HS256', createSecretKey(Buffer.from(secret)), hs256({ exp: seconds - 3 * 3600 }, secret), {
      cty: 'JWT',
    });
    const shown = hintOf(reportOf(wrapped), now);
    assert.equal(shown?.label, 'expired 3 h ago');
    assert.ok(shown.changesAt.length > 0);
  });

  it('says who verifies it, and who does not', async () => {
    assert.equal((await hint(claims, 'staging'))?.label, '✓ verified by staging · 1 h left');
    assert.equal((await hint(claims, 'staging', 'another secret'))?.label, '✗ rejected by staging');
    const { exp: _exp, ...lasting } = claims;
    assert.equal((await hint(lasting, 'staging'))?.label, '✓ verified by staging');
    const expired = await hint({ ...claims, exp: seconds - 7200 }, 'staging');
    assert.equal(expired?.label, '✗ rejected by staging · expired 2 h ago');
    assert.match(expired.tooltip, /^Rejected by staging: expired 2 hours ago\n\nThe signature is valid with/);
  });

  it('says why nothing was proven', async () => {
    const text = hs256(claims, secret);
    const result = await verify(text, { keys: [], now });
    const shown = hintOf(reportOf(text, { ...pendingOf('staging'), result, problem: 'idp.example is down.' }), now);
    assert.equal(shown?.label, 'not verified by staging · 1 h left');
    assert.equal(shown.tooltip, 'Not verified by staging · expires in 1 hour\n\nidp.example is down.');
  });

  it('claims nothing while the proof is under way', () => {
    assert.equal(hintOf(reportOf(hs256(claims, secret), pendingOf('staging')), now)?.label, '1 h left');
  });

  it('is as long as VS Code shows, whatever the issuer is called', async () => {
    const label = (await hint(claims, `staging${' of the other department'.repeat(9)}`))?.label ?? '';
    assert.equal(label.length, 43);
    assert.match(label, /^✓ verified by staging.*… · 1 h left$/);
    assert.match((await hint(claims, 'a\u202eb'))?.label ?? '', /by a⟨U\+202E⟩b/);
  });

  it('changes at the moment at which it is no longer true', async () => {
    for (const payload of [
      { exp: seconds + 90 },
      { exp: seconds + 59 },
      { exp: seconds - 90 },
      { nbf: seconds + 7300 },
    ]) {
      const shown = await hint(payload);
      const next = Math.min(...(shown?.changesAt ?? []).map((instant) => instant.getTime()));
      assert.equal((await hint(payload, undefined, secret, new Date(next - 2)))?.label, shown?.label);
      assert.notEqual((await hint(payload, undefined, secret, new Date(next)))?.label, shown?.label);
    }
  });

  it('leaves the samples of documentation alone', () => {
    const sample =
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c';
    assert.equal(hintOf(reportOf(sample), now), undefined);
  });
});
