import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { IssuerStatuses } from '../../../../src/features/keysView/issuerStatuses.ts';
import type { IssuerKeyOutcome } from '../../../../src/services/issuers/issuerKeys.ts';
import type { SourcedIssuer } from '../../../../src/services/issuers/issuers.ts';
import type { KeySetRequest } from '../../../../src/services/network/jwksClient.ts';

const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
const issuer: SourcedIssuer = {
  id: 'issuer/idp',
  profile: { name: 'idp', keys: { jwksUri: 'https://idp.example/jwks' }, origin: 'user' },
  target: 1,
};
const good: IssuerKeyOutcome = { keys: [{ material: pem }] };
const bad: IssuerKeyOutcome = { keys: [], problem: 'idp.example answered with HTTP status 500.' };
const silently = { interactive: false };

describe('IssuerStatuses', () => {
  let requests: KeySetRequest[];
  let answers: (IssuerKeyOutcome | Promise<IssuerKeyOutcome>)[];
  let changes: number;
  let waiting: (() => void)[];
  let statuses: IssuerStatuses;
  beforeEach(() => {
    [requests, answers, changes, waiting] = [[], [], 0, []];
    const of = async (_: SourcedIssuer, request: KeySetRequest): Promise<IssuerKeyOutcome> => {
      requests.push(request);
      return answers.shift() ?? assert.fail('asked once too often');
    };
    statuses = new IssuerStatuses({ of }, () => {
      changes += 1;
      for (const resolve of waiting.splice(0)) resolve();
    });
  });
  const change = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));

  it('are looked up once they are asked for, without asking the user', async () => {
    answers = [good];
    const changed = change();
    assert.equal(statuses.of(issuer), undefined);
    assert.equal(statuses.of(issuer), undefined);
    await changed;
    assert.equal(statuses.of(issuer)?.keys.length, 1);
    assert.deepEqual(requests, [silently]);
  });

  it('say so where the keys could not be read for a reason that nobody expected, and are asked for again later', async () => {
    answers = [Promise.reject(new TypeError('x is not a function')), good];
    const failed = change();
    statuses.of(issuer);
    await failed;
    assert.deepEqual(statuses.of(issuer)?.problems, ['The keys could not be read: x is not a function']);
    assert.equal(requests.length, 1, 'nothing is asked for again by itself');
    statuses.outdate();
    const read = change();
    statuses.of(issuer);
    await read;
    assert.equal(statuses.of(issuer)?.keys.length, 1);
  });

  it('stay while something newer is looked up, and follow it', async () => {
    answers = [good, bad];
    await statuses.look(issuer, silently);
    statuses.outdate();
    const changed = change();
    assert.deepEqual(statuses.of(issuer)?.problems, []);
    await changed;
    assert.deepEqual(statuses.of(issuer)?.problems, [bad.problem]);
    assert.equal(requests.length, 2);
  });

  it('are those of the latest look, whichever answers last', async () => {
    let answerSlowly: (outcome: IssuerKeyOutcome) => void = () => undefined;
    answers = [new Promise((resolve) => (answerSlowly = resolve)), good];
    const slow = statuses.look(issuer, silently);
    await statuses.look(issuer, { interactive: true, refresh: true });
    answerSlowly(bad);
    assert.deepEqual((await slow).problems, [bad.problem]);
    assert.deepEqual(statuses.of(issuer)?.problems, []);
    assert.equal(changes, 1);
  });

  it('of issuers that are gone are forgotten', async () => {
    answers = [good, bad];
    await statuses.look(issuer, silently);
    statuses.keepOnly([]);
    assert.equal(statuses.of(issuer), undefined);
    await change();
  });
});
