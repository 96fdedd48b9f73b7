import type { KeyInput } from './keyInput.ts';
import type { ParsedKey } from './parsedKey.ts';
import { parseKey } from './parseKey.ts';

/** A key with what it was read from. */
export interface KeySource {
  readonly input: KeyInput;
  readonly key: ParsedKey;
}

/** Everything that could be read of several key inputs, in order, and a sentence for each that could not. */
export interface GivenKeys {
  readonly sources: readonly KeySource[];
  readonly problems: readonly string[];
}

export async function readKeys(inputs: readonly KeyInput[]): Promise<GivenKeys> {
  const readings: { readonly input: KeyInput; readonly parsed: Awaited<ReturnType<typeof parseKey>> }[] = [];
  for (const input of inputs) readings.push({ input, parsed: await parseKey(input) });
  return {
    sources: readings.flatMap(({ input, parsed }) => (parsed.ok ? parsed.keys.map((key) => ({ input, key })) : [])),
    problems: readings.flatMap(({ parsed }) => (parsed.ok ? parsed.skipped : [parsed.problem])),
  };
}
