import * as vscode from 'vscode';
import type { KnownVerification } from '../../core/report/report.ts';
import { timeOf } from '../../core/claims/timeState.ts';
import type { Token } from '../../core/token/token.ts';
import { GatheredEvent } from '../../platform/gatheredEvent.ts';
import { LatestTurn } from '../../platform/latestTurn.ts';
import { WorkLine } from '../../platform/workLine.ts';
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
  readonly turn: LatestTurn;
  /** Whether the reason of a failure was requested, and whether the answer has it. */
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

/**
 * Verifies tokens that a configured issuer fits, in the background. It returns what it knows immediately, asks the user
 * nothing (an origin that is not approved stays a problem of the outcome) and keeps answers in memory only, until keys,
 * settings or the time change them. A verification by command does not count here, because its keys and expectations
 * can be anything.
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
  /** Tokens that wait to be verified; documents ask for them. */
  readonly #line = new WorkLine<KnownToken>(atOnce, (entry) => this.#run(entry));
  readonly #changed = new GatheredEvent();
  readonly #subscriptions: vscode.Disposable;

  /** Fires when answers have come, or no longer hold. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor({ verifier, tokenIndex, now = () => new Date() }: BackgroundVerifierDependencies) {
    this.#verifier = verifier;
    this.#now = now;
    this.#subscriptions = vscode.Disposable.from(
      verifier.onDidChange(() => {
        this.#forgetAll();
        this.#changed.fire();
      }),
      tokenIndex.onDidChange(({ uri }) => {
        this.#line.withdraw(uri.toString());
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
    if ((result === undefined || entry.askAgainAt <= now || lacksReasons) && !entry.isRunning)
      this.#line.ask(entry, asker);

    return entry.answer;
  }

  dispose(): void {
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
      turn: new LatestTurn(),
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
    for (const [text, { usedAt, turn }] of this.#entries) {
      if (this.#characters + characters <= maximumCharacters || now - usedAt < idleMilliseconds) break;
      turn.callOff();
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

  async #run(entry: KnownToken): Promise<void> {
    entry.isRunning = true;
    const at = this.#now();
    const withReasons = entry.wantsReasons;
    await entry.turn.take(
      () => this.#outcomeFor(entry.token, withReasons),
      (outcome) => {
        entry.isRunning = false;
        entry.answer = settled(entry.answer, outcome, at);
        entry.hasReasons = withReasons;
        const { leewaySeconds = 0, maxAgeSeconds } = entry.answer.profile;
        entry.changesAt = timeOf(entry.token, at, leewaySeconds, maxAgeSeconds).changesAt;
        entry.askAgainAt = at.getTime() + lifetimeMilliseconds;
        this.#changed.fireSoon();
      },
    );
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

  /** What is under way for a token that was forgotten is no answer for the one that takes its place. */
  #forgetAll(): void {
    for (const { turn } of this.#entries.values()) turn.callOff();
    this.#entries.clear();
    this.#line.clear();
    this.#characters = 0;
    this.#forgetStrangers();
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
