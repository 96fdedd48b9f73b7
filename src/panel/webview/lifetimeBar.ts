import { localTime, relativeTime, utcTime } from '../../core/text/time.ts';
import type { Lifetime } from '../protocol/pageView.ts';
import type { Clock } from './clock.ts';
import { h, onChange, section } from './dom.ts';

/** A label of the bar: an instant with a word for what it was and what it will be, or now. */
interface Tick {
  readonly element: HTMLElement;
  readonly seconds?: number;
  readonly past: string;
  readonly future: string;
}

/** Issued, valid from and expires on a line, with where now is. */
export class LifetimeBar {
  readonly #span = h('div', { class: 'bar-span' });
  readonly #now = h('div', { class: 'bar-now' });
  readonly #bar = h('div', { class: 'bar', role: 'img' }, this.#span, this.#now);
  readonly #labels = h('div', { class: 'bar-labels', 'aria-hidden': 'true' });
  readonly #zone = h('p', { class: 'bar-zone' });
  readonly element = section('lifetime', 'Lifetime', [], this.#labels, this.#bar, this.#zone);
  readonly update: (shown: { readonly lifetime: Lifetime; readonly utc: boolean }) => void;
  #ticks: readonly Tick[] = [];

  constructor(clock: Clock) {
    this.update = onChange(({ lifetime, utc }) => {
      const instants = [lifetime.issued, lifetime.validFrom, lifetime.expires].filter((each) => each !== undefined);
      this.element.hidden = instants.length === 0;
      const anchor = h('span', { hidden: true });
      const { label, zone } = wording(lifetime, utc);
      const named = [
        ['issued', 'issued', lifetime.issued],
        ['valid from', 'valid from', lifetime.validFrom === lifetime.issued ? undefined : lifetime.validFrom],
        ['expired', 'expires', lifetime.expires],
      ] as const;
      const ticks = named.flatMap(([past, future, seconds]): readonly Tick[] => {
        if (seconds === undefined) return [];
        const time = label(seconds);
        return [{ element: tickLabel(), seconds, past: `${past} ${time}`, future: `${future} ${time}` }];
      });
      this.#ticks = [...ticks, { element: tickLabel(), past: 'now', future: 'now' }];
      this.#labels.replaceChildren(anchor, ...this.#ticks.map(({ element }) => element));
      this.#zone.textContent = zone;
      for (const seconds of instants) clock.watch(anchor, seconds, () => this.#place(lifetime));
    });
    new ResizeObserver(() => this.#stagger()).observe(this.element);
  }

  #place(lifetime: Lifetime): void {
    const { issued, validFrom, expires } = lifetime;
    const now = Date.now() / 1000;
    const begin = validFrom ?? issued ?? now;
    const instants = [issued, begin, expires, now].filter((each) => each !== undefined);
    const first = Math.min(...instants);
    const length = Math.max(...instants) - first || 1;
    const percent = (seconds: number): string => `${(100 * (seconds - first)) / length}%`;
    const end = expires ?? Math.max(...instants);
    this.#span.style.left = percent(begin);
    this.#span.style.width = percent(first + Math.max(end - begin, length / 100));
    this.#span.classList.toggle('over', expires !== undefined && expires <= now);
    this.#span.classList.toggle('ahead', begin > now);
    this.#span.classList.toggle('endless', expires === undefined);
    this.#now.style.left = percent(now);
    for (const { element, seconds = now, past, future } of this.#ticks) {
      element.style.left = percent(seconds);
      element.textContent = seconds <= now ? past : future;
    }
    this.#bar.setAttribute('aria-label', describe(lifetime));
    this.#stagger();
  }

  /** Keeps the labels inside the section and apart: each takes the first line on which it fits. */
  #stagger(): void {
    const width = this.#labels.clientWidth;
    const lines: number[] = [];
    const placed = this.#ticks
      .map(({ element }) => ({
        element,
        left: Math.max(0, Math.min(element.offsetLeft - element.offsetWidth / 2, width - element.offsetWidth)),
      }))
      .toSorted((a, b) => a.left - b.left);
    for (const { element, left } of placed) {
      const free = lines.findIndex((end) => end + 8 <= left);
      const line = free === -1 ? lines.length : free;
      lines[line] = left + element.offsetWidth;
      element.style.transform = `translateX(${left - element.offsetLeft}px)`;
      element.style.bottom = `${line * 1.35}em`;
    }
    this.#labels.style.height = `${Math.max(lines.length, 1) * 1.35}em`;
  }
}

function tickLabel(): HTMLElement {
  return h('span', { class: 'bar-label' });
}

/** Words for the ticks: the time of day where all of them fall on one day, else the date with it. */
function wording(lifetime: Lifetime, utc: boolean): { label: (seconds: number) => string; zone: string } {
  const write = utc ? utcTime : localTime;
  const days = new Set(Object.values(lifetime).map((seconds) => write(seconds).split(', ')[0]));
  const zone = utc ? 'UTC' : `local time, ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
  const [day] = days;
  return days.size === 1 && day !== undefined
    ? { label: (seconds) => write(seconds).split(', ')[1] ?? '', zone: `${day}, ${zone}` }
    : { label: write, zone };
}

function describe({ issued, validFrom, expires }: Lifetime): string {
  const now = new Date();
  const parts = [
    ['Issued', issued],
    ['Valid from', validFrom],
    ['Expires', expires],
  ] as const;
  return parts
    .flatMap(([word, seconds]) => (seconds === undefined ? [] : [`${word} ${relativeTime(seconds, now)}`]))
    .join(', ');
}
