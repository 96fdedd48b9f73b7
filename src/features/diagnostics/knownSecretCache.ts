import { algorithm } from '../../core/facts/algorithms.ts';
import { knownSample } from '../../core/facts/knownSamples.ts';
import type { Finding } from '../../core/rules/finding.ts';
import { parseToken } from '../../core/token/parse.ts';
import type { ParsedToken } from '../../core/token/token.ts';

/** Remembers which of a document's tokens were signed with a secret that everybody knows, and finds it out while nothing else is to do. */
export class KnownSecretCache {
  /** By token text; `undefined` where it was tried and nothing was found. */
  #tried = new Map<string, Finding | undefined>();

  /** What was found out about a token so far. */
  findingOf(text: string): Finding | undefined {
    return this.#tried.get(text);
  }

  /** Tries these tokens, but for those it has tried, and forgets all others. Stops when `isWanted` says no; tells whether it found anything. */
  async refresh(texts: readonly string[], isWanted: () => boolean): Promise<boolean> {
    this.#tried = new Map(texts.filter((text) => this.#tried.has(text)).map((text) => [text, this.#tried.get(text)]));
    let hasFound = false;
    for (const text of texts.filter((one) => !this.#tried.has(one))) {
      if (!isWorthTrying(text)) {
        this.#tried.set(text, undefined);
        continue;
      }
      const { tryKnownSecrets } = await import('../../core/verify/tryKnownSecrets.ts');
      await new Promise((resolve) => setTimeout(resolve));
      if (!isWanted()) break;
      const finding = await tryKnownSecrets(text);
      this.#tried.set(text, finding);
      hasFound ||= finding !== undefined;
    }
    return hasFound;
  }
}

/** Only HMAC has a secret. Of a sample everybody knows the secret, and no harm comes of it. */
function isWorthTrying(text: string): boolean {
  const token = parseToken(text);
  const isSecret = ({ alg = '' }: ParsedToken): boolean => algorithm(alg)?.family === 'HMAC';
  return (token.views ?? [token]).some(isSecret) && knownSample(token) === undefined;
}
