import type { PanelView } from '../protocol/pageView.ts';
import type { Display } from '../protocol/remembered.ts';
import type { Request } from '../protocol/toHost.ts';
import { Channel } from './channel.ts';
import { Checklist } from './checklist.ts';
import { Clock } from './clock.ts';
import { h, onChange } from './dom.ts';
import { EditForm } from './editForm.ts';
import { FindingsList } from './findingsList.ts';
import { LevelsBar } from './levelsBar.ts';
import { LifetimeBar } from './lifetimeBar.ts';
import { MemberTable } from './memberTable.ts';
import { TokenField } from './tokenField.ts';
import { VerdictBanner } from './verdictBanner.ts';
import { VerifyFields } from './verifyForm.ts';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void; setState(state: unknown): void };

const parts = ['presented', 'payload', 'disclosures', 'header'] as const;
type TablePart = (typeof parts)[number];

const vsCode = acquireVsCodeApi();
const channel = new Channel((call) => vsCode.postMessage(call));
const clock = new Clock();
let revision = 0;
let display: Display = { asJson: [], utc: false };

const trouble = h('p', { role: 'alert', id: 'trouble', hidden: true });
const said = h('p', { role: 'status', class: 'toast', hidden: true });
const notes = h('ul', { id: 'notes', role: 'status' });

const verdict = new VerdictBanner(clock);
const levels = new LevelsBar({
  openInner: () => ask({ type: 'openInner' }),
  openOuter: (depth) => ask({ type: 'openOuter', depth }),
});
const token = new TokenField({
  edit: (text, pasted) =>
    ask({ type: 'edit', text, revision: nextRevision(), ...(pasted !== undefined && { pasted }) }),
  pasteFromClipboard: () => ask({ type: 'pasteFromClipboard' }),
  copy: () => askToCopy({ type: 'copyToken' }),
  copyRedacted: () => askToCopy({ type: 'copyRedacted' }),
  editAndSign: () => ask({ type: 'editor', open: true }),
  revealSource: () => ask({ type: 'revealSource' }),
});
const editForm = new EditForm(
  {
    change: (draft) => ask({ type: 'draft', draft, revision: nextRevision() }),
    choose: (alg, enc) => ask({ type: 'algorithm', alg, enc }),
    make: () => ask({ type: 'make' }),
    startOver: () => ask({ type: 'editor', open: true }),
    close: () => ask({ type: 'editor', open: false }),
    copyKey: (format) => askToCopy({ type: 'copyKey', format }),
  },
  clock,
);
const verifyFields = new VerifyFields({
  change: (form) => ask({ type: 'form', form, revision: nextRevision() }),
  verify: () => ask({ type: 'verify' }),
  addKey: () => ask({ type: 'addKey' }),
});
const checklist = new Checklist(clock, (explanation) => ask({ type: 'fix', explanation }));
const lifetime = new LifetimeBar(clock);
const tables = {
  presented: tableOf('presented', 'Claims as a verifier sees them'),
  payload: tableOf('payload', 'Claims'),
  disclosures: tableOf('disclosures', 'Disclosed'),
  header: tableOf('header', 'Header'),
};
const findings = new FindingsList(clock, (finding) => token.select(finding));

const showNotes = onChange((lines: readonly string[]) => {
  notes.replaceChildren(...lines.map((line) => h('li', {}, line)));
});

const page = h(
  'main',
  { hidden: true },
  verdict.element,
  levels.element,
  notes,
  trouble,
  h(
    'div',
    { class: 'columns' },
    h('div', { class: 'column' }, token.element, editForm.element, verifyFields.element, checklist.element),
    h('div', { class: 'column' }, lifetime.element, ...parts.map((part) => tables[part].element), findings.element),
  ),
  said,
);
document.body.append(page);

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const event = channel.receive(data);
  if (event?.type === 'view') show(event.view);
});
ask({ type: 'ready' });

function show(view: PanelView): void {
  const ahead = view.revision < revision;
  revision = Math.max(revision, view.revision);
  display = view.display;
  vsCode.setState(view.remembered);
  page.hidden = false;
  verdict.update(view.verdict);
  levels.update(view.levels);
  showNotes(view.notes);
  token.update(view, ahead);
  editForm.update(view, ahead);
  verifyFields.update(view, ahead);
  checklist.update({ checks: view.checks, explanations: view.explanations, verifying: view.verifying });
  lifetime.update({ lifetime: view.lifetime, utc: display.utc });
  for (const part of parts)
    tables[part].update({ ...view[part], asJson: display.asJson.includes(part), utc: display.utc });
  findings.update(view.findings);
}

function tableOf(part: TablePart, title: string): MemberTable {
  return new MemberTable(part, title, clock, {
    showAsJson: (asJson) => {
      const others = display.asJson.filter((each) => each !== part);
      ask({ type: 'display', display: { ...display, asJson: asJson ? [...others, part] : others } });
    },
    showUtc: (utc) => ask({ type: 'display', display: { ...display, utc } }),
    copyAll: () => askToCopy({ type: 'copyJson', part }),
    copy: (index) => askToCopy({ type: 'copyMember', where: { part, index } }),
    whole: (index) => answer({ type: 'wholeValue', where: { part, index } }),
    point: (row) => token.mark(row),
  });
}

function nextRevision(): number {
  revision += 1;
  return revision;
}

function ask(request: Request): void {
  void answer(request);
}

/** The reply's value; a failure is shown on the page until the next request succeeds. */
async function answer(request: Request): Promise<string | undefined> {
  try {
    const value = await channel.ask(request);
    trouble.hidden = true;
    return value;
  } catch (error) {
    trouble.textContent = error instanceof Error ? error.message : String(error);
    trouble.hidden = false;
    return undefined;
  }
}

function askToCopy(request: Request): void {
  void answer(request).then((what) => {
    if (what !== undefined) {
      said.textContent = what;
      said.hidden = false;
      setTimeout(() => {
        said.hidden = true;
      }, 2000);
    }
  });
}
