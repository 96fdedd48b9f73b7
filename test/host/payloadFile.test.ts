import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import * as vscode from 'vscode';
import { emptyForm } from '../../src/panel/view/panelState.ts';
import { PanelSession } from '../../src/panel/host/panelSession.ts';
import { answerRequest } from '../../src/panel/host/requests.ts';
import type { PanelView } from '../../src/panel/protocol/pageView.ts';
import { ExpiryClock } from '../../src/services/tokens/expiryClock.ts';
import { KeyStore } from '../../src/services/keys/keyStore.ts';
import { Signer } from '../../src/services/keys/signer.ts';
import { TokenIndex } from '../../src/services/tokens/tokenIndex.ts';
import { Verifier } from '../../src/services/verification/verifier.ts';
import type { VerifierDependencies } from '../../src/services/verification/verifier.ts';
import { MemorySecrets, MemoryState } from '../support/extensionState.ts';
import { issue } from '../support/jose.ts';

const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
const content = 'the content that is kept elsewhere';
const token = issue('HS256', createSecretKey(Buffer.from(secret)), content).replace(/\..*\./, '..');

describe('the payload file of a detached token', () => {
  const none = (): vscode.Disposable => new vscode.Disposable(() => undefined);
  const idle = { onDidChange: none, all: () => [], problems: () => [], list: () => [] };
  const original = Object.getOwnPropertyDescriptor(vscode.window, 'showOpenDialog');
  const services: { readonly dispose: () => unknown }[] = [];
  let session: PanelSession;
  let view: PanelView | undefined;
  let asked = 0;

  /** Lets the dialog answer with a file of this content, or be dismissed. */
  async function answerWith(text: string | undefined): Promise<void> {
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/'), 'content.txt');
    if (text !== undefined) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const showOpenDialog = () => {
      asked += 1;
      return Promise.resolve(text === undefined ? undefined : [uri]);
    };
    Object.defineProperty(vscode.window, 'showOpenDialog', { configurable: true, value: showOpenDialog });
  }

  beforeEach(async () => {
    const verifier = new Verifier({
      issuers: idle,
      issuerKeys: idle,
      keyStore: idle,
      leewaySeconds: () => 60,
    } as unknown as VerifierDependencies);
    const tokenIndex = new TokenIndex();
    const expiryClock = new ExpiryClock();
    const nothingKnown = new vscode.EventEmitter<void>();
    const reports = { onDidChange: nothingKnown.event, about: () => ({}) };
    const signer = new Signer(new KeyStore(new MemorySecrets(), new MemoryState()));
    session = new PanelSession({ verifier, tokenIndex, expiryClock, reports, signer }, (message) => {
      if (message.type === 'view') view = message.view;
    });
    services.push(session, verifier, tokenIndex, expiryClock, nothingKnown, signer);
    asked = 0;
    await answerRequest(session, { type: 'edit', revision: 1, text: token });
    await answerRequest(session, { type: 'form', revision: 2, form: { ...emptyForm, keyText: secret } });
  });
  afterEach(() => {
    Object.defineProperty(vscode.window, 'showOpenDialog', original ?? {});
    for (const service of services.splice(0)) service.dispose();
  });

  const signature = () => view?.checks.find(({ id }) => id === 'signature')?.outcome;

  it('is asked for when a person verifies, and proves or refutes the signature', async () => {
    await answerWith(content);
    await session.verify(true);
    assert.equal(signature(), 'pass');
    assert.deepEqual(view?.notes, ['Payload: content.txt.']);
    await answerWith(`${content}!`);
    await session.verify(true);
    assert.equal(signature(), 'fail');
    assert.equal(asked, 2);
  });

  it('is remembered until the token changes, and never asked for unasked', async () => {
    await answerWith(content);
    await session.verify(true);
    await session.verify(false);
    assert.deepEqual([signature(), asked], ['pass', 1]);
    await answerRequest(session, { type: 'edit', revision: 3, text: `${token} `.trim() });
    await session.verify(false);
    assert.deepEqual([signature(), asked], ['not-checked', 1]);
  });

  it('leaves the signature unchecked where there is none', async () => {
    await answerWith(undefined);
    await session.verify(true);
    assert.deepEqual([signature(), asked], ['not-checked', 1]);
  });
});
