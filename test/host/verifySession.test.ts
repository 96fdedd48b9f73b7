import assert from 'node:assert/strict';
import { emptyForm } from '../../src/panel/view/panelState.ts';
import { VerifySession } from '../../src/panel/host/verifySession.ts';
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
  let session: VerifySession;
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
    session = new VerifySession(verifier as unknown as Verifier, () => undefined);
    session.setForm({ ...emptyForm, choice: 'secret', keyText: 'a throw-away secret of more than 32 bytes' });
  });
  const verdict = (): unknown => session.progress.answer?.result?.verdict;

  it('shows no error of a verification that was overtaken over the newer result', async () => {
    const [first, second] = [session.run(token, false), session.run(token, false)];
    running[1]?.resolve(outcome('verified'));
    await second;
    running[0]?.reject(new Error('too late'));
    await first;
    assert.deepEqual([verdict(), session.problem, session.verifying], ['verified', undefined, false]);
  });

  it('shows no error of one that was overtaken while the newer one is still under way', async () => {
    const [first, second] = [session.run(token, false), session.run(token, false)];
    running[0]?.reject(new Error('too early'));
    await first;
    assert.deepEqual([session.problem, session.verifying], [undefined, true]);
    running[1]?.resolve(outcome('rejected'));
    await second;
    assert.deepEqual([verdict(), session.verifying], ['rejected', false]);
  });

  it('shows neither result nor error of one that was called off', async () => {
    for (const end of [
      () => running[0]?.resolve(outcome('verified')),
      () => running.at(-1)?.reject(new Error('gone')),
    ]) {
      const run = session.run(token, false);
      session.callOff();
      end();
      await run;
      assert.deepEqual([verdict(), session.problem, session.verifying], [undefined, undefined, false]);
    }
  });

  it('says why the latest one failed', async () => {
    const run = session.run(token, false);
    running[0]?.reject(new Error('no such key'));
    await run;
    assert.equal(session.problem, 'The action failed: no such key');
    assert.equal(session.verifying, false);
  });
});
