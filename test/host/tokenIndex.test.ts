import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { scan } from '../../src/core/token/scan.ts';
import { ExpiryClock } from '../../src/services/tokens/expiryClock.ts';
import { TokenHandles } from '../../src/services/tokens/tokenHandles.ts';
import { TokenIndex } from '../../src/services/tokens/tokenIndex.ts';
import { closeAllEditors, showText } from '../support/documents.ts';
import { encode, unsecured } from '../support/jose.ts';

const token = (sub: string): string => unsecured({ sub });

describe('TokenIndex', () => {
  let index: TokenIndex;
  beforeEach(() => {
    index = new TokenIndex();
  });
  afterEach(async () => {
    index.dispose();
    await closeAllEditors();
  });

  /** Whether the index says what a scan of the whole text says, and where VS Code says it is. */
  function check(document: vscode.TextDocument): void {
    const text = document.getText();
    const expected = scan(text).map(({ start, end }) => ({ start, end, text: text.slice(start, end) }));
    const tokens = index.tokensIn(document);
    assert.deepEqual(
      tokens.map(({ start, end, text: found }) => ({ start, end, text: found })),
      expected,
    );
    assert.ok(tokens.every(({ range, text: found }) => document.getText(range) === found));
    assert.equal(index.hasToken(document), expected.length > 0);
  }

  it('finds a token in JSON serialization where it is asked for, and nowhere else', async () => {
    const parts = { payload: encode({ sub: 'x' }), protected: encode({ alg: 'ES256' }), signature: 'A'.repeat(86) };
    const serialized = JSON.stringify(parts, undefined, 2);
    const { document } = await showText(`{\n"id": 1, "proof": ${serialized},\n"token": "${token('u')}"\n}`);
    const at = (text: string) => document.positionAt(document.getText().indexOf(text) + 1);
    for (const text of ['"payload"', parts.signature, '"protected"'])
      assert.equal(index.tokenAt(document, at(text))?.text, serialized);
    assert.equal(index.tokenAt(document, at('"id"')), undefined);
    assert.equal(index.tokenAt(document, at(token('u')))?.text, token('u'));
    const [within] = index.tokensWithin(document, new vscode.Range(at('"payload"'), at(parts.signature)));
    assert.equal(within?.text, serialized);
  });

  for (const eol of [vscode.EndOfLine.LF, vscode.EndOfLine.CRLF]) {
    describe(`with ${vscode.EndOfLine[eol]} line ends`, () => {
      const lines = Array.from({ length: 60 }, (_, line) =>
        line % 3 === 0 ? `id: ${token(`user ${line}`)} end` : `line ${line}`,
      );
      let editor: vscode.TextEditor;
      beforeEach(async () => {
        editor = await showText(lines.join('\n'));
        await editor.edit((edit) => edit.setEndOfLine(eol));
        check(editor.document);
      });

      it('follows typing into a token, in front of it and behind it', async () => {
        for (const character of [3, 4, 10, lines[30]?.indexOf(' end') ?? 0]) {
          await editor.edit((edit) => edit.insert(new vscode.Position(30, character), 'x'));
          check(editor.document);
          await editor.edit((edit) => edit.delete(new vscode.Range(30, character, 30, character + 1)));
          check(editor.document);
        }
      });

      it('follows several cursors', async () => {
        await editor.edit((edit) => {
          for (const line of [57, 3, 30, 12]) {
            edit.insert(new vscode.Position(line, 6), line === 30 ? '\n' : '!');
            edit.insert(new vscode.Position(line, 0), `${token(`new ${line}`)}\n\n`);
          }
        });
        check(editor.document);
      });

      it('follows lines that come, go and join', async () => {
        await editor.edit((edit) => edit.delete(new vscode.Range(5, 3, 33, 2)));
        check(editor.document);
        await editor.edit((edit) => edit.replace(new vscode.Range(0, 8, 1, 2), '\n\n'));
        check(editor.document);
        await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), lines.join('\n')));
        check(editor.document);
      });

      it('follows undo and redo', async () => {
        await editor.edit((edit) => edit.delete(new vscode.Range(5, 3, 33, 2)));
        for (const command of ['undo', 'redo', 'undo']) {
          await vscode.commands.executeCommand(command);
          check(editor.document);
        }
      });

      it('follows a change of line ends, and a change of everything', async () => {
        const other = eol === vscode.EndOfLine.LF ? vscode.EndOfLine.CRLF : vscode.EndOfLine.LF;
        await editor.edit((edit) => edit.setEndOfLine(other));
        check(editor.document);
        await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 999, 0), token('only')));
        check(editor.document);
      });
    });
  }

  it('tells of changes to documents it was asked about', async () => {
    const asked = await showText(token('a'));
    index.tokensIn(asked.document);
    const changed: vscode.TextDocument[] = [];
    const subscription = index.onDidChange((document) => changed.push(document));
    await asked.edit((edit) => edit.insert(new vscode.Position(0, 0), ' '));
    const other = await showText(token('b'));
    await other.edit((edit) => edit.insert(new vscode.Position(0, 0), ' '));
    subscription.dispose();
    assert.deepEqual(changed, [asked.document]);
  });
});

describe('ExpiryClock', () => {
  const soon = (milliseconds: number): Date => new Date(Date.now() + milliseconds);

  it('ticks once for each owner, at its earliest instant, in the order of the instants', async () => {
    const clock = new ExpiryClock();
    const ticks: string[] = [];
    await new Promise<void>((resolve) => {
      clock.onDidTick((owner) => {
        ticks.push(owner);
        if (owner === 'last') resolve();
      });
      clock.arm('last', [soon(60)]);
      clock.arm('century', [new Date('2100-01-01')]);
      clock.arm('first', [soon(40), soon(20), soon(90)]);
      clock.arm('disarmed', [soon(10)]);
      clock.arm('disarmed', []);
      clock.arm('past', [soon(-1000)]);
    });
    clock.dispose();
    assert.deepEqual(ticks, ['past', 'first', 'last']);
  });
});

describe('TokenHandles', () => {
  it('gives back what an id stands for, and nothing for other ids', () => {
    const handles = new TokenHandles();
    const source = { text: token('a'), uri: 'file:///a', start: 3 };
    const id = handles.create(source);
    assert.deepEqual(handles.get(id), source);
    assert.equal(handles.get('1'), undefined);
    assert.ok(source.text.split('.').every((part) => part === '' || !id.includes(part)));
  });

  it('forgets the oldest when there are too many, and never the newest', () => {
    const handles = new TokenHandles();
    const ids = Array.from({ length: 5 }, () => handles.create({ text: 'x'.repeat(1_000_000) }));
    assert.deepEqual(
      ids.map((id) => handles.get(id) !== undefined),
      [false, true, true, true, true],
    );
    assert.ok(handles.get(handles.create({ text: 'x'.repeat(9_000_000) })));
  });
});
