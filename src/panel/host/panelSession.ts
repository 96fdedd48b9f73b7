import * as vscode from 'vscode';
import { runCommand } from '../../services/commands.ts';
import type { ExpiryClock } from '../../services/tokens/expiryClock.ts';
import type { Reports } from '../../services/verification/reports.ts';
import type { Signer } from '../../services/keys/signer.ts';
import type { TokenSource } from '../../services/tokens/tokenHandles.ts';
import type { TokenIndex } from '../../services/tokens/tokenIndex.ts';
import type { Verifier } from '../../services/verification/verifier.ts';
import type { Knowledge } from '../../core/report/report.ts';
import { nestedIn } from '../../core/token/nested.ts';
import { tokenOf } from '../../core/token/tokenOf.ts';
import type { Token } from '../../core/token/token.ts';
import { copyRequested, copyKey, wholeValue } from './copying.ts';
import { readable } from '../view/memberRows.ts';
import { emptyForm, plainDisplay, remember } from '../view/panelState.ts';
import { buildView } from '../view/panelView.ts';
import { VerifySession } from './verifySession.ts';
import type { Progress } from './verifySession.ts';
import { fixedForm, fixedToken } from '../view/fixes.ts';
import { nameOf, ShownToken } from './shownToken.ts';
import type { ShownTokenChange } from './shownToken.ts';
import type { Display, PanelView, Remembered, Request, ToWebview, VerifyForm } from '../protocol/protocol.ts';
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

/** One of several nested tokens, with what is known about it. */
interface Level {
  readonly text: string;
  readonly progress: Progress;
}

/** What one panel shows and does: the truth behind the page, which may go and come back without losing anything. */
export class PanelSession implements vscode.Disposable {
  readonly #services: PanelServices;
  readonly #post: (message: ToWebview) => void;
  readonly #shown: ShownToken;
  readonly #verifySession: VerifySession;
  readonly #editor: TokenEditor;
  readonly #subscriptions: vscode.Disposable;
  #display: Display = plainDisplay;
  /** The tokens around the one on the page, outermost first. */
  #outer: readonly Level[] = [];
  /** The webview's last edit that was taken in. */
  #revision = 0;
  #wants: PanelView['wants'] = 'nothing';

  constructor(services: PanelServices, post: (message: ToWebview) => void) {
    this.#services = services;
    this.#post = post;
    this.#shown = new ShownToken(services.tokenIndex);
    this.#verifySession = new VerifySession(services.verifier, () => this.#refresh());
    this.#editor = new TokenEditor(
      services.signer,
      (choice) => services.verifier.choices().find(({ id, kind }) => kind === 'stored' && id === choice)?.label,
      () => this.#refresh(),
    );
    const renew = (): void => this.#renew();
    this.#subscriptions = vscode.Disposable.from(
      this.#shown,
      this.#shown.onDidChange((change) => {
        this.#follow(change);
      }),
      services.verifier.onDidChange(renew),
      services.verifier.onDidChange(() => void this.#editor.renewKey()),
      services.reports.onDidChange(renew),
      services.expiryClock.onDidTick((owner) => {
        if (owner === clockOwner) this.#renew();
      }),
    );
  }

  /**
   * Shows a token, and the document it lives in where there is one, with a key chosen: by `choice`, or the issuer that
   * fits.
   */
  async show({ text, uri, start }: TokenSource, choice?: string): Promise<void> {
    const place = uri === undefined || start === undefined ? undefined : { uri: vscode.Uri.parse(uri), start };
    if (choice !== undefined) this.#verifySession.choose(choice, true);
    else this.#chooseIssuer(text);
    await this.#shown.take(text, place);
  }

  /** Takes up what an earlier window left: the settings, and the token if its document still has it. */
  async restore({ expectations, display, origin }: Remembered): Promise<void> {
    this.#verifySession.setForm({ ...emptyForm, ...expectations }, false);
    this.#display = display;
    await this.#shown.restore(origin);
  }

  /** Does what the page asked for. The text returned is for the page; an error's message is shown on it. */
  async handle(request: Request): Promise<string | undefined> {
    if (request.type !== 'ready') this.#wants = 'nothing';
    switch (request.type) {
      case 'ready':
        this.#refresh();
        return undefined;
      case 'edit':
        this.#revision = request.revision;
        await (request.pasted === undefined
          ? this.#shown.take(request.text)
          : this.#shown.takeFrom(request.pasted, request.text));
        return undefined;
      case 'form':
        this.#revision = request.revision;
        await this.#takeForm(request.form);
        return undefined;
      case 'editor':
        await this.#openEditor(request.open);
        return undefined;
      case 'draft':
        this.#revision = request.revision;
        await this.#editor.change(request.draft);
        this.#refresh();
        return undefined;
      case 'algorithm':
        await this.#editor.choose(request.alg, request.enc);
        return undefined;
      case 'make':
        await this.#make();
        return undefined;
      case 'copyKey': {
        const key = this.#editor.state?.newKey;
        return key && copyKey(key, request.format);
      }
      case 'display':
        this.#display = request.display;
        this.#refresh();
        return undefined;
      case 'verify':
        await this.verify(true);
        return undefined;
      case 'fix':
        await this.#fix(request.explanation);
        return undefined;
      case 'openInner':
        this.#openInner();
        return undefined;
      case 'openOuter':
        this.#openOuter(request.depth);
        return undefined;
      case 'pasteFromClipboard':
        await this.#shown.takeFromClipboard();
        return undefined;
      case 'copyMember':
      case 'copyJson':
      case 'copyToken':
      case 'copyRedacted':
        return copyRequested(this.#verifySession.readable(this.#shown.text), request);
      case 'wholeValue':
        return readable(wholeValue(this.#verifySession.readable(this.#shown.text), request.where));
      case 'revealSource':
        await this.#shown.place?.reveal();
        return undefined;
      case 'addKey':
        await runCommand('jwtInspector.addKey');
        return undefined;
    }
  }

  /**
   * Verifies or decrypts with what the form says. `interactive`: the person waits, and may be asked for what is
   * missing.
   */
  async verify(interactive: boolean): Promise<void> {
    await this.#verifySession.run(this.#shown.text, interactive);
  }

  /** Verifies with the configured issuer that fits; without one, asks for a key by putting the keyboard on it. */
  async verifyOrAsk(): Promise<void> {
    if (this.#verifySession.isReady) {
      await this.verify(true);
    } else {
      this.#wants = 'key';
      this.#refresh();
    }
  }

  /** Opens where the token is edited, with the keyboard there. A draft of this very token stays as it is. */
  async edit(): Promise<void> {
    const token = this.#toEdit();
    await this.#editor.openOnce(token, keyToSignWith(this.#verifySession.form, token));
    this.#wants = 'claims';
    this.#refresh();
  }

  dispose(): void {
    this.#verifySession.callOff();
    this.#services.expiryClock.arm(clockOwner, []);
    this.#subscriptions.dispose();
  }

  #follow(change: ShownTokenChange): void {
    switch (change) {
      case 'taken':
        this.#outer = [];
        this.#verifySession.take(this.#shown.text);
        if (!this.#verifySession.isChosen && this.#verifySession.form.keyText === '')
          this.#chooseIssuer(this.#shown.text);
        return;
      case 'identified':
        this.#verifySession.callOffDecryption(this.#shown.text);
        this.#renew();
        return;
      case 'moved':
        this.#refresh();
    }
  }

  /** The configured issuer that fits is the answer, until the person chooses differently. */
  #chooseIssuer(text: string): void {
    const issuer = this.#services.verifier.matching(tokenOf(text));
    if (issuer) this.#verifySession.choose(issuer.id, false);
  }

  /** A choice takes the place of the answer that was there by itself. */
  async #takeForm(form: VerifyForm): Promise<void> {
    const hadAnswer = !this.#verifySession.isChosen && this.#knowledge().verification !== undefined;
    this.#verifySession.setForm(form);
    this.#verifySession.callOffDecryption(this.#shown.text);
    if (hadAnswer && this.#verifySession.isReady) await this.verify(false);
    else this.#renew();
  }

  /** What is known of the token on the page: by itself, or by what the person chose to verify or decrypt it with. */
  #knowledge(): Knowledge {
    const { text, place } = this.#shown;
    const { verification, ...known } = this.#services.reports.about(
      tokenOf(text),
      place?.document,
      this.#shown.isInDocument ? place?.start : undefined,
      true,
    );
    const { isChosen, answer, opened } = this.#verifySession.progress;
    const found = isChosen ? answer : verification;
    return { ...known, ...(found && { verification: found }), ...(opened && { decryption: opened.decryption }) };
  }

  /** After any change: verifies again where that was asked for, without asking anything. */
  #renew(): void {
    if (this.#verifySession.isWanted(this.#shown.text)) void this.verify(false);
    else this.#refresh();
  }

  /** The issuer that answers by itself stands in the form. */
  #followAnswer({ verification }: Knowledge): void {
    const { isChosen, form } = this.#verifySession;
    const choice = verification?.choice ?? form.choice;
    if (!isChosen && form.keyText === '' && choice !== form.choice) this.#verifySession.choose(choice);
  }

  #refresh(): void {
    const knowledge = this.#knowledge();
    this.#followAnswer(knowledge);
    const { verifier, expiryClock } = this.#services;
    const { form, progress, payload, verifying, problem } = this.#verifySession;
    if (this.#editor.state) this.#editor.follow(this.#toEdit());
    const { view, changesAt } = buildView(
      {
        token: this.#shown.text === '' ? undefined : tokenOf(this.#shown.text),
        outer: this.#outer.map(({ text }) => tokenOf(text)),
        revision: this.#revision,
        notes: payload ? [...this.#shown.notes, `Payload: ${nameOf(payload.uri)}.`] : this.#shown.notes,
        source: this.#shown.place?.label(),
        form,
        display: this.#display,
        remembered: remember(form, this.#display, this.#shown.origin),
        choices: verifier.choices(),
        knowledge,
        wants: this.#wants,
        verifying,
        problem: progress.opened?.problem ?? problem,
        editing: this.#editor.state,
        isInDocument: this.#shown.isInDocument,
      },
      new Date(),
    );
    expiryClock.arm(clockOwner, changesAt);
    this.#post({ type: 'view', view });
  }

  #toEdit(): Token | undefined {
    return this.#shown.text === '' ? undefined : this.#verifySession.readable(this.#shown.text);
  }

  async #openEditor(open: boolean): Promise<void> {
    if (open) {
      const token = this.#toEdit();
      await this.#editor.open(token, keyToSignWith(this.#verifySession.form, token));
      this.#wants = 'claims';
    } else {
      this.#editor.close();
    }
    this.#refresh();
  }

  /** Makes the token that was written, and puts it in the place of the one on the page. */
  async #make(): Promise<void> {
    const token = await this.#editor.make(Math.floor(Date.now() / 1000));
    if (token !== undefined) await this.#shown.rewrite(token, 'The new token');
    this.#refresh();
  }

  /** Shows the token that is inside this one. It is signed with another key, so nothing is filled in. */
  #openInner(): void {
    const { text } = this.#shown;
    const inner = nestedIn(this.#verifySession.readable(text))?.token.text;
    if (inner === undefined) throw new Error('The token has changed in the meantime.');
    this.#outer = [...this.#outer, { text, progress: this.#verifySession.progress }];
    this.#shown.step(inner);
    this.#verifySession.turnTo();
    this.#chooseIssuer(inner);
    this.#verifySession.offerFittingKind(inner);
    this.#refresh();
  }

  #openOuter(depth: number): void {
    const level = this.#outer[depth];
    if (level) {
      this.#outer = this.#outer.slice(0, depth);
      this.#shown.step(level.text);
      this.#verifySession.turnTo(level.progress);
      this.#renew();
    }
  }

  /** Does what an explanation offers, and verifies again. */
  async #fix(id: string): Promise<void> {
    const fix = this.#knowledge().verification?.result?.explanations.find((each) => each.id === id)?.fix;
    const fixed = fix?.kind === 'fix-token' ? fixedToken(tokenOf(this.#shown.text), fix.change) : '';
    if (!fix || fixed === undefined) throw new Error('The verification has changed in the meantime.');
    const form = fixedForm(this.#verifySession.form, fix);
    if (form) {
      this.#verifySession.setForm(form);
      await this.verify(true);
      return;
    }
    switch (fix.kind) {
      case 'fix-token':
        await this.#shown.rewrite(fixed, 'The fixed token');
        return;
      case 'paste-token':
        await this.#shown.takeFromClipboard();
        return;
      case 'refresh-keys':
        await runCommand('jwtInspector.refreshKeys');
        await this.verify(true);
        return;
      case 'change-issuer':
        this.#wants = 'issuer';
        this.#refresh();
        return;
      case 'explain-rule':
        await runCommand('jwtInspector.explainRule', fix.ruleId);
        return;
      default:
        await runCommand('jwtInspector.addKey');
    }
  }
}
