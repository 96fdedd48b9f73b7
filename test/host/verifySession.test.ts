import assert from 'node:assert/strict';
import { emptyForm } from '../../src/panel/view/panelState.ts';
import { Proving } from '../../src/panel/host/verifySession.ts';
import type { Verifier, VerifyOutcome } from '../../src/services/verification/verifier.ts';
import { hs256 } from '../support/jose.ts';
import { deferred } from '../support/deferred.ts';
import type { Deferred } from '../support/deferred.ts';

const token = hs256({ sub: 'u' }, 'a throw-away secret of more than 32 bytes');

function outcome(verdict: VerifyOutcome['verification']['verdict']): VerifyOutcome {
  return {
    verification: {
      signature: 'valid',
      claims: 'pass',
      verdict,
      checks: [],
      explanations: [],
      findings: [],
    },
  };
}

describe('verifying in the panel', () => {
  let running: Deferred<VerifyOutcome>[];
  let proving: Proving;
  beforeEach(() => {
    running = [];
    const verifier = {
      choices: () => [],
      verify: () => {
        const next = deferred<VerifyOutcome>();
        running.push(next);
        return next.promise;
      },
    };
    proving = new Proving(verifier as unknown as Verifier, () => undefined);
    proving.setForm({ ...emptyForm, choice: 'secret', keyText: 'a throw-away secret of more than 32 bytes' });
  });
  const verdict = (): unknown => proving.progress.answer?.result?.verdict;

  it('shows no error of a verification that was overtaken over the newer result', async () => {
    const [first, second] = [proving.prove(token, false), proving.prove(token, false)];
    running[1]?.resolve(outcome('verified'));
    await second;
    running[0]?.reject(new Error('too late'));
    await first;
    assert.deepEqual([verdict(), proving.problem, proving.verifying], ['verified', undefined, false]);
  });

  it('shows no error of one that was overtaken while the newer one is still under way', async () => {
    const [first, second] = [proving.prove(token, false), proving.prove(token, false)];
    running[0]?.reject(new Error('too early'));
    await first;
    assert.deepEqual([proving.problem, proving.verifying], [undefined, true]);
    running[1]?.resolve(outcome('rejected'));
    await second;
    assert.deepEqual([verdict(), proving.verifying], ['rejected', false]);
  });

  it('shows neither result nor error of one that was called off', async () => {
    for (const end of [
      () => running[0]?.resolve(outcome('verified')),
      () => running.at(-1)?.reject(new Error('gone')),
    ]) {
      const proof = proving.prove(token, false);
      proving.callOff();
      end();
      await proof;
      assert.deepEqual([verdict(), proving.problem, proving.verifying], [undefined, undefined, false]);
    }
  });

  it('says why the latest one failed', async () => {
    const proof = proving.prove(token, false);
    running[0]?.reject(new Error('no such key'));
    await proof;
    assert.equal(proving.problem, 'That could not be done: no such key');
    assert.equal(proving.verifying, false);
  });
});
