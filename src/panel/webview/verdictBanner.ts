import type { Tone } from '../../core/report/verdict.ts';
import type { Banner } from '../protocol/pageView.ts';
import type { Clock } from './clock.ts';
import { h, onChange } from './dom.ts';
import { icon } from './icons.ts';
import type { IconName } from './icons.ts';
import { prose, sentence, textNow } from './sentence.ts';

const toneIcons: Readonly<Record<Tone, IconName>> = {
  good: 'verified',
  bad: 'error',
  caution: 'warning',
  neutral: 'question',
};

/**
 * The first line of the page: the verdict in words. What is read aloud is a copy that changes with the verdict only, so
 * that a countdown is not read aloud.
 */
export class VerdictBanner {
  readonly #shown = h('div', { class: 'verdict' });
  readonly #spoken = h('p', { role: 'status', class: 'spoken' });
  readonly element = h('header', { id: 'verdict' }, this.#shown, this.#spoken);
  readonly update: (verdict: Banner) => void;

  constructor(clock: Clock) {
    this.update = onChange(({ tone, title, lines }) => {
      this.#shown.className = `verdict tone-${tone}`;
      this.#shown.replaceChildren(
        icon(toneIcons[tone]),
        h('div', {}, h('h1', {}, ...sentence(title, clock)), ...lines.map((line) => h('p', {}, ...prose(line)))),
      );
      this.#spoken.textContent = [textNow(title), ...lines].join('. ');
    });
  }
}
