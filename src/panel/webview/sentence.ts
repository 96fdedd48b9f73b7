import { read } from '../../core/text/sentence.ts';
import type { Sentence } from '../../core/text/sentence.ts';
import type { Clock } from './clock.ts';
import { h } from './dom.ts';

/** A sentence with what stands between backticks in the code font. */
export function prose(text: string): readonly (Node | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? h('code', {}, part) : part));
}

/** A sentence whose words about time stay true. */
export function sentence({ before, seconds, after }: Sentence, clock: Clock): readonly (Node | string)[] {
  const distance = seconds === undefined ? '' : clock.words(seconds);
  return [...prose(before), distance, ...prose(after)];
}

/** The sentence as it reads now. */
export function textNow(said: Sentence): string {
  return read(said, new Date());
}
