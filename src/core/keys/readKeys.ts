import { Effort } from './effort.ts';
import { LONGEST_MATERIAL } from './hiddenLayers.ts';
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

/** All inputs together may cost as much as one; of very many the last are refused. */
export async function readKeys(inputs: readonly KeyInput[], effort = new Effort()): Promise<GivenKeys> {
  const sources: SourcedKey[] = [];
  const problems: string[] = [];
  const refused: KeyInput[] = [];
  for (const [index, input] of inputs.entries()) {
    if (!effort.affords(costOf(input))) {
      problems.push('There are too many keys to read all of them.');
      refused.push(...inputs.slice(index));
      break;
    }
    if (effort.isTired()) await effort.rest();
    const parsed = await parseKey(input, effort);
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

/** Text and bytes are looked at as everything that they could be. */
function costOf({ material }: KeyInput): number {
  const isWhole = typeof material === 'string' || material instanceof Uint8Array;
  return 0.2 + (isWhole ? Math.min(material.length, LONGEST_MATERIAL) / 400 : 0);
}
