import { localTime, utcTime } from '../../core/text/time.ts';
import { longestShown } from '../protocol/pageView.ts';
import type { MemberRow } from '../protocol/pageView.ts';
import type { Clock } from './clock.ts';
import { h, linkButton, onChange, section } from './dom.ts';
import { icon } from './icons.ts';

interface Members {
  readonly rows: readonly MemberRow[];
  /** How many there are besides these. */
  readonly more: number;
  readonly json: string;
  readonly asJson: boolean;
  readonly utc: boolean;
}

interface MemberTableActions {
  showAsJson(asJson: boolean): void;
  showUtc(utc: boolean): void;
  copyAll(): void;
  copy(index: number): void;
  whole(index: number): Promise<string | undefined>;
  point(row: MemberRow | undefined): void;
}

/** Header or claims: a row a member with its value, its meaning and its own copy button, or all of it as JSON. */
export class MemberTable {
  readonly element: HTMLElement;
  readonly update: (members: Members) => void;
  readonly #clock: Clock;
  readonly #actions: MemberTableActions;
  readonly #body = h('div');
  #asJson = false;

  constructor(id: string, title: string, clock: Clock, actions: MemberTableActions) {
    this.#clock = clock;
    this.#actions = actions;
    const toggle = linkButton('JSON', () => actions.showAsJson(!this.#asJson));
    this.element = section(
      id,
      title,
      [toggle, linkButton('Copy', () => actions.copyAll(), { title: `Copy as JSON` })],
      this.#body,
    );
    this.update = onChange((members) => {
      this.element.hidden = members.json === '';
      this.#asJson = members.asJson || members.rows.length === 0;
      toggle.textContent = this.#asJson ? 'Table' : 'JSON';
      toggle.hidden = members.rows.length === 0;
      this.#body.replaceChildren(
        this.#asJson
          ? h('pre', { tabindex: '0', 'aria-label': `${title} as JSON` }, members.json)
          : this.#table(id, title, members),
        ...(this.#asJson || members.more === 0 ? [] : [this.#rest(members.more)]),
      );
    });
  }

  #table(id: string, title: string, { rows, utc }: Members): HTMLElement {
    return h(
      'table',
      { role: 'table', 'aria-label': title, class: `part-${id}` },
      h('tbody', { role: 'rowgroup' }, ...rows.map((row, index) => this.#row(row, index, utc))),
    );
  }

  #rest(more: number): HTMLElement {
    return linkButton(`… ${more.toLocaleString('en')} more (show all as JSON)`, () => this.#actions.showAsJson(true), {
      class: 'link more',
    });
  }

  #row(row: MemberRow, index: number, utc: boolean): HTMLElement {
    const copy = h(
      'button',
      {
        type: 'button',
        class: 'icon-button copy',
        'aria-label': `Copy ${row.name}`,
        title: 'Copy the value',
        click: () => this.#actions.copy(index),
      },
      icon('copy'),
    );
    const meaning = [row.meaning, row.source && h('span', { class: 'source' }, row.source)];
    const element = h(
      'tr',
      { role: 'row', class: row.alarming ? 'alarming' : undefined },
      h('th', { role: 'rowheader', scope: 'row' }, row.name),
      h(
        'td',
        { role: 'cell', class: 'value' },
        ...(row.kind === 'time' ? this.#time(row, utc) : this.#value(row, index)),
      ),
      h('td', { role: 'cell', class: 'meaning' }, ...meaning.flatMap((part) => (part ? [part, ' '] : []))),
      h('td', { role: 'cell', class: 'copy-cell' }, copy),
    );
    const events = { mouseenter: row, focusin: row, mouseleave: undefined, focusout: undefined };
    for (const [event, target] of Object.entries(events))
      element.addEventListener(event, () => this.#actions.point(target));
    return element;
  }

  #time({ seconds = 0, value }: MemberRow, utc: boolean): readonly Node[] {
    const toggle = linkButton(utc ? utcTime(seconds) : localTime(seconds), () => this.#actions.showUtc(!utc), {
      class: 'time',
      title: `${value} — ${utc ? localTime(seconds) : utcTime(seconds)}. Select to show ${utc ? 'local time' : 'UTC'}.`,
    });
    return [toggle, h('span', { class: 'distance' }, this.#clock.words(seconds))];
  }

  #value({ value, kind, cutFrom }: MemberRow, index: number): readonly Node[] {
    const text = h('span', { class: kind === 'json' ? 'json' : '' }, value);
    if (cutFrom === 0) return [text];
    const showAll = (): void => {
      void this.#actions.whole(index).then((whole) => {
        if (whole !== undefined) {
          text.textContent = whole;
          more.remove();
        }
      });
    };
    const size = cutFrom > longestShown ? 'more' : `all ${cutFrom.toLocaleString('en')} characters`;
    const more = linkButton(`… show ${size}`, showAll);
    return [text, more];
  }
}
