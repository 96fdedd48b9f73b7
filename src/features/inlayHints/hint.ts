import type { Report } from '../../core/report/report.ts';
import { titleOf, WORKSPACE_KEY } from '../../core/report/verdict.ts';
import type { Instant, Tone, Verdict } from '../../core/report/verdict.ts';
import { read } from '../../core/text/sentence.ts';
import { shortDistance } from '../../core/text/time.ts';
import type { ShortDistance } from '../../core/text/time.ts';
import { visible } from '../../core/text/visible.ts';

/** The hint after a token, and until when it is valid. */
export interface Hint {
  /** Short enough that VS Code shows all of it. */
  readonly label: string;
  readonly tooltip: string;
  readonly changesAt: readonly Date[];
}

/** VS Code cuts the hints of a line at this length (`editor.inlayHints.maximumLength`). */
const maximumLength = 43;

/**
 * `✓ verified by staging · 12 min left`, `expired 3 h ago`; none where there is nothing to say, or it is a known
 * sample.
 */
export function hintOf({ verdict, basis, problem, sample, changesAt }: Report, now: Date): Hint | undefined {
  // A hint need not say that nobody tried to verify the token.
  const words = basis.length > 0 || problem !== undefined ? shortened(wordsOf(verdict)) : undefined;
  const clock = clockOf(verdict, now);
  if (words === undefined && (clock === undefined || sample !== undefined)) return undefined;
  return {
    label: fit(words, clock?.words),
    tooltip: [read(titleOf(verdict), now), problem ?? basis[0]].filter((line) => line !== undefined).join('\n\n'),
    changesAt: [...changesAt, ...(clock === undefined ? [] : [clock.changesAt])],
  };
}

const marks: Readonly<Record<Tone, string>> = { good: '✓ ', bad: '✗ ', caution: '', neutral: '' };

function wordsOf({ tone, words }: Verdict): string {
  return visible(`${marks[tone]}${words.charAt(0).toLowerCase()}${words.slice(1)}`);
}

const clockWords: Readonly<Record<Instant['event'], (distance: string) => string>> = {
  expires: (distance) => `${distance} left`,
  expired: (distance) => `expired ${distance} ago`,
  'valid only': (distance) => `valid in ${distance}`,
};

function clockOf({ reason, lifetime }: Verdict, now: Date): ShortDistance | undefined {
  const instant = [reason, lifetime].find((each) => typeof each === 'object');
  if (instant === undefined) return undefined;
  const { words, changesAt } = shortDistance(instant.seconds, now);
  return { words: clockWords[instant.event](words), changesAt };
}

/**
 * As many of the words as there is room for. If a workspace chose the key, that part is kept to the end: `verified by
 * Google, key from this workspace`. Other words may be cut, because the hover shows them in full.
 */
function shortened(words: string): string {
  if (!words.endsWith(WORKSPACE_KEY)) return words;
  if (!words.startsWith(VERIFIED_BY)) return words.slice(0, -WORKSPACE_KEY.length);
  const name = words.slice(VERIFIED_BY.length, -WORKSPACE_KEY.length);
  const room = maximumLength - 'by '.length - WORKSPACE_KEY.length;
  const shortest = `by ${name.length > room ? `${name.slice(0, room - 1)}…` : name}${WORKSPACE_KEY}`;
  return [words, words.slice(marks.good.length)].find(({ length }) => length <= maximumLength) ?? shortest;
}

const VERIFIED_BY = '✓ verified by ';

/** Both halves, the words cut to what is left. */
function fit(words: string | undefined, clock: string | undefined): string {
  if (words === undefined) return clock ?? '';
  const rest = clock === undefined ? '' : ` · ${clock}`;
  if (words.endsWith(WORKSPACE_KEY) && words.length + rest.length > maximumLength) return words.slice(0, maximumLength);
  const room = maximumLength - rest.length;
  return `${words.length > room ? `${words.slice(0, room - 1)}…` : words}${rest}`;
}
