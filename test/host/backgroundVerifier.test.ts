import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { tokenOf } from '../../src/core/token/tokenOf.ts';
import type { Token } from '../../src/core/token/token.ts';
import { BackgroundVerifier } from '../../src/services/verification/backgroundVerifier.ts';
import type { IssuerAnswer } from '../../src/services/verification/backgroundVerifier.ts';
import type { VerifyOutcome } from '../../src/services/verification/verifier.ts';
import type { KeyChoice, VerifyRequest } from '../../src/services/verification/verifyRequest.ts';
import { jws } from '../support/jose.ts';

const verification: VerifyOutcome['verification'] = {
  signature: 'valid',
  claims: 'pass',
  verdict: 'verified',
  checks: [],
  explanations: [],
  findings: [],
};
const choice: KeyChoice = { id: 'issuer/idp', label: 'idp', detail: '', kind: 'issuer', profile: { issuer: 'idp' } };
const start = 1_800_000_000_000;

/** A verifier whose answers wait until they are let go, one after the other. */
class SlowVerifier {
  readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  readonly asked: string[] = [];
  readonly requests: VerifyRequest[] = [];
  readonly #open: (() => void)[] = [];

  readonly matched: string[] = [];

  fitting({ text }: Token): readonly KeyChoice[] {
    this.matched.push(text);
    if (text.startsWith('other')) return [];
    return text.startsWith('either') ? [choice, { ...choice, label: 'twin' }] : [choice];
  }

  verify({ text }: Token, request: VerifyRequest): Promise<VerifyOutcome> {
    this.asked.push(text);
    this.requests.push(request);
    return new Promise((resolve) => {
      this.#open.push(() => resolve({ verification }));
    });
  }

  /** Answers what has been asked so far, and lets the answers arrive. */
  async answer(): Promise<void> {
    for (const open of this.#open.splice(0)) open();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

describe('BackgroundVerifier', () => {
  const [here, there] = ['untitled:here', 'untitled:there'] as const;
  let verifier: SlowVerifier;
  let edited: vscode.EventEmitter<vscode.TextDocument>;
  let time: number;
  let auto: BackgroundVerifier;
  beforeEach(() => {
    verifier = new SlowVerifier();
    edited = new vscode.EventEmitter();
    time = start;
    auto = new BackgroundVerifier({ verifier, tokenIndex: { onDidChange: edited.event }, now: () => new Date(time) });
  });
  afterEach(() => {
    auto.dispose();
    verifier.changed.dispose();
    edited.dispose();
  });

  const edit = (uri: string): void => edited.fire({ uri: vscode.Uri.parse(uri) } as vscode.TextDocument);
  const known = (text: string): IssuerAnswer['result'] => auto.about(tokenOf(text), here)?.result;

  it('answers at once, first that it does not know, then what it knows', async () => {
    assert.deepEqual(auto.about(tokenOf('a'), here), { by: 'idp', choice: 'issuer/idp', profile: { issuer: 'idp' } });
    await verifier.answer();
    const answer = auto.about(tokenOf('a'), here);
    assert.equal(answer?.result, verification);
    assert.equal(auto.about(tokenOf('a'), there), answer, 'the same object, as long as nothing changes');
    assert.deepEqual(verifier.asked, ['a']);
  });

  it('tells when answers have come, once for many', async () => {
    let told = 0;
    const changed = new Promise<void>((resolve) => {
      auto.onDidChange(() => {
        told += 1;
        resolve();
      });
    });
    for (const text of ['a', 'b', 'c']) auto.about(tokenOf(text), here);
    await verifier.answer();
    await changed;
    assert.equal(told, 1);
  });

  const errors = {
    'an error': () => Promise.reject(new TypeError('x is not a function')),
    'what browsers throw': () => Promise.reject(new DOMException('x is not a function', 'OperationError')),
    'an error at once': () => {
      throw new TypeError('x is not a function');
    },
  };
  for (const [what, fail] of Object.entries(errors)) {
    it(`says that a token could not be verified, and tries again later, where the verifier fails with ${what}`, async () => {
      const failing = Object.assign(verifier, { verify: fail });
      const told = new Promise<void>((resolve) => {
        auto.onDidChange(resolve);
      });
      for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) auto.about(tokenOf(text), here);
      await told;
      assert.equal(auto.about(tokenOf('f'), here)?.problem, 'The token could not be verified: x is not a function');
      assert.equal(known('f')?.verdict, 'not-verified');
      Reflect.deleteProperty(failing, 'verify');
      time += 61_000;
      known('f');
      await verifier.answer();
      assert.equal(known('f'), verification);
    });
  }

  it('never asks the user', () => {
    auto.about(tokenOf('a'), here);
    assert.deepEqual(verifier.requests, [{ interactive: false }]);
  });

  it('leaves tokens alone that no issuer fits', () => {
    assert.equal(auto.about(tokenOf('other'), here), undefined);
    assert.deepEqual(verifier.asked, []);
  });

  it('reads tokens that no issuer fits once, until keys or settings change, and forgets what would be too much', () => {
    for (const text of ['other', 'other', 'other 2', 'other']) auto.about(tokenOf(text), here);
    assert.deepEqual(verifier.matched, ['other', 'other 2']);
    verifier.changed.fire();
    auto.about(tokenOf('other'), here);
    assert.deepEqual(verifier.matched, ['other', 'other 2', 'other']);
    auto.about(tokenOf(`other ${'x'.repeat(3_999_995)}`), here);
    auto.about(tokenOf('other'), here);
    assert.equal(verifier.matched.length, 5);
  });

  it('expects nothing of a token that several issuers fit, and believes the verifier which one it is', async () => {
    assert.deepEqual(auto.about(tokenOf('either'), here), { by: 'idp or twin', profile: {} });
    await verifier.answer();
    assert.equal(auto.about(tokenOf('either'), here)?.by, 'idp or twin');
    verifier.verify = () => Promise.resolve({ verification, profile: { name: 'twin' } });
    auto.about(tokenOf('either and twin'), here);
    await verifier.answer();
    assert.equal(auto.about(tokenOf('either and twin'), here)?.by, 'twin');
  });

  it('verifies a few at once, and each once', async () => {
    const texts = Array.from({ length: 10 }, (_, n) => `t${n}`);
    for (const text of [...texts, ...texts]) auto.about(tokenOf(text), here);
    assert.equal(verifier.asked.length, 4);
    await verifier.answer();
    assert.equal(verifier.asked.length, 8);
    await verifier.answer();
    await verifier.answer();
    assert.deepEqual(verifier.asked, texts);
  });

  it('calls off what a document no longer asks for, unless another one does', async () => {
    const texts = Array.from({ length: 7 }, (_, n) => `t${n}`);
    for (const text of texts) auto.about(tokenOf(text), here);
    auto.about(tokenOf('t6'), there);
    edit(here);
    await verifier.answer();
    await verifier.answer();
    assert.deepEqual(verifier.asked, ['t0', 't1', 't2', 't3', 't6']);
    assert.notEqual(known('t0'), undefined);
    assert.equal(known('t5'), undefined);
    assert.equal(verifier.asked.at(-1), 't5', 'asked for again, it is verified');
  });

  it('forgets everything when keys or settings change, and what was begun before', async () => {
    auto.about(tokenOf('a'), here);
    await verifier.answer();
    auto.about(tokenOf('b'), here);
    verifier.changed.fire();
    await verifier.answer();
    assert.equal(known('a'), undefined);
    assert.equal(known('b'), undefined);
    await verifier.answer();
    assert.notEqual(known('b'), undefined);
    assert.deepEqual(verifier.asked, ['a', 'b', 'a', 'b']);
  });

  it('claims nothing beyond the moment at which the token expires', async () => {
    const seconds = start / 1000;
    const text = jws({ alg: 'HS256' }, { exp: seconds + 10 });
    auto.about(tokenOf(text), here);
    await verifier.answer();
    time = start + 9_999;
    assert.notEqual(known(text), undefined);
    time = start + 10_000;
    assert.equal(known(text), undefined);
    await verifier.answer();
    assert.notEqual(known(text), undefined);
  });

  it('asks again after a minute, and says what it knew until then', async () => {
    auto.about(tokenOf('a'), here);
    await verifier.answer();
    time = start + 60_000;
    assert.notEqual(known('a'), undefined);
    assert.deepEqual(verifier.asked, ['a', 'a']);
    await verifier.answer();
    assert.notEqual(known('a'), undefined);
    assert.deepEqual(verifier.asked, ['a', 'a']);
  });

  it('keeps a bounded amount of text, and gives up first what nobody asks about', async () => {
    const large = (n: number): string => `${n}${'x'.repeat(1_000_000)}`;
    for (let n = 0; n < 3; n++) auto.about(tokenOf(large(n)), here);
    await verifier.answer();
    assert.equal(auto.about(tokenOf(large(3)), here), undefined, 'all of it is in use');
    time = start + 59_000;
    known(large(0));
    time = start + 61_000;
    assert.notEqual(auto.about(tokenOf(large(3)), here), undefined);
    assert.notEqual(known(large(0)), undefined);
    await verifier.answer();
    assert.equal(known(large(1)), undefined, 'made room');
  });
});
