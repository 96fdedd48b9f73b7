import { relativeTime } from '../../core/time.ts';
import type { Tone, Verdict } from '../protocol.ts';
import type { Clock } from './clock.ts';
import { h, onChange } from './dom.ts';
import { icon, type IconName } from './icons.ts';

const toneIcons: Readonly<Record<Tone, IconName>> = { good: 'verified', bad: 'error', caution: 'warning', neutral: 'question' };

/**
 * The first line of the page: the verdict in words. What is read aloud is a copy that changes with the verdict only, so that a countdown
 * does not talk.
 */
export class VerdictBanner {
  readonly #shown = h('div', { class: 'verdict' });
  readonly #spoken = h('p', { role: 'status', class: 'spoken' });
  readonly element = h('header', { id: 'verdict' }, this.#shown, this.#spoken);
  readonly update: (verdict: Verdict) => void;

  constructor(clock: Clock) {
    this.update = onChange((verdict) => {
      const { moment } = verdict;
      this.#shown.className = `verdict tone-${verdict.tone}`;
      const title = h('h1', {}, verdict.title);
      if (moment) {
        title.append(clock.words(moment.seconds, (distance) => momentWords(moment, distance, new Date())));
      }
      this.#shown.replaceChildren(
        icon(toneIcons[verdict.tone]),
        h('div', {}, title, ...verdict.lines.map((line) => h('p', {}, line))),
      );
      const words = moment ? momentWords(moment, relativeTime(moment.seconds, new Date()), new Date()) : '';
      this.#spoken.textContent = [verdict.title + words, ...verdict.lines].join('. ');
    });
  }
}

function momentWords(moment: NonNullable<Verdict['moment']>, distance: string, now: Date): string {
  return `${moment.seconds * 1000 <= now.getTime() ? moment.past : moment.future} ${distance}`;
}
