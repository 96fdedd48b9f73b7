import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import * as vscode from 'vscode';
import { closeAllEditors, eventually, showFile, showText } from '../support/documents.ts';
import { resetSettings, updateSetting } from '../support/settings.ts';
import { digest, encode, issue, jws } from '../support/jose.ts';

const key = createSecretKey(Buffer.from('a secret of the host suites, longer than it has to be'));
const now = Math.floor(Date.now() / 1000);
const claims = {
  iss: 'https://login.corp.io',
  aud: 'orders-api',
  sub: 'u17',
  iat: now - 60,
  exp: now + 3600,
  tid: 'x',
};
const token = issue('HS256', key, claims);

/** The Markdown of our hover at a place, or none. */
async function hoverAt(uri: vscode.Uri, position: vscode.Position): Promise<readonly vscode.MarkdownString[]> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  const contents = hovers.map((hover) => hover.contents as vscode.MarkdownString[]);
  return contents.find((parts) => parts.some(({ value }) => value.includes('command:jwtInspector.inspect'))) ?? [];
}

function textOf(contents: readonly vscode.MarkdownString[]): string {
  return contents.map(({ value }) => value).join('\n');
}

/** What a person reads: Markdown's entities as characters. */
function readable(contents: readonly vscode.MarkdownString[]): string {
  return textOf(contents).replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

describe('hover', () => {
  afterEach(closeAllEditors);

  it('begins with the verdict, and explains claims and header', async () => {
    const { document } = await showText(`Authorization: Bearer ${token}`);
    const contents = await hoverAt(document.uri, new vscode.Position(0, 40));
    const [first = ''] = readable(contents).split('\n');
    assert.match(first, /^\$\(unverified\) \*\*Not verified · expires in \d+ minutes\*\* · HS256 · /);
    const text = readable(contents);
    assert.match(text, /\| `iss` \| `https:\/\/login\.corp\.io` \| Issuer · RFC 7519 §4\.1\.1 \|/);
    assert.match(
      text,
      /\| `exp` \| \d+ \w+ \d{4}, \d\d:\d\d:\d\d \(in \d+ minutes\) \| Expires · RFC 7519 §4\.1\.4 \|/,
    );
    assert.match(text, /\| `alg` \| `HS256` \| HMAC/);
    for (const title of ['Open in Panel', 'Verify', 'Copy Payload', 'Copy Redacted'])
      assert.ok(text.includes(`[${title}](command:jwtInspector.`), title);
  });

  it('shows the claims of the token inside a token, and what is wrong with it', async () => {
    const inner = issue('HS256', key, { ...claims, exp: now - 7200 });
    const { document } = await showText(issue('HS256', key, inner, { cty: 'JWT' }));
    const text = readable(await hoverAt(document.uri, new vscode.Position(0, 40)));
    assert.match(text, /Inner token: .*expired/i);
    assert.match(text, /\*\*Inner token\*\*\n\n[^]*\| `iss` \| `https:\/\/login\.corp\.io` \|/);
  });

  it('shows the disclosures of an SD-JWT in their places, and how many claims stay hidden', async () => {
    const street = encode(['c2FsdHNhbHRzYWx0c2FsdA', 'street', '1 Main St']);
    const credential = issue('HS256', key, { ...claims, address: { _sd: [digest(street), 'A'.repeat(43)] } });
    const { document } = await showText(`${credential}~${street}~`);
    const text = readable(await hoverAt(document.uri, new vscode.Position(0, 40)));
    assert.match(text, /\| `address\.street` \| `1 Main St` \| Disclosed \|/);
    assert.match(text, /1 digest has no disclosure: a hidden claim, or a decoy\./);
  });

  it('shows a token in JSON serialization', async () => {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const parts = { payload, signatures: [{ protected: header, header: { kid: 'k7' }, signature }] };
    const { document } = await showText(`{"proof": ${JSON.stringify(parts)}}`);
    const text = readable(await hoverAt(document.uri, new vscode.Position(0, 40)));
    assert.match(text, /\| `iss` \| `https:\/\/login\.corp\.io` \|/);
    assert.match(text, /\| `kid` \| `k7` \|/);
  });

  it('covers the token and nothing else', async () => {
    const { document } = await showText(`a "${token}" b`);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(0, 20),
    );
    assert.equal(document.getText(hover?.range), token);
    assert.deepEqual(await hoverAt(document.uri, new vscode.Position(0, 1)), []);
  });

  it('shows at every character of a token of 8 KB', async () => {
    const long = issue('HS256', key, { ...claims, groups: 'g'.repeat(6000) });
    assert.ok(long.length > 8000);
    const { document } = await showText(`x = ${long}`);
    const missing: number[] = [];
    const batch = 500;
    for (let from = 0; from <= long.length; from += batch) {
      const characters = Array.from(
        { length: Math.min(batch, long.length + 1 - from) },
        (_, index) => 4 + from + index,
      );
      const hovers = await Promise.all(characters.map((at) => hoverAt(document.uri, new vscode.Position(0, at))));
      missing.push(...characters.filter((_, index) => hovers[index]?.length !== 3));
    }
    assert.deepEqual(missing, []);
  }).timeout(120_000);

  it('carries handles, never the token, in its commands', async () => {
    const { document } = await showText(token);
    const text = textOf(await hoverAt(document.uri, new vscode.Position(0, 5)));
    const [, payload = ''] = token.split('.');
    assert.ok(!text.includes(payload));
    assert.match(decodeURIComponent(text), /command:jwtInspector\.inspect\?\[\{"handle":"[0-9a-f-]{36}"\}\]/);
  });

  it('trusts the row of actions with its commands and the rest with none', async () => {
    const { document } = await showText(token);
    const contents = await hoverAt(document.uri, new vscode.Position(0, 5));
    const trusts = contents.map(({ isTrusted }) => isTrusted).filter((trust) => trust !== undefined && trust !== false);
    assert.equal(trusts.length, 1);
    assert.deepEqual(trusts[0], {
      enabledCommands: ['inspect', 'verify', 'edit', 'copyPayload', 'copyRedacted'].map(
        (name) => `jwtInspector.${name}`,
      ),
    });
    assert.ok(contents.every(({ supportHtml }) => supportHtml !== true));
  });

  it('finds the token of a link it made, when it is clicked', async () => {
    const { document } = await showText(token);
    const text = textOf(await hoverAt(document.uri, new vscode.Position(0, 5)));
    const handle = /"handle":"([^"]+)"/.exec(decodeURIComponent(text))?.[1];
    const copied = await vscode.commands.executeCommand('jwtInspector.copyPayload', { handle });
    assert.equal(copied, JSON.stringify(claims));
  });

  describe('with hostile claims', () => {
    const hostile = {
      link: '[click](command:workbench.action.quit)',
      image: '<img src=x onerror=alert(1)>![i](https://evil.example/x.png)',
      fence: '```\n# heading\n```',
      ticks: '``a`b``',
      table: 'a|b\\|c\n|---|',
      icon: '$(error) $(sync~spin)',
      auto: 'https://evil.example www.evil.example mail@evil.example',
      hidden: 'admin\u202enimda\u200b\u0007',
      '[x](command:y)|$(bug)': 'name',
      __proto__x: { a: ['<b>'] },
    };
    /** Markdown that is left when code spans and our own words and entities are taken out. */
    const active = (text: string): string => text.replace(/`[^`\n]*`/g, '').replace(/&#\d+;/g, '');

    it('shows them as text', async () => {
      const { document } = await showText(issue('HS256', key, hostile));
      const contents = await hoverAt(document.uri, new vscode.Position(0, 5));
      const rest = active(textOf(contents.filter(({ isTrusted }) => !isTrusted)));
      for (const danger of [
        'command:',
        '](',
        '<',
        '![',
        'https:',
        'www.',
        '@',
        '```',
        '# ',
        '\u202e',
        '\u200b',
        '\u0007',
      ])
        assert.ok(!rest.includes(danger), `${danger} in ${rest}`);
      const trusted = textOf(contents.filter(({ isTrusted }) => isTrusted));
      assert.ok(Object.keys(hostile).every((name) => !trusted.includes(name)));
      assert.ok(readable(contents).includes('admin⟨U+202E⟩nimda⟨U+200B⟩⟨U+0007⟩'));
    });

    it('lets no claim make a row or an icon', async () => {
      const { document } = await showText(issue('HS256', key, hostile));
      const contents = await hoverAt(document.uri, new vscode.Position(0, 5));
      const withIcons = contents.filter(({ supportThemeIcons }) => supportThemeIcons === true);
      assert.ok(withIcons.every(({ value }) => !value.includes('$(bug)') && !value.includes('$(sync')));
      const rows = textOf(contents)
        .split('\n')
        .filter((line) => line.startsWith('| '));
      assert.equal(
        rows.length,
        Object.keys(hostile).length + 4,
        'a row a claim and for alg, two headings, and the line below',
      );
      assert.ok(rows.every((row) => row.replaceAll('\\|', '').split('|').length === 5));
    });

    it('cuts a text of a megabyte visibly', async () => {
      const { document } = await showText(issue('HS256', key, { text: 'x'.repeat(150_000), ...claims }));
      const text = textOf(await hoverAt(document.uri, new vscode.Position(0, 5)));
      assert.ok(text.length < 20_000);
      assert.match(text, /149,800 more characters/);
    });

    it('says that of a token beyond 256 KB only the header is shown', async () => {
      const { document } = await showText(issue('HS256', key, { text: 'x'.repeat(1_000_000) }));
      assert.match(textOf(await hoverAt(document.uri, new vscode.Position(0, 5))), /longer than 256 KB/);
    });

    it('keeps __proto__ and duplicate members as ordinary rows', async () => {
      const payload = '{"__proto__":{"polluted":1},"sub":"first","sub":"second"}';
      const { document } = await showText(jws({ alg: 'HS256' }, payload));
      const text = readable(await hoverAt(document.uri, new vscode.Position(0, 5)));
      for (const row of ['`__proto__`', '`first`', '`second`', 'json-duplicate-member'])
        assert.ok(text.includes(row), row);
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    });
  });

  describe('in documents of every kind', () => {
    it('works in a file', async () => {
      const { document } = await showFile('hover.env', `TOKEN=${token}\n`);
      assert.equal((await hoverAt(document.uri, new vscode.Position(0, 30))).length, 3);
    });

    it('works in documents of other schemes, such as the versions of git', async () => {
      const provider = vscode.workspace.registerTextDocumentContentProvider('some-scheme', {
        provideTextDocumentContent: () => token,
      });
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('some-scheme:/a/b.txt'));
      assert.equal((await hoverAt(document.uri, new vscode.Position(0, 30))).length, 3);
      provider.dispose();
    });

    it('works in notebook cells', async () => {
      const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, `token = "${token}"`, 'python');
      const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([cell]));
      const { document } = notebook.cellAt(0);
      assert.equal(document.uri.scheme, 'vscode-notebook-cell');
      assert.equal((await hoverAt(document.uri, new vscode.Position(0, 30))).length, 3);
    });

    it('works in output channels', async () => {
      const channel = vscode.window.createOutputChannel('a channel with a token');
      channel.appendLine(token);
      channel.show();
      const document = await eventually(() =>
        vscode.workspace.textDocuments.find((each) => each.uri.scheme === 'output' && each.getText().includes(token)),
      );
      const line = document
        .getText()
        .split('\n')
        .findIndex((text) => text.includes(token));
      assert.equal((await hoverAt(document.uri, new vscode.Position(line, 30))).length, 3);
      channel.dispose();
    });
  });

  it('follows its switch and the master switch', async () => {
    const { document } = await showText(token);
    for (const setting of ['hover.enabled', 'enabled']) {
      await updateSetting(setting, false, vscode.ConfigurationTarget.Global);
      assert.deepEqual(await hoverAt(document.uri, new vscode.Position(0, 5)), [], setting);
      await resetSettings();
      assert.equal((await hoverAt(document.uri, new vscode.Position(0, 5))).length, 3, setting);
    }
  });
});
