import assert from 'node:assert/strict';
import type { IssuerProfile } from '../../../../src/core/issuers/issuerProfile.ts';
import type { KeyInput } from '../../../../src/core/keys/keyInput.ts';
import { verify } from '../../../../src/core/verify/verify.ts';
import { emptyForm } from '../../../../src/panel/view/panelState.ts';
import { buildView } from '../../../../src/panel/view/panelView.ts';
import type { Sentence } from '../../../../src/core/text/sentence.ts';
import type { PanelView } from '../../../../src/panel/protocol/pageView.ts';
import { modelOf } from './models.ts';
import { hs256, unsecured } from '../../../support/jose.ts';

const secret = 'q7Vx2LmT9cRbY4nKw8ZsJ6uHe3PdGf5A';
const now = new Date(1_800_000_000_000);
const seconds = now.getTime() / 1000;
const claims = { iss: 'https://login.example', aud: 'orders', iat: seconds - 60, exp: seconds + 3600 };
const profile: IssuerProfile = { issuer: 'https://login.example', audience: 'orders', algorithms: ['HS256'] };

async function verified(
  token: string,
  expected: IssuerProfile,
  ...materials: readonly KeyInput['material'][]
): Promise<PanelView> {
  const keys = materials.map((material) => ({ material }));
  const result = await verify(token, { keys, profile: expected, now });
  const verification = { profile: { leewaySeconds: 60, ...expected }, result, at: now };
  return buildView(modelOf(token, { knowledge: { verification } }), now).view;
}

function decoded(token: string, at = now): PanelView {
  return buildView(modelOf(token), at).view;
}

function read({ before, seconds: instant, after }: Sentence): string {
  return before + (instant === undefined ? '' : `{${instant - seconds}}`) + after;
}

describe('view of the panel', () => {
  it('asks for a token when there is none', () => {
    const view = decoded('');
    assert.equal(read(view.verdict.title), 'No token yet');
    assert.deepEqual(view.payload, { rows: [], more: 0, json: '' });
  });

  describe('verdict', () => {
    it('never calls verified what was only decoded', () => {
      const { verdict } = decoded(hs256(claims, secret));
      assert.equal(verdict.tone, 'neutral');
      assert.equal(read(verdict.title), 'Not verified · expires {3600}');
      assert.match(verdict.lines[0] ?? '', /anyone could have written this/);
    });

    it('tells of each of several signatures', async () => {
      const [header = '', payload = '', signature = ''] = hs256(claims, secret).split('.');
      const other = hs256(claims, 'another secret').split('.')[2];
      const signatures = [other, signature].map((each) => ({ protected: header, signature: each }));
      const { verdict } = await verified(JSON.stringify({ payload, signatures }), profile, secret);
      assert.equal(verdict.tone, 'good');
      assert.ok(verdict.lines.some((line) => line.startsWith('Signature 1 (HS256): The signature does not match')));
      assert.ok(verdict.lines.some((line) => line.startsWith('Signature 2 (HS256): The signature is valid')));
      assert.ok(verdict.lines.some((line) => line.startsWith('2 signatures: HS256, HS256.')));
    });

    it('flips its words at exp itself', () => {
      const token = hs256(claims, secret);
      assert.equal(
        read(decoded(token, new Date((seconds + 3600) * 1000)).verdict.title),
        'Not verified · expired {3600}',
      );
    });

    it('is green only with signature, algorithm, time, issuer and audience checked', async () => {
      const { verdict, checks } = await verified(hs256(claims, secret), profile, secret);
      assert.equal(verdict.tone, 'good');
      assert.equal(read(verdict.title), 'Verified · expires {3600}');
      assert.deepEqual(
        new Set(checks.filter(({ id }) => id !== 'typ').map(({ outcome }) => outcome)),
        new Set(['pass']),
      );
    });

    it('says what was not checked', async () => {
      const { verdict } = await verified(hs256(claims, secret), { algorithms: ['HS256'], issuer: null }, secret);
      assert.equal(verdict.tone, 'neutral');
      assert.equal(read(verdict.title), 'Signature valid; audience not checked · expires {3600}');
    });

    it('names the gravest reason of a rejection', async () => {
      const old = hs256({ ...claims, exp: seconds - 7200 }, secret);
      assert.equal(read((await verified(old, profile, secret)).verdict.title), 'Rejected: expired {-7200}');
      assert.equal(
        read((await verified(old, profile, `${secret}!`)).verdict.title),
        'Rejected: the signature does not match',
      );
      assert.equal(
        read((await verified(old, { ...profile, algorithms: ['RS256'] }, secret)).verdict.title),
        'Rejected: its algorithm is not allowed',
      );
      assert.equal(
        read((await verified(hs256(claims, secret), { ...profile, audience: 'stock' }, secret)).verdict.title),
        'Rejected: it is for another audience',
      );
    });

    it('says that nothing was proven without a key', async () => {
      const { verdict } = await verified(hs256(claims, secret), profile);
      assert.equal(verdict.tone, 'caution');
      assert.equal(read(verdict.title), 'Not verified · expires {3600}');
      assert.match(verdict.lines.join(' '), /No key was specified/);
    });

    it('calls an unsigned token what it is', () => {
      const token = unsecured({});
      assert.equal(decoded(token).verdict.tone, 'bad');
      assert.match(read(decoded(token).verdict.title), /Unsigned/);
    });

    it('says of a malformed token what is wrong with it', () => {
      const { verdict } = decoded('eyJhbGciOiJIUzI1NiJ9.e30');
      assert.equal(read(verdict.title), 'Malformed token');
      assert.notEqual(verdict.lines.length, 0);
    });

    it('stays open while keys are tried', () => {
      const token = hs256(claims, secret);
      assert.equal(read(buildView(modelOf(token, { verifying: true }), now).view.verdict.title), 'Verifying…');
    });
  });

  it('points at no characters by a verification that is being replaced', async () => {
    const token = hs256(claims, secret);
    const result = await verify(token, { keys: [{ material: 'another secret' }], profile, now });
    const knowledge = { verification: { profile, result, at: now } };
    const ids = (verifying: boolean): readonly string[] =>
      buildView(modelOf(token, { knowledge, verifying }), now).view.findings.map(({ ruleId }) => ruleId);
    assert.ok(ids(false).includes('signature-invalid'));
    assert.ok(!ids(true).includes('signature-invalid'));
  });

  it('keeps the words about time in the checks alive', async () => {
    const { checks } = await verified(hs256(claims, secret), profile, secret);
    assert.equal(checks.find(({ id }) => id === 'exp')?.detail.seconds, claims.exp);
  });

  it('names the instants at which it has to be built anew: exp, and exp with the tolerance', () => {
    const { changesAt } = buildView(modelOf(hs256({ exp: seconds + 10 }, secret)), now);
    assert.deepEqual(changesAt, [new Date((seconds + 10) * 1000), new Date((seconds + 70) * 1000)]);
  });

  it('puts the worst finding first and respects the severities of the settings', () => {
    const token = hs256({ exp: seconds - 10_000 }, secret, { alg: 'none' });
    const [first] = decoded(token).findings;
    assert.equal(first?.severity, 'error');
    const rules = new Map([[first.ruleId, 'off' as const]]);
    const { view } = buildView(modelOf(token, { knowledge: { rules } }), now);
    assert.ok(view.findings.every(({ ruleId }) => ruleId !== first.ruleId));
  });

  it('colours the three parts', () => {
    const token = hs256(claims, secret);
    assert.deepEqual(
      decoded(token).parts.map(({ part, start, end }) => [part, token.slice(start, end)]),
      token.split('.').map((text, index) => [['header', 'payload', 'signature'][index], text]),
    );
  });

  it('shows what the chosen issuer expects behind fields left empty', () => {
    const choices = [
      {
        id: 'issuer/staging',
        label: 'staging',
        detail: '',
        kind: 'issuer' as const,
        profile: { issuer: 'i', audience: null, algorithms: ['RS256'] },
      },
    ];
    const { view } = buildView(modelOf('', { choices, form: { ...emptyForm, choice: 'issuer/staging' } }), now);
    assert.deepEqual(view.defaults, { issuer: 'i', audience: 'not used', algorithms: ['RS256'], tolerance: '60' });
  });

  it('keeps a chosen key visible that is no longer configured', () => {
    const { view } = buildView(modelOf('', { form: { ...emptyForm, choice: 'stored/old' } }), now);
    assert.deepEqual(view.choices, [{ id: 'stored/old', label: 'old', detail: 'no longer configured' }]);
  });
});
