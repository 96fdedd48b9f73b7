import { algorithm } from '../../core/facts/algorithms.ts';
import { isDetached } from '../../core/token/detached.ts';
import type { KnownVerification } from '../../core/report/report.ts';
import { tokenOf } from '../../core/token/tokenOf.ts';
import type { Token } from '../../core/token/token.ts';
import { LatestTurn } from '../../platform/latestTurn.ts';
import type { DecryptOutcome, Verifier } from '../../services/verification/verifier.ts';
import { emptyForm } from '../view/panelState.ts';
import { choosePayload } from './payloadFile.ts';
import type { PayloadFile } from './payloadFile.ts';
import { isJweKind, withPlaintext } from '../view/plaintext.ts';
import type { VerifyForm } from '../protocol/forms.ts';
import { isOnTheSpot, readForm } from '../view/verifyRequest.ts';

/** How far one token has come: kept while a token inside it is on the page. */
export interface Progress {
  readonly form: VerifyForm;
  /** Whether the person has chosen what to verify with: then nothing else is the answer. */
  readonly isChosen: boolean;
  readonly answer: KnownVerification | undefined;
  /** The result of decrypting it. */
  readonly opened: DecryptOutcome | undefined;
}

const nothingYet: Progress = { form: emptyForm, isChosen: false, answer: undefined, opened: undefined };

/** Milliseconds within which an answer needs no "verifying…" before it. */
const quick = 100;

/**
 * What the token on the page is verified or decrypted with, and what came of it. A result that is overtaken by a change
 * is dropped.
 */
export class VerifySession {
  readonly #verifier: Verifier;
  readonly #changed: () => void;
  #progress: Progress = nothingYet;
  /** What the token signs but does not carry, once the person chose it. */
  #payload: PayloadFile | undefined;
  #problem: string | undefined;
  #verifying = false;
  readonly #turn = new LatestTurn();

  /** `changed` is called for everything that happens after the call that started it. */
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

  /** Whether everything needed is filled in. */
  get isReady(): boolean {
    return readForm(this.form).ok;
  }

  /** The token with what was decrypted of it. */
  readable(text: string): Token {
    return withPlaintext(tokenOf(text), this.#progress.opened?.decryption);
  }

  /** Whether the person has said what to verify with. */
  get isChosen(): boolean {
    return this.#progress.isChosen;
  }

  setForm(form: VerifyForm, isChosen = true): void {
    this.#progress = { ...this.#progress, form, isChosen };
    this.#problem = undefined;
  }

  /** Fills in a key: what fits by itself, or the person's choice. */
  choose(choice: string, isChosen = this.isChosen): void {
    this.setForm({ ...this.form, choice }, isChosen);
  }

  /** Begins with a token that nothing is known of, inside or around the last one; or goes on where it was left. */
  turnTo(progress: Progress = nothingYet): void {
    this.#progress = progress;
    this.#problem = undefined;
    this.callOff();
  }

  /**
   * A token was put in the last one's place. It may be verified with the same key: a field is offered for what its
   * algorithm asks for.
   */
  take(text: string): void {
    this.#payload = undefined;
    this.offerFittingKind(text);
  }

  /**
   * The token or the form has changed, so an earlier or running decryption is no longer the answer. A verification is
   * made again, see {@link isWanted}.
   */
  callOffDecryption(text: string): void {
    this.#progress = { ...this.#progress, opened: undefined };
    this.#problem = undefined;
    if (isJweKind(tokenOf(text))) {
      this.#progress = { ...this.#progress, answer: undefined };
      this.callOff();
    }
  }

  callOff(): void {
    this.#turn.callOff();
    this.#verifying = false;
  }

  /**
   * A token that was verified as the person chose is verified so again after any change. Decrypting may take long, and
   * is asked for.
   */
  isWanted(text: string): boolean {
    const { isChosen, answer } = this.#progress;
    return isChosen && (answer !== undefined || this.#verifying) && !isJweKind(tokenOf(text));
  }

  /**
   * Verifies or decrypts a token with what the form says. `interactive`: the person waits, and may be asked to approve
   * a host, and for the file of a detached payload.
   */
  async run(text: string, interactive: boolean): Promise<void> {
    const token = tokenOf(text);
    if (interactive && this.isReady && isDetached(token))
      this.#payload = (await choosePayload(this.#payload)) ?? this.#payload;
    this.callOff();
    const reading =
      text === '' ? ({ ok: false, problem: 'Paste the token to verify.' } as const) : readForm(this.form, token);
    this.#problem = reading.ok ? undefined : reading.problem;
    if (!reading.ok) {
      this.#progress = { ...this.#progress, answer: undefined };
      this.#changed();
      return;
    }
    this.#progress = { ...this.#progress, isChosen: true };
    this.#verifying = true;
    const patience = setTimeout(() => this.#changed(), quick);
    const request = { ...reading.request, interactive };
    const end = (): void => {
      this.#verifying = false;
      this.#changed();
    };
    await this.#turn.take(
      async () =>
        isJweKind(token)
          ? { opened: await this.#verifier.decrypt(token, request) }
          : { answer: await this.#verified(text, request) },
      (found) => {
        this.#progress = { ...this.#progress, ...found };
        end();
      },
      (error) => {
        this.#problem = `The action failed: ${error instanceof Error ? error.message : String(error)}`;
        end();
      },
    );
    clearTimeout(patience);
  }

  /** A field for a secret or for a public key, whichever the algorithm asks for, unless a key is given already. */
  offerFittingKind(text: string): void {
    const token = tokenOf(text);
    const fact = algorithm(token.alg ?? '');
    const { choice, keyText } = this.form;
    const chosen = this.#verifier.choices().find(({ id }) => id === choice);
    // Issuers publish no keys that decrypt.
    const isOpen = isOnTheSpot(this.form) || (isJweKind(token) && chosen?.kind === 'issuer');
    if (isOpen && keyText === '' && fact) this.choose(fact.keyType === 'oct' ? 'secret' : 'key');
  }

  async #verified(text: string, request: Parameters<Verifier['verify']>[1]): Promise<KnownVerification> {
    const detached = this.#payload && { detachedPayload: this.#payload.bytes };
    const at = new Date();
    const outcome = await this.#verifier.verify(tokenOf(text), { ...request, ...detached, tryOthers: true });
    const { verification, profile = {}, problem } = outcome;
    const issuer = this.#verifier.choices().find(({ id, kind }) => id === request.choice && kind === 'issuer');
    const by = outcome.by ?? issuer?.by ?? issuer?.label;
    return {
      profile,
      result: verification,
      at,
      ...(by !== undefined && { by }),
      ...(problem !== undefined && { problem }),
    };
  }
}
