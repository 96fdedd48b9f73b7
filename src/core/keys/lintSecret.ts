import type { AlgorithmFact } from '../facts/algorithms.ts';
import { knownSecrets } from '../verify/knownSecrets.ts';
import type { KeyFault } from './lintKey.ts';

/** Bytes of each hash, which is the least a secret for its HMAC must have (RFC 7518 §3.2). */
const hashBytes: Readonly<Record<string, number>> = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 };

/** Words that people write into secrets they mean to replace, and key rows that fingers walk along. */
const humanWords =
  /secret|passwor|passphrase|change.?me|example|default|placeholder|your[-_ ]|qwert|asdfg|123456789|abcdefg|letmein|development|production|supersafe/i;

/** What is wrong with a shared secret for this algorithm. None of it tells whether a signature holds. */
export function lintSecret(secret: Uint8Array, { name, hash }: AlgorithmFact): readonly KeyFault[] {
  const needed = hashBytes[hash ?? ''] ?? 0;
  if (secret.length < needed) {
    const message = `The secret has ${secret.length} ${secret.length === 1 ? 'byte' : 'bytes'}; ${name} needs at least ${needed}.`;
    return [{ ruleId: 'hmac-secret-short', severity: 'error', member: 'k', message }];
  }
  if (!looksHumanMade(secret)) return [];
  return [
    {
      ruleId: 'hmac-secret-weak',
      severity: 'warning',
      member: 'k',
      message: 'The secret looks made up by a person: it can be guessed offline.',
    },
  ];
}

function looksHumanMade(secret: Uint8Array): boolean {
  // 128 bits are enough (RFC 8725 §3.5); counting characters sees up to a quarter less than there is in 32 random hex digits.
  if (entropyBits(secret.subarray(0, periodOf(secret))) < 96) return true;
  const isText = secret.every((byte) => byte >= 0x20 && byte < 0x7f);
  const text = isText ? new TextDecoder().decode(secret) : '';
  return humanWords.test(text) || isPhrase(text) || knownSecrets.includes(text);
}

/** After how many bytes they begin again and again; all of them where they do not. */
function periodOf(bytes: Uint8Array): number {
  for (let period = 1; period <= bytes.length / 2; period++)
    if (bytes.every((byte, index) => index < period || byte === bytes[index - period])) return period;
  return bytes.length;
}

/** `this is no good`, `ThisIsNoGood`: words, and nothing else. What is random has digits among its letters, or capitals inside of its words. */
function isPhrase(text: string): boolean {
  if (!/^[A-Za-z]+(?:[ _.,-]{1,2}[A-Za-z]+)*$/.test(text)) return false;
  const words = text.replaceAll(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z]+/);
  const areWords = words.every((word) => /^(?:[A-Z]?[a-z]+|[A-Z]+)$/.test(word));
  return areWords && words.length >= FEWEST_WORDS && text.length / words.length >= SHORT_WORD;
}

const FEWEST_WORDS = 4;
/** Mean length of words, above that of the pieces into which capitals cut random letters. */
const SHORT_WORD = 3.5;

/** Shannon's entropy of the bytes as if each were drawn alone: an upper bound that repetition brings down. */
function entropyBits(bytes: Uint8Array): number {
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - count * Math.log2(count / bytes.length), 0);
}
