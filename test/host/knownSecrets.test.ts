import assert from 'node:assert/strict';
import type { Finding } from '../../src/core/text/finding.ts';
import { tokenOf } from '../../src/core/token/tokenOf.ts';
import type { Token } from '../../src/core/token/token.ts';
import { KnownSecrets } from '../../src/services/verification/knownSecrets.ts';
import { eventually } from '../support/documents.ts';
import { hs256 } from '../support/jose.ts';

const finding: Finding = { ruleId: 'hmac-secret-known', severity: 'error', message: 'Known.', start: 0, end: 1 };
const tokenFor = (name: string): Token => tokenOf(hs256({ sub: name }, 'x'.repeat(32)));

describe('secrets that everybody knows', () => {
  let logged: string[];
  let told: number;
  let tried: string[];
  let guess: (token: Token) => Promise<Finding | undefined>;
  let knownSecrets: KnownSecrets;
  beforeEach(() => {
    [logged, told, tried] = [[], 0, []];
    guess = () => Promise.resolve(finding);
    const log = { error: (line: string | Error) => void logged.push(String(line)) };
    knownSecrets = new KnownSecrets(log, async (token) => {
      tried.push(token.text);
      return guess(token);
    });
    knownSecrets.onDidChange(() => {
      told += 1;
    });
  });
  afterEach(() => {
    knownSecrets.dispose();
  });

  it('are found in the background, and told of once for many tokens', async () => {
    const tokens = ['a', 'b', 'c'].map(tokenFor);
    assert.deepEqual(
      tokens.map((token) => knownSecrets.about(token)),
      [undefined, undefined, undefined],
    );
    await eventually(() => told || undefined);
    assert.deepEqual(
      tokens.map((token) => knownSecrets.about(token)),
      [finding, finding, finding],
    );
    assert.deepEqual([told, tried.length], [1, 3]);
  });

  it('that could not be tried are logged without the token, hold up no other, and are tried again', async () => {
    const [broken, whole] = [tokenFor('broken'), tokenFor('whole')];
    guess = ({ text }) => (text === broken.text ? Promise.reject(new Error(text)) : Promise.resolve(finding));
    knownSecrets.about(broken);
    knownSecrets.about(whole);
    await eventually(() => told || undefined);
    assert.equal(knownSecrets.about(whole), finding);
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /^Known secrets could not be tried: Error/);
    assert.ok(!logged.join('').includes(broken.text));
    guess = () => Promise.resolve(finding);
    await eventually(() => knownSecrets.about(broken));
  });

  it('are told to nobody who has gone, whether they were found or failed', async () => {
    let give: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      give = resolve;
    });
    guess = async ({ text }) => {
      await waiting;
      if (text === tokenFor('found').text) return finding;
      throw new Error('broken');
    };
    knownSecrets.about(tokenFor('broken'));
    knownSecrets.about(tokenFor('found'));
    knownSecrets.dispose();
    give();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual([told, logged, tried.length], [0, [], 1]);
  });
});
