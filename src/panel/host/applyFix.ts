import { tokenOf } from '../../core/token/tokenOf.ts';
import { runCommand } from '../../services/commands.ts';
import { fixedForm, fixedToken } from '../view/fixes.ts';
import type { PanelSession } from './panelSession.ts';

/** Does what the explanation of this id offers, and verifies again. */
export async function applyFix(session: PanelSession, id: string): Promise<void> {
  const { verifySession, shown } = session;
  const fix = session.known.now().verification?.result?.explanations.find((each) => each.id === id)?.fix;
  const fixed = fix?.kind === 'fix-token' ? fixedToken(tokenOf(shown.text), fix.change) : '';
  if (!fix || fixed === undefined) throw new Error('The verification has changed in the meantime.');

  const form = fixedForm(verifySession.form, fix);
  if (form) {
    verifySession.setForm(form);
    await session.verify(true);
    return;
  }
  switch (fix.kind) {
    case 'fix-token':
      await shown.rewrite(fixed, 'The fixed token');
      return;
    case 'paste-token':
      await shown.takeFromClipboard();
      return;
    case 'refresh-keys':
      await runCommand('jwtInspector.refreshKeys');
      await session.verify(true);
      return;
    case 'change-issuer':
      session.page.ask('issuer');
      session.refresh();
      return;
    case 'explain-rule':
      await runCommand('jwtInspector.explainRule', fix.ruleId);
      return;
    default:
      await runCommand('jwtInspector.addKey');
  }
}
