import assert from 'node:assert/strict';
import { emptyForm } from '../../../../src/panel/view/panelState.ts';
import { isCall } from '../../../../src/panel/protocol/toHost.ts';
import { isToWebview } from '../../../../src/panel/protocol/toWebview.ts';
import { buildView } from '../../../../src/panel/view/panelView.ts';
import { modelOf } from '../view/models.ts';
import { hs256 } from '../../../support/jose.ts';

describe('panel protocol', () => {
  it('takes the requests of the page', () => {
    for (const request of [
      { type: 'ready' },
      { type: 'edit', text: 'x', revision: 1 },
      { type: 'edit', text: 'x', revision: 1, pasted: 'Bearer x' },
      { type: 'form', form: emptyForm, revision: 2 },
      { type: 'fix', explanation: 'secret-encoding' },
      { type: 'openInner' },
      { type: 'openOuter', depth: 0 },
      { type: 'copyMember', where: { part: 'payload', index: 0 } },
    ])
      assert.ok(isCall({ id: 1, request }), request.type);
  });

  it('refuses every other message', () => {
    for (const message of [
      undefined,
      'ready',
      { request: { type: 'ready' } },
      { id: 1, request: { type: 'run' } },
      { id: '1', request: { type: 'ready' } },
      { id: 1, request: { type: 'form', form: { ...emptyForm, algorithms: 'RS256' }, revision: 2 } },
      { id: 1, request: { type: 'form', form: { ...emptyForm, password: undefined }, revision: 2 } },
      { id: 1, request: { type: 'fix' } },
      { id: 1, request: { type: 'openOuter', depth: '0' } },
      { id: 1, request: { type: 'copyMember', where: { part: 'signature', index: 0 } } },
    ])
      assert.ok(!isCall(message), JSON.stringify(message));
  });

  it('takes a view as the host builds it, after the journey as JSON', () => {
    const { view } = buildView(modelOf(hs256({ exp: 1, aud: ['a'], n: { deep: [1] } }, 'secret')), new Date(0));
    assert.ok(isToWebview(JSON.parse(JSON.stringify({ type: 'view', view }))));
    assert.ok(!isToWebview({ type: 'view', view: { ...view, verdict: undefined } }));
  });

  it('takes replies that succeed or say why not', () => {
    assert.ok(isToWebview({ type: 'reply', id: 1, ok: true }));
    assert.ok(isToWebview({ type: 'reply', id: 1, ok: false, error: 'why' }));
    assert.ok(!isToWebview({ type: 'reply', id: 1, ok: false }));
  });
});
