import * as vscode from 'vscode';
import { algorithm } from '../../core/facts/algorithms.ts';
import { knownSample } from '../../core/token/knownSample.ts';
import type { Finding } from '../../core/text/finding.ts';
import type { Token } from '../../core/token/token.ts';

/** How much token text answers are kept for: thousands of ordinary tokens. */
const maximumCharacters = 4_000_000;

/**
 * Knows which tokens were signed with a secret that everybody knows. It answers at once with what it knows, and tries
 * while nothing else is to do.
 */
export class KnownSecrets implements vscode.Disposable {
  /** By token text, the one asked for last at the end; `undefined` where nothing was found, or it was not tried yet. */
  readonly #answers = new Map<string, Finding | undefined>();
  readonly #waiting = new Map<string, Token>();
  #characters = 0;
  #isTrying = false;
  readonly #changed = new vscode.EventEmitter<void>();

  /** Fires when something was found. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  /** What was found out about a token so far. */
  about(token: Token): Finding | undefined {
    if (!isWorthTrying(token)) return undefined;
    const { text } = token;
    const isNew = !this.#answers.has(text);
    const answer = this.#answers.get(text);
    this.#answers.delete(text);
    this.#answers.set(text, answer);
    if (isNew) this.#enqueue(token);
    return answer;
  }

  dispose(): void {
    this.#waiting.clear();
    this.#answers.clear();
    this.#changed.dispose();
  }

  #enqueue(token: Token): void {
    this.#waiting.set(token.text, token);
    this.#characters += token.text.length;
    for (const [oldest] of this.#answers) {
      if (this.#characters <= maximumCharacters || oldest === token.text) break;
      this.#answers.delete(oldest);
      this.#waiting.delete(oldest);
      this.#characters -= oldest.length;
    }
    if (!this.#isTrying) void this.#tryAll();
  }

  async #tryAll(): Promise<void> {
    this.#isTrying = true;
    let hasFound = false;
    try {
      const { tryKnownSecrets } = await import('../../core/verify/tryKnownSecrets.ts');
      // The list grows while it is walked.
      for (const [text, token] of this.#waiting) {
        await new Promise((resolve) => setTimeout(resolve));
        this.#waiting.delete(text);
        const finding = await tryKnownSecrets(token.text);
        if (finding === undefined || !this.#answers.has(text)) continue;
        this.#answers.set(text, finding);
        hasFound = true;
      }
    } finally {
      this.#isTrying = false;
      if (hasFound) this.#changed.fire();
    }
  }
}

/** Only HMAC has a secret. Of a sample everybody knows the secret, and no harm comes of it. */
function isWorthTrying(token: Token): boolean {
  const isSecret = ({ alg = '' }: Token): boolean => algorithm(alg)?.family === 'HMAC';
  return (token.views ?? [token]).some(isSecret) && knownSample(token) === undefined;
}
