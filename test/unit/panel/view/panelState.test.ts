import assert from 'node:assert/strict';
import { emptyForm, plainDisplay, recall, remember } from '../../../../src/panel/view/panelState.ts';
import type { Origin } from '../../../../src/panel/protocol/remembered.ts';
import { hs256 } from '../../../support/jose.ts';

describe('what the panel remembers on disk', () => {
  const token = hs256({ sub: 'u17' }, 'a secret of some length');
  const pasted: Origin = { kind: 'pasted' };

  it('keeps what was chosen and expected', () => {
    const form = {
      ...emptyForm,
      choice: 'issuer/staging',
      issuer: 'https://login.example',
      audienceUnused: true,
      algorithms: ['RS256'],
      tolerance: '30',
    };
    const { expectations } = remember(form, plainDisplay, pasted);
    assert.deepEqual({ ...emptyForm, ...expectations }, form);
  });

  it('leaves out the key, its password, and what was asked of one presentation', () => {
    const form = {
      ...emptyForm,
      keyText: 'typed-key',
      password: 'typed-password',
      nonce: 'typed-nonce',
      bindingAudience: 'typed-audience',
      issuer: 'typed-password',
    };
    assert.doesNotMatch(JSON.stringify(remember(form, plainDisplay, pasted)), /typed/);
  });

  it('leaves out a token or a key that was put into the wrong field', () => {
    const form = {
      ...emptyForm,
      keyText: 'hunter2',
      issuer: `Bearer ${token}`,
      audience: 'orders, hunter2',
      tolerance: token,
    };
    const text = JSON.stringify(remember(form, plainDisplay, pasted));
    assert.ok(!text.includes('hunter2'));
    assert.ok(!text.includes('eyJ'));
  });

  it('reads back what it wrote', () => {
    const origin: Origin = { kind: 'document', uri: 'file:///a.http', start: 3, fingerprint: 'x' };
    const remembered = remember({ ...emptyForm, issuer: 'i' }, { ...plainDisplay, utc: true }, origin);
    assert.deepEqual(recall(JSON.parse(JSON.stringify(remembered))), remembered);
  });

  it('reads nothing else', () => {
    for (const state of [
      undefined,
      null,
      'x',
      {},
      { version: '2' },
      { ...remember(emptyForm, plainDisplay, pasted), origin: { kind: 'document' } },
    ])
      assert.equal(recall(state), undefined);
  });
});
