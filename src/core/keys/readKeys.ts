import type { KeyInput } from './keyInput.ts';
import type { ParsedKey } from './parsedKey.ts';
import { parseKey } from './parseKey.ts';

/** A key with what it was read from. */
export interface SourcedKey {
  readonly input: KeyInput;
  readonly key: ParsedKey;
}

/** Everything that could be read of several key inputs, in order, and a sentence for each that could not. */
export interface GivenKeys {
  readonly sources: readonly SourcedKey[];
  readonly problems: readonly string[];
  /** What could not be read at all. */
  readonly refused: readonly KeyInput[];
}

export async function readKeys(inputs: readonly KeyInput[]): Promise<GivenKeys> {
  const sources: SourcedKey[] = [];
  const problems: string[] = [];
  const refused: KeyInput[] = [];
  for (const input of inputs) {
    const parsed = await parseKey(input);
    if (!parsed.ok) {
      problems.push(parsed.problem);
      refused.push(input);
    } else {
      for (const key of parsed.keys) sources.push({ input, key });
      for (const sentence of parsed.skipped) problems.push(sentence);
    }
  }
  return { sources, problems, refused };
}
