import { Effort } from '../keys/effort.ts';
import { knownSample } from '../token/knownSample.ts';
import type { Finding } from '../text/finding.ts';
import { demandText, InputError } from '../text/inputError.ts';
import { parseToken } from '../token/parse.ts';
import type { Token } from '../token/token.ts';
import { guessSecret, inSlices } from './guessSecret.ts';
import { asSignedWithSecret, hmacTarget, isSignedWith, isSignedWithWord } from './hmacTarget.ts';
import { knownSecrets } from '../facts/knownSecrets.ts';

/**
 * Whether an HMAC-signed token was signed with one of these words, as text or as libraries decode it, or with no secret
 * at all; without `words` the list that the extension ships. Words are taken one after the other, so that a generator
 * can read a list of any length, and end it. The finding never shows the secret. Rejects with an `InputError` where the
 * token is no text, or `words` no list of strings that can be read.
 */
export async function tryKnownSecrets(
  text: string,
  words: Iterable<string> = knownSecrets,
): Promise<Finding | undefined> {
  if (!isWordList(words)) throw new InputError(noWords);
  return tryWords(asSignedWithSecret(parseToken(demandText(text, 'The token'))), words);
}

/** As {@link tryKnownSecrets}, of one signature that was read already, and as far as the effort goes. */
export async function tryWords(
  token: Token,
  words: Iterable<unknown>,
  effort = new Effort(Infinity),
): Promise<Finding | undefined> {
  const target = hmacTarget(token);
  if (!target) return undefined;
  if (isSignedWith(target, '')) return emptySecretFinding(token);
  const shortestDecoded = words === knownSecrets ? 0 : undefined;
  const { length } = target.input;
  const cost = 0.1 + length / 25_000;
  const search = guessSecret(
    strings(words),
    (word) => effort.affords(cost) && isSignedWithWord(target, word, shortestDecoded),
    Math.ceil(HASHED_AT_ONCE / (length + 4096)),
  );
  return (await inSlices(search)) && knownSecretFinding(token);
}

/** In bytes, between two pauses. */
const HASHED_AT_ONCE = 1_000_000;

const noWords = 'The words to try must be a list of strings.';

/** Text can be walked too, letter by letter. */
function isWordList(words: unknown): words is Iterable<unknown> {
  try {
    return typeof words === 'object' && words !== null && Symbol.iterator in words;
  } catch {
    return false;
  }
}

/** The words, one after the other as they are given. */
function* strings(words: Iterable<unknown>): Generator<string, undefined> {
  try {
    for (const word of words) {
      if (typeof word !== 'string') throw new InputError(noWords);
      yield word;
    }
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(noWords, { cause: error });
  }
  return undefined;
}

export function emptySecretFinding(token: Token): Finding {
  return atSignature(token, {
    ruleId: 'hmac-empty-key',
    severity: 'error',
    message: 'The token was signed with an empty secret. Anyone can make such a token.',
  });
}

export function knownSecretFinding(token: Token): Finding {
  return atSignature(token, {
    ruleId: 'hmac-secret-known',
    severity: knownSample(token) === undefined ? 'error' : 'information',
    message: 'The token was signed with a publicly known secret. Anyone can make such a token.',
  });
}

function atSignature({ signature, text }: Token, finding: Omit<Finding, 'start' | 'end'>): Finding {
  const { start, end } = signature ?? { start: 0, end: text.length };
  return { ...finding, start, end };
}
