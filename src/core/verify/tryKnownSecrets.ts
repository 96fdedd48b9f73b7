import { type AlgorithmFact, algorithm } from '../facts/algorithms.ts';
import type { Finding } from '../rules/finding.ts';
import { parseToken } from '../token/parse.ts';
import { knownSecrets } from './knownSecrets.ts';

/** Words in flight at once: enough to keep the host's crypto busy, few enough that a list of any length needs little memory. */
const batchSize = 256;

interface Target {
  readonly fact: AlgorithmFact;
  readonly input: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/**
 * Whether an HMAC-signed token was signed with one of these words, or with no secret at all; without `words` the list that the extension
 * ships. Words are taken one batch after the other, so that a generator can read a list of any length. The finding never shows the secret.
 */
export async function tryKnownSecrets(
  text: string,
  words: Iterable<string> = knownSecrets,
): Promise<Finding | undefined> {
  const token = parseToken(text);
  const fact = algorithm(token.alg ?? '');
  const [header, payload, signature] = token.segments;
  if (token.kind === 'malformed' || fact?.family !== 'HMAC' || !header || !payload || !signature?.bytes)
    return undefined;
  const target = {
    fact,
    input: new TextEncoder().encode(`${header.text}.${payload.text}`),
    signature: new Uint8Array(signature.bytes),
  };
  const finding = (ruleId: string, message: string): Finding => ({
    ruleId,
    severity: 'error',
    message,
    start: signature.start,
    end: signature.end,
  });
  if (await isSignedWith(target, ''))
    return finding('hmac-empty-key', 'The token was signed with an empty secret: anyone can make such a token.');
  for (const batch of inBatches(words)) {
    const hits = await Promise.all(batch.map((word) => isSignedWith(target, word)));
    if (hits.includes(true))
      return finding(
        'hmac-secret-known',
        'The token was signed with a publicly known secret: anyone can make such a token.',
      );
  }
  return undefined;
}

async function isSignedWith({ fact, input, signature }: Target, word: string): Promise<boolean> {
  // HMAC pads its key with zeros, so one zero byte is the empty secret that WebCrypto does not take (RFC 2104 §2).
  const secret = word === '' ? Uint8Array.of(0) : new TextEncoder().encode(word);
  const parameters = { name: 'HMAC', hash: fact.hash ?? 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', secret, parameters, false, ['verify']);
  return crypto.subtle.verify('HMAC', key, signature, input);
}

function* inBatches(words: Iterable<string>): Generator<readonly string[]> {
  let batch: string[] = [];
  for (const word of words) {
    batch.push(word);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
