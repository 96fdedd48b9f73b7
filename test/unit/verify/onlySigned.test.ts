import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';

import { guessTokenType } from '../../../src/core/token/tokenType.ts';
import { inspect } from '../../../src/core/rules/inspect.ts';
import { MAX_KEY_BINDING_AGE_SECONDS, timeOf } from '../../../src/core/claims/timeState.ts';
import { decode } from '../../../src/core/token/decode.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { digest, encode, issue, rawSignature } from '../../support/jose.ts';
import { present } from '../../support/sdJwt.ts';

const now = new Date('2026-05-31T20:00:00Z');
const epoch = now.getTime() / 1000;
const claims = { iss: 'https://issuer.test', exp: epoch + 60 };
const profile = { issuer: claims.iss, audience: null, algorithms: ['HS256', 'ES256'] };
const secret = randomBytes(48);
const keys = [{ material: new Uint8Array(secret) }];
const payload = encode(claims);
const json = JSON.stringify;

/** A token in JSON form with these parameters in its protected and in its unprotected header. */
const token = (protectedParameters: object | undefined, header: object) => {
  const first = protectedParameters === undefined ? '' : encode(protectedParameters);
  const signature = encode(rawSignature('HS256', createSecretKey(secret), `${first}.${payload}`));
  return json({ payload, ...(first !== '' && { protected: first }), header, signature });
};
const judge = async (text: string, expected: object = profile) => {
  const { verdict, signature, checks } = await verify(text, { keys, profile: expected, now });
  return { verdict, signature, ...Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome])) } as Record<
    string,
    string
  >;
};

describe('only what is signed counts', () => {
  it('a type in the unprotected header satisfies no expectation', async () => {
    const expecting = { ...profile, tokenType: 'at+jwt' };
    assert.equal((await judge(token({ alg: 'HS256', typ: 'at+jwt' }, {}), expecting))['verdict'], 'verified');
    const open = await judge(token({ alg: 'HS256' }, { typ: 'at+jwt' }), expecting);
    assert.deepEqual([open['signature'], open['typ'], open['verdict']], ['pass', 'fail', 'rejected']);
    const both = await judge(token({ alg: 'HS256', typ: 'JWT' }, { typ: 'at+jwt' }), expecting);
    assert.deepEqual([both['typ'], both['encoding']], ['fail', 'fail']);
  });

  it('an algorithm there is not one that was settled before, whatever settles it', async () => {
    for (const parameters of [undefined, { typ: 'JWT' }, { kid: 'x' }]) {
      const open = await judge(token(parameters, { alg: 'HS256' }));
      assert.deepEqual([open['algorithm'], open['verdict']], ['not-checked', 'not-verified']);
    }
    const refused = await judge(token(undefined, { alg: 'HS256' }), { ...profile, algorithms: ['ES256'] });
    assert.equal(refused['algorithm'], 'fail');
    // Where both headers name one, the protected one is used.
    const both = await judge(token({ alg: 'HS256' }, { alg: 'none' }));
    assert.deepEqual([both['algorithm'], both['signature'], both['encoding']], ['pass', 'pass', 'fail']);
  });

  it('"crit" and "b64" there change nothing but that the token is malformed', async () => {
    for (const [parameters, header] of [
      [{ alg: 'HS256' }, { b64: false }],
      [{ alg: 'HS256', crit: ['b64'] }, { b64: false }],
      [{ alg: 'HS256', b64: false }, { crit: ['b64'] }],
      [{ alg: 'HS256' }, { crit: ['x'], x: 1 }],
      [{ alg: 'HS256' }, { crit: [] }],
    ] as const) {
      const text = token(parameters, header);
      assert.deepEqual(decode(text).payload, claims, json(header));
      assert.equal((await judge(text))['verdict'], 'rejected');
    }
  });

  it('nor does it make a token another kind of token, or a token inside a token', () => {
    const open = parseToken(token({ alg: 'HS256' }, { typ: 'dpop+jwt' }));
    assert.notEqual(guessTokenType(open).purpose, 'dpop');
    assert.equal(guessTokenType(parseToken(token({ alg: 'HS256', typ: 'dpop+jwt' }, {}))).purpose, 'dpop');
    const rules = inspect(token({ alg: 'HS256' }, { typ: 'at+jwt', cty: 'JWT' }), { now }).map(({ ruleId }) => ruleId);
    for (const rule of ['at-jwt-claims', 'cty-nested-mismatch', 'typ-mismatch']) assert.ok(!rules.includes(rule), rule);
  });
});

describe('a key binding', () => {
  const holder = keyPair('P-384');
  const issuerKeys = [{ material: keyPair('P-256').publicKey.export({ format: 'jwk' }) }];
  const cnf = { jwk: holder.publicKey.export({ format: 'jwk' }) };
  const bound = present({ ...claims, nbf: 1, cnf });
  const bind = (iat: unknown, header: Record<string, unknown> = { typ: 'kb+jwt' }) =>
    issue('ES384', holder.privateKey, { iat, aud: 'v', nonce: 'n', sd_hash: digest(bound) }, header);
  const check = async (text: string, at = now, leewaySeconds = 0) => {
    const { verdict, checks } = await verify(text, {
      keys: issuerKeys,
      profile: { ...profile, leewaySeconds },
      now: at,
      keyBinding: { nonce: 'n', audience: 'v' },
    });
    const found = checks.find(({ id }) => id === 'key-binding');
    return { verdict, outcome: found?.outcome, detail: found?.detail ?? '' };
  };

  it('that is old is not fresh, whatever its nonce, to the second and the tolerance', async () => {
    const age = MAX_KEY_BINDING_AGE_SECONDS;
    for (const [iat, leeway, outcome] of [
      [epoch, 0, 'pass'],
      [epoch - age, 0, 'pass'],
      [epoch - age - 1, 0, 'fail'],
      [epoch - age - 30, 30, 'pass'],
      [epoch - age - 31, 30, 'fail'],
      [epoch - 86_400 * 365, 300, 'fail'],
      [0, 0, 'fail'],
      [epoch + 1, 0, 'fail'],
      [epoch * 1000, 0, 'fail'],
      [String(epoch), 0, 'fail'],
    ] as const) {
      const judged = await check(bound + bind(iat), now, leeway);
      assert.equal(judged.outcome, outcome, `${iat} ${leeway} ${judged.detail}`);
      assert.equal(judged.verdict, outcome === 'pass' ? 'verified' : 'rejected');
    }
  });

  it('that grows old is told by the clock that tells of expiry', () => {
    const { changesAt } = timeOf(parseToken(bound + bind(epoch)), now, 30);
    const stale = (epoch + MAX_KEY_BINDING_AGE_SECONDS + 30) * 1000;
    assert.ok(changesAt.some((instant) => instant.getTime() === stale));
  });

  it('is a compact JWT whose type is protected, in every serialization', async () => {
    const compact = bind(epoch);
    const [first, second, third] = compact.split('.');
    const [untyped, , untypedSignature] = bind(epoch, {}).split('.');
    const [jwtHeader, jwtPayload, jwtSignature] = bound.slice(0, -1).split('.');
    const inJson = (kb: string) =>
      json({
        payload: jwtPayload,
        protected: jwtHeader,
        header: { disclosures: [], kb_jwt: kb },
        signature: jwtSignature,
      });
    assert.equal((await check(inJson(compact)))['verdict'], 'verified');
    for (const kb of [
      json({ payload: second, protected: first, signature: third }),
      json({ payload: second, protected: untyped, header: { typ: 'kb+jwt' }, signature: untypedSignature }),
      json({ payload: second, signatures: [{ protected: first, signature: third }] }),
      `${compact}~`,
      `${first}..${third}`,
      ` ${compact}`,
      bind(epoch, { typ: 'JWT' }),
      bind(epoch, {}),
    ]) {
      const judged = await check(inJson(kb));
      assert.deepEqual([judged.outcome, judged.verdict], ['fail', 'rejected'], kb);
    }
  });
});
