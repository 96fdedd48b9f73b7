import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compact, encode, issue } from '../support/jose.ts';
import { PanelPage } from './panelPage.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const pairs = { corp: ec(), blue: ec(), green: ec(), stranger: ec() };
type Owner = keyof typeof pairs;

const secondsNow = (): number => Math.floor(Date.now() / 1000);
const started = secondsNow();
const claims = { iss: 'https://corp.example', aud: 'orders', sub: 'u17', iat: started - 60, exp: started + 7290 };
const shared = { ...claims, iss: 'https://shared.example' };
const expected = { audience: 'orders', algorithms: ['ES256'] };

function ec(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function signed(payload: object, by: Owner = 'corp', kid: string = by): string {
  return issue('ES256', pairs[by].privateKey, payload, { typ: 'JWT', kid });
}

function jwks(kid: Owner, owner = kid): string {
  return JSON.stringify({ keys: [{ ...pairs[owner].publicKey.export({ format: 'jwk' }), kid, alg: 'ES256' }] });
}

const good = signed(claims);
const [header = '', , signature = ''] = good.split('.');

/** What failed, and what the panel says of it. */
const failing: readonly (readonly [file: string, text: string, check: string, explanation?: RegExp])[] = [
  ['stranger', signed({ ...claims, jti: '1' }, 'stranger', 'corp'), 'signature'],
  [
    'altered',
    `${header}.${encode({ ...claims, admin: true })}.${signature}`,
    'signature',
    /The claim “admin” was added after signing/,
  ],
  [
    'neighbour',
    issue('ES256', pairs.blue.privateKey, { ...claims, jti: '2' }, { typ: 'JWT' }),
    'signature',
    /Another of your keys matches: “blue”/,
  ],
  [
    'der',
    compact({ alg: 'ES256', kid: 'corp' }, claims, (input) =>
      sign('sha256', Buffer.from(input), pairs.corp.privateKey),
    ),
    'signature',
    /The signature is in DER form/,
  ],
];

/** Tokens whose claims have more than 124 KB, in one shape or another. */
const large: readonly (readonly [shape: string, more: object])[] = [
  ['many claims', Object.fromEntries(Array.from({ length: 6000 }, (_, index) => [`claim-${index}`, `value ${index}`]))],
  ['one long value', { note: 'x'.repeat(124_000) }],
  ['one long list', { roles: Array.from({ length: 12_000 }, (_, index) => `role-${index}`) }],
];

describe('the panel opens with the answer', function () {
  const folder = mkdtempSync(path.join(tmpdir(), 'jwt-answer-'));
  const at = (name: string): string => path.join(folder, name);
  const write = (name: string, text: string): void => writeFileSync(at(name), text);
  let workbench: Workbench;
  let panel: PanelPage;

  before(async () => {
    for (const owner of ['corp', 'blue', 'green'] as const) write(`${owner}.json`, jwks(owner));
    write('good.http', `GET https://api.example\nAuthorization: Bearer ${good}\n`);
    for (const [name, text] of failing) write(`${name}.http`, `${text}\n`);
    write('blue.http', `${signed(shared, 'blue')}\n`);
    write('either.http', `${signed(shared, 'green', 'rotated')}\n`);
    for (const [shape, more] of large) write(`${shape}.txt`, `${signed({ ...claims, ...more })}\n`);
    const issuerOf = (name: string, issuer: string): object => ({
      name,
      issuer,
      ...expected,
      jwksFile: at(`${name}.json`),
    });
    workbench = await openWorkbench({
      workspace: folder,
      settings: {
        'jwtInspector.issuers': [
          issuerOf('corp', claims.iss),
          issuerOf('blue', shared.iss),
          issuerOf('green', shared.iss),
        ],
        'jwtInspector.clockTolerance': 0,
        'editor.inlayHints.enabled': 'off',
        'files.autoSave': 'off',
      },
      size: { width: 1500, height: 1000 },
    });
  });

  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true });
  });

  /**
   * Opens the panel from the hover over the token of a file, once that has its verdict, and returns what the hover
   * says.
   */
  async function openFromHover(name: string, start: string): Promise<string> {
    await showFile(name);
    let hover = await workbench.hover(start);
    while (hover.includes('Verifying with')) hover = await workbench.hover(start);
    await workbench.hoverBox.locator('a', { hasText: 'Open in Panel' }).click();
    panel = await PanelPage.of(workbench);
    await panel.action(`${name}:`).waitFor();
    // The hover stays while the mouse rests on it.
    await workbench.page.mouse.move(2, 2);
    await workbench.hoverBox.waitFor({ state: 'hidden' });
    return hover;
  }

  async function showFile(name: string): Promise<void> {
    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.openFile(name);
  }

  async function chosenKey(): Promise<string> {
    return panel.field('Key').locator('option:checked').innerText();
  }

  it('from the hover of a token whose issuer is configured', async () => {
    const hover = await openFromHover('good.http', good.slice(0, 12));
    assert.match(hover, /^\W*Verified by corp · expires in \d hours?/);
    await panel.verdict(/^Verified by corp · expires in \d hours?$/);
    assert.deepEqual(await panel.outcomes('fail'), []);
    const held = new Set(await panel.outcomes('pass'));
    for (const id of ['algorithm', 'key', 'signature', 'exp', 'iss', 'aud']) assert.ok(held.has(id), id);
    assert.match(await chosenKey(), /^corp/);
  });

  describe('and stays true without a click', () => {
    before(async () => {
      await openFromHover('good.http', good.slice(0, 12));
    });

    it('when the file of its keys changes, goes and comes back', async () => {
      write('corp.json', jwks('corp', 'stranger'));
      await panel.verdict('Rejected by corp: the signature does not match');
      rmSync(at('corp.json'));
      await panel.verdict(/^Not verified by corp · expires in/);
      await panel.problem(/corp\.json/);
      write('corp.json', jwks('corp'));
      await panel.verdict(/^Verified by corp/);
    });

    it('when somebody types in the token, and takes that back', async () => {
      await showFile('good.http');
      const column = 'Authorization: Bearer '.length + good.length - 20;
      await workbench.goTo({ line: 2, column });
      await workbench.page.keyboard.press('Delete');
      await workbench.page.keyboard.type(good.at(column - 'Authorization: Bearer '.length - 1) === 'A' ? 'B' : 'A');
      await panel.verdict('Rejected by corp: the signature does not match');
      await workbench.page.keyboard.press('Escape'); // whatever the editor suggests
      await workbench.page.keyboard.press('Control+Z');
      await workbench.page.keyboard.press('Control+Z');
      await panel.verdict(/^Verified by corp/);
      // What follows changes the file itself, which leaves an unsaved document alone.
      await workbench.page.locator('.tab.dirty').waitFor({ state: 'hidden' });
    });

    it('when another token takes its place in the document, of another issuer', async () => {
      write('good.http', `GET https://api.example\nAuthorization: Bearer ${signed(shared, 'blue')}\n`);
      await panel.verdict(/^Verified by blue/);
      assert.match(await chosenKey(), /^blue/);
      write('good.http', `GET https://api.example\nAuthorization: Bearer ${good}\n`);
      await panel.verdict(/^Verified by corp/);
      assert.match(await chosenKey(), /^corp/);
    });

    it('when the settings change', async () => {
      mkdirSync(at('.vscode'));
      write('.vscode/settings.json', JSON.stringify({ 'jwtInspector.issuers': [] }));
      await panel.verdict(/^Not verified · expires in/);
      assert.equal(await panel.section('checks').isVisible(), false);
      rmSync(at('.vscode'), { recursive: true });
      await panel.verdict(/^Verified by corp/);
    });

    it('when it becomes valid, and when it expires', async () => {
      const nbf = secondsNow() + 15;
      const exp = nbf + 15;
      await panel.paste(signed({ ...claims, nbf, exp }));
      await panel.verdict(/^Rejected by corp: valid only in \d+ seconds$/);
      await until(nbf);
      await panel.verdict(/^Verified by corp · expires in \d+ seconds$/);
      await until(exp);
      await panel.verdict(/^Rejected by corp: expired/);
      assert.deepEqual(await panel.outcomes('fail'), ['exp']);
    });
  });

  it('where a token is pasted', async () => {
    await panel.paste(`curl -H 'Authorization: Bearer ${good}'`);
    await panel.verdict(/^Verified by corp/);
    await panel.paste(signed(shared, 'green'));
    await panel.verdict(/^Verified by green/);
    assert.match(await chosenKey(), /^green/);
    await panel.paste(signed({ ...claims, iss: 'https://nobody.example' }));
    await panel.verdict(/^Not verified · expires in/);
    assert.equal(await panel.section('checks').isVisible(), false);
  });

  describe('and of several issuers that fit', () => {
    it('says which one has the key, as the hover does', async () => {
      const hover = await openFromHover('blue.http', 'eyJ');
      assert.match(hover, /^\W*Verified by blue/);
      await panel.verdict(/^Verified by blue/);
      assert.match(await chosenKey(), /^blue/);
    });

    it('says that it may be any of them, as the hover does, until one is chosen', async () => {
      const hover = await openFromHover('either.http', 'eyJ');
      assert.match(hover, /^\W*Not verified by blue or green/);
      assert.match(hover, /Several configured issuers match this token/);
      await panel.verdict(/^Not verified by blue or green/);
      await panel.problem(/Several configured issuers match this token: blue, green/);
    });
  });

  describe('and says why it is rejected:', () => {
    for (const [name, , check, explanation] of failing) {
      it(name, async () => {
        const hover = await openFromHover(`${name}.http`, 'eyJ');
        assert.match(hover, /^\W*Rejected by corp: the signature does not match/);
        await panel.verdict('Rejected by corp: the signature does not match');
        assert.deepEqual(await panel.outcomes('fail'), [check]);
        assert.match(await panel.check(check), /does not match/);
        if (explanation) await panel.explained(explanation);
      });
    }
  });

  describe('until the person chooses differently:', () => {
    it('another key', async () => {
      await openFromHover('good.http', good.slice(0, 12));
      await panel.verdict(/^Verified by corp/);
      await panel.chooseKey('key', pairs.stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString());
      await panel.verdict('Rejected: the signature does not match');
      await panel.chooseKey('key', pairs.corp.publicKey.export({ type: 'spki', format: 'pem' }).toString());
      await panel.verdict(/^Signature valid; .* not checked/);
    });

    it('another issuer', async () => {
      await panel.field('Key').selectOption({ label: await optionOf('blue') });
      await panel.verdict(/^(?:Rejected|Not verified) by blue/);
    });

    it('another expectation', async () => {
      await openFromHover('good.http', good.slice(0, 12));
      await panel.verdict(/^Verified by corp/);
      await panel.field('Audience').fill('stock');
      await panel.verdict('Rejected by corp: it is for another audience');
      await panel.field('Audience').fill('');
      await panel.verdict(/^Verified by corp/);
    });
  });

  describe('with claims of 124 KB:', () => {
    for (const [shape] of large) {
      it(shape, async () => {
        await showFile(`${shape}.txt`);
        await workbench.goTo({ line: 1, column: 10 });
        await workbench.runCommand('JWT: Inspect');
        // The page may have been made anew while the panel was behind another tab.
        panel = await PanelPage.of(workbench);
        await panel.action(`${shape}.txt:1`).waitFor();
        await panel.verdict(/^Verified by corp/);
        // It still does what a person asks of it.
        await panel.field('Audience').fill('stock');
        await panel.verdict('Rejected by corp: it is for another audience');
        await panel.field('Audience').fill('');
        await panel.verdict(/^Verified by corp/);
      });
    }
  });

  async function optionOf(name: string): Promise<string> {
    return panel.field('Key').locator('option', { hasText: name }).first().innerText();
  }
});

/** Until the clock has passed this second. */
async function until(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, seconds * 1000 - Date.now())));
}
