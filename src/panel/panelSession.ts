import * as vscode from 'vscode';
import type { Config } from '../platform/config.ts';
import { runCommand } from '../platform/commands.ts';
import type { ExpiryClock } from '../services/expiryClock.ts';
import type { Signer } from '../services/signer.ts';
import type { TokenSource } from '../services/tokenHandles.ts';
import type { TokenIndex } from '../services/tokenIndex.ts';
import type { DecryptOutcome, Verifier } from '../services/verifier.ts';
import { algorithm } from '../core/facts/algorithms.ts';
import { nestedIn } from '../core/token/nested.ts';
import { parseToken } from '../core/token/parse.ts';
import { isDetached } from '../core/token/detached.ts';
import type { ParsedToken } from '../core/token/token.ts';
import { copy, copyKey, wholeValue } from './copying.ts';
import { visibleLines } from './memberRows.ts';
import { emptyForm, plainDisplay, remember } from './panelState.ts';
import { buildView, type TimedOutcome } from './panelView.ts';
import { isEncrypted, withPlaintext } from './plaintext.ts';
import { choosePayload, type PayloadFile } from './payloadFile.ts';
import { mendForm, mendToken } from './remedies.ts';
import { nameOf, ShownToken, type ShownTokenChange } from './shownToken.ts';
import type { Display, PanelView, Remembered, Request, ToWebview, VerifyForm } from './protocol.ts';
import { TokenEditor } from './tokenEditor.ts';
import { isOnTheSpot, keyToSignWith, readForm } from './verifyRequest.ts';

export interface PanelServices {
  readonly verifier: Verifier;
  readonly tokenIndex: TokenIndex;
  readonly expiryClock: ExpiryClock;
  readonly config: Config;
  readonly signer: Signer;
}

const clockOwner = 'panel';

/** A token on the way through tokens inside each other, with what is known of it. */
interface Level {
  readonly text: string;
  readonly form: VerifyForm;
  readonly outcome: TimedOutcome | undefined;
  readonly opened: DecryptOutcome | undefined;
}

/** Milliseconds within which an answer needs no "verifying…" before it. */
const quick = 100;

/** What one panel shows and does: the truth behind the page, which may go and come back without losing anything. */
export class PanelSession implements vscode.Disposable {
  readonly #services: PanelServices;
  readonly #post: (message: ToWebview) => void;
  readonly #shown: ShownToken;
  readonly #editor: TokenEditor;
  readonly #subscriptions: vscode.Disposable;
  #form: VerifyForm = emptyForm;
  #display: Display = plainDisplay;
  /** What the token signs but does not carry, once the person chose it. */
  #payload: PayloadFile | undefined;
  #outcome: TimedOutcome | undefined;
  #opened: DecryptOutcome | undefined;
  /** The tokens around the one on the page, outermost first. */
  #outer: readonly Level[] = [];
  #problem: string | undefined;
  /** The webview's last edit that was taken in. */
  #revision = 0;
  /** Counts verifications and whatever makes their results outdated. */
  #turn = 0;
  #verifying = false;
  #wants: PanelView['wants'] = 'nothing';

  constructor(services: PanelServices, post: (message: ToWebview) => void) {
    this.#services = services;
    this.#post = post;
    this.#shown = new ShownToken(services.tokenIndex);
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
      services.config.onDidChange(renew),
      services.expiryClock.onDidTick((owner) => {
        if (owner === clockOwner) {
          this.#renew();
        }
      }),
    );
  }

  /** Shows a token, and the document it lives in where there is one, with a key chosen: by `choice`, or the issuer that fits. */
  async show({ text, uri, start }: TokenSource, choice?: string): Promise<void> {
    const place = uri === undefined || start === undefined ? undefined : { uri: vscode.Uri.parse(uri), start };
    this.#choose(choice ?? this.#services.verifier.matching(text)?.id);
    await this.#shown.take(text, place);
  }

  /** Takes up what an earlier window left: the settings, and the token if its document still has it. */
  async restore({ expectations, display, origin }: Remembered): Promise<void> {
    this.#form = { ...emptyForm, ...expectations };
    this.#display = display;
    await this.#shown.restore(origin);
  }

  /** Does what the page asked for. The text returned is for the page; an error's message is shown on it. */
  async handle(request: Request): Promise<string | undefined> {
    if (request.type !== 'ready') {
      this.#wants = 'nothing';
    }
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
        this.#form = request.form;
        this.#problem = undefined;
        this.#callOffDecryption();
        this.#renew();
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
      case 'mend':
        await this.#mend(request.explanation);
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
        return copy(this.#readable(), request);
      case 'wholeValue':
        return visibleLines(wholeValue(this.#readable(), request.where));
      case 'revealSource':
        await this.#shown.place?.reveal();
        return undefined;
      case 'addKey':
        await runCommand('jwtInspector.addKey');
        return undefined;
    }
  }

  /**
   * Verifies with what the form says. `interactive`: the person waits, and may be asked to approve a host. A result that is overtaken by an
   * edit is dropped. A person who verifies a token with a detached payload is asked for its file.
   */
  async verify(interactive: boolean): Promise<void> {
    const token = parseToken(this.#shown.text);
    if (interactive && readForm(this.#form).ok && isDetached(token)) {
      this.#payload = (await choosePayload(this.#payload)) ?? this.#payload;
    }
    this.#turn += 1;
    const turn = this.#turn;
    const reading =
      this.#shown.text === ''
        ? ({ ok: false, problem: 'Paste the token to verify.' } as const)
        : readForm(this.#form, token);
    this.#problem = reading.ok ? undefined : reading.problem;
    if (!reading.ok) {
      this.#outcome = undefined;
      this.#verifying = false;
      this.#refresh();
      return;
    }
    this.#verifying = true;
    const patience = setTimeout(() => this.#refresh(), quick);
    try {
      const { verifier } = this.#services;
      const request = { ...reading.request, interactive };
      if (isEncrypted(token)) {
        const opened = await verifier.decrypt(token.text, request);
        this.#opened = turn === this.#turn ? opened : this.#opened;
      } else {
        const detached = this.#payload && { detachedPayload: this.#payload.bytes };
        const result = await verifier.verify(token.text, { ...request, ...detached, tryOthers: true });
        this.#outcome = turn === this.#turn ? { at: new Date(), result } : this.#outcome;
      }
    } catch (error) {
      this.#problem = `That could not be done: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      clearTimeout(patience);
      if (turn === this.#turn) {
        this.#verifying = false;
        this.#refresh();
      }
    }
  }

  /** Verifies with the configured issuer that fits; without one, asks for a key by putting the keyboard on it. */
  async verifyOrAsk(): Promise<void> {
    if (readForm(this.#form).ok) {
      await this.verify(true);
    } else {
      this.#wants = 'key';
      this.#refresh();
    }
  }

  /** Opens where the token is edited, with the keyboard there. A draft of this very token stays as it is. */
  async edit(): Promise<void> {
    await this.#editor.openOnce(this.#toEdit(), keyToSignWith(this.#form, this.#toEdit()));
    this.#wants = 'claims';
    this.#refresh();
  }

  dispose(): void {
    this.#turn += 1;
    this.#services.expiryClock.arm(clockOwner, []);
    this.#subscriptions.dispose();
  }

  #follow(change: ShownTokenChange): void {
    switch (change) {
      case 'taken':
        this.#payload = undefined;
        this.#outer = [];
        this.#offerFittingKind();
        return;
      case 'identified':
        this.#problem = undefined;
        this.#callOffDecryption();
        this.#renew();
        return;
      case 'moved':
        this.#refresh();
    }
  }

  /** After any change: a token that was verified is verified again, without asking anything. Decrypting may take long, and is asked for. */
  #renew(): void {
    if ((this.#outcome || this.#verifying) && !isEncrypted(parseToken(this.#shown.text))) {
      void this.verify(false);
    } else {
      this.#refresh();
    }
  }

  #refresh(): void {
    const { verifier, config, expiryClock } = this.#services;
    const settings = config.get();
    this.#editor.follow(this.#toEdit());
    const { view, changesAt } = buildView(
      {
        token: this.#shown.text,
        outer: this.#outer.map(({ text }) => text),
        revision: this.#revision,
        notes: this.#payload ? [...this.#shown.notes, `Payload: ${nameOf(this.#payload.uri)}.`] : this.#shown.notes,
        source: this.#shown.place?.label(),
        form: this.#form,
        display: this.#display,
        remembered: remember(this.#form, this.#display, this.#shown.origin),
        choices: verifier.choices(),
        leewaySeconds: settings.clockToleranceSeconds,
        rules: settings.diagnostics.rules,
        wants: this.#wants,
        verifying: this.#verifying,
        outcome: this.#outcome,
        opened: this.#opened,
        problem: this.#problem,
        editing: this.#editor.state,
        isInDocument: this.#shown.isInDocument,
      },
      new Date(),
    );
    expiryClock.arm(clockOwner, changesAt);
    this.#post({ type: 'view', view });
  }

  /** What was decrypted, or is being, is no answer to another token or form. */
  #callOffDecryption(): void {
    this.#opened = undefined;
    if (isEncrypted(parseToken(this.#shown.text))) {
      this.#outcome = undefined;
      this.#turn += 1;
      this.#verifying = false;
    }
  }

  /** The token with what was decrypted of it. */
  #readable(): ParsedToken {
    return withPlaintext(parseToken(this.#shown.text), this.#opened);
  }

  #toEdit(): ParsedToken | undefined {
    return this.#shown.text === '' ? undefined : this.#readable();
  }

  async #openEditor(open: boolean): Promise<void> {
    if (open) {
      await this.#editor.open(this.#toEdit(), keyToSignWith(this.#form, this.#toEdit()));
      this.#wants = 'claims';
    } else {
      this.#editor.close();
    }
    this.#refresh();
  }

  /** Makes the token that was written, and puts it in the place of the one on the page. */
  async #make(): Promise<void> {
    const token = await this.#editor.make(Math.floor(Date.now() / 1000));
    if (token !== undefined) {
      await this.#shown.rewrite(token, 'The new token');
    }
    this.#refresh();
  }

  /** Shows the token that is inside this one. It is signed with another key, so nothing is filled in. */
  #openInner(): void {
    const inner = nestedIn(this.#readable())?.token.text;
    if (inner === undefined) {
      throw new Error('The token has changed in the meantime.');
    }
    const level = { text: this.#shown.text, form: this.#form, outcome: this.#outcome, opened: this.#opened };
    this.#outer = [...this.#outer, level];
    this.#form = emptyForm;
    this.#choose(this.#services.verifier.matching(inner)?.id);
    this.#stepTo({ text: inner, form: this.#form, outcome: undefined, opened: undefined });
    this.#offerFittingKind();
    this.#refresh();
  }

  #openOuter(depth: number): void {
    const level = this.#outer[depth];
    if (level) {
      this.#outer = this.#outer.slice(0, depth);
      this.#stepTo(level);
      this.#renew();
    }
  }

  #stepTo({ text, form, outcome, opened }: Level): void {
    this.#shown.step(text);
    this.#turn += 1;
    this.#verifying = false;
    this.#problem = undefined;
    this.#form = form;
    this.#outcome = outcome;
    this.#opened = opened;
  }

  /** Does what an explanation offers, and verifies again. */
  async #mend(id: string): Promise<void> {
    const remedy = this.#outcome?.result.verification.explanations.find((each) => each.id === id)?.remedy;
    const mended = remedy?.kind === 'mend-token' ? mendToken(parseToken(this.#shown.text), remedy.cure) : '';
    if (!remedy || mended === undefined) {
      throw new Error('The verification has changed in the meantime.');
    }
    const form = mendForm(this.#form, remedy);
    if (form) {
      this.#form = form;
      await this.verify(true);
      return;
    }
    switch (remedy.kind) {
      case 'mend-token':
        await this.#shown.rewrite(mended, 'The mended token');
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
        await runCommand('jwtInspector.explainRule', remedy.ruleId);
        return;
      default:
        await runCommand('jwtInspector.addKey');
    }
  }

  #choose(choice: string | undefined): void {
    if (choice !== undefined) {
      this.#form = { ...this.#form, choice };
    }
  }

  /** A field for a secret or for a public key, whichever the algorithm asks for, unless a key is given already. */
  #offerFittingKind(): void {
    const token = parseToken(this.#shown.text);
    const fact = algorithm(token.alg ?? '');
    const { choice, keyText } = this.#form;
    const chosen = this.#services.verifier.choices().find(({ id }) => id === choice);
    // Issuers publish no keys that decrypt.
    const isOpen = isOnTheSpot(this.#form) || (isEncrypted(token) && chosen?.kind === 'issuer');
    if (isOpen && keyText === '' && fact) {
      this.#form = { ...this.#form, choice: fact.keyType === 'oct' ? 'secret' : 'key' };
    }
  }
}
