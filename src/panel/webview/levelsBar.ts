import type { PanelView } from '../protocol/pageView.ts';
import { h, linkButton, onChange } from './dom.ts';

interface LevelsBarActions {
  openInner(): void;
  openOuter(depth: number): void;
}

/** Tokens inside tokens: the way back to those around the one on the page, and the way into the one inside it. */
export class LevelsBar {
  readonly element = h('nav', { id: 'levels', 'aria-label': 'Nested tokens' });
  readonly update: (levels: PanelView['levels']) => void;

  constructor(actions: LevelsBarActions) {
    this.update = onChange(({ outer, shown, hasInner }) => {
      this.element.hidden = outer.length === 0 && !hasInner;
      const steps = [
        ...outer.map((name, depth) =>
          linkButton(name, () => actions.openOuter(depth), { title: 'Go back to this token' }),
        ),
        h('span', { 'aria-current': 'page' }, shown),
        ...(hasInner
          ? [h('button', { type: 'button', class: 'primary', click: () => actions.openInner() }, 'Open inner token')]
          : []),
      ];
      const arrow = (): Node => h('span', { 'aria-hidden': 'true' }, '›');
      this.element.replaceChildren(...steps.flatMap((step, index) => (index === 0 ? [step] : [arrow(), step])));
    });
  }
}
