import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PanelPage } from './panelPage.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';
import { hs256, issue } from '../support/jose.ts';

const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
const issuer = 'https://login.example';
const audience = 'orders-api';
const now = Math.floor(Date.now() / 1000);
const claims = { iss: issuer, aud: audience, sub: 'u17', iat: now - 1200, exp: now + 7200 };

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const hmacToken = hs256(claims, secret);
const rsaToken = issue('RS256', rsa.privateKey, claims, { typ: 'JWT', kid: '2026-05' });

/** Never part of a document, whose versions VS Code keeps on disk by itself. */
const pastedToken = issue('RS256', rsa.privateKey, claims, { typ: 'JWT', kid: 'pasted' });

function signatureOf(text: string): string {
  return text.slice(text.lastIndexOf('.') + 1);
}

function pem(key: KeyObject): string {
  return key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();
}

function certificate(key: KeyObject, folder: string): string {
  const file = path.join(folder, 'throw-away.pem');
  writeFileSync(file, pem(key));
  return execFileSync('openssl', ['req', '-x509', '-key', file, '-subj', '/CN=test', '-days', '2']).toString();
}

describe('panel', function () {
  const workspace = mkdtempSync(path.join(tmpdir(), 'jwt-panel-'));
  let workbench: Workbench;
  let panel: PanelPage;

  before(async () => {
    writeFileSync(path.join(workspace, 'orders.http'), `GET https://api.example\nAuthorization: Bearer ${hmacToken}\n`);
    writeFileSync(path.join(workspace, 'later.http'), `Authorization: Bearer ${hmacToken}\n`);
    workbench = await openWorkbench({ workspace, size: { width: 1500, height: 1000 } });
    await workbench.openFile('orders.http');
    await workbench.goTo({ line: 2, column: 40 });
    await workbench.runCommand('JWT: Inspect');
    panel = await PanelPage.of(workbench);
  });

  after(async () => {
    await workbench.close();
  });

  it('opens on the token at the cursor and calls it decoded, not verified', async () => {
    await panel.verdict(/^Not verified · expires in 1 hour$/);
    assert.equal(await panel.token.inputValue(), hmacToken);
    assert.equal(await panel.action('orders.http:2').count(), 1);
    assert.deepEqual(await panel.memberNames('payload'), ['iss', 'aud', 'sub', 'iat', 'exp']);
    assert.match(await panel.member('payload', 'exp').innerText(), /in 1 hour[^]*Expires/);
  });

  it('shows the three parts in three colours', async () => {
    const colours = await panel.frame
      .locator('.token-mirror span[class^="part-"]')
      .evaluateAll((spans) => spans.map((span) => [span.textContent, getComputedStyle(span).color]));
    assert.deepEqual(
      colours.map(([text]) => text),
      hmacToken.split('.'),
    );
    assert.equal(new Set(colours.map(([, colour]) => colour)).size, 3);
  });

  it('verifies with a secret and says what was not checked, until nothing is missing', async () => {
    await panel.chooseKey('secret', secret);
    await panel.verify();
    await panel.verdict(/^Signature valid; algorithm, issuer and audience not checked · expires in/);
    await panel.expect({ issuer, audience, algorithms: ['HS256'] });
    await panel.verdict(/^Verified · expires in 1 hour$/);
    assert.deepEqual(await panel.outcomes('pass'), [
      'algorithm',
      'key',
      'signature',
      'encoding',
      'crit',
      'exp',
      'nbf',
      'iat',
      'iss',
      'aud',
    ]);
    assert.deepEqual(await panel.outcomes('not-checked'), ['typ']);
  });

  it('counts a claim as checked that is stated as not used', async () => {
    await panel.field('Audience').fill('');
    await panel.verdict(/^Signature valid; audience not checked · /);
    await panel.frame.getByLabel('Audience not used').check();
    await panel.verdict(/^Verified/);
    await panel.frame.getByLabel('Audience not used').uncheck();
    await panel.field('Audience').fill('stock-api');
    await panel.verdict('Rejected: it is for another audience');
    await panel.field('Audience').fill(audience);
    await panel.verdict(/^Verified/);
  });

  it('reads the secret in the encoding that is chosen', async () => {
    await panel.field('Secret').fill(Buffer.from(secret).toString('base64'));
    await panel.verdict('Rejected: the signature does not match');
    await panel.encoding.selectOption('base64');
    await panel.verdict(/^Verified/);
    await panel.field('Secret').fill(Buffer.from(secret).toString('hex'));
    await panel.encoding.selectOption('hex');
    await panel.verdict(/^Verified/);
    await panel.encoding.selectOption('utf8');
  });

  it('takes up the token of its document when that is edited, and says when it is gone', async () => {
    await panel.action('orders.http:2').click();
    await workbench.page.locator('.monaco-editor.focused').waitFor();
    await workbench.goTo({ line: 1, column: 1 });
    await workbench.page.keyboard.press('Enter');
    await panel.action('orders.http:3').waitFor();
    await workbench.goTo({ line: 3, column: 1 });
    await workbench.page.keyboard.press('Control+Shift+K');
    await panel.note(/no longer in orders\.http/);
    await workbench.page.keyboard.press('Control+Z');
    await panel.noNotes();
  });

  describe('with a token pasted', () => {
    before(async () => {
      await panel.paste(rsaToken);
      await panel.verdict(/^Verifying|^Rejected|^Not verified/);
    });

    const shapes: readonly (readonly [what: string, text: string])[] = [
      ['an Authorization header', `Authorization: Bearer ${rsaToken}`],
      ['a curl command', `curl -H 'Authorization: Bearer ${rsaToken}' 'https://api.example/?a=b'`],
      ['JSON', JSON.stringify({ access_token: rsaToken, expires_in: 3600 })],
    ];
    for (const [what, text] of shapes) {
      it(`finds it in ${what}`, async () => {
        await panel.paste(text);
        await panel.hasToken(rsaToken);
      });
    }

    it('says how many there were when there were several', async () => {
      await panel.paste(`${rsaToken} ${hmacToken}`);
      await panel.note('You pasted 2 tokens. This is the first.');
      await panel.hasToken(rsaToken);
    });

    const jwk = { ...rsa.publicKey.export({ format: 'jwk' }), kid: '2026-05', alg: 'RS256' };
    const material: readonly (readonly [what: string, text: () => string])[] = [
      ['a PEM', () => pem(rsa.publicKey)],
      ['a certificate', () => certificate(rsa.privateKey, workspace)],
      ['a JWK', () => JSON.stringify(jwk)],
      [
        'a JWKS',
        () => JSON.stringify({ keys: [{ ...otherRsa.publicKey.export({ format: 'jwk' }), kid: 'old' }, jwk] }),
      ],
    ];
    for (const [what, text] of material) {
      it(`verifies with ${what}`, async () => {
        await panel.chooseKey('key', text());
        await panel.expect({ issuer, audience, algorithms: ['RS256'] });
        await panel.verify();
        await panel.verdict(/^Verified · expires in 1 hour$/);
      });
    }

    it('says that only the public half of a private key was used', async () => {
      await panel.chooseKey('key', pem(rsa.privateKey));
      await panel.verify();
      await panel.verdict(/^Verified/);
      assert.match(await panel.check('key'), /A verifier does not need a private key/);
    });

    it('says that the signature does not match a wrong key', async () => {
      await panel.chooseKey('key', pem(otherRsa.publicKey));
      await panel.verify();
      await panel.verdict('Rejected: the signature does not match');
      assert.deepEqual(await panel.outcomes('fail'), ['signature']);
    });

    it('says what is wrong with a key of another kind', async () => {
      await panel.chooseKey('key', pem(ec.publicKey));
      await panel.verify();
      await panel.verdict(/^Not verified|^Rejected/);
      assert.match(await panel.check('key'), /RS256|RSA/);
    });

    it('says that the algorithm is not allowed', async () => {
      await panel.chooseKey('key', pem(rsa.publicKey));
      await panel.expect({ issuer, audience, algorithms: ['ES256'] });
      await panel.verify();
      await panel.verdict('Rejected: its algorithm is not allowed');
      assert.match(await panel.check('algorithm'), /RS256 is not allowed.*ES256/);
      await panel.expect({ issuer, audience, algorithms: ['RS256'] });
    });

    const malformed: readonly (readonly [what: string, text: string, says: RegExp])[] = [
      ['nothing', '', /Enter the public key/],
      ['a word', 'hunter2', /not a key/],
      ['JSON cut short', '{"kty":"RSA","n":"', /not valid JSON/],
    ];
    for (const [what, text, says] of malformed) {
      it(`says in a sentence that ${what} is no public key`, async () => {
        await panel.chooseKey('key', text);
        await panel.verify();
        await panel.problem(says);
      });
    }

    describe('with a public key as its secret', () => {
      for (const [what, write] of [
        ['PEM', (_: Buffer, text: string) => Buffer.from(text)],
        ['DER in hex', (der: Buffer) => Buffer.from(der.toString('hex'))],
        ['PEM in base64', (_: Buffer, text: string) => Buffer.from(Buffer.from(text).toString('base64'))],
      ] as const) {
        it(`verifies no token that was signed with it as ${what}`, async () => {
          const given = write(rsa.publicKey.export({ type: 'spki', format: 'der' }), pem(rsa.publicKey));
          await panel.paste(issue('HS256', createSecretKey(given), claims));
          await panel.chooseKey('secret', given.toString());
          await panel.expect({ issuer, audience, algorithms: ['HS256'] });
          await panel.verify();
          await panel.verdict(/^(?:Not verified|Rejected)/);
          assert.doesNotMatch(await panel.check('signature'), /matches the key/);
        });
      }

      after(async () => {
        await panel.paste(rsaToken);
        await panel.expect({ issuer, audience, algorithms: ['RS256'] });
      });
    });

    it('says in a sentence that a damaged PEM holds no key', async () => {
      await panel.chooseKey('key', pem(rsa.publicKey).replace(/\n.{20}/, '\n!!'));
      await panel.verify();
      await panel.verdict(/^Not verified · expires in/);
      assert.match(await panel.check('key'), /damaged|not contain a key/);
    });
  });

  describe('by keyboard alone', () => {
    it('goes from the token to a verdict', async () => {
      const { keyboard } = workbench.page;
      await panel.chooseKey('secret', '');
      await panel.token.click();
      await keyboard.press('Control+A');
      await workbench.writeClipboard(hmacToken);
      await keyboard.press('Control+V');
      await panel.hasToken(hmacToken);
      await keyboard.press('Tab');
      assert.equal(await panel.focused(), 'Key');
      await keyboard.press('Tab');
      assert.equal(await panel.focused(), 'Secret');
      await keyboard.type(secret);
      await keyboard.press('Enter');
      await panel.verdict(/Rejected: its algorithm is not allowed/);
      await panel.algorithmChip('RS256').focus();
      await keyboard.press('Enter');
      assert.equal(await panel.focused(), 'Algorithms');
      await keyboard.type('HS256');
      await panel.verdict(/^Verified/);
    });

    it('reaches every button, and each has a name', async () => {
      const unnamed = await panel.frame
        .locator('button:visible, input:visible, select:visible, textarea:visible')
        .evaluateAll((controls) =>
          (controls as (HTMLButtonElement | HTMLInputElement)[])
            .filter((control) => {
              const label = control.getAttribute('aria-label') ?? control.getAttribute('aria-labelledby');
              return label === null && (control.labels?.length ?? 0) === 0 && control.textContent.trim() === '';
            })
            .map((control) => control.outerHTML),
        );
      assert.deepEqual(unnamed, []);
      const unreachable = await panel.frame.locator('button[tabindex="-1"], [onclick]:not(button)').count();
      assert.equal(unreachable, 0);
    });

    it('says the verdict to a screen reader when it changes', async () => {
      const status = panel.frame.locator('#verdict [role=status]');
      assert.match((await status.textContent()) ?? '', /^Verified · expires in 1 hour\. The signature is valid/);
    });
  });

  describe('with claims as an attacker writes them', () => {
    const hostile = hs256(
      `{"<img src=x onerror=alert(1)>":"<script>alert(1)</script>","link":"[x](command:workbench.action.quit)","bidi":"admin\u202enimda","__proto__":{"admin":true},"long":"${'x'.repeat(100_000)}","exp":${now + 7200}}`,
      secret,
    );

    it('shows them as text: nothing is made of them, nothing runs, nothing is fetched', async () => {
      const requests: string[] = [];
      const dialogs: string[] = [];
      const note = (request: { url(): string }): void => void requests.push(request.url());
      workbench.page.on('request', note);
      workbench.page.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      await panel.paste(hostile);
      await panel.hasToken(hostile);
      await panel.member('payload', 'link').waitFor();
      assert.deepEqual(await panel.memberNames('payload'), [
        '<img src=x onerror=alert(1)>',
        'link',
        'bidi',
        '__proto__',
        'long',
        'exp',
      ]);
      assert.match(await panel.member('payload', 'bidi').innerText(), /admin⟨U\+202E⟩nimda/);
      assert.match(await panel.member('payload', 'link').innerText(), /\[x\]\(command:workbench\.action\.quit\)/);
      assert.equal(await panel.frame.locator('img, a, iframe, object, embed, main script').count(), 0);
      workbench.page.off('request', note);
      assert.deepEqual(requests, []);
      assert.deepEqual(dialogs, []);
    });

    it('cuts a long value, gives all of it on demand, and copies all of it', async () => {
      const row = panel.member('payload', 'long');
      assert.ok((await row.innerText()).length < 1000);
      await row.getByRole('button', { name: /show all 100,000 characters/ }).click();
      await panel.frame.waitForFunction((length) => {
        return [...document.querySelectorAll('#payload tr')].some((each) => each.textContent.length > length);
      }, 100_000);
      await row.getByRole('button', { name: 'Copy long' }).click();
      await panel.said('Copied');
      assert.equal(await workbench.readClipboard(), 'x'.repeat(100_000));
    });

    it('copies claims as JSON, and the token so that it proves nothing', async () => {
      await panel.paste(hmacToken);
      await panel.hasToken(hmacToken);
      await panel.section('payload').getByRole('button', { name: 'Copy', exact: true }).click();
      await panel.said('Copied as JSON');
      assert.deepEqual(JSON.parse(await workbench.readClipboard()), claims);
      await panel.action('Copy redacted').click();
      await panel.said('Copied with values and signature redacted');
      const redacted = await workbench.readClipboard();
      assert.ok(!redacted.includes(signatureOf(hmacToken)));
    });

    it('leads from a finding to its characters', async () => {
      const old = hs256({ exp: now - 86_400 }, secret);
      await panel.paste(old);
      await panel.hasToken(old);
      await panel
        .section('findings')
        .getByRole('button', { name: /exp-expired/ })
        .click();
      const selected = await panel.token.evaluate((field) => {
        const { selectionStart, selectionEnd } = field as HTMLTextAreaElement;
        return [selectionStart, selectionEnd] as const;
      });
      const start = old.indexOf('.') + 1;
      assert.ok(selected[0] >= start && selected[1] < old.lastIndexOf('.') && selected[1] - selected[0] >= 16);
    });
  });

  it('needs no horizontal scrolling when it is narrow', async () => {
    const width = async (): Promise<number> => panel.frame.evaluate(() => document.documentElement.clientWidth);
    const overflow = async (): Promise<number> =>
      panel.frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await panel.paste(hmacToken);
    await workbench.page.setViewportSize({ width: 760, height: 900 });
    await panel.frame.waitForFunction(() => document.documentElement.clientWidth <= 330);
    assert.ok((await width()) >= 200);
    assert.equal(await overflow(), 0);
    await workbench.page.setViewportSize({ width: 1500, height: 1000 });
  });

  describe('after a reload of the window', () => {
    it('finds the token in its document again, with the settings, and has forgotten the secret', async () => {
      await workbench.runCommand('View: Focus First Editor Group');
      await workbench.page.locator('.monaco-editor.focused').waitFor();
      await workbench.openFile('later.http');
      await workbench.goTo({ line: 1, column: 40 });
      await workbench.runCommand('JWT: Inspect');
      await panel.action('later.http:1').waitFor();
      await panel.chooseKey('secret', secret);
      await panel.expect({ issuer, audience, algorithms: ['HS256'] });
      await panel.verify();
      await panel.verdict(/^Verified/);
      panel = await reloaded(workbench, 'document');
      await panel.verdict(/^Not verified · expires in 1 hour$/);
      await panel.hasToken(hmacToken);
      await panel.action('later.http:1').waitFor();
      assert.equal(await panel.field('Issuer').inputValue(), issuer);
      assert.equal(await panel.field('Audience').inputValue(), audience);
      assert.equal(await panel.algorithmChip('HS256').count(), 1);
      assert.equal(await panel.field('Secret').inputValue(), '');
    });

    it('says that a pasted token is gone', async () => {
      await panel.paste(pastedToken);
      await panel.hasToken(pastedToken);
      await panel.chooseKey('secret', secret);
      await panel.verify();
      await panel.verdict(/^Not verified|^Rejected/);
      panel = await reloaded(workbench, 'pasted');
      await panel.verdict('No token yet');
      await panel.note(/pasted token is gone, because tokens are never written to disk/);
    });

    it('has written neither token nor secret to disk or to the storage of the window', async () => {
      const stored = await workbench.page.evaluate(everythingStored);
      assert.ok(stored.includes('jwtInspector.panel'), 'the state of the panel is among what was looked at');
      const files = readdirSync(workbench.dataFolder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name));
      assert.notEqual(files.length, 0);
      assert.ok(!stored.includes(signatureOf(hmacToken)));
      for (const text of [secret, pastedToken, signatureOf(pastedToken)]) {
        assert.ok(!stored.includes(text));
        for (const file of files) assert.ok(!readFileSync(file).includes(text), file);
      }
    });
  });
});

/**
 * Reloads the window once it has stored where the panel's token came from, which it does every few seconds, and finds
 * the panel again.
 */
async function reloaded(workbench: Workbench, origin: 'document' | 'pasted'): Promise<PanelPage> {
  const state = `"origin":{"kind":"${origin}"`;
  // It stores nothing while the keyboard is in a frame of its own.
  await workbench.runCommand('View: Focus First Editor Group');
  // A window that is busy with itself is asked again.
  const stored = (): Promise<string> => workbench.page.evaluate(everythingStored).catch(() => '');
  while (!(await stored()).replaceAll('\\', '').includes(state)) await workbench.page.waitForTimeout(500);
  await workbench.reload();
  return PanelPage.of(workbench);
}

/**
 * Runs in the page: all of its local storage and databases as one text. Without helper functions, which would not come
 * along.
 */
async function everythingStored(): Promise<string> {
  const texts = [JSON.stringify(Object.entries(localStorage))];
  for (const { name = '' } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    await new Promise((resolve) => {
      opening.addEventListener('success', resolve);
    });
    for (const store of opening.result.objectStoreNames) {
      const reading: IDBRequest<unknown[]> = opening.result.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => {
        reading.addEventListener('success', resolve);
      });
      for (const value of reading.result)
        texts.push(value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value));
    }
    opening.result.close();
  }
  return texts.join('\n');
}
