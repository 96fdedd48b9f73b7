import type * as vscode from 'vscode';
import { algorithm } from '../../core/facts/algorithms.ts';
import { knownSample } from '../../core/token/knownSample.ts';
import type { Finding } from '../../core/text/finding.ts';
import type { Token } from '../../core/token/token.ts';
import { BackgroundAnswers } from '../../platform/backgroundAnswers.ts';
import { GatheredEvent } from '../../platform/gatheredEvent.ts';
import { unexpectedError } from '../../platform/unexpectedError.ts';

/** How much token text answers are kept for: thousands of ordinary tokens. */
const maximumCharacters = 4_000_000;

/**
 * Knows which tokens were signed with a publicly known secret. It returns what it knows immediately, and tries one
 * token after the other while nothing else is to do.
 */
export class KnownSecrets implements vscode.Disposable {
  readonly #answers: BackgroundAnswers<Token, Finding | undefined>;
  readonly #changed = new GatheredEvent();

  /** Fires when something was found. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(log: Pick<vscode.LogOutputChannel, 'error'>, guess: typeof guessKnownSecret = guessKnownSecret) {
    this.#answers = new BackgroundAnswers({
      keyOf: ({ text }) => text,
      find: guess,
      initial: undefined,
      isSame: Object.is,
      changed: () => this.#changed.fireSoon(),
      failed: (error) => log.error(`Known secrets could not be tried: ${unexpectedError(error)}`),
      atOnce: 1,
      room: { sizeOf: ({ text }) => text.length, most: maximumCharacters },
    });
  }

  /** What was found out about a token so far. */
  about(token: Token): Finding | undefined {
    return isWorthTrying(token) ? this.#answers.about(token) : undefined;
  }

  dispose(): void {
    this.#answers.keepOnly(() => false);
    this.#changed.dispose();
  }
}

async function guessKnownSecret({ text }: Token): Promise<Finding | undefined> {
  const { tryKnownSecrets } = await import('../../core/verify/tryKnownSecrets.ts');
  await new Promise((resolve) => setTimeout(resolve));
  return tryKnownSecrets(text);
}

/** Only HMAC has a secret. The secret of a documentation sample is public, which is harmless. */
function isWorthTrying(token: Token): boolean {
  const isSecret = ({ alg = '' }: Token): boolean => algorithm(alg)?.family === 'HMAC';
  return (token.views ?? [token]).some(isSecret) && knownSample(token) === undefined;
}
