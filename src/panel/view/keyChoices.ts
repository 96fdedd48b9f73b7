import type { KeyChoice } from '../../services/verification/verifyRequest.ts';
import type { PanelView } from '../protocol/pageView.ts';

type Shown = PanelView['choices'];

/** Configured keys as a form offers them. A chosen one that is gone stays visible, with `goneDetail`. */
export function offered(
  configured: readonly KeyChoice[],
  {
    choice,
    isOnTheSpot,
    goneDetail,
  }: { readonly choice: string; readonly isOnTheSpot: boolean; readonly goneDetail: string },
): Shown {
  const known = configured.map(({ id, label, detail }) => ({ id, label, detail }));
  const isKnown = isOnTheSpot || known.some(({ id }) => id === choice);
  return isKnown ? known : [...known, { id: choice, label: choice.split('/').at(-1) ?? '', detail: goneDetail }];
}
