import { parseToken } from '../../../../src/core/token/parse.ts';
import assert from 'node:assert/strict';
import type { KeyInput } from '../../../../src/core/keys/keyInput.ts';
import { decrypt } from '../../../../src/core/verify/decrypt.ts';
import type { PanelModel } from '../../../../src/panel/view/panelView.ts';
import { buildView } from '../../../../src/panel/view/panelView.ts';
import type { PanelView } from '../../../../src/panel/protocol/pageView.ts';
import { keyPair } from '../../../fixtures/keys/keyPairs.ts';
import { rfc9901Presentation } from '../../token/rfc9901.ts';
import { modelOf } from './models.ts';
import { encode, hs256, jwe, seal } from '../../../support/jose.ts';

const now = new Date(1_800_000_000_000);
const claims = { sub: 'u17', exp: now.getTime() / 1000 + 3600 };
const { publicKey, privateKey } = keyPair('rsa');
const material = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

function shown(token: string, changes: Partial<PanelModel> = {}): PanelView {
  return buildView(modelOf(token, changes), now).view;
}

async function opened(token: string, key: KeyInput = { material }): Promise<PanelView> {
  return shown(token, { knowledge: { decryption: await decrypt(token, { keys: [key] }) } });
}

const title = ({ verdict }: PanelView): string => verdict.title.before;

describe('an encrypted token in the panel', () => {
  const sealed = (text: string): string => seal(text, 'RSA-OAEP-256', 'A256GCM', publicKey);

  it('shows its claims like any, and never calls it verified', async () => {
    const view = await opened(sealed(JSON.stringify(claims)));
    assert.deepEqual([title(view), view.verdict.tone], ['Decrypted, not verified · expires ', 'neutral']);
    assert.match(view.verdict.lines.join(' '), /Anyone who has the public key could have written this/);
    assert.deepEqual(
      view.payload.rows.map(({ name, start, end }) => [name, start, end]),
      [
        ['sub', 0, 0],
        ['exp', 0, 0],
      ],
    );
    assert.equal(view.lifetime.expires, claims.exp);
    assert.ok(!view.levels.hasInner);
  });

  it('says of a shared secret that whoever has it could have written it', async () => {
    const secret = Buffer.alloc(32, 7);
    const view = await opened(seal('{}', 'dir', 'A256GCM', secret), { material: new Uint8Array(secret) });
    assert.match(view.verdict.lines.join(' '), /Anyone who has the secret/);
  });

  it('shows text that is no JSON as it is', async () => {
    const view = await opened(sealed('just words'));
    assert.deepEqual([view.payload.rows, view.payload.json], [[], 'just words']);
  });

  it('offers the token inside, and the way back from it', async () => {
    const inner = hs256(claims, 'secret');
    const outer = sealed(inner);
    assert.ok(!shown(outer).levels.hasInner);
    assert.ok((await opened(outer)).levels.hasInner);
    const { levels, findings } = shown(inner, { outer: [parseToken(outer)] });
    assert.deepEqual(levels, {
      outer: ['Encrypted token (RSA-OAEP-256)'],
      shown: 'Signed token (HS256)',
      hasInner: false,
    });
    assert.notDeepEqual(findings, shown(outer).findings);
  });

  it('offers the token inside a signed one without any key', () => {
    assert.ok(shown(hs256(hs256(claims, 'inner'), 'outer', { alg: 'HS256', cty: 'JWT' })).levels.hasInner);
  });

  it('tells what failed from what is not supported, in the words of core', async () => {
    const wrong = { material: keyPair('otherRsa').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    const failed = await opened(sealed('{}'), wrong);
    assert.deepEqual([title(failed), failed.verdict.tone], ['Not decrypted', 'caution']);
    const unknown = sealed('{}').replace(/^[^.]+/, encode({ alg: 'RSA-OAEP-1', enc: 'A256GCM' }));
    const unsupported = await opened(unknown);
    assert.equal(title(unsupported), 'Cannot be decrypted here');
    assert.match(unsupported.verdict.lines[0] ?? '', /not registered for JOSE/);
  });

  it('says that too many iterations were refused, and how many it is busy with', async () => {
    const header = { alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2s: 'AAAA', p2c: 5_000_000 };
    const token = jwe(header);
    const { verdict } = await opened(token, { material: 'passphrase' });
    assert.match(verdict.lines[0] ?? '', /more than 1,200,000 iterations/);
    const busy = shown(token, { verifying: true }).verdict;
    assert.deepEqual([busy.title.before, busy.lines[0]?.includes('5000000 iterations')], ['Decrypting…', true]);
  });

  it('is offered stored keys, and no issuers', () => {
    const choices = [
      { id: 'issuer/a', label: 'a', detail: '', kind: 'issuer' as const },
      { id: 'stored/b', label: 'b', detail: '', kind: 'stored' as const },
    ];
    const ids = (token: string): readonly string[] => shown(token, { choices }).choices.map(({ id }) => id);
    assert.deepEqual(ids(sealed('{}')), ['stored/b']);
    assert.deepEqual(ids(hs256(claims, 'secret')), ['issuer/a', 'stored/b']);
  });
});

describe('an SD-JWT in the panel', () => {
  it('shows the claims as a verifier passes them on, and counts what is kept back', () => {
    const view = shown(rfc9901Presentation.token);
    const names = view.presented.rows.map(({ name }) => name);
    assert.ok(names.includes('is_over_18') && !names.includes('_sd'));
    assert.match(view.verdict.lines.join(' '), /\d+ digests have no disclosure/);
    assert.ok(view.asks.keyBinding);
  });
});
