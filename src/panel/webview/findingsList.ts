import type { PanelView } from '../protocol/pageView.ts';
import type { Clock } from './clock.ts';
import { h, onChange, section } from './dom.ts';
import { icon } from './icons.ts';
import { sentence } from './sentence.ts';

type ShownFinding = PanelView['findings'][number];

const severityIcons = { error: 'error', warning: 'warning', information: 'info', hint: 'lightbulb' } as const;

/** What is wrong with the token, worst first; each leads to its characters. */
export class FindingsList {
  readonly #list = h('ul', { class: 'findings' });
  readonly element = section('findings', 'Findings', [], this.#list);
  readonly update: (findings: readonly ShownFinding[]) => void;

  constructor(clock: Clock, select: (finding: ShownFinding) => void) {
    this.update = onChange((findings) => {
      this.element.hidden = findings.length === 0;
      this.#list.replaceChildren(
        ...findings.map((finding) =>
          h(
            'li',
            {},
            h(
              'button',
              {
                type: 'button',
                class: `finding severity-${finding.severity}`,
                click: () => select(finding),
                title: 'Show the characters',
              },
              icon(severityIcons[finding.severity]),
              h('span', {}, ...sentence(finding.message, clock), ' ', h('code', {}, finding.ruleId)),
            ),
          ),
        ),
      );
    });
  }
}
