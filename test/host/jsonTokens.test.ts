import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import * as vscode from 'vscode';
import type { TokenVerification } from '../../src/services/commands.ts';
import { closeAllEditors, eventually, problemsOf, ruleOf, showText, writeFile } from '../support/documents.ts';
import { resetSettings, updateSetting } from '../support/settings.ts';
import { expired, now, sound, unsigned } from '../support/tokens.ts';
import { issue } from '../support/jose.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The parts of a compact token as members of the JSON serialization (RFC 7515 §7.2). */
function membersOf(token: string): {
  readonly payload: string;
  readonly protected: string;
  readonly signature: string;
} {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return { payload, protected: header, signature };
}

function flattened(token: string, header?: object): object {
  return { ...membersOf(token), ...(header && { header }) };
}

/** With a signature of each token; their payload is that of the first. */
function general(...tokens: readonly string[]): object {
  const [{ payload } = { payload: '' }] = tokens.map(membersOf);
  return {
    payload,
    signatures: tokens.map(membersOf).map(({ protected: header, signature }) => ({ protected: header, signature })),
  };
}

const show = async (value: unknown): Promise<vscode.TextEditor> =>
  showText(JSON.stringify(value, undefined, 2), 'json');

async function problemsFrom(
  document: vscode.TextDocument,
  ...rules: readonly string[]
): Promise<readonly vscode.Diagnostic[]> {
  return eventually(() => {
    const problems = problemsOf(document.uri).filter((problem) => ruleOf(problem) !== 'jwt-json-serialization');
    return problems.map(ruleOf).join(' ') === rules.join(' ') ? problems : undefined;
  });
}

async function hintsOf({ uri, lineCount }: vscode.TextDocument): Promise<readonly vscode.InlayHint[]> {
  const range = new vscode.Range(0, 0, lineCount, 0);
  return vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', uri, range);
}

describe('tokens in JSON serialization', () => {
  afterEach(async () => {
    await resetSettings();
    await closeAllEditors();
  });

  it('have their problems listed at the characters that cause them, though they have lines', async () => {
    const { document } = await show({ id: 7, proof: flattened(expired), next: unsigned });
    const [problem, ...others] = await problemsFrom(document, 'exp-expired', 'alg-none');
    const underlined = document.getText(problem?.range);
    assert.ok(underlined.length < 40 && membersOf(expired).payload.includes(underlined), underlined);
    assert.equal(others.length, 1);
  });

  it('have the problems of each signature listed, and what they share once', async () => {
    const [header = '', payload = '', signature = ''] = expired.split('.');
    const short = signature.slice(0, 20);
    const { document } = await show(general(expired, `${header}.${payload}.${short}`));
    const problems = await problemsFrom(document, 'exp-expired', 'signature-length');
    assert.equal(document.getText(problems[1]?.range), short);
  });

  it('own the compact tokens in them: those are not listed again', async () => {
    const { document } = await show([
      flattened(issue('ES256', privateKey, sound), { attestation: unsigned }),
      unsigned,
    ]);
    const [, problem] = await problemsFrom(document, 'jwt-polyglot', 'alg-none');
    assert.equal(problem?.range.start.line, document.lineCount - 2);
    assert.deepEqual(problem.relatedInformation, []);
  });

  it('follow edits', async () => {
    const editor = await show(flattened(expired));
    const { document } = editor;
    await problemsFrom(document, 'exp-expired');
    const at = document.positionAt(document.getText().indexOf('"signature"') + 3);
    await editor.edit((edit) => edit.insert(at, 'x'));
    await problemsFrom(document);
    await editor.edit((edit) => edit.delete(new vscode.Range(at, at.translate(0, 1))));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n\n'));
    const [problem] = await problemsFrom(document, 'exp-expired');
    assert.ok(membersOf(expired).payload.includes(document.getText(problem?.range)));
  });

  it('are verified by themselves, hinted at behind their brace, and counted by Verify All in File', async () => {
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' };
    await writeFile('json/jwks.json', JSON.stringify({ keys: [jwk] }));
    const issuer = {
      name: 'corp',
      issuer: sound.iss,
      audience: sound.aud,
      algorithms: ['ES256'],
      jwksFile: 'json/jwks.json',
    };
    await updateSetting('issuers', [issuer], vscode.ConfigurationTarget.Workspace);
    const make = (claims: object) => issue('ES256', privateKey, claims, { kid: 'k1' });
    const good = make(sound);
    const other = make({ ...sound, iat: now - 61 });
    const forged = { ...membersOf(other), signature: membersOf(good).signature };
    const { document } = await show([general(good), forged, make({ ...sound, sub: 'u18' })]);
    const [problem] = await problemsFrom(document, 'signature-invalid');
    assert.ok(problem);
    assert.equal(document.getText(problem.range), forged.signature);
    assert.equal(document.offsetAt(problem.range.start), document.getText().lastIndexOf(forged.signature));
    const hints = await eventually(async () => {
      const all = await hintsOf(document);
      return all.length === 3 ? all : undefined;
    });
    assert.deepEqual(
      hints.map(({ label }) => (typeof label === 'string' ? label.replace(/ · .*/, '') : '')),
      [
        '✓ verified by corp, key from this workspace',
        '✗ rejected by corp',
        '✓ verified by corp, key from this workspace',
      ],
    );
    for (const { position } of hints.slice(0, 2))
      assert.equal(document.getText(new vscode.Range(position.translate(0, -1), position)), '}');
    const verified = await vscode.commands.executeCommand<readonly TokenVerification[]>('jwtInspector.verifyAll');
    assert.deepEqual(
      verified.map(({ verification }) => verification.verdict),
      ['verified', 'rejected', 'verified'],
    );
    assert.deepEqual(JSON.parse(document.getText().slice(verified[1]?.start, verified[1]?.end)), forged);
  });

  it('are decoded with the header of each signature', async () => {
    await vscode.commands.executeCommand('jwtInspector.decode', JSON.stringify(general(expired, unsigned)));
    const document = await eventually(() => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.scheme === 'jwt-inspector-decoded' ? shown : undefined;
    });
    const { headers, payload } = JSON.parse(document.getText()) as {
      headers: readonly { alg: string }[];
      payload: object;
    };
    assert.deepEqual(
      headers.map(({ alg }) => alg),
      ['HS256', 'none'],
    );
    assert.ok('exp' in payload);
  });

  it('are written in compact form at a wish, undone at once', async () => {
    const editor = await show({ proof: flattened(expired) });
    const { document } = editor;
    const before = document.getText();
    const problem = await eventually(() =>
      problemsOf(document.uri).find((each) => ruleOf(each) === 'jwt-json-serialization'),
    );
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
    );
    const action = actions.find(({ title }) => title === 'Write the token in compact form');
    assert.ok(action?.edit && (await vscode.workspace.applyEdit(action.edit)));
    assert.deepEqual(JSON.parse(document.getText()), { proof: expired });
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });
});
