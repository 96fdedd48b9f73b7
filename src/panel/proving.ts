import { algorithm } from '../core/facts/algorithms.ts';
import { isDetached } from '../core/token/detached.ts';
import { parseToken } from '../core/token/parse.ts';
import type { ParsedToken } from '../core/token/token.ts';
import type { DecryptOutcome, Verifier } from '../services/verifier.ts';
import { emptyForm } from './panelState.ts';
import type { TimedOutcome } from './panelView.ts';
import { choosePayload, type PayloadFile } from './payloadFile.ts';
import { isEncrypted, withPlaintext } from './plaintext.ts';
import type { VerifyForm } from './protocol.ts';
import { isOnTheSpot, readForm } from './verifyRequest.ts';

/** How far one token has come: kept while a token inside it is on the page. */
export interface Progress {
  readonly form: VerifyForm;
  readonly outcome: TimedOutcome | undefined;
  /** What became of decrypting it. */
  readonly opened: DecryptOutcome | undefined;
}

const nothingYet: Progress = { form: emptyForm, outcome: undefined, opened: undefined };

/** Milliseconds within which an answer needs no "verifying…" before it. */
const quick = 100;

/** What the token on the page is verified or decrypted with, and what came of it. A result that is overtaken by a change is dropped. */
export class Proving {
  readonly #verifier: Verifier;
  readonly #changed: () => void;
  #progress: Progress = nothingYet;
  /** What the token signs but does not carry, once the person chose it. */
  #payload: PayloadFile | undefined;
  #problem: string | undefined;
  #verifying = false;
  /** Counts verifications and whatever makes their results outdated. */
  #turn = 0;

  /** `changed` hears of everything that comes later than the call that began it. */
  constructor(verifier: Verifier, changed: () => void) {
    this.#verifier = verifier;
    this.#changed = changed;
  }

  get progress(): Progress {
    return this.#progress;
  }

  get form(): VerifyForm {
    return this.#progress.form;
  }

  get payload(): PayloadFile | undefined {
    return this.#payload;
  }

  /** Why the token could not be verified, or what is missing for that. */
  get problem(): string | undefined {
    return this.#problem;
  }

  get verifying(): boolean {
    return this.#verifying;
  }

  /** Whether everything is filled in that it takes. */
  get isReady(): boolean {
    return readForm(this.form).ok;
  }

  /** The token with what was decrypted of it. */
  readable(text: string): ParsedToken {
    return withPlaintext(parseToken(text), this.#progress.opened);
  }

  setForm(form: VerifyForm): void {
    this.#progress = { ...this.#progress, form };
    this.#problem = undefined;
  }

  choose(choice: string | undefined): void {
    if (choice !== undefined) {
      this.#progress = { ...this.#progress, form: { ...this.form, choice } };
    }
  }

  /** Begins with a token that nothing is known of, inside or around the last one; or goes on where it was left. */
  turnTo(progress: Progress = nothingYet): void {
    this.#progress = progress;
    this.#problem = undefined;
    this.callOff();
  }

  /** A token was put in the last one's place. It may be proven with the same key: a field is offered for what its algorithm asks for. */
  take(text: string): void {
    this.#payload = undefined;
    this.offerFittingKind(text);
  }

  /** Token or form are others: what was decrypted of them, or is being, is no answer. A verification is made anew, see {@link isWanted}. */
  callOffDecryption(text: string): void {
    this.#progress = { ...this.#progress, opened: undefined };
    this.#problem = undefined;
    if (isEncrypted(parseToken(text))) {
      this.#progress = { ...this.#progress, outcome: undefined };
      this.callOff();
    }
  }

  callOff(): void {
    this.#turn += 1;
    this.#verifying = false;
  }

  /** A token that was verified is verified again after any change. Decrypting may take long, and is asked for. */
  isWanted(text: string): boolean {
    return (this.#progress.outcome !== undefined || this.#verifying) && !isEncrypted(parseToken(text));
  }

  /**
   * Verifies or decrypts a token with what the form says. `interactive`: the person waits, and may be asked to approve a host, and for the
   * file of a detached payload.
   */
  async prove(text: string, interactive: boolean): Promise<void> {
    const token = parseToken(text);
    if (interactive && this.isReady && isDetached(token)) {
      this.#payload = (await choosePayload(this.#payload)) ?? this.#payload;
    }
    this.#turn += 1;
    const turn = this.#turn;
    const reading =
      text === '' ? ({ ok: false, problem: 'Paste the token to verify.' } as const) : readForm(this.form, token);
    this.#problem = reading.ok ? undefined : reading.problem;
    if (!reading.ok) {
      this.#progress = { ...this.#progress, outcome: undefined };
      this.#verifying = false;
      this.#changed();
      return;
    }
    this.#verifying = true;
    const patience = setTimeout(() => this.#changed(), quick);
    try {
      const request = { ...reading.request, interactive };
      const found = isEncrypted(token)
        ? { opened: await this.#verifier.decrypt(text, request) }
        : { outcome: await this.#verified(text, request) };
      if (turn === this.#turn) {
        this.#progress = { ...this.#progress, ...found };
      }
    } catch (error) {
      this.#problem = `That could not be done: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      clearTimeout(patience);
      if (turn === this.#turn) {
        this.#verifying = false;
        this.#changed();
      }
    }
  }

  /** A field for a secret or for a public key, whichever the algorithm asks for, unless a key is given already. */
  offerFittingKind(text: string): void {
    const token = parseToken(text);
    const fact = algorithm(token.alg ?? '');
    const { choice, keyText } = this.form;
    const chosen = this.#verifier.choices().find(({ id }) => id === choice);
    // Issuers publish no keys that decrypt.
    const isOpen = isOnTheSpot(this.form) || (isEncrypted(token) && chosen?.kind === 'issuer');
    if (isOpen && keyText === '' && fact) {
      this.choose(fact.keyType === 'oct' ? 'secret' : 'key');
    }
  }

  async #verified(text: string, request: Parameters<Verifier['verify']>[1]): Promise<TimedOutcome> {
    const detached = this.#payload && { detachedPayload: this.#payload.bytes };
    return { at: new Date(), result: await this.#verifier.verify(text, { ...request, ...detached, tryOthers: true }) };
  }
}
