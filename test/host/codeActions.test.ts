import assert from 'node:assert/strict';
import { createSecretKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { ruleOf as ruleById } from '../../src/core/documents/catalogue.ts';
import { fingerprint } from '../../src/core/token/fingerprint.ts';
import { redact } from '../../src/core/token/redact.ts';
import {
  closeAllEditors,
  eventually,
  problemsOf,
  ruleOf,
  showFile,
  showText,
  writeFile,
} from '../support/documents.ts';
import { answer } from '../support/quickInput.ts';
import { resetSettings, updateSetting } from '../support/settings.ts';
import { expired, secret, sound, unsigned, valid } from '../support/tokens.ts';
import { compact, encode, issue } from '../support/jose.ts';

const padded = `${valid}=`;

/** The actions at the first place of a text in a document, worked out in full. */
async function actionsAt(
  document: vscode.TextDocument,
  text: string,
  kind?: vscode.CodeActionKind,
): Promise<readonly vscode.CodeAction[]> {
  const start = document.positionAt(document.getText().indexOf(text));
  const range = new vscode.Range(start, document.positionAt(document.offsetAt(start) + text.length));
  const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    kind?.value,
    50,
  );
  return actions.filter(
    ({ title, command }) => title !== '' && (command?.command ?? 'jwtInspector').startsWith('jwtInspector'),
  );
}

async function actionNamed(document: vscode.TextDocument, text: string, title: RegExp): Promise<vscode.CodeAction> {
  let actions: readonly vscode.CodeAction[] = [];
  // What asks for actions learns of problems a moment later than who lists them.
  for (let tries = 0; tries < 20; tries++) {
    actions = await actionsAt(document, text);
    const action = actions.find((candidate) => title.test(candidate.title));
    if (action) return action;
  }
  assert.fail(`none like ${String(title)} among: ${actions.map((candidate) => candidate.title).join(' · ')}`);
}

async function perform({ edit, command }: vscode.CodeAction): Promise<unknown> {
  if (edit) assert.ok(await vscode.workspace.applyEdit(edit));
  return command && vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}

async function problemsWith(document: vscode.TextDocument, ruleId: string): Promise<void> {
  await eventually(() => problemsOf(document.uri).find((problem) => ruleOf(problem) === ruleId));
}

/** Undoes once, and sees the text as it was. */
async function undoes({ document }: vscode.TextEditor, before: string): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('undo');
  assert.equal(document.getText(), before);
}

function derToken(): { readonly der: string; readonly raw: string } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = compact({ alg: 'ES256' }, sound, (input) => sign('sha256', Buffer.from(input), privateKey));
  const [header, payload, signature = ''] = der.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  // Of two numbers in DER: tag, length, number; a number may begin with a zero for its sign.
  const r = bytes.subarray(4, 4 + (bytes[3] ?? 0));
  const s = bytes.subarray(6 + r.length);
  const fixed = [r, s].map((number) => Buffer.concat([Buffer.alloc(32), number]).subarray(-32));
  return { der, raw: `${header}.${payload}.${encode(Buffer.concat(fixed))}` };
}

describe('code actions', () => {
  afterEach(async () => {
    await resetSettings();
    await closeAllEditors();
  });

  const { der, raw } = derToken();
  interface Change {
    readonly title: RegExp;
    readonly token: string;
    readonly after: string;
    /** The problem it fixes. */
    readonly fixes?: string;
    readonly language?: string;
  }
  const changes: readonly Change[] = [
    { title: /DER to r‖s/, token: der, after: `t = "${raw}"\n`, fixes: 'ecdsa-der-signature' },
    { title: /canonical/, token: padded, after: `t = "${valid}"\n`, fixes: 'base64url-noncanonical' },
    { title: /redacted form$/, token: valid, after: `t = "${redact(valid)}"\n` },
    { title: /^Strip the signature/, token: valid, after: `t = "${valid.replace(/[^.]+$/, '')}"\n` },
    {
      title: /^Ignore exp-expired here/,
      token: expired,
      after: `# jwt-inspector-ignore-next-line exp-expired\nt = "${expired}"\n`,
      fixes: 'exp-expired',
      language: 'python',
    },
    {
      title: /^Ignore exp-expired here/,
      token: expired,
      after: `// jwt-inspector-ignore-next-line exp-expired\nt = "${expired}"\n`,
      fixes: 'exp-expired',
      language: 'jsonc',
    },
  ];
  for (const { title, token, after, fixes, language } of changes) {
    it(`change the text, and are undone at once: ${String(title)}`, async () => {
      const before = `t = "${token}"\n`;
      const editor = await showText(before, language);
      if (fixes !== undefined) await problemsWith(editor.document, fixes);
      const replacing = await eventually(async () => {
        const actions = await actionsAt(editor.document, token);
        const found = actions.filter((action) => title.test(action.title) && action.edit !== undefined);
        return found.length > 0 ? found : undefined;
      });
      const [action] = replacing;
      assert.ok(action && replacing.length === 1);
      const kind = fixes === undefined ? vscode.CodeActionKind.Refactor : vscode.CodeActionKind.QuickFix;
      assert.ok(action.kind && kind.contains(action.kind));
      await perform(action);
      assert.equal(editor.document.getText(), after);
      if (fixes !== undefined) {
        await eventually(() =>
          problemsOf(editor.document.uri).some((problem) => ruleOf(problem) === fixes) ? undefined : true,
        );
      }
      await undoes(editor, before);
    });
  }

  const [head, middle, tail] = [valid.slice(0, 50), valid.slice(50, -60), valid.slice(-60)];
  const broken: readonly { readonly before: string; readonly after: string; readonly language?: string }[] = [
    { before: `token:\r\n  ${head}\r\n  ${middle}\r\n  ${tail}\r\nend\r\n`, after: `token:\r\n  ${valid}\r\nend\r\n` },
    {
      before: `const t = 'Bearer ${head}' +\n  '${middle}' + // and\n  '${tail}' + end;\n`,
      after: `const t = 'Bearer ${valid}' + end;\n`,
      language: 'typescript',
    },
    { before: `# ${head}\n# ${middle}\n# ${tail}\nt = 1\n`, after: `# ${valid}\nt = 1\n`, language: 'python' },
  ];
  for (const { before, after, language } of broken) {
    it(`join a token that is broken over lines, undone at once: ${language ?? 'text'}`, async () => {
      for (const piece of [head, middle, tail]) {
        const editor = await showText(before, language);
        await perform(await actionNamed(editor.document, piece, /^Join the token/));
        assert.equal(editor.document.getText(), after);
        await undoes(editor, before);
      }
    });
  }

  it('join a token as a change of what has no problem for it', async () => {
    const { document } = await showText(`${valid.slice(0, 70)}\n${valid.slice(70)}\n`);
    const { kind } = await actionNamed(document, valid.slice(0, 70), /^Join the token/);
    assert.ok(kind && vscode.CodeActionKind.RefactorRewrite.contains(kind));
    assert.deepEqual(
      problemsOf(document.uri)
        .map(ruleOf)
        .filter((rule) => rule === 'segment-count'),
      [],
    );
  });

  it('do not join a token that was cut off with the text below it', async () => {
    const { document } = await showText(`${valid.slice(0, 70)}\nand so on\n`);
    await problemsWith(document, 'segment-count');
    const actions = await actionsAt(document, valid.slice(0, 70));
    assert.deepEqual(
      actions.filter(({ title }) => title.startsWith('Join')),
      [],
    );
  });

  it('copy the redacted form', async () => {
    const { document } = await showText(valid);
    await perform(await actionNamed(document, valid, /^Copy the redacted/));
    assert.equal(await vscode.env.clipboard.readText(), redact(valid));
  });

  it('move a token to a new .env, and refer to it', async () => {
    const before = `import sys\nsession_token = '${valid}'\n`;
    const editor = await showFile('env-new/a.py', before);
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const env = vscode.Uri.joinPath(folder.uri, '.env');
    await perform(await actionNamed(editor.document, valid, /to \.env/));
    assert.equal(editor.document.getText(), 'import os\nimport sys\nsession_token = os.environ["SESSION_TOKEN"]\n');
    const written = await vscode.workspace.openTextDocument(env);
    assert.equal(written.getText(), `SESSION_TOKEN=${valid}\n`);
    await undoes(editor, before);
    await eventually(async () => ((await exists(env)) ? undefined : true));
  });

  it('move a token of a request to the .env beside it, where its client looks', async () => {
    const before = `GET https://a.io\r\nAuthorization: Bearer ${valid}\r\n`;
    const editor = await showFile('requests/me.http', before);
    await perform(await actionNamed(editor.document, valid, /to \.env/));
    assert.equal(editor.document.getText(), before.replace(valid, '{{$dotenv ACCESS_TOKEN}}'));
    const env = vscode.Uri.joinPath(editor.document.uri, '..', '.env');
    assert.equal((await vscode.workspace.openTextDocument(env)).getText(), `ACCESS_TOKEN=${valid}\n`);
    await undoes(editor, before);
    await eventually(async () => ((await exists(env)) ? undefined : true));
  });

  it('move a secret of a Compose file to the .env beside it, which Compose reads', async () => {
    const before = 'services:\n  api:\n    environment:\n      APP_JWT_SECRET: hush-hush # all tokens\n';
    const editor = await showFile('deploy/compose.yml', before);
    await problemsWith(editor.document, 'hmac-secret-in-settings');
    await perform(await actionNamed(editor.document, 'hush-hush', /^Move the secret to \.env/));
    assert.equal(editor.document.getText(), before.replace('hush-hush', '"${APP_JWT_SECRET}"'));
    const env = vscode.Uri.joinPath(editor.document.uri, '..', '.env');
    assert.equal((await vscode.workspace.openTextDocument(env)).getText(), 'APP_JWT_SECRET=hush-hush\n');
    await undoes(editor, before);
    await eventually(async () => ((await exists(env)) ? undefined : true));
  });

  it('move a token to an .env with other entries, and keep those', async () => {
    const env = await writeFile('.env', 'SESSION_TOKEN=other\nA=1');
    const before = `sessionToken = "Bearer ${valid}"\n`;
    const editor = await showFile('env-old/a.rb', before);
    await perform(await actionNamed(editor.document, valid, /to \.env/));
    assert.equal(editor.document.getText(), 'sessionToken = "Bearer #{ENV.fetch("SESSION_TOKEN_2")}"\n');
    const written = await vscode.workspace.openTextDocument(env);
    assert.equal(written.getText(), `SESSION_TOKEN=other\nA=1\nSESSION_TOKEN_2=${valid}\n`);
    await undoes(editor, before);
    assert.equal(written.getText(), 'SESSION_TOKEN=other\nA=1');
    await vscode.workspace.fs.delete(env);
  });

  describe('do not follow a symbolic link to an .env', () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const at = (...steps: readonly string[]): string => vscode.Uri.joinPath(folder.uri, ...steps).fsPath;
    let outside: string;
    beforeEach(() => {
      outside = mkdtempSync(path.join(tmpdir(), 'jwt-outside-'));
      writeFileSync(path.join(outside, '.env'), 'A=1\n');
    });
    afterEach(() => {
      rmSync(outside, { recursive: true });
      rmSync(at('.env'), { force: true });
      rmSync(at('linked'), { force: true, recursive: true });
    });

    const links: readonly (readonly [name: string, file: string, make: () => void])[] = [
      ['that leads to a file', 'env-link/a.rb', () => symlinkSync(path.join(outside, '.env'), at('.env'))],
      ['that leads nowhere yet', 'env-link/a.rb', () => symlinkSync(path.join(outside, 'new'), at('.env'))],
      ['that leads to a file of the same folder', 'env-link/a.rb', () => symlinkSync('settings', at('.env'))],
      [
        'beside a request',
        'linked/me.http',
        () => {
          mkdirSync(at('linked'));
          symlinkSync(path.join(outside, '.env'), at('linked', '.env'));
        },
      ],
      ['on the way to the file', 'linked/me.http', () => symlinkSync(outside, at('linked'))],
    ];
    for (const [name, file, make] of links) {
      it(name, async () => {
        make();
        const before = `x = "${valid}"\n`;
        const { document } = await showFile(file, before);
        // VS Code gives only those that can be chosen; the refactoring menu shows it greyed, with the reason.
        const titles = (await actionsAt(document, valid)).map(({ title }) => title);
        assert.ok(titles.includes('Copy the redacted form'));
        assert.deepEqual(
          titles.filter((title) => title.includes('.env')),
          [],
        );
        assert.equal(document.getText(), before);
        assert.equal(readFileSync(path.join(outside, '.env'), 'utf8'), 'A=1\n');
        assert.ok(!existsSync(path.join(outside, 'new')));
      });
    }
  });

  describe('for problems of code and keys', () => {
    const collection = vscode.languages.createDiagnosticCollection('of the suite');
    afterEach(() => {
      collection.clear();
    });
    after(() => {
      collection.dispose();
    });

    const jwk = '{"kty":"EC","crv":"P-256","d":"AA","x":"AA","y":"AA"}';
    const fixes: readonly {
      ruleId: string;
      before: string;
      at: string;
      title: RegExp;
      after: RegExp;
      file?: string;
    }[] = [
      {
        ruleId: 'hmac-secret-weak',
        before: 'JWT_SECRET="secret"\n',
        at: 'secret',
        title: /256-bit/,
        after: /^JWT_SECRET="[\w-]{43}"\n$/,
      },
      {
        ruleId: 'hmac-secret-short',
        before: '{"kty":"oct","k": "AA"}',
        at: '"k": "AA"',
        title: /256-bit/,
        after: /^\{"kty":"oct","k": "[\w-]{43}"\}$/,
      },
      {
        ruleId: 'verification-disabled',
        before: "verify({ algorithms: ['none'] })",
        at: 'none',
        title: /with ES256/,
        after: /^verify\(\{ algorithms: \['ES256'\] \}\)$/,
      },
      {
        ruleId: 'jwks-private-material',
        before: jwk,
        at: '"d":"AA"',
        title: /private members/,
        after: /^\{"kty":"EC","crv":"P-256","x":"AA","y":"AA"\}$/,
      },
      {
        ruleId: 'jwks-private-material',
        before: `{"keys":[${jwk},\r\n${jwk}]}`,
        at: '"d":"AA"',
        title: /members of all keys/,
        after:
          /^\{"keys":\[\{"kty":"EC","crv":"P-256","x":"AA","y":"AA"\},\r\n\{"kty":"EC","crv":"P-256","x":"AA","y":"AA"\}\]\}$/,
      },
      {
        ruleId: 'jwks-private-material',
        before: `{"keys":[${jwk},{"kty":"oct","k":"AA"}]}`,
        at: '"k":"AA"',
        title: /secret from the set/,
        after: /^\{"keys":\[\{[^{}]+\}\]\}$/,
      },
      {
        ruleId: 'jwk-no-alg',
        before: jwk,
        at: '"kty":"EC"',
        title: /Add "alg": "ES256"/,
        after: /^\{"kty":"EC","alg":"ES256","crv"/,
      },
      {
        ruleId: 'hardcoded-hmac-secret',
        before: "const jwtSecret = 'correct-horse'\n",
        at: 'correct-horse',
        title: /secret to \.env/,
        after: /^const jwtSecret = process\.env\.JWT_SECRET\n$/,
        file: 'code/a.cjs',
      },
    ];
    for (const { ruleId, before, at, title, after: expected, file } of fixes) {
      it(`fix ${ruleId}, and are undone at once`, async () => {
        const editor = await (file === undefined ? showText(before) : showFile(file, before));
        const { document } = editor;
        const start = before.indexOf(at);
        const range = new vscode.Range(document.positionAt(start), document.positionAt(start + at.length));
        const diagnostic = new vscode.Diagnostic(range, 'made for the test');
        diagnostic.source = 'JWT';
        diagnostic.code = { value: ruleId, target: vscode.Uri.parse('command:none') };
        collection.set(document.uri, [diagnostic]);
        await perform(await actionNamed(document, at, title));
        assert.match(document.getText(), expected);
        await undoes(editor, before);
      });
    }
  });

  it('pin the algorithm of a JWK at the cursor, and take its public half, where nothing is wrong with it', async () => {
    const before = '{\r\n  "kty": "OKP",\r\n  "crv": "Ed25519",\r\n  "d": "AA",\r\n  "x": "AA"\r\n}\r\n';
    const editor = await showText(before, 'json');
    await perform(await actionNamed(editor.document, '"crv"', /^Add "alg": "Ed25519"/));
    assert.equal(editor.document.getText(), before.replace('"OKP",', '"OKP",\r\n  "alg": "Ed25519",'));
    await undoes(editor, before);
    await perform(await actionNamed(editor.document, '"crv"', /^Remove the private members/));
    assert.equal(editor.document.getText(), before.replace('  "d": "AA",\r\n', ''));
    await undoes(editor, before);
  });

  it('fix the token they are asked about, not another in the selection', async () => {
    const text = `${valid}\n${padded}\n`;
    const { document } = await showText(text);
    await problemsWith(document, 'base64url-noncanonical');
    const titles = (await actionsAt(document, text)).map(({ title }) => title);
    assert.ok(titles.includes('Strip the signature') && !titles.some((title) => title.startsWith('Write the')));
    assert.ok(!titles.includes('Ignore this token'));
  });

  it('do not offer .env where no file is', async () => {
    const { document } = await showText(`t = '${valid}'`, 'python');
    assert.deepEqual(
      (await actionsAt(document, valid)).filter(({ title }) => title.includes('.env')),
      [],
    );
  });

  it('ignore a token, by its fingerprint, and nothing else is stored', async () => {
    const { document } = await showText(unsigned);
    await problemsWith(document, 'alg-none');
    try {
      await perform(await actionNamed(document, unsigned, /^Ignore this token/));
      await eventually(() => (problemsOf(document.uri).length === 0 ? true : undefined));
      const stored = vscode.workspace.getConfiguration('jwtInspector').inspect('ignore')?.workspaceValue;
      assert.deepEqual(stored, [await fingerprint(unsigned)]);
    } finally {
      await updateSetting('ignore', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('set the severity of a rule', async () => {
    const { document } = await showText(unsigned);
    await problemsWith(document, 'alg-none');
    try {
      const action = await actionNamed(document, unsigned, /^Set severity of alg-none/);
      const severity = await answer(perform(action), 'workbench.action.acceptSelectedQuickOpenItem');
      assert.equal(severity, 'error');
      const stored = vscode.workspace.getConfiguration('jwtInspector').inspect('diagnostics.rules')?.workspaceValue;
      assert.deepEqual(stored, { 'alg-none': 'error' });
    } finally {
      await updateSetting('diagnostics.rules', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('explain the rule', async () => {
    const { document } = await showText(unsigned);
    await problemsWith(document, 'alg-none');
    const { command } = await actionNamed(document, unsigned, /^Explain alg-none/);
    assert.deepEqual([command?.command, command?.arguments], ['jwtInspector.explainRule', ['alg-none']]);
  });

  it('offer to renew what has expired, and say what is missing where no stored key signed it', async () => {
    const editor = await showText(expired);
    await problemsWith(editor.document, 'exp-expired');
    assert.equal(await perform(await actionNamed(editor.document, expired, /^Renew/)), undefined);
    assert.equal(editor.document.getText(), expired);
  });

  it('copy a secret for an issuer whose own is known, as long as its algorithm wants it', async () => {
    const token = issue('HS384', createSecretKey(Buffer.from('secret')), sound);
    const { document } = await showText(token);
    await problemsWith(document, 'hmac-secret-known');
    await perform(await actionNamed(document, token, /^Copy a new 384-bit secret/));
    assert.match(await vscode.env.clipboard.readText(), /^[\w-]{64}$/);
  });

  it('offer seconds for milliseconds', async () => {
    const token = issue('HS256', secret, { ...sound, exp: sound.exp * 1000 });
    const { document } = await showText(token);
    await problemsWith(document, 'numericdate-milliseconds');
    const { command } = await actionNamed(document, token, /in seconds/);
    const [argument] = (command?.arguments ?? []) as readonly { readonly change?: string }[];
    assert.equal(argument?.change, 'seconds');
  });

  it('never carry a token in the arguments of a command', async () => {
    const { document } = await showText(expired);
    await problemsWith(document, 'exp-expired');
    const actions = await actionsAt(document, expired);
    assert.ok(actions.length > 5);
    for (const { command } of actions)
      assert.ok(!JSON.stringify(command?.arguments ?? []).includes(expired.slice(0, 20)));
  });

  it('fix all signatures of a document at once, and only their spelling', async () => {
    const before = `${padded}\n${unsigned}\n${der}\n${padded}\n`;
    const editor = await showText(before);
    const kind = vscode.CodeActionKind.SourceFixAll.append('jwtInspector');
    const [action, ...others] = await actionsAt(editor.document, padded, kind);
    assert.ok(action && others.length === 0);
    await perform(action);
    assert.equal(editor.document.getText(), `${valid}\n${unsigned}\n${der}\n${valid}\n`);
    assert.deepEqual(await actionsAt(editor.document, valid, kind), []);
    await undoes(editor, before);
  });

  it('are not offered where there is no token, nor while switched off', async () => {
    const { document } = await showText(`no token\n${valid}`);
    assert.deepEqual(await actionsAt(document, 'no token'), []);
    await updateSetting('enabled', false, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await actionsAt(document, valid), []);
  });
});

describe('JWT: Redact', () => {
  afterEach(closeAllEditors);

  it('puts the redacted form in place of the token at the cursor, undone at once', async () => {
    const before = `a ${valid} b`;
    const editor = await showText(before);
    editor.selection = new vscode.Selection(0, 10, 0, 10);
    assert.equal(await vscode.commands.executeCommand('jwtInspector.redact'), redact(valid));
    assert.equal(editor.document.getText(), `a ${redact(valid)} b`);
    await undoes(editor, before);
  });

  it('copies it where the token is in no document', async () => {
    assert.equal(await vscode.commands.executeCommand('jwtInspector.redact', valid), redact(valid));
    assert.equal(await vscode.env.clipboard.readText(), redact(valid));
  });
});

describe('the noise budget', () => {
  afterEach(closeAllEditors);

  it('holds: a folder with tokens in tests and docs gives no errors and warnings but those of structure', async () => {
    const old = issue('HS256', secret, { sub: 'u17', exp: 1_500_000_000, password: 'x', email: 'a@b.io' });
    const eternal = issue('HS256', secret, { role: 'admin' });
    const files: Readonly<Record<string, string>> = {
      'budget/src/auth.ts': `import { jwtVerify } from 'jose';
export const verify = (token: string) => jwtVerify(token, key, { algorithms: ['ES256'], issuer, audience });
const key = new TextEncoder().encode(process.env.JWT_SECRET);
`,
      'budget/src/client.py': 'requests.get(url, headers={"Authorization": f"Bearer {token}"})\n',
      'budget/package-lock.json': `{ "integrity": "sha512-${'eyJ'.repeat(20)}" }\n`,
      'budget/test/auth.test.ts': `const expired = '${old}';\nconst eternal = '${eternal}';\nconst none = '${unsigned}';\n`,
      'budget/test/fixtures/tokens.json': JSON.stringify({ expired: old, valid, eternal }),
      'budget/docs/guide.md': `Send \`Authorization: Bearer ${old}\`.\n\n    ${eternal}\n    ${old.slice(0, 60)}...\n`,
      'budget/README.md': `A token looks like this: ${unsigned}\n`,
    };
    const documents = [];
    for (const [name, text] of Object.entries(files)) documents.push((await showFile(name, text)).document);
    const last = documents.at(-1);
    assert.ok(last);
    await problemsWith(last, 'alg-none');
    const problems = documents.flatMap(({ uri }) => problemsOf(uri));
    assert.ok(problems.length > 5);
    const loud = problems.filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(
      loud.map(ruleOf).filter((ruleId) => ruleById(ruleId)?.kind !== 'structure'),
      [],
    );
  });
});

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
