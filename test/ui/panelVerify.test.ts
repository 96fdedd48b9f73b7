import assert from 'node:assert/strict';
import { createHash, createPrivateKey, createSecretKey, sign as signBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keyPair } from '../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../fixtures/keys/keyPairs.ts';
import { sendJson, serve } from '../support/loopbackServer.ts';
import type { LoopbackServer } from '../support/loopbackServer.ts';
import { PanelPage } from './panelPage.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';
import { compact, digest, encode, issue, seal } from '../support/jose.ts';

const issuer = 'https://login.example';
const audience = 'orders-api';
const now = Math.floor(Date.now() / 1000);
const claims = { iss: issuer, aud: audience, sub: 'u17', iat: now - 60, exp: now + 7200 };
const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';

function jwkOf(name: KeyPairName, kid: string): object {
  return { ...keyPair(name).publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
}

function privatePem(name: KeyPairName): string {
  return keyPair(name).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function protectedPem(name: KeyPairName, passphrase: string): string {
  const key = createPrivateKey(privatePem(name));
  return key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
}

describe('panel: why it failed, and what is inside', function () {
  const workspace = mkdtempSync(path.join(tmpdir(), 'jwt-proof-'));
  let keys: readonly object[] = [jwkOf('otherRsa', 'old')];
  let server: LoopbackServer;
  let workbench: Workbench;
  let panel: PanelPage;

  before(async () => {
    server = await serve((_, response) => sendJson(response, { keys }));
    const archive = path.join(workspace, 'archive.json');
    writeFileSync(archive, JSON.stringify({ keys: [jwkOf('P-256', 'archived')] }));
    const expected = { issuer, audience, algorithms: ['RS256', 'ES256'] };
    workbench = await openWorkbench({
      workspace,
      settings: {
        'jwtInspector.issuers': [
          { name: 'login', ...expected, jwksUri: `${server.origin}/jwks` },
          { name: 'archive', ...expected, issuer: 'https://archive.example', jwksFile: archive },
        ],
        'jwtInspector.network.allowedOrigins': [server.origin],
      },
      size: { width: 1500, height: 1000 },
    });
    writeFileSync(path.join(workspace, 'token.txt'), issue('HS256', createSecretKey(secret, 'utf8'), claims));
    await workbench.openFile('token.txt');
    await workbench.runCommand('JWT: Inspect');
    panel = await PanelPage.of(workbench);
  });

  after(async () => {
    await workbench.close();
    await server.close();
  });

  describe('an explanation does what it offers:', () => {
    it('reads the secret in the encoding that was meant', async () => {
      const hex = Buffer.from(secret).toString('hex');
      await panel.paste(issue('HS256', createSecretKey(secret, 'utf8'), claims));
      await panel.chooseKey('secret', hex);
      await panel.verify();
      await panel.verdict('Rejected: the signature does not match');
      await panel.fix(/matches if the secret is read as hex/, 'Read as hexadecimal');
      await panel.verdict(/^Signature valid/);
      assert.equal(await panel.encoding.inputValue(), 'hex');
    });

    it('uses another configured key', async () => {
      await panel.paste(issue('ES256', keyPair('P-256').privateKey, claims, { kid: 'archived' }));
      await panel.field('Key').selectOption('issuer/login');
      await panel.verify();
      await panel.fix(/Another of your keys matches: “archive”/, 'Use this key');
      await panel.verdict('Rejected by archive: it is from another issuer');
      assert.equal(await panel.field('Key').inputValue(), 'issuer/archive');
      assert.match(await panel.check('signature'), /matches the key/);
    });

    it('fetches the keys again, which the issuer has changed meanwhile', async () => {
      await panel.paste(issue('RS256', keyPair('rsa').privateKey, claims, { kid: 'new' }));
      await panel.field('Key').selectOption('issuer/login');
      await panel.verify();
      await panel.verdict(/^Not verified by login · expires in/);
      keys = [...keys, jwkOf('rsa', 'new')];
      await panel.fix(/just fetched/, 'Refresh keys');
      await panel.verdict(/^Verified/);
    });

    it('converts a DER signature', async () => {
      const { privateKey } = keyPair('P-256');
      const header = { alg: 'ES256', kid: 'archived' };
      await panel.paste(compact(header, claims, (input) => signBytes('sha256', Buffer.from(input), privateKey)));
      await panel.field('Key').selectOption('issuer/archive');
      await panel.verify();
      await panel.fix(/DER form/, 'Convert the signature');
      await panel.verdict('Rejected by archive: it is from another issuer');
      assert.match(await panel.check('signature'), /matches the key/);
    });

    it('puts the keyboard on the issuer that is nearly right', async () => {
      await panel.paste(issue('RS256', keyPair('rsa').privateKey, claims, { kid: 'new' }));
      await panel.field('Key').selectOption('issuer/login');
      await panel.field('Issuer').fill(`${issuer}/`);
      await panel.verify();
      await panel.fix(/differ only by a slash/, 'Change the expected issuer');
      await panel.frame.locator('#issuer:focus').waitFor();
      await panel.field('Issuer').fill('');
      await panel.verdict(/^Verified/);
    });
  });

  describe('an encrypted token', () => {
    it('opens with a secret, and is never called verified', async () => {
      const key = createHash('sha256').update(secret).digest();
      await panel.paste(seal(JSON.stringify(claims), 'dir', 'A256GCM', key));
      await panel.chooseKey('secret', key.toString('base64'));
      await panel.encoding.selectOption('base64');
      await panel.decrypt();
      await panel.verdict(/^Decrypted, not verified · expires in/);
      assert.deepEqual(await panel.memberNames('payload'), Object.keys(claims));
      await panel.field('Secret').fill('another');
      await panel.verdict('Encrypted token');
      assert.deepEqual(await panel.memberNames('payload'), []);
      await panel.decrypt();
      await panel.verdict('Not decrypted');
    });

    it('opens with a passphrase', async () => {
      await panel.paste(seal('{"sub":"u17"}', 'PBES2-HS256+A128KW', 'A128GCM', Buffer.from('open sesame')));
      await panel.field('Key').selectOption('secret');
      await panel.encoding.selectOption('utf8');
      await panel.field('Passphrase').fill('open sesame');
      await panel.decrypt();
      await panel.verdict(/^Decrypted, not verified/);
    });

    it('opens with a protected private key, down to the signed token inside and back', async () => {
      const inner = issue('RS256', keyPair('rsa').privateKey, claims, { kid: 'new' });
      const outer = seal(inner, 'RSA-OAEP-256', 'A256GCM', keyPair('otherRsa').publicKey, { cty: 'JWT' });
      await panel.paste(outer);
      await panel.field('Key').selectOption('key');
      await panel.field('Private key').fill(protectedPem('otherRsa', 'open sesame'));
      await panel.field('Password').fill('open sesame');
      await panel.decrypt();
      await panel.verdict(/^Decrypted, not verified/);
      await panel.level('Open inner token');
      await panel.hasToken(inner);
      assert.deepEqual(await panel.levels(), ['Encrypted token (RSA-OAEP-256)', 'Signed token (RS256)']);
      assert.equal(await panel.field('Key').inputValue(), 'issuer/login');
      await panel.verify();
      await panel.verdict(/^Verified/);
      await panel.level('Encrypted token');
      await panel.verdict(/^Decrypted, not verified/);
      assert.equal(await panel.token.inputValue(), outer);
      assert.equal(await panel.field('Password').inputValue(), 'open sesame');
    });
  });

  describe('an SD-JWT', () => {
    it('proves its key binding against the nonce that was asked for', async () => {
      const holder = keyPair('P-384');
      // With a claim hidden, one that is not there could be: so the token says from when it is valid.
      const payload = { ...claims, nbf: now, cnf: { jwk: holder.publicKey.export({ format: 'jwk' }) } };
      const disclosure = encode(['c2FsdA', 'given_name', 'Ada']);
      const signed = issue('RS256', keyPair('rsa').privateKey, {
        ...payload,
        _sd: [digest(disclosure), digest('hidden')],
      });
      const presented = `${signed}~${disclosure}~`;
      const binding = {
        iat: Math.floor(Date.now() / 1000),
        aud: 'https://verifier.example',
        nonce: 'n-1',
        sd_hash: digest(presented),
      };
      await panel.paste(presented + issue('ES384', holder.privateKey, binding, { typ: 'kb+jwt' }));
      await panel.field('Key').selectOption('issuer/login');
      await panel.field('Nonce').fill('n-2');
      await panel.field('Audience of the key binding').fill('https://verifier.example');
      await panel.verify();
      await panel.verdict('Rejected by login: its key binding is not valid');
      assert.match(await panel.check('key-binding'), /nonce of the key binding is not the expected one/);
      await panel.field('Nonce').fill('n-1');
      await panel.verdict(/^Verified/);
      assert.ok((await panel.memberNames('presented')).includes('given_name'));
      assert.match(await panel.frame.locator('#verdict').innerText(), /1 digest has no disclosure/);
    });
  });
});
