import assert from 'node:assert/strict';

import { inspect } from '../../../src/core/rules/inspect.ts';
import { read } from '../../../src/core/text/sentence.ts';
import { timeOf } from '../../../src/core/claims/timeState.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { titleOf, verdictOn } from '../../../src/core/report/verdict.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import type { IssuerProfile } from '../../../src/core/issuers/issuerProfile.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { digest } from '../../support/jose.ts';
import { disclosureOf, present } from '../../support/sdJwt.ts';

const now = new Date('2026-05-31T20:00:00Z');
const epoch = now.getTime() / 1000;
const keys = [{ material: keyPair('P-256').publicKey.export({ format: 'jwk' }) }];
const whole = { iss: 'https://issuer.test', aud: 'api', iat: epoch, nbf: epoch, exp: epoch + 60 };
const profile: IssuerProfile = { issuer: whole.iss, audience: 'api', algorithms: ['ES256'], maxAgeSeconds: 600 };
const required = { ...profile, requiredClaims: ['exp', 'nbf', 'iat', 'iss', 'aud', 'sub'] };

const without = (name: string) => Object.fromEntries(Object.entries(whole).filter(([each]) => each !== name));
const withheld = digest('somebody knows');
const hidden = { _sd: [withheld] };

const judge = async (token: string, expected: IssuerProfile = profile) => {
  const { verdict, checks } = await verify(token, { keys, profile: expected, now });
  return { verdict, outcomes: Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome])), checks };
};
const wordsOn = (token: string) => {
  const parsed = parseToken(token);
  const time = timeOf(parsed, now, 60);
  return { time, title: read(titleOf(verdictOn(parsed, time, undefined)), now) };
};
const rulesOf = (token: string, expected?: IssuerProfile) =>
  inspect(token, { now, ...(expected && { profile: expected }) }).map(({ ruleId }) => ruleId);

/** What a token may come as that hides claims. */
const forms: Readonly<Record<string, (claims: object) => string>> = {
  'an SD-JWT': (claims) => present({ ...claims, ...hidden }),
  'an SD-JWT in JSON form': (claims) => {
    const [protectedHeader, payload, signature] = present({ ...claims, ...hidden })
      .slice(0, -1)
      .split('.');
    return JSON.stringify({ payload, protected: protectedHeader, header: { disclosures: [] }, signature });
  },
  'an SD-JWT that lost its tilde': (claims) => present({ ...claims, ...hidden }).slice(0, -1),
  'an SD-JWT with one claim disclosed and another hidden': (claims) => {
    const shown = disclosureOf('name', 'Zoë');
    return present({ ...claims, _sd: [digest(shown), withheld] }, [shown]);
  },
};

describe('a claim that may be hidden is not a claim that is absent (RFC 9901 §9.7)', () => {
  for (const [what, form] of Object.entries(forms)) {
    for (const name of ['exp', 'nbf', 'iat', 'iss', 'aud']) {
      it(`${what} without ${name}: the check of it is not made, and nothing fails`, async () => {
        for (const expected of [profile, required]) {
          const { verdict, outcomes, checks } = await judge(form(without(name)), expected);
          assert.equal(outcomes[name], 'not-checked');
          assert.equal(outcomes['typ'], 'not-checked');
          assert.ok(!Object.values(outcomes).includes('fail'), JSON.stringify(checks));
          assert.equal(verdict, 'not-verified');
        }
      });
    }

    it(`${what} is not said never to expire, nor to lack what it may hide`, () => {
      const token = form(without('exp'));
      assert.equal(wordsOn(token).time.state, 'unknown');
      assert.doesNotMatch(wordsOn(token).title, /never expires/);
      for (const expected of [undefined, required]) {
        const found = rulesOf(form({ sub: 'x' }), expected);
        for (const rule of ['exp-missing', 'iss-missing', 'aud-missing', 'lifetime-unknown'])
          assert.ok(!found.includes(rule), rule);
      }
    });
  }

  it('what is stated as not used is not asked for', async () => {
    const { outcomes } = await judge(present({ ...without('aud'), ...hidden }), { ...profile, audience: null });
    assert.equal(outcomes['aud'], 'pass');
  });

  it('with every digest disclosed, and for digests below other claims, what is absent is absent', async () => {
    const shown = disclosureOf('name', 'Zoë');
    const inside = { address: { _sd: [digest('street')] }, list: [{ '...': digest('element') }] };
    for (const token of [
      present({ ...without('exp'), _sd: [digest(shown)] }, [shown]),
      present({ ...without('exp'), ...inside }),
      present({ ...without('exp'), _sd: [] }),
    ]) {
      const { outcomes } = await judge(token);
      assert.equal(outcomes['exp'], 'pass');
      assert.equal(wordsOn(token).time.state, 'no-expiry');
      const { outcomes: demanding } = await judge(token, required);
      assert.equal(demanding['exp'], 'fail');
    }
  });

  it('digests that cannot be read may hide a claim, too', async () => {
    for (const digests of ['x', { a: 1 }, null, [1], [digest('a'), null]]) {
      const { exp: _exp, ...rest } = whole;
      const { verdict, checks } = await verify(present({ ...rest, _sd: digests }), { keys, profile, now });
      assert.equal(verdict, 'rejected');
      assert.equal(checks.find(({ id }) => id === 'exp')?.outcome, 'not-checked', JSON.stringify(digests));
    }
  });

  it('a token that shows all that is asked for is verified, whatever else is hidden', async () => {
    const token = present({ ...whole, sub: 'x', ...hidden });
    for (const expected of [profile, required]) assert.equal((await judge(token, expected)).verdict, 'verified');
    assert.equal((await judge(present({ ...whole, ...hidden }), required)).verdict, 'not-verified');
  });

  it('a claim that is shown is judged, whatever else is hidden', async () => {
    const late = await judge(present({ ...whole, exp: epoch - 3600, ...hidden }));
    assert.deepEqual([late.outcomes['exp'], late.verdict], ['fail', 'rejected']);
    const other = await judge(present({ ...whole, iss: 'https://other.test', ...hidden }));
    assert.deepEqual([other.outcomes['iss'], other.verdict], ['fail', 'rejected']);
  });

  it('kinds of tokens that need claims are not said to lack hidden ones', () => {
    const access = (claims: object) => {
      const [header = '', ...rest] = present(claims).split('.');
      assert.ok(header);
      return [Buffer.from('{"alg":"ES256","typ":"at+jwt"}').toString('base64url'), ...rest].join('.');
    };
    assert.ok(rulesOf(access({ iss: 'https://a.io' })).includes('at-jwt-claims'));
    assert.ok(!rulesOf(access({ iss: 'https://a.io', ...hidden })).includes('at-jwt-claims'));
  });

  it('the key of a key binding may be hidden too', async () => {
    const [jwt] = present({ ...whole, ...hidden }).split('~');
    const bound = `${jwt}~`;
    const binding = present({
      iat: epoch,
      aud: 'v',
      nonce: 'n',
      sd_hash: digest(bound),
    }).slice(0, -1);
    const [, payload, signature] = binding.split('.');
    const header = Buffer.from('{"alg":"ES256","typ":"kb+jwt"}').toString('base64url');
    const { checks } = await judge(`${bound}${header}.${payload}.${signature}`);
    const check = checks.find(({ id }) => id === 'key-binding');
    assert.equal(check?.outcome, 'not-checked');
    assert.match(check.detail, /cnf.*may be among/);
  });
});

describe('a claim that a disclosure shows counts like any other', () => {
  const disclosing = (name: string, value: unknown) => {
    const shown = disclosureOf(name, value);
    return { token: present({ ...without(name), _sd: [digest(shown)] }, [shown]), shown };
  };

  it('the words follow its times, and say when they will change', () => {
    const expired = disclosing('exp', epoch - 3600);
    assert.equal(wordsOn(expired.token).time.state, 'expired');
    const active = wordsOn(disclosing('exp', epoch + 5).token).time;
    assert.deepEqual([active.state, active.exp], ['active', epoch + 5]);
    assert.equal(active.changesAt[0]?.getTime(), (epoch + 5) * 1000);
    assert.equal(wordsOn(disclosing('nbf', epoch + 3600).token).time.state, 'not-yet-valid');
  });

  it('the rules judge it, at its disclosure', () => {
    for (const [name, value, rule] of [
      ['exp', epoch - 3600, 'exp-expired'],
      ['nbf', epoch + 3600, 'nbf-future'],
      ['exp', '1', 'numericdate-type'],
      ['iss', '', 'claim-type'],
      ['cnf', { jkt: 'short' }, 'cnf-invalid'],
    ] as const) {
      const { token, shown } = disclosing(name, value);
      const found = inspect(token, { now }).find(({ ruleId }) => ruleId === rule);
      assert.ok(found, rule);
      const at = token.indexOf(shown);
      assert.ok(found.start >= at && found.end <= at + shown.length, rule);
    }
  });
});
