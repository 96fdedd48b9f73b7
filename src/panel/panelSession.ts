import * as vscode from 'vscode';
import type { Config } from '../platform/config.ts';
import { runCommand } from '../platform/commands.ts';
import type { ExpiryClock } from '../services/expiryClock.ts';
import type { TokenSource } from '../services/tokenHandles.ts';
import type { TokenIndex } from '../services/tokenIndex.ts';
import type { Verifier } from '../services/verifier.ts';
import { algorithm } from '../core/facts/algorithms.ts';
import { fingerprint } from '../core/token/fingerprint.ts';
import { find } from '../core/token/find.ts';
import { parseToken } from '../core/token/parse.ts';
import { redact } from '../core/token/redact.ts';
import { isDetached } from '../core/verify/signedParts.ts';
import { DocumentToken, findAgain, type Place } from './documentToken.ts';
import { memberText, partText, visibleLines } from './memberRows.ts';
import { emptyForm, plainDisplay, remember } from './panelState.ts';
import { buildView, type TimedOutcome } from './panelView.ts';
import { choosePayload, type PayloadFile } from './payloadFile.ts';
import type { Display, Origin, Remembered, Request, ToWebview, VerifyForm } from './protocol.ts';
import { isOnTheSpot, readForm } from './verifyRequest.ts';

export interface PanelServices {
  readonly verifier: Verifier;
  readonly tokenIndex: TokenIndex;
  readonly expiryClock: ExpiryClock;
  readonly config: Config;
}

type Member = Extract<Request, { type: 'copyMember' }>['where'];

const clockOwner = 'panel';

/** Milliseconds within which an answer needs no "verifying…" before it. */
const quick = 100;

/** What one panel shows and does: the truth behind the page, which may go and come back without losing anything. */
export class PanelSession implements vscode.Disposable {
  readonly #services: PanelServices;
  readonly #post: (message: ToWebview) => void;
  readonly #subscriptions: vscode.Disposable;
  #token = '';
  #place: DocumentToken | undefined;
  #origin: Origin = { kind: 'nowhere' };
  #form: VerifyForm = emptyForm;
  #display: Display = plainDisplay;
  #notes: readonly string[] = [];
  /** What the token signs but does not carry, once the person chose it. */
  #payload: PayloadFile | undefined;
  #outcome: TimedOutcome | undefined;
  #problem: string | undefined;
  /** The webview's last edit that was taken in. */
  #revision = 0;
  /** Counts verifications and whatever makes their results outdated. */
  #turn = 0;
  #verifying = false;
  #wantsKey = false;

  constructor(services: PanelServices, post: (message: ToWebview) => void) {
    this.#services = services;
    this.#post = post;
    const renew = (): void => this.#renew();
    this.#subscriptions = vscode.Disposable.from(
      services.verifier.onDidChange(renew),
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
    await this.#take(text, place, []);
  }

  /** Takes up what an earlier window left: the settings, and the token if its document still has it. */
  async restore({ expectations, display, origin }: Remembered): Promise<void> {
    this.#form = { ...expectations, keyText: '' };
    this.#display = display;
    if (origin.kind === 'pasted') {
      this.#notes = ['The token that was pasted here is gone: tokens are never written to disk. Paste it again.'];
    } else if (origin.kind === 'document') {
      const uri = vscode.Uri.parse(origin.uri);
      const found = await findAgain(uri, origin.start, origin.fingerprint, this.#services.tokenIndex);
      if (found) {
        await this.#take(found.text, { uri, start: found.start }, []);
        return;
      }
      this.#notes = [`The token is no longer in ${nameOf(uri)}. Paste it, or open it from a document.`];
    }
    this.#refresh();
  }

  /** Does what the page asked for. The text returned is for the page; an error's message is shown on it. */
  async handle(request: Request): Promise<string | undefined> {
    this.#wantsKey &&= request.type === 'ready';
    switch (request.type) {
      case 'ready':
        this.#refresh();
        return undefined;
      case 'edit':
        this.#revision = request.revision;
        await this.#edit(request.text, request.pasted);
        return undefined;
      case 'form':
        this.#revision = request.revision;
        this.#form = request.form;
        this.#problem = undefined;
        this.#renew();
        return undefined;
      case 'display':
        this.#display = request.display;
        this.#refresh();
        return undefined;
      case 'verify':
        await this.verify(true);
        return undefined;
      case 'pasteFromClipboard':
        await this.#pasteFromClipboard();
        return undefined;
      case 'copyMember':
        return copied(this.#memberText(request.where), 'Copied');
      case 'copyJson':
        return copied(partText(parseToken(this.#token), request.part), 'Copied as JSON');
      case 'copyRedacted':
        return copied(redact(this.#token), 'Copied with values and signature redacted');
      case 'wholeValue':
        return visibleLines(this.#memberText(request.where));
      case 'revealSource':
        await this.#place?.reveal();
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
    if (interactive && readForm(this.#form).ok && isDetached(parseToken(this.#token))) {
      this.#payload = (await choosePayload(this.#payload)) ?? this.#payload;
    }
    this.#turn += 1;
    const turn = this.#turn;
    const reading =
      this.#token === '' ? ({ ok: false, problem: 'Paste the token to verify.' } as const) : readForm(this.#form);
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
      const result = await this.#services.verifier.verify(this.#token, {
        ...reading.request,
        ...(this.#payload && { detachedPayload: this.#payload.bytes }),
        interactive,
      });
      if (turn === this.#turn) {
        this.#outcome = { at: new Date(), result };
      }
    } catch (error) {
      this.#problem = `The verification could not be made: ${error instanceof Error ? error.message : String(error)}`;
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
      this.#wantsKey = true;
      this.#refresh();
    }
  }

  dispose(): void {
    this.#turn += 1;
    this.#services.expiryClock.arm(clockOwner, []);
    this.#place?.dispose();
    this.#subscriptions.dispose();
  }

  async #edit(text: string, pasted: string | undefined): Promise<void> {
    await (pasted === undefined ? this.#take(text, undefined, []) : this.#takeFrom(pasted, text));
  }

  async #pasteFromClipboard(): Promise<void> {
    const text = await vscode.env.clipboard.readText();
    if (find(text).length === 0) {
      throw new Error('There is no token on the clipboard.');
    }
    await this.#takeFrom(text, '');
  }

  /** Takes the first token of a text: a header, a command, JSON. Without one, `otherwise`. */
  async #takeFrom(text: string, otherwise: string): Promise<void> {
    const [first, ...others] = find(text);
    const notes = others.length > 0 ? [`${others.length + 1} tokens were pasted; this is the first.`] : [];
    await this.#take(first ? text.slice(first.start, first.end) : otherwise, undefined, notes);
  }

  async #take(text: string, place: Place | undefined, notes: readonly string[]): Promise<void> {
    this.#token = text;
    this.#payload = undefined;
    this.#notes = notes;
    this.#place?.dispose();
    this.#place = place && new DocumentToken(place, text.length, this.#services.tokenIndex);
    this.#place?.onDidChange((token) => void this.#follow(token?.text));
    this.#offerFittingKind(text);
    await this.#identify();
  }

  async #follow(text: string | undefined): Promise<void> {
    if (text === this.#token && this.#notes.length === 0) {
      this.#refresh();
      return;
    }
    const gone = `The token is no longer in ${nameOf(this.#place?.uri)}; this is what it was.`;
    this.#notes = text === undefined ? [gone] : [];
    this.#token = text ?? this.#token;
    await this.#identify();
  }

  /** Renews what is remembered of the token's whereabouts, and everything that is said about it. */
  async #identify(): Promise<void> {
    const token = this.#token;
    const print = await fingerprint(token);
    if (token !== this.#token) {
      return;
    }
    this.#origin =
      token === ''
        ? { kind: 'nowhere' }
        : this.#place
          ? { kind: 'document', uri: this.#place.uri.toString(), start: this.#place.start, fingerprint: print }
          : { kind: 'pasted' };
    this.#problem = undefined;
    this.#renew();
  }

  /** After any change: a token that was verified is verified again, without asking anything. */
  #renew(): void {
    if (this.#outcome || this.#verifying) {
      void this.verify(false);
    } else {
      this.#refresh();
    }
  }

  #refresh(): void {
    const { verifier, config, expiryClock } = this.#services;
    const settings = config.get();
    const { view, changesAt } = buildView(
      {
        token: this.#token,
        revision: this.#revision,
        notes: this.#payload ? [...this.#notes, `Payload: ${nameOf(this.#payload.uri)}.`] : this.#notes,
        source: this.#place?.label(),
        form: this.#form,
        display: this.#display,
        remembered: remember(this.#form, this.#display, this.#origin),
        choices: verifier.choices(),
        leewaySeconds: settings.clockToleranceSeconds,
        rules: settings.diagnostics.rules,
        wantsKey: this.#wantsKey,
        verifying: this.#verifying,
        outcome: this.#outcome,
        problem: this.#problem,
      },
      new Date(),
    );
    expiryClock.arm(clockOwner, changesAt);
    this.#post({ type: 'view', view });
  }

  #choose(choice: string | undefined): void {
    if (choice !== undefined) {
      this.#form = { ...this.#form, choice };
    }
  }

  /** A field for a secret or for a public key, whichever the algorithm asks for, unless a key is given already. */
  #offerFittingKind(token: string): void {
    const keyType = algorithm(parseToken(token).alg ?? '')?.keyType;
    if (isOnTheSpot(this.#form) && this.#form.keyText === '' && keyType !== undefined) {
      this.#form = { ...this.#form, choice: keyType === 'oct' ? 'secret' : 'key' };
    }
  }

  #memberText({ part, index }: Member): string {
    const text = memberText(parseToken(this.#token), part, index);
    if (text === undefined) {
      throw new Error('The token has changed in the meantime.');
    }
    return text;
  }
}

async function copied(text: string, words: string): Promise<string> {
  await vscode.env.clipboard.writeText(text);
  return words;
}

function nameOf(uri: vscode.Uri | undefined): string {
  return uri?.path.split('/').at(-1) ?? 'its document';
}
