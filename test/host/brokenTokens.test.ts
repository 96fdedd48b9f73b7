import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { inspect } from '../../src/core/rules/inspect.ts';
import { find } from '../../src/core/token/find.ts';
import { tokenIn } from '../../src/core/token/foundToken.ts';
import { redact } from '../../src/core/token/redact.ts';
import { closeAllEditors, eventually, problemsOf, ruleOf, showText } from '../support/documents.ts';
import { resetSettings } from '../support/settings.ts';
import { expired } from '../support/tokens.ts';

const [header = '', payload = '', signature = ''] = expired.split('.');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const json = JSON.stringify({ access_token: expired, a: 1 });

/** The first of these characters, and one behind the last, where `prefix` bytes stand in front of the token. */
const inBase64 = (encoded: string, prefix: number, start: number, end: number): string =>
  encoded.slice(Math.floor(((prefix + start) * 4) / 3), Math.ceil(((prefix + end) * 4) / 3));

interface Form {
  readonly text: string;
  readonly language: string;
  /** How the characters `start`..`end` of the token stand there. */
  readonly part: (start: number, end: number) => string;
}

/** How an expired token stands in a document. */
const forms: Readonly<Record<string, Form>> = {
  'broken over literals': {
    text: `const t =\n  '${header}.' +\n  '${payload}.' +\n  '${signature}';\n`,
    language: 'typescript',
    part: (start, end) => expired.slice(start, end),
  },
  'broken over lines': {
    text: `token: >-\n  ${header}.${payload.slice(0, 9)}\n  ${payload.slice(9)}.${signature}\nb: 1\n`,
    language: 'yaml',
    part: (start, end) => expired.slice(start, end),
  },
  'with escaped periods': {
    text: `?t=${header}%2E${payload}%2E${signature}&a=1\n`,
    language: 'plaintext',
    part: (start, end) => expired.slice(start, end),
  },
  'inside base64': {
    text: `data:\n  token: ${base64(expired)}\n`,
    language: 'yaml',
    part: (start, end) => inBase64(base64(expired), 0, start, end),
  },
  'inside base64 of JSON': {
    text: `base64-${base64(json)}\n`,
    language: 'plaintext',
    part: (start, end) => inBase64(base64(json), json.indexOf(expired), start, end),
  },
};

async function expiryProblem(document: vscode.TextDocument): Promise<vscode.Diagnostic> {
  return eventually(() => problemsOf(document.uri).find((problem) => ruleOf(problem) === 'exp-expired'));
}

describe('a token that does not stand in one piece', () => {
  afterEach(closeAllEditors);
  after(resetSettings);

  for (const [name, { text, language, part }] of Object.entries(forms)) {
    describe(name, () => {
      it('is the only one of its document, and explained by the hover at each end', async () => {
        const { document } = await showText(text, language);
        const { range } = await hoverAt(document, document.positionAt(text.search(/(?:ey|Z)[A-Za-z0-9]{9}/) + 60));
        assert.ok(range);
        for (const position of [range.start, range.end])
          assert.deepEqual((await hoverAt(document, position)).range, range);
        const shown = (await hoverAt(document, range.start)).contents.map(
          (each) => (each as vscode.MarkdownString).value,
        );
        assert.match(shown.join('\n'), /expired/i);
      });

      it('is underlined where its claim stands, and nothing is wrong with its pieces', async () => {
        const { document } = await showText(text, language);
        const { range } = await expiryProblem(document);
        const expiry = inspect(expired, { now: new Date() }).find(({ ruleId }) => ruleId === 'exp-expired');
        assert.ok(expiry);
        assert.equal(document.getText(range), part(expiry.start, expiry.end));
        const rules = problemsOf(document.uri).map(ruleOf);
        for (const rule of ['segment-count', 'signature-missing', 'signature-length', 'base64url-noncanonical'])
          assert.ok(!rules.includes(rule), rule);
      });

      it('has its inlay hint behind its last character', async () => {
        const { document } = await showText(text, language);
        const whole = new vscode.Range(0, 0, document.lineCount, 0);
        const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
          'vscode.executeInlayHintProvider',
          document.uri,
          whole,
        );
        const ours = hints.filter(({ label }) => typeof label === 'string' && label.includes('expired'));
        const { range } = await hoverAt(document, document.positionAt(text.search(/(?:ey|Z)[A-Za-z0-9]{9}/) + 60));
        assert.deepEqual(
          ours.map(({ position }) => position),
          [range?.end],
        );
      });

      it('is redacted in its place, as it was written, and undone at once', async () => {
        const editor = await showText(text, language);
        const { document } = editor;
        const { range } = await hoverAt(document, document.positionAt(text.search(/(?:ey|Z)[A-Za-z0-9]{9}/) + 60));
        assert.ok(range);
        editor.selection = new vscode.Selection(range.start, range.start);
        assert.equal(await vscode.commands.executeCommand('jwtInspector.redact'), redact(expired));
        assert.deepEqual(
          find(document.getText()).map((found) => tokenIn(document.getText(), found)),
          [redact(expired)],
        );
        await vscode.commands.executeCommand('undo');
        assert.equal(document.getText(), text);
      });
    });
  }
});

async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const ours = hovers.find(({ contents }) =>
    contents.some((each) => (each as vscode.MarkdownString).value.includes('command:jwtInspector.inspect')),
  );
  assert.ok(ours, 'no hover');
  return ours;
}
