import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Finding } from '../../src/core/text/finding.ts';
import { parseToken } from '../../src/core/token/parse.ts';
import { hmacTarget } from '../../src/core/verify/hmacTarget.ts';
import { guessInSlices } from '../../src/services/verification/guessInSlices.ts';
import { keyPair } from '../fixtures/keys/keyPairs.ts';
import { eventually } from '../support/documents.ts';
import { issue } from '../support/jose.ts';

type Task = (
  progress: vscode.Progress<{ readonly increment: number }>,
  token: vscode.CancellationToken,
) => Thenable<unknown>;

const signedWith = (secret: string): string => issue('HS256', createSecretKey(Buffer.from(secret)), { sub: '42' });

describe('JWT: Try Known Secrets', () => {
  const replaced = [
    'showOpenDialog',
    'showWarningMessage',
    'showInformationMessage',
    'showErrorMessage',
    'withProgress',
  ] as const;
  const originals = replaced.map((name) => Object.getOwnPropertyDescriptor(vscode.window, name));
  let folder: string;
  let list: string;
  let dialogs: number;
  let messages: string[];
  /** The button that the person clicks. */
  let click: string | undefined;
  let percent: number;
  /** At how many percent the person has enough. */
  let stopAt: number;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'words-'));
    list = path.join(folder, 'words.txt');
    dialogs = 0;
    messages = [];
    click = undefined;
    percent = 0;
    stopAt = 100;
    const say = (message: string, ...buttons: readonly string[]) => {
      messages.push(message);
      return Promise.resolve(buttons.find((button) => button === click));
    };
    const choose = () => {
      dialogs += 1;
      return Promise.resolve(list === '' ? undefined : [vscode.Uri.file(list)]);
    };
    const perform = (_options: unknown, task: Task) => {
      const cancellation = new vscode.CancellationTokenSource();
      const report = ({ increment }: { readonly increment: number }) => {
        percent += increment;
        if (percent > stopAt) cancellation.cancel();
      };
      return task({ report }, cancellation.token);
    };
    for (const [name, value] of [
      ['showOpenDialog', choose],
      ['showWarningMessage', say],
      ['showInformationMessage', say],
      ['showErrorMessage', say],
      ['withProgress', perform],
    ] as const)
      Object.defineProperty(vscode.window, name, { configurable: true, value });
    await vscode.env.clipboard.writeText('nothing');
  });
  afterEach(async () => {
    for (const [index, name] of replaced.entries()) Object.defineProperty(vscode.window, name, originals[index] ?? {});
    await rm(folder, { recursive: true });
  });

  const run = (token: string): Thenable<Finding | undefined> =>
    vscode.commands.executeCommand('jwtInspector.tryKnownSecrets', token);

  it('finds what everybody knows without a list, and copies it when asked', async () => {
    click = 'Copy the Secret';
    const finding = await run(signedWith('your-256-bit-secret'));
    assert.equal(finding?.ruleId, 'hmac-secret-known');
    assert.equal(dialogs, 0);
    assert.doesNotMatch(messages.join(), /256-bit/);
    await eventually(async () => (await vscode.env.clipboard.readText()) === 'your-256-bit-secret' || undefined);
  });

  it('finds no secret at all', async () => {
    assert.equal((await run(signedWith('')))?.ruleId, 'hmac-empty-key');
  });

  for (const [name, end] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ] as const) {
    it(`finds the word of a list with ${name}, and says in which line it is`, async () => {
      click = 'Copy the Secret';
      await writeFile(list, `\uFEFF${['one', 'zwölf monkeys', 'three'].join(end)}${end}`);
      assert.equal((await run(signedWith('zwölf monkeys')))?.ruleId, 'hmac-secret-known');
      assert.match(messages.join(), /line 2 of words\.txt/);
      assert.doesNotMatch(messages.join(), /monkeys/);
      await eventually(async () => (await vscode.env.clipboard.readText()) === 'zwölf monkeys' || undefined);
    });
  }

  it('says that no word fits', async () => {
    await writeFile(list, 'one\ntwo\n');
    assert.equal(await run(signedWith('zwölf monkeys')), undefined);
    assert.deepEqual(messages, ['None of the words in words.txt signed this token.']);
  });

  it('says so where the list cannot be read', async () => {
    assert.equal(await run(signedWith('zwölf monkeys')), undefined);
    assert.match(messages.join(), /^words\.txt cannot be read\./);
  });

  it('says so where there is no list', async () => {
    list = '';
    assert.equal(await run(signedWith('zwölf monkeys')), undefined);
    assert.match(messages.join(), /^This token was not signed with any of \d+ publicly known secrets\.$/);
  });

  it('asks for no list where no shared secret signs', async () => {
    assert.equal(await run(issue('ES256', keyPair('P-256').privateKey, { sub: '42' })), undefined);
    assert.match(messages.join(), /HS256/);
    assert.equal(dialogs, 0);
  });

  it('reads a long list in a thread of its own, to its end or until it is told to stop', async () => {
    const block = Array.from({ length: 50_000 }, () => randomBytes(9).toString('base64')).join('\r\n');
    await writeFile(list, `${`${block}\r\n`.repeat(30)}zwölf monkeys`);
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 5);
    assert.equal((await run(signedWith('zwölf monkeys')))?.ruleId, 'hmac-secret-known');
    clearInterval(ticking);
    assert.ok(turns > 50, `${turns} turns`);
    assert.match(messages.join(), /line 1500001 of/);
    assert.ok(Math.abs(percent - 100) < 5, `${percent} %`);

    messages = [];
    percent = 0;
    stopAt = 10;
    assert.equal(await run(signedWith('zwölf monkeys')), undefined);
    assert.match(messages.join(), /^Stopped after \d+%: none of the words in words\.txt/);
    assert.ok(percent < 95, `${percent} %`);
  });

  describe('on the thread of a browser', () => {
    const target = hmacTarget(parseToken(signedWith('zwölf monkeys')));
    const words = [...Array.from({ length: 60_000 }, (_, index) => `word-${index}`), 'zwölf monkeys', 'last'];

    it('finds the word and gives others their turn', async () => {
      await writeFile(list, words.join('\r\n'));
      const { token } = new vscode.CancellationTokenSource();
      const fractions: number[] = [];
      let turns = 0;
      const ticking = setInterval(() => (turns += 1), 1);
      assert.ok(target);
      const guess = await guessInSlices(target, vscode.Uri.file(list), (fraction) => fractions.push(fraction), token);
      clearInterval(ticking);
      assert.deepEqual(guess, { word: 'zwölf monkeys', place: 60_001 });
      assert.ok(turns > 0 && fractions.length > 3 && fractions.every((fraction) => fraction >= 0 && fraction <= 1));
    });

    it('stops when it is told to', async () => {
      await writeFile(list, words.join('\n'));
      const cancellation = new vscode.CancellationTokenSource();
      assert.ok(target);
      const stop = (fraction: number) => {
        if (fraction > 0.5) cancellation.cancel();
      };
      assert.equal(await guessInSlices(target, vscode.Uri.file(list), stop, cancellation.token), undefined);
    });
  });
});
