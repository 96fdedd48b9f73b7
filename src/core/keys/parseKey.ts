import type { KeyReading } from './keyReading.ts';
import { Effort } from './effort.ts';
import { describeKey } from './jwk.ts';
import type { KeyInput } from './keyInput.ts';
import { lintKey } from './lintKey.ts';
import type { ParsedKey } from './parsedKey.ts';
import { recogniseKeys } from './recogniseKeys.ts';

export type KeyParse =
  | {
      readonly ok: true;
      readonly keys: readonly ParsedKey[];
      /** A sentence for each key of a set that cannot be used: RFC 7517 §5 skips it, but a user wants to know. */
      readonly skipped: readonly string[];
    }
  | { readonly ok: false; readonly problem: string; readonly passwordNeeded?: true };

type ReadKey = Extract<KeyReading, { readonly ok: true }>;

/**
 * Recognises key material by its content and normalises it, with what is wrong with each key. Of a set of very many
 * keys, those beyond the effort are skipped. Never throws on any material.
 */
export async function parseKey(input: KeyInput, effort = new Effort()): Promise<KeyParse> {
  const readings = await recogniseKeys(input, effort);
  const keys: ParsedKey[] = [];
  const skipped: string[] = [];
  let untold = 0;
  for (const [index, reading] of readings.entries()) {
    if (reading.ok) {
      keys.push(toParsedKey(reading, input));
    } else if (skipped.length === MOST_TOLD) {
      untold += 1;
    } else {
      skipped.push(
        readings.length === 1
          ? reading.problem
          : `Key ${index + 1} of ${readings.length} is skipped. ${reading.problem}`,
      );
    }
  }
  if (untold > 0) skipped.push(`${untold} more ${untold === 1 ? 'key is' : 'keys are'} skipped.`);
  if (keys.length > 0) return { ok: true, keys, skipped };
  const passwordNeeded = readings.some((reading) => !reading.ok && reading.passwordNeeded === true);
  return { ok: false, problem: skipped.join(' '), ...(passwordNeeded && { passwordNeeded }) };
}

/** Keys of a set whose problem is told one by one. */
const MOST_TOLD = 20;

function toParsedKey({ jwk, algorithms: own }: ReadKey, { name, algorithms }: KeyInput): ParsedKey {
  const pins = [
    ...(algorithms?.length ? [algorithms] : []),
    ...(jwk.alg === undefined ? [] : [[jwk.alg]]),
    ...(own ? [own] : []),
  ];
  const [first, ...others] = pins;
  let faults: ReturnType<typeof lintKey> | undefined;
  return {
    jwk,
    description: describeKey(jwk),
    ...(name !== undefined && { name }),
    ...(first && { algorithms: first.filter((algorithm) => others.every((pin) => pin.includes(algorithm))) }),
    // This costs half a millisecond for RSA, and most keys of a set are never asked for it.
    get faults() {
      return (faults ??= lintKey(jwk));
    },
  };
}
