import type { PanelView } from '../protocol/pageView.ts';
import type { Clock } from './clock.ts';
import { h, linkButton, onChange, section, spoken } from './dom.ts';
import { icon } from './icons.ts';
import { prose, sentence } from './sentence.ts';

const outcomeMarks = {
  pass: { icon: 'pass', word: 'Pass' },
  fail: { icon: 'error', word: 'Fail' },
  'not-checked': { icon: 'circle', word: 'Not checked' },
} as const;

/** What was checked, line by line with its reason, and why it failed as far as can be told. */
export class Checklist {
  readonly #list = h('ul', { class: 'checks' });
  readonly #explanations = h('ul', { class: 'explanations', 'aria-label': 'Why it failed' });
  readonly element = section('checks', 'Checks', [], this.#list, this.#explanations);
  readonly update: (shown: Pick<PanelView, 'checks' | 'explanations' | 'verifying'>) => void;

  constructor(clock: Clock, applyFix: (explanation: string) => void) {
    this.update = onChange(({ checks, explanations, verifying }) => {
      this.element.setAttribute('aria-busy', String(verifying));
      this.#show(clock, checks);
      this.#explain(explanations, applyFix);
    });
  }

  #show(clock: Clock, checks: PanelView['checks']): void {
    this.element.hidden = checks.length === 0;
    this.#list.replaceChildren(
      ...checks.map(({ id, outcome, detail }) =>
        h(
          'li',
          { class: `outcome-${outcome}` },
          icon(outcomeMarks[outcome].icon),
          h('span', {}, spoken(`${outcomeMarks[outcome].word}: `), ...sentence(detail, clock), ' ', h('code', {}, id)),
        ),
      ),
    );
  }

  #explain(explanations: PanelView['explanations'], applyFix: (explanation: string) => void): void {
    this.#explanations.hidden = explanations.length === 0;
    this.#explanations.replaceChildren(
      ...explanations.map(({ id, detail, fix }) =>
        h(
          'li',
          {},
          icon('lightbulb'),
          h(
            'span',
            {},
            ...prose(detail),
            ' ',
            linkButton(fix, () => applyFix(id)),
          ),
        ),
      ),
    );
  }
}
