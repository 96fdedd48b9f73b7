import * as vscode from 'vscode';
import type { KnownVerification } from '../../core/report/report.ts';
import { timeOf } from '../../core/claims/timeState.ts';
import type { Token } from '../../core/token/token.ts';
import type { TokenIndex } from '../tokens/tokenIndex.ts';
import type { Verifier, VerifyOutcome } from './verifier.ts';

/** What is known of a token that a configured issuer fits: `staging`, or `staging or test` while several fit. */
export type IssuerAnswer = KnownVerification & { readonly by: string };

export interface BackgroundVerifierDependencies {
  readonly verifier: Pick<Verifier, 'fitting' | 'verify' | 'onDidChange'>;
  readonly tokenIndex: Pick<TokenIndex, 'onDidChange'>;
  readonly now?: () => Date;
}

interface KnownToken {
  readonly token: Token;
  /** The same object for as long as it is true. */
  answer: IssuerAnswer;
  /** The instants at which the verdict changes by itself. */
  changesAt: readonly Date[];
  /** In milliseconds: from then on keys that may have changed behind a URL or in a file are looked at again. */
  askAgainAt: number;
  usedAt: number;
  isRunning: boolean;
  /** Whether somebody asked why it fails, and whether the answer says so. */
  wantsReasons: boolean;
  hasReasons: boolean;
}

/** How much token text answers are kept for: thousands of ordinary tokens. */
const maximumCharacters = 4_000_000;
/**
 * Answers that nobody asked for in this time make room for others. Answers in use stay: two that push each other out
 * would be computed forever.
 */
const idleMilliseconds = 60_000;
const lifetimeMilliseconds = 60_000;
const atOnce = 4;
/** Answers that arrive close together are announced at once. */
const gatheringMilliseconds = 50;

/**
 * Verifies tokens that a configured issuer fits, in the background. It answers at once with what it knows, asks the
 * user nothing (an origin that is not approved stays a problem of the outcome) and keeps answers in memory only, until
 * keys, settings or the time change them. A verification by command has no say here: what it was held against may be
 * anything.
 */
export class BackgroundVerifier implements vscode.Disposable {
  readonly #verifier: BackgroundVerifierDependencies['verifier'];
  readonly #now: () => Date;
  /** By token text, the one asked for last at the end. */
  readonly #entries = new Map<string, KnownToken>();
  #characters = 0;
  /** Texts that no issuer fits. A file may be full of them, and reading them again costs as much as verifying. */
  readonly #strangers = new Set<string>();
  #strangeCharacters = 0;
  /** Tokens that wait to be verified, and the documents that ask for them. */
  readonly #waiting = new Map<KnownToken, Set<string>>();
  #running = 0;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;

  /** Fires when answers have come, or no longer hold. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor({ verifier, tokenIndex, now = () => new Date() }: BackgroundVerifierDependencies) {
    this.#verifier = verifier;
    this.#now = now;
    this.#subscriptions = vscode.Disposable.from(
      verifier.onDidChange(() => {
        this.#forgetAll();
        this.#tell();
      }),
      tokenIndex.onDidChange(({ uri }) => {
        this.#withdraw(uri.toString());
      }),
    );
  }

  /**
   * What is known of a token now, and starts to find out the rest; `onDidChange` tells when it is known. Where the
   * asker is the address of a document, a change of that calls off what it asked for and has not begun. `undefined`
   * where no configured issuer fits. `wantsReasons`: where the signature does not hold, the user's other keys are tried
   * as well, to say which of them would fit.
   */
  about(token: Token, asker: string, wantsReasons = false): IssuerAnswer | undefined {
    const now = this.#now().getTime();
    const entry = this.#entries.get(token.text) ?? this.#open(token, now);
    if (entry === undefined) return undefined;
    this.#use(entry, now);
    if (entry.answer.result !== undefined && entry.changesAt.some((instant) => instant.getTime() <= now))
      entry.answer = pending(entry.answer);
    entry.wantsReasons ||= wantsReasons;
    const { result } = entry.answer;
    const lacksReasons = entry.wantsReasons && !entry.hasReasons && result?.signature !== 'valid';
    if (result === undefined || entry.askAgainAt <= now || lacksReasons) this.#enqueue(entry, asker);
    return entry.answer;
  }

  dispose(): void {
    clearTimeout(this.#gathering);
    this.#forgetAll();
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #open(token: Token, now: number): KnownToken | undefined {
    const { text } = token;
    if (this.#strangers.has(text)) return undefined;
    const [choice, ...others] = this.#verifier.fitting(token);
    if (choice === undefined) this.#rememberStranger(text);
    if (choice === undefined || !this.#makeRoom(text.length, now)) return undefined;
    const by = [choice, ...others].map(({ label, by: name = label }) => name).join(' or ');
    const answer = others.length === 0 ? { by, choice: choice.id, profile: choice.profile ?? {} } : { by, profile: {} };
    const entry: KnownToken = {
      token,
      answer,
      changesAt: [],
      askAgainAt: 0,
      usedAt: now,
      isRunning: false,
      wantsReasons: false,
      hasReasons: false,
    };
    this.#characters += text.length;
    return entry;
  }

  #rememberStranger(text: string): void {
    if (this.#strangeCharacters + text.length > maximumCharacters) this.#forgetStrangers();
    this.#strangers.add(text);
    this.#strangeCharacters += text.length;
  }

  #forgetStrangers(): void {
    this.#strangers.clear();
    this.#strangeCharacters = 0;
  }

  #makeRoom(characters: number, now: number): boolean {
    for (const [text, { usedAt }] of this.#entries) {
      if (this.#characters + characters <= maximumCharacters || now - usedAt < idleMilliseconds) break;
      this.#entries.delete(text);
      this.#characters -= text.length;
    }
    return this.#characters + characters <= maximumCharacters;
  }

  #use(entry: KnownToken, now: number): void {
    entry.usedAt = now;
    this.#entries.delete(entry.token.text);
    this.#entries.set(entry.token.text, entry);
  }

  #enqueue(entry: KnownToken, uri: string): void {
    if (!entry.isRunning) {
      this.#waiting.set(entry, (this.#waiting.get(entry) ?? new Set()).add(uri));
      this.#startNext();
    }
  }

  #withdraw(uri: string): void {
    for (const [entry, askers] of this.#waiting) {
      askers.delete(uri);
      if (askers.size === 0) this.#waiting.delete(entry);
    }
  }

  #startNext(): void {
    for (const [entry] of this.#waiting) {
      if (this.#running >= atOnce) return;
      this.#waiting.delete(entry);
      void this.#run(entry);
    }
  }

  async #run(entry: KnownToken): Promise<void> {
    this.#running += 1;
    entry.isRunning = true;
    const at = this.#now();
    const withReasons = entry.wantsReasons;
    try {
      const outcome = await this.#outcomeFor(entry.token, withReasons);
      // Keys or settings may have changed meanwhile; then there is another entry, or none.
      if (this.#entries.get(entry.token.text) === entry) {
        entry.answer = settled(entry.answer, outcome, at);
        entry.hasReasons = withReasons;
        const { leewaySeconds = 0, maxAgeSeconds } = entry.answer.profile;
        entry.changesAt = timeOf(entry.token, at, leewaySeconds, maxAgeSeconds).changesAt;
        entry.askAgainAt = at.getTime() + lifetimeMilliseconds;
        this.#tellSoon();
      }
    } finally {
      this.#running -= 1;
      entry.isRunning = false;
      this.#startNext();
    }
  }

  /**
   * An unexpected error is an answer too. It is shown in place of the verdict, and the verification is tried again
   * later.
   */
  async #outcomeFor(token: Token, tryOthers: boolean): Promise<VerifyOutcome> {
    try {
      return await this.#verifier.verify(token, { interactive: false, ...(tryOthers && { tryOthers }) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { verification: nothingChecked, problem: `The token could not be verified: ${reason}` };
    }
  }

  #forgetAll(): void {
    this.#entries.clear();
    this.#waiting.clear();
    this.#characters = 0;
    this.#forgetStrangers();
  }

  #tellSoon(): void {
    this.#gathering ??= setTimeout(() => this.#tell(), gatheringMilliseconds);
  }

  #tell(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#changed.fire();
  }
}

const nothingChecked: VerifyOutcome['verification'] = {
  signature: 'not-checked',
  claims: 'not-checked',
  verdict: 'not-verified',
  checks: [],
  explanations: [],
  findings: [],
};

function pending({ by, choice, profile }: IssuerAnswer): IssuerAnswer {
  return { by, profile, ...(choice !== undefined && { choice }) };
}

/** The answer with what a verification found. */
function settled(
  answer: IssuerAnswer,
  // The keys may have told which one of several issuers it is.
  {
    verification,
    profile = answer.profile,
    by = profile.name ?? answer.by,
    choice = answer.choice,
    problem,
  }: VerifyOutcome,
  at: Date,
): IssuerAnswer {
  return {
    by,
    profile,
    result: verification,
    at,
    ...(choice !== undefined && { choice }),
    ...(problem !== undefined && { problem }),
  };
}
