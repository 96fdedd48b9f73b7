import type { JWK } from 'jose';

import { concat } from '../keys/bytes.ts';
import { bytesToBigint } from '../keys/bigint.ts';
import { layersOf } from '../keys/hiddenLayers.ts';
import type { GivenKeys, SourcedKey } from '../keys/readKeys.ts';
import { toBase64 } from '../keys/writeDer.ts';
import { encodeBase64url, readBase64url } from '../text/base64url.ts';
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
export function withoutConfused(given: GivenKeys): GivenKeys {
  const secrets = given.sources.filter(({ key }) => key.jwk.kty === 'oct').slice(0, MOST);
  const others = given.sources.filter(({ key }) => key.jwk.kty !== 'oct').slice(0, MOST);
  if (secrets.length === 0 || others.length === 0) return given;
  const written = new Set(
    others.flatMap(({ key, input }) => confusableSecrets(key, input.material).map((bytes) => encodeBase64url(bytes))),
  );
  const isMadeOf = ({ key }: SourcedKey): boolean =>
    written.has(key.jwk.k ?? '') || others.some((other) => holdsNumber(key.jwk, other.key.jwk));
  const confused = new Set(secrets.filter(isMadeOf));
  if (confused.size === 0) return given;
  return {
    sources: given.sources.filter((source) => !confused.has(source)),
    problems: [...given.problems, ...[...confused].map(() => refusal)],
    refused: [...given.refused, ...[...confused].map(({ input }) => input)],
  };
}

/** Bytes of a number that tell it from all others. */
const TELLING = 18;

/** Whether the number of a public key stands in the secret: as bytes either way round, in hex, base64 or decimal. */
function holdsNumber({ k }: JWK, { n, x, pub }: JWK): boolean {
  const whole = readBase64url(n ?? x ?? pub ?? '').bytes;
  const number = whole.subarray(whole.findIndex((byte) => byte !== 0));
  if (number.length < TELLING) return false;
  const start = number.subarray(0, TELLING);
  const decimal = String(bytesToBigint(number));
  const texts = [
    ...[start, number.slice(-TELLING).toReversed()].map((some) =>
      Array.from(some, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    ),
    ...[0, 1, 2].map((offset) => middleOfBase64(concat(new Uint8Array(offset), start), offset)),
    decimal.slice(0, 32),
  ].map((text) => text.toLowerCase());
  const runs = [start, number.slice(-TELLING).toReversed()].map((run) => String.fromCharCode(...run));
  return [...layersOf(readBase64url(k ?? '').bytes)].some(({ bytes, text }) => {
    const raw = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    const solid = text
      ?.toLowerCase()
      .replaceAll('-', '+')
      .replaceAll('_', '/')
      .replaceAll(/[^a-z\d+/]/g, '');
    return runs.some((run) => raw.includes(run)) || texts.some((each) => solid?.includes(each));
  });
}

/** The characters of base64 that these bytes alone decide, wherever they stand. */
function middleOfBase64(bytes: Uint8Array, offset: number): string {
  const text = toBase64(bytes).replace(/=+$/, '');
  return text.slice(offset === 0 ? 0 : offset + 1, Math.floor((bytes.length * 8) / 6));
}
