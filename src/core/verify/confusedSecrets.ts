import type { JWK } from 'jose';

import { concat, toHex } from '../keys/bytes.ts';
import { bytesToBigint } from '../keys/bigint.ts';
import { Effort } from '../keys/effort.ts';
import { layersOf } from '../keys/hiddenLayers.ts';
import type { GivenKeys, SourcedKey } from '../keys/readKeys.ts';
import { toBase64 } from '../keys/writeDer.ts';
import { base64urlBytes, encodeBase64url } from '../text/base64url.ts';
import { confusableSecrets } from './keyConfusion.ts';

/** Of secrets and of public keys that are held against each other. */
const MOST = 8;
const refusal =
  'This secret contains one of the public keys that are used with it. Anyone who has the public key knows such a secret.';

/**
 * The keys without secrets that are made of one of the public keys beside them: whoever verifies with both has the
 * public key at hand, and with it all that a forger has (RFC 8725 §2.1). That tells even what no encoding shows, such
 * as the bare number of a key.
 */
export async function withoutConfused(given: GivenKeys): Promise<GivenKeys> {
  const secrets = given.sources.filter(({ key }) => key.jwk.kty === 'oct').slice(0, MOST);
  const others = given.sources.filter(({ key }) => key.jwk.kty !== 'oct').slice(0, MOST);
  if (secrets.length === 0 || others.length === 0) return given;
  const effort = new Effort();
  const written = new Set<string>();
  for (const { key, input } of others) {
    if (effort.isTired()) await effort.rest();
    for (const bytes of confusableSecrets(key, input.material)) written.add(encodeBase64url(bytes));
  }
  const numbers = others.map(({ key }) => numberOf(key.jwk)).filter((number) => number !== undefined);
  const confused = new Map<SourcedKey, string>();
  for (const secret of secrets) {
    if (effort.isTired()) await effort.rest();
    const { k = '' } = secret.key.jwk;
    if (!effort.affords(1 + k.length / 250)) confused.set(secret, tooMany);
    else if (written.has(k) || holdsNumber(k, numbers)) confused.set(secret, refusal);
  }
  if (confused.size === 0) return given;
  return {
    sources: given.sources.filter((source) => !confused.has(source)),
    problems: [...given.problems, ...confused.values()],
    refused: [...given.refused, ...[...confused.keys()].map(({ input }) => input)],
  };
}

const tooMany = 'The secrets are too long to compare all of them with the public keys that are used with them.';

/** Bytes of a number that tell it from all others. */
const TELLING = 18;

/** The number of a public key, as it may be written. */
interface KeyNumber {
  /** Its beginning, either way round. */
  readonly runs: readonly string[];
  /** In hex, base64 or decimal. */
  readonly texts: readonly string[];
}

/** In bytes: longer numbers are of no key that somebody uses. */
const LONGEST_NUMBER = 4096;

function numberOf({ n, x, pub }: JWK): KeyNumber | undefined {
  const whole = base64urlBytes(n ?? x ?? pub);
  const number = whole.subarray(whole.findIndex((byte) => byte !== 0));
  if (number.length < TELLING || number.length > LONGEST_NUMBER) return undefined;
  const start = number.subarray(0, TELLING);
  const both = [start, number.slice(-TELLING).toReversed()];
  const decimal = String(bytesToBigint(number));
  const texts = [
    ...both.map(toHex),
    ...[0, 1, 2].map((offset) => middleOfBase64(concat(new Uint8Array(offset), start), offset)),
    decimal.slice(0, 32),
  ];
  return {
    runs: both.map((run) => String.fromCharCode(...run)),
    texts: texts.map((text) => text.toLowerCase()),
  };
}

/** Whether one of the numbers stands in the secret, in whatever encoding. */
function holdsNumber(k: string, numbers: readonly KeyNumber[]): boolean {
  for (const { bytes, text } of layersOf(base64urlBytes(k))) {
    const raw = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    const solid = text
      ?.toLowerCase()
      .replaceAll('-', '+')
      .replaceAll('_', '/')
      .replaceAll(/[^a-z\d+/]/g, '');
    const isThere = numbers.some(
      ({ runs, texts }) => runs.some((run) => raw.includes(run)) || texts.some((each) => solid?.includes(each)),
    );
    if (isThere) return true;
  }
  return false;
}

/** The characters of base64 that these bytes alone decide, wherever they stand. */
function middleOfBase64(bytes: Uint8Array, offset: number): string {
  const text = toBase64(bytes).replace(/=+$/, '');
  return text.slice(offset === 0 ? 0 : offset + 1, Math.floor((bytes.length * 8) / 6));
}
