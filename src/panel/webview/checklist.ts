import type { PanelView } from '../protocol.ts';
import { h, onChange, section, spoken } from './dom.ts';
import { icon } from './icons.ts';

const outcomes = {
  pass: { icon: 'pass', word: 'Pass' },
  fail: { icon: 'error', word: 'Fail' },
  'not-checked': { icon: 'circle', word: 'Not checked' },
} as const;

/** What was checked, line by line with its reason, and why it failed as far as can be told. */
export class Checklist {
  readonly #list = h('ul', { class: 'checks' });
  readonly #explanations = h('ul', { class: 'explanations', 'aria-label': 'Why it failed' });
  readonly element = section('checks', 'Checks', [], this.#list, this.#explanations);
  readonly update = onChange(({ checks, explanations }: Pick<PanelView, 'checks' | 'explanations'>) => {
    this.element.hidden = checks.length === 0;
    this.#explanations.hidden = explanations.length === 0;
    this.#list.replaceChildren(
      ...checks.map(({ outcome, label, detail }) =>
        h(
          'li',
          { class: `outcome-${outcome}` },
          icon(outcomes[outcome].icon),
          h('span', {}, spoken(`${outcomes[outcome].word}: `), h('span', { class: 'check-label' }, label), ' ', detail),
        ),
      ),
    );
    this.#explanations.replaceChildren(...explanations.map((text) => h('li', {}, icon('lightbulb'), h('span', {}, text))));
  });
}
