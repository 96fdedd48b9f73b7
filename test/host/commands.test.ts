import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import * as vscode from 'vscode';
import type { Inspection } from '../../src/services/commands.ts';
import type { DecodedToken } from '../../src/core/token/token.ts';
import { closeAllEditors, eventually, showText } from '../support/documents.ts';
import { answer } from '../support/quickInput.ts';
import { encode, issue, jwe, jws, unsecured } from '../support/jose.ts';

const key = createSecretKey(Buffer.from('a secret of the host suites, longer than it has to be'));
const token = (sub: string): string => issue('HS256', key, { sub });
const [first, second, third] = [token('first'), token('second'), token('third')];

const copyPayload = (argument?: unknown): Thenable<string | undefined> =>
  vscode.commands.executeCommand('jwtInspector.copyPayload', ...(argument === undefined ? [] : [argument]));
const payload = (sub: string): string => JSON.stringify({ sub });

describe('commands', () => {
  beforeEach(() => vscode.env.clipboard.writeText('nothing to see'));
  afterEach(closeAllEditors);

  describe('take', () => {
    it('the token at the cursor, either edge included', async () => {
      const editor = await showText(`${first} ${second}`);
      for (const [character, sub] of [
        [0, 'first'],
        [10, 'first'],
        [first.length, 'first'],
        [first.length + 1, 'second'],
        [first.length + 20, 'second'],
      ] as const) {
        editor.selection = new vscode.Selection(0, character, 0, character);
        assert.equal(await copyPayload(), payload(sub), `at ${character}`);
      }
    });

    it('the token of a selection before the one at the cursor', async () => {
      const editor = await showText(`${first}\n${second}`);
      editor.selection = new vscode.Selection(1, 5, 1, 9);
      assert.equal(await copyPayload(), payload('second'));
    });

    it('the one of several in a selection that the user picks', async () => {
      const editor = await showText(`${first}\n${second}\n${third}`);
      editor.selection = new vscode.Selection(0, 0, 2, 10);
      const picked = await answer(
        copyPayload(),
        'workbench.action.quickOpenSelectNext',
        'workbench.action.acceptSelectedQuickOpenItem',
      );
      assert.equal(picked, payload('second'));
    });

    it('none when the user turns away from the pick list', async () => {
      const editor = await showText(`${first}\n${second}`);
      editor.selection = new vscode.Selection(0, 0, 1, 10);
      assert.equal(await answer(copyPayload(), 'workbench.action.closeQuickOpen'), undefined);
    });

    it('no other token when the selection holds none', async () => {
      const editor = await showText(`nothing here ${first}`);
      await vscode.env.clipboard.writeText(second);
      editor.selection = new vscode.Selection(0, 0, 0, 7);
      assert.equal(await copyPayload(), undefined);
    });

    it('the clipboard when there is no token at the cursor', async () => {
      await showText('nothing here');
      await vscode.env.clipboard.writeText(`curl -H 'Authorization: Bearer ${second}'`);
      assert.equal(await copyPayload(), payload('second'));
    });

    it('the selection of a token that is broken over lines, and one on the clipboard, in one piece', async () => {
      const broken = `${second.slice(0, 50)}\r\n    ${second.slice(50)}\r\n`;
      const editor = await showText(`${first}\r\n${broken}`);
      editor.selection = new vscode.Selection(1, 0, 3, 0);
      assert.equal(await copyPayload(), payload('second'));
      await showText('nothing here');
      await vscode.env.clipboard.writeText(`token:\n${broken}`);
      assert.equal(await copyPayload(), payload('second'));
    });

    it('what the user is asked for when there is no token anywhere', async () => {
      await showText('nothing here');
      assert.equal(await answer(copyPayload(), 'workbench.action.closeQuickOpen'), undefined);
    });

    it('an argument before anything else', async () => {
      await showText(first);
      assert.equal(await copyPayload(second), payload('second'));
      assert.equal(await copyPayload(`Bearer ${third}`), payload('third'));
    });

    it('the token at the cursor when a menu passes something else', async () => {
      const editor = await showText(first);
      editor.selection = new vscode.Selection(0, 3, 0, 3);
      assert.equal(await copyPayload(editor.document.uri), payload('first'));
    });

    it('no token for a link of an earlier session', async () => {
      await showText(first);
      assert.equal(await copyPayload({ handle: 'unknown' }), undefined);
    });
  });

  describe('copy', () => {
    it('the exact payload and header', async () => {
      const text = '{ "n": 9007199254740993, "a": 1, "a": 2 }';
      const odd = jws('{"alg" : "HS256"}', text, 'A'.repeat(43));
      assert.equal(await copyPayload(odd), text);
      assert.equal(await vscode.env.clipboard.readText(), text);
      assert.equal(await vscode.commands.executeCommand('jwtInspector.copyHeader', odd), '{"alg" : "HS256"}');
      assert.equal(await vscode.env.clipboard.readText(), '{"alg" : "HS256"}');
    });

    it('a redacted token without its values and signature', async () => {
      const redacted = await vscode.commands.executeCommand<string>('jwtInspector.copyRedacted', first);
      assert.equal(await vscode.env.clipboard.readText(), redacted);
      const [, , signature = ''] = first.split('.');
      assert.ok(redacted !== first && !redacted.includes(signature) && !redacted.includes(encode({ sub: 'first' })));
    });

    it('no payload of an encrypted token', async () => {
      const encrypted = jwe({});
      assert.equal(await copyPayload(encrypted), undefined);
    });
  });

  it('Inspect returns the decoded token and its findings, and opens the panel', async () => {
    const unsigned = unsecured({ sub: 'u' });
    const { decoded, findings } = await vscode.commands.executeCommand<Inspection>('jwtInspector.inspect', unsigned);
    assert.equal(decoded.kind, 'unsecured');
    assert.deepEqual(decoded.payload, { sub: 'u' });
    assert.ok(findings.some(({ ruleId }) => ruleId === 'alg-none'));
    await eventually(() =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'JWT Inspector'),
    );
  });

  it('Inspect takes whatever it is given for a token', async () => {
    const { decoded } = await vscode.commands.executeCommand<Inspection>('jwtInspector.inspect', 'not a token');
    assert.equal(decoded.kind, 'malformed');
  });

  describe('Decode', () => {
    const decodedDocument = (): Promise<vscode.TextDocument> =>
      eventually(() => {
        const document = vscode.window.activeTextEditor?.document;
        return document?.uri.scheme === 'jwt-inspector-decoded' ? document : undefined;
      });

    it('opens header and payload beside the editor, exactly', async () => {
      await showText('x');
      const odd = jws({ alg: 'HS256' }, '{"n":9007199254740993,"a":1,"a":[true,{}]}');
      const decoded = await vscode.commands.executeCommand<DecodedToken>('jwtInspector.decode', odd);
      assert.equal(decoded.kind, 'jws');
      const document = await decodedDocument();
      assert.equal(document.languageId, 'json');
      assert.equal(vscode.window.activeTextEditor?.viewColumn, vscode.ViewColumn.Two);
      assert.equal(
        document.getText(),
        '{\n  "header": {\n    "alg": "HS256"\n  },\n  "payload": {\n    "n": 9007199254740993,\n    "a": 1,\n    "a": [\n      true,\n      {}\n    ]\n  }\n}\n',
      );
    });

    it('keeps the token out of the address', async () => {
      await vscode.commands.executeCommand('jwtInspector.decode', first);
      const { uri } = await decodedDocument();
      assert.ok(first.split('.').every((part) => !uri.toString().includes(part)));
    });

    it('cannot be edited', async () => {
      await vscode.commands.executeCommand('jwtInspector.decode', first);
      const document = await decodedDocument();
      await vscode.commands.executeCommand('type', { text: 'x' });
      assert.equal(document.isDirty, false);
      assert.ok(document.getText().startsWith('{\n'));
    });

    it('says so when the token is no longer known', async () => {
      const document = await vscode.workspace.openTextDocument(
        vscode.Uri.parse('jwt-inspector-decoded:/unknown/Decoded Token.json'),
      );
      assert.match(document.getText(), /only in memory/);
      assert.doesNotThrow(() => JSON.parse(document.getText()));
    });
  });

  it('Verify without any configured key says that nothing is proven', async () => {
    const verification = await vscode.commands.executeCommand<{ verdict: string; signature: string }>(
      'jwtInspector.verify',
      first,
    );
    assert.equal(verification.verdict, 'not-verified');
    assert.equal(verification.signature, 'not-checked');
  });

  it('Explain Rule shows the page of a rule', async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('jwt-inspector-rule:/alg-none.md'));
    assert.match(document.getText(), /^# .+[\s\S]*RFC/);
  });
});
