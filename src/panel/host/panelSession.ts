import * as vscode from 'vscode';
import type { ExpiryClock } from '../../services/tokens/expiryClock.ts';
import type { Reports } from '../../services/verification/reports.ts';
import type { Signer } from '../../services/keys/signer.ts';
import type { TokenSource } from '../../services/tokens/tokenHandles.ts';
import type { TokenIndex } from '../../services/tokens/tokenIndex.ts';
import type { Verifier } from '../../services/verification/verifier.ts';
import { nestedIn } from '../../core/token/nested.ts';
import { tokenOf } from '../../core/token/tokenOf.ts';
import type { Token } from '../../core/token/token.ts';
import { emptyForm, remember } from '../view/panelState.ts';
import { buildView } from '../view/panelView.ts';
import { VerifySession } from './verifySession.ts';
import { nameOf, ShownToken } from './shownToken.ts';
import type { ShownTokenChange } from './shownToken.ts';
import type { Remembered } from '../protocol/remembered.ts';
import type { ToWebview } from '../protocol/toWebview.ts';
import { OuterTokens } from './outerTokens.ts';
import { PageState } from './pageState.ts';
import { ShownKnowledge } from './shownKnowledge.ts';
import { TokenEditor } from './tokenEditor.ts';
import { keyToSignWith } from '../view/verifyRequest.ts';

export interface PanelServices {
  readonly verifier: Verifier;
  readonly tokenIndex: TokenIndex;
  readonly expiryClock: ExpiryClock;
  readonly reports: Pick<Reports, 'about' | 'onDidChange'>;
  readonly signer: Signer;
}

const clockOwner = 'panel';

/** What one panel shows and does: the state of the page, which can be closed and restored without losing anything. */
export class PanelSession implements vscode.Disposable {
  readonly shown: ShownToken;
  readonly verifySession: VerifySession;
  readonly editor: TokenEditor;
  readonly page = new PageState();
  readonly known: ShownKnowledge;
  readonly #services: PanelServices;
  readonly #post: (message: ToWebview) => void;
  readonly #subscriptions: vscode.Disposable;
  readonly #outer = new OuterTokens();

  constructor(services: PanelServices, post: (message: ToWebview) => void) {
    this.#services = services;
    this.#post = post;
    this.shown = new ShownToken(services.tokenIndex);
    this.verifySession = new VerifySession(services.verifier, () => this.refresh());
    this.known = new ShownKnowledge({ ...services, shown: this.shown, verifySession: this.verifySession });
    this.editor = new TokenEditor(
      services.signer,
      (choice) => services.verifier.choices().find(({ id, kind }) => kind === 'stored' && id === choice)?.label,
      () => this.refresh(),
    );
    const renew = (): void => this.renew();
    this.#subscriptions = vscode.Disposable.from(
      this.shown,
      this.shown.onDidChange((change) => {
        this.#follow(change);
      }),
      services.verifier.onDidChange(renew),
      services.verifier.onDidChange(() => void this.editor.renewKey()),
      services.reports.onDidChange(renew),
      services.expiryClock.onDidTick((owner) => {
        if (owner === clockOwner) this.renew();
      }),
    );
  }

  /**
   * Shows a token, and the document it lives in where there is one, with a key chosen: by `choice`, or the issuer
   * that fits.
   */
  async show({ text, uri, start }: TokenSource, choice?: string): Promise<void> {
    const place = uri === undefined || start === undefined ? undefined : { uri: vscode.Uri.parse(uri), start };
    if (choice !== undefined) this.verifySession.choose(choice, true);
    else this.known.chooseIssuer(text);

    await this.shown.take(text, place);
  }

  /** Restores what an earlier window left: the settings, and the token if its document still has it. */
  async restore({ expectations, display, origin }: Remembered): Promise<void> {
    this.verifySession.setForm({ ...emptyForm, ...expectations }, false);
    this.page.displayAs(display);
    await this.shown.restore(origin);
  }

  /**
   * Verifies or decrypts with what the form says. `interactive`: the person waits, and may be asked for what is
   * missing.
   */
  async verify(interactive: boolean): Promise<void> {
    await this.verifySession.run(this.shown.text, interactive);
  }

  /** Verifies with the configured issuer that fits; without one, asks for a key by focusing the field. */
  async verifyOrAsk(): Promise<void> {
    if (this.verifySession.isReady) {
      await this.verify(true);
    } else {
      this.page.ask('key');
      this.refresh();
    }
  }

  /** Opens the editor of the token and focuses it. A draft of this very token stays as it is. */
  async edit(): Promise<void> {
    const token = this.toEdit();
    await this.editor.openOnce(token, keyToSignWith(this.verifySession.form, token));
    this.page.ask('claims');
    this.refresh();
  }

  dispose(): void {
    this.verifySession.callOff();
    this.#services.expiryClock.arm(clockOwner, []);
    this.#subscriptions.dispose();
  }

  #follow(change: ShownTokenChange): void {
    switch (change) {
      case 'taken':
        this.#outer.clear();
        this.verifySession.take(this.shown.text);
        if (!this.verifySession.isChosen && this.verifySession.form.keyText === '')
          this.known.chooseIssuer(this.shown.text);

        return;
      case 'identified':
        this.verifySession.callOffDecryption(this.shown.text);
        this.renew();
        return;
      case 'moved':
        this.refresh();
    }
  }

  /** After any change: verifies again where that was asked for, without asking anything. */
  renew(): void {
    if (this.verifySession.isWanted(this.shown.text)) void this.verify(false);
    else this.refresh();
  }

  /** Builds the page again, and sets the clock for its next change. */
  refresh(): void {
    const knowledge = this.known.now();
    this.known.followAnswer(knowledge);
    const { verifier, expiryClock } = this.#services;
    const { form, progress, payload, verifying, problem } = this.verifySession;
    if (this.editor.state) this.editor.follow(this.toEdit());

    const { view, changesAt } = buildView(
      {
        token: this.shown.text === '' ? undefined : tokenOf(this.shown.text),
        outer: this.#outer.texts.map(tokenOf),
        revision: this.page.revision,
        notes: payload ? [...this.shown.notes, `Payload: ${nameOf(payload.uri)}.`] : this.shown.notes,
        source: this.shown.place?.label(),
        form,
        display: this.page.display,
        remembered: remember(form, this.page.display, this.shown.origin),
        choices: verifier.choices(),
        knowledge,
        wants: this.page.wants,
        verifying,
        problem: progress.opened?.problem ?? problem,
        editing: this.editor.state,
        isInDocument: this.shown.isInDocument,
      },
      new Date(),
    );
    expiryClock.arm(clockOwner, changesAt);
    this.#post({ type: 'view', view });
  }

  /** The token on the page, as it is edited: with what was decrypted of it. */
  toEdit(): Token | undefined {
    return this.shown.text === '' ? undefined : this.verifySession.readable(this.shown.text);
  }

  /** Shows the token that is inside this one. It is signed with another key, so nothing is filled in. */
  openInner(): void {
    const { text } = this.shown;
    const inner = nestedIn(this.verifySession.readable(text))?.token.text;
    if (inner === undefined) throw new Error('The token has changed in the meantime.');

    this.#outer.enter({ text, progress: this.verifySession.progress });
    this.shown.step(inner);
    this.verifySession.turnTo();
    this.known.chooseIssuer(inner);
    this.verifySession.offerFittingKind(inner);
    this.refresh();
  }

  /** Back to a token around the one on the page; 0 is the outermost. */
  openOuter(depth: number): void {
    const outer = this.#outer.leaveTo(depth);
    if (outer) {
      this.shown.step(outer.text);
      this.verifySession.turnTo(outer.progress);
      this.renew();
    }
  }
}
