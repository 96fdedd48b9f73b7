import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { keyPair } from '../fixtures/keys/keyPairs.ts';
import { closeAllEditors, eventually, showFile } from '../support/documents.ts';

/**
 * Waits until VS Code's own JSON support offers all of these at the `|` of a file, which is left out: its server has to
 * start first.
 */
async function offers(name: string, marked: string, expected: readonly string[]): Promise<void> {
  const { document } = await showFile(name, marked.replace('|', ''));
  await eventually(async () => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(marked.indexOf('|')),
    );
    const labels = new Set(items.map(({ label }) => (typeof label === 'string' ? label : label.label)));
    return expected.every((label) => labels.has(label)) ? true : undefined;
  });
}

/** What VS Code's own JSON support finds wrong in a file. */
async function faults(name: string, json: unknown, count: number): Promise<readonly string[]> {
  const { document } = await showFile(name, JSON.stringify(json, undefined, 2));
  const found = await eventually(() => {
    const others = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source !== 'JWT');
    return others.length === count ? others : undefined;
  });
  return found.map(({ message }) => message);
}

describe('files of keys', () => {
  afterEach(closeAllEditors);

  it('complete the members and values of a JWK', async () => {
    await offers('schema/a.jwk.json', '{ "kty": | }', ['"RSA"', '"EC"', '"OKP"', '"oct"']);
    await offers('schema/b.jwk.json', '{ "kty": "EC", "crv": | }', ['"P-256"', '"P-384"']);
    await offers('schema/c.jwk.json', '{ "kty": "RSA", | }', ['alg', 'use', 'kid', 'n', 'e']);
  });

  it('complete the keys of a set, wherever it is', async () => {
    await offers('.well-known/jwks.json', '{ "keys": [{ "kty": "OKP", "alg": | }] }', ['"Ed25519"', '"EdDSA"']);
  });

  it('are told what is missing or misspelled', async () => {
    const key = keyPair('P-256').publicKey.export({ format: 'jwk' });
    const { y, ...half } = key;
    assert.match((await faults('schema/d.jwk.json', half, 1))[0] ?? '', /Missing property "y"/);
    assert.match((await faults('schema/e.jwk.json', { ...key, y: `${y}=` }, 1))[0] ?? '', /base64url/);
    assert.match(
      (await faults('schema/jwks.json', { keys: [{ ...key, kty: 'ec' }] }, 1))[0] ?? '',
      /not an accepted value|Valid values/i,
    );
  });
});
