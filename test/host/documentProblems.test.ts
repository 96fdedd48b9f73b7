import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { keyPair } from '../fixtures/keys/keyPairs.ts';
import { closeAllEditors, eventually, problemsOf, ruleOf, showFile, showText } from '../support/documents.ts';
import { resetSettings, updateSetting } from '../support/settings.ts';
import { digest, jws } from '../support/jose.ts';

const rsa = keyPair('rsa').publicKey.export({ format: 'jwk' });
const shortRsa = keyPair('shortRsa').publicKey;

async function rulesOf(uri: vscode.Uri, count: number): Promise<readonly string[]> {
  return (await eventually(() => (problemsOf(uri).length === count ? problemsOf(uri) : undefined))).map(ruleOf);
}

async function hoverText(uri: vscode.Uri, line: number, character: number): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    new vscode.Position(line, character),
  );
  const contents = hovers.flatMap((hover) => hover.contents);
  return contents.map((part) => (part instanceof vscode.MarkdownString ? part.value : '')).join('\n');
}

describe('keys and code in documents', () => {
  const set = async (key: string, value: unknown): Promise<void> =>
    updateSetting(key, value, vscode.ConfigurationTarget.Global);

  afterEach(async () => {
    await resetSettings();
    await closeAllEditors();
  });

  it('lists the faults of keys at the members that have them, and links the second place', async () => {
    const keys = [
      { ...shortRsa.export({ format: 'jwk' }), kid: 'a' },
      { ...rsa, kid: 'a' },
    ];
    const { document } = await showText(JSON.stringify({ keys }, undefined, 2), 'json');
    assert.deepEqual(await rulesOf(document.uri, 2), ['rsa-key-short', 'jwks-duplicate-kid']);
    const [short, twice] = problemsOf(document.uri);
    assert.match(document.getText(short?.range), /^"n": "/);
    assert.equal(document.getText(twice?.range), '"kid": "a"');
    assert.equal(twice?.relatedInformation?.length, 1);
  });

  it('lists secrets of a .env file and code, follows edits, and obeys the switch of the code rules', async () => {
    const { document: env } = await showFile('app/.env', 'PORT=1\nJWT_SECRET=hush\n');
    assert.deepEqual(await rulesOf(env.uri, 1), ['hmac-secret-short']);
    const editor = await showText("jwt.sign(payload, 'hush');", 'typescript');
    assert.deepEqual(await rulesOf(editor.document.uri, 1), ['hardcoded-hmac-secret']);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'localStorage.jwt = t;\n'));
    assert.deepEqual(await rulesOf(editor.document.uri, 2), ['token-in-web-storage', 'hardcoded-hmac-secret']);
    await set('diagnostics.codeRules', false);
    await rulesOf(editor.document.uri, 0);
    assert.deepEqual(problemsOf(env.uri).map(ruleOf), ['hmac-secret-short']);
  });

  it('lists what is wrong with settings of ours, with a fix for a tolerance', async () => {
    const text = '{\n  "jwtInspector.clockTolerance": 900,\n  "jwtInspector.issuers": [{ "name": "a" }]\n}';
    const { document } = await showFile('other/settings.json', text);
    assert.deepEqual(await rulesOf(document.uri, 2), ['leeway-excessive', 'issuer-unrestricted']);
    const [excessive] = problemsOf(document.uri);
    assert.equal(document.getText(excessive?.range), '"jwtInspector.clockTolerance": 900');
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      excessive?.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title === 'Set the tolerance to 60 seconds');
    assert.ok(fix?.edit && (await vscode.workspace.applyEdit(fix.edit)));
    assert.equal(document.getText(), text.replace('900', '60'));
    await rulesOf(document.uri, 1);
  });

  it('lists signing secrets of settings files at their values, quietly in examples, and obeys their switch', async () => {
    const yaml = 'jwt:\n  header: Authorization\n  secret: shop-admin-secret # all tokens\n';
    const { document: spring } = await showFile('src/main/resources/application.yml', yaml);
    assert.deepEqual(await rulesOf(spring.uri, 1), ['hmac-secret-in-settings']);
    assert.equal(spring.getText(problemsOf(spring.uri)[0]?.range), 'shop-admin-secret');
    const json = '{\n  "Jwt": { "Key": "8Zl2Q0xV3n5uJr7tKc9wYd1bGe4hMf6s", "Issuer": "shop" }\n}';
    const { document: dotnet } = await showFile('Api/appsettings.json', json);
    assert.deepEqual(await rulesOf(dotnet.uri, 1), ['hmac-secret-in-settings']);
    const [problem] = problemsOf(dotnet.uri);
    assert.equal(dotnet.getText(problem?.range), '8Zl2Q0xV3n5uJr7tKc9wYd1bGe4hMf6s');
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Warning);
    const { document: example } = await showFile('examples/application.yml', yaml);
    await rulesOf(example.uri, 1);
    assert.equal(problemsOf(example.uri)[0]?.severity, vscode.DiagnosticSeverity.Hint);
    await set('diagnostics.settingsRules', false);
    for (const { uri } of [spring, dotnet, example]) await rulesOf(uri, 0);
  });

  it('is quiet where a comment says so', async () => {
    const { document } = await showText("jwt.sign(p, 'hush'); // nosemgrep\njwt.sign(p, 'hush');", 'javascript');
    await rulesOf(document.uri, 1);
    assert.equal(problemsOf(document.uri)[0]?.range.start.line, 1);
  });

  it('lists what tokens beside each other show, links the other one, and is quiet about ignored ones', async () => {
    const token = (sub: string): string => jws({ alg: 'RS256' }, { iss: 'https://a.io', jti: '7', sub });
    const { document } = await showText(`${token('first')}\n${token('second')}`);
    const reused = (): vscode.Diagnostic | undefined =>
      problemsOf(document.uri).find((problem) => ruleOf(problem) === 'jti-reused');
    const problem = await eventually(reused);
    assert.equal(problem.range.start.line, 1);
    assert.equal(problem.relatedInformation?.[0]?.location.range.start.line, 0);
    await set('ignore', [digest(token('second'))]);
    await eventually(() => (reused() === undefined ? true : undefined));
    assert.ok(problemsOf(document.uri).every(({ range }) => range.start.line === 0));
  });

  it('explains a JWK, a PEM block and a secret on hover', async () => {
    const { document: json } = await showText(JSON.stringify({ ...rsa, kid: 'k1', use: 'sig' }, undefined, 2), 'json');
    const jwk = await hoverText(json.uri, 2, 5);
    assert.match(jwk, /2048&#45;bit RSA public key/);
    assert.match(jwk, /`k1`/);
    assert.match(jwk, /Thumbprint \(RFC 7638, SHA-256\) \| `[\w-]{43}`/);

    const pem = keyPair('Ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
    const { document: text } = await showText(`key:\n${pem}`);
    assert.match(await hoverText(text.uri, 2, 3), /Ed25519 private key[^]*`[\w-]{43}`/);

    const { document: env } = await showFile('other/.env', 'JWT_SECRET=hush\n');
    assert.match(await hoverText(env.uri, 0, 12), /4&#45;byte secret[^]*HS256 requires at least 32/);
    assert.equal(await hoverText(env.uri, 0, 3), '');
  });
});
