import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';
import { issue } from '../support/jose.ts';

const key = createSecretKey(Buffer.from('a secret of the window suites, longer than it has to be'));

/** What a person has to read, by the claim that says it. */
const hostile = {
  link: '[click](command:workbench.action.closeAllEditors)',
  image: '<img src="https://evil.example/x.png" onerror="document.title=1"> ![x](https://evil.example/y.png)',
  script: '<script>document.title = "taken over"</script>',
  fence: '```js alert(1) ```',
  icon: '$(error) $(sync~spin)',
  pipes: 'a | b \\| c',
  address: 'https://evil.example/path www.evil.example someone@evil.example',
  entity: '&lt;b&gt; &#36;',
};

describe('a token with hostile claims in a window of VS Code', () => {
  let workspace: string;
  let workbench: Workbench;
  const requests: string[] = [];

  before(async () => {
    workspace = await mkdtemp(path.join(tmpdir(), 'jwt-workspace-'));
    const claims = { ...hostile, hidden: 'admin\u202enimda', '$(bug) [name](command:x)': 1, long: 'x'.repeat(180_000) };
    await writeFile(path.join(workspace, 'hostile.txt'), issue('HS256', key, claims, { kid: '<b>$(bug)</b>' }));
    workbench = await openWorkbench({ workspace });
    workbench.page.on('request', (request) => requests.push(request.url()));
    await workbench.openFile('hostile.txt');
    // VS Code has a hover of its own for lines this long, and shows it before a young window knows ours.
    for (let tries = 10; tries > 0; tries--)
      if ((await workbench.hover({ line: 1, column: 5 })).includes('HS256')) break;
  });

  after(async () => {
    await workbench.close();
    await rm(workspace, { recursive: true });
  });

  it('shows every value as it is written', async () => {
    const cells = await workbench.hoverBox.locator('td').allInnerTexts();
    for (const value of Object.values(hostile))
      assert.ok(cells.map((cell) => cell.replaceAll('\u00a0', ' ')).includes(value), `${value} in ${cells.join('\n')}`);
    assert.ok(cells.includes('admin⟨U+202E⟩nimda'));
    assert.ok(cells.includes('$(bug) [name](command:x)'));
    assert.ok(cells.includes('<b>$(bug)</b>'));
  });

  it('turns none into a link, an element or an icon', async () => {
    const box = workbench.hoverBox;
    assert.equal(await box.locator('td :is(a, img, script, b, table, .codicon)').count(), 0);
    const targets = await box
      .locator('[data-href]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('data-href') ?? ''));
    // VS Code adds one of its own where a line is very long.
    const own = 'command:editor.action.hideLongLineWarningHover';
    const others = targets.filter((target) => !target.startsWith('command:jwtInspector.') && target !== own);
    assert.deepEqual(others, []);
  });

  it('asks nothing of the network', () => {
    assert.deepEqual(
      requests.filter((url) => url.includes('evil.example')),
      [],
    );
  });

  it('cuts the long value and says so', async () => {
    assert.match(await workbench.hoverBox.innerText(), /… \(179,800 more characters\)/);
  });
});
