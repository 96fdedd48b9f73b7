import { parseToken } from '../../../../src/core/token/parse.ts';
import { emptyForm, plainDisplay, remember } from '../../../../src/panel/view/panelState.ts';
import type { PanelModel } from '../../../../src/panel/view/panelView.ts';

/** The model of a panel that has just been given a token. */
export function modelOf(token: string, changes: Partial<PanelModel> = {}): PanelModel {
  return {
    token: token === '' ? undefined : parseToken(token),
    outer: [],
    revision: 0,
    notes: [],
    source: undefined,
    form: emptyForm,
    display: plainDisplay,
    remembered: remember(emptyForm, plainDisplay, { kind: 'pasted' }),
    choices: [],
    knowledge: { leewaySeconds: 60 },
    wants: 'nothing',
    verifying: false,
    problem: undefined,
    editing: undefined,
    isInDocument: false,
    ...changes,
  };
}
