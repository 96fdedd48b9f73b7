import { runCommand } from '../../services/commands.ts';
import type { VerifyForm } from '../protocol/forms.ts';
import type { Request } from '../protocol/toHost.ts';
import { readable } from '../view/memberRows.ts';
import { keyToSignWith } from '../view/verifyRequest.ts';
import { applyFix } from './applyFix.ts';
import { copyKey, copyRequested, wholeValue } from './copying.ts';
import type { PanelSession } from './panelSession.ts';

/** A text that is returned, now or later, is for the page. */
type Answers = {
  readonly [T in Request['type']]: (session: PanelSession, request: Extract<Request, { readonly type: T }>) => unknown;
};

/** What the page may ask for, and what is done then. */
const answers: Answers = {
  ready: (session) => {
    session.refresh();
  },
  edit: (session, { text, pasted, revision }) => {
    session.page.takeIn(revision);
    return pasted === undefined ? session.shown.take(text) : session.shown.takeFrom(pasted, text);
  },
  form: (session, { form, revision }) => {
    session.page.takeIn(revision);
    return takeForm(session, form);
  },
  display: (session, { display }) => {
    session.page.displayAs(display);
    session.refresh();
  },
  verify: (session) => session.verify(true),
  editor: async (session, { open }) => {
    if (open) {
      const token = session.toEdit();
      await session.editor.open(token, keyToSignWith(session.verifySession.form, token));
      session.page.ask('claims');
    } else {
      session.editor.close();
    }
    session.refresh();
  },
  draft: async (session, { draft, revision }) => {
    session.page.takeIn(revision);
    await session.editor.change(draft);
    session.refresh();
  },
  algorithm: (session, { alg, enc }) => session.editor.choose(alg, enc),
  make: async (session) => {
    const token = await session.editor.make(Math.floor(Date.now() / 1000));
    if (token !== undefined) await session.shown.rewrite(token, 'The new token');

    session.refresh();
  },
  copyKey: ({ editor }, { format }) => {
    const key = editor.state?.newKey;
    return key && copyKey(key, format);
  },
  fix: (session, { explanation }) => applyFix(session, explanation),
  openInner: (session) => {
    session.openInner();
  },
  openOuter: (session, { depth }) => {
    session.openOuter(depth);
  },
  pasteFromClipboard: ({ shown }) => shown.takeFromClipboard(),
  copyMember: copyPart,
  copyJson: copyPart,
  copyToken: copyPart,
  copyRedacted: copyPart,
  wholeValue: ({ verifySession, shown }, { where }) => readable(wholeValue(verifySession.readable(shown.text), where)),
  revealSource: ({ shown }) => shown.place?.reveal(),
  addKey: async () => {
    await runCommand('jwtInspector.addKey');
  },
};

/** Does what the page asked for. The text returned is for the page; an error's message is shown on it. */
export async function answerRequest(session: PanelSession, request: Request): Promise<string | undefined> {
  if (request.type !== 'ready') session.page.stopAsking();

  // The table gives each type of request a function that takes just that type.
  const answer = answers[request.type] as (session: PanelSession, request: Request) => unknown;
  const value = await answer(session, request);
  return typeof value === 'string' ? value : undefined;
}

/** A choice takes the place of the answer that was there by itself. */
async function takeForm(session: PanelSession, form: VerifyForm): Promise<void> {
  const { verifySession, shown } = session;
  const hadAnswer = !verifySession.isChosen && session.known.now().verification !== undefined;
  verifySession.setForm(form);
  verifySession.callOffDecryption(shown.text);
  if (hadAnswer && verifySession.isReady) await session.verify(false);
  else session.renew();
}

async function copyPart(
  { verifySession, shown }: PanelSession,
  request: Parameters<typeof copyRequested>[1],
): Promise<string> {
  return copyRequested(verifySession.readable(shown.text), request);
}
