import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { catalogue } from '../../../src/core/documents/catalogue.ts';
import { contexts } from '../../../src/core/rules/context.ts';
import { inspect } from '../../../src/core/rules/inspect.ts';
import type { InspectOptions } from '../../../src/core/rules/inspect.ts';
import { severityRank } from '../../../src/core/rules/rule.ts';
import { claims, header, NOW, soundClaims, soundHeader } from './tokens.ts';
import { bytes, encode, jwe, jws } from '../../support/jose.ts';

const day = 86_400;
const now = new Date(NOW * 1000);
const ids = (token: string, options: InspectOptions = {}): readonly string[] =>
  inspect(token, { now, ...options }).map(({ ruleId }) => ruleId);

/** Every rule on, so that no opt-in rule stays untested. */
const everything = { now, rules: new Map(catalogue.map(({ id, severity }) => [id, severity])) };

const severityOf = (token: string, ruleId: string, options: InspectOptions = {}) =>
  inspect(token, { now, ...options }).find((finding) => finding.ruleId === ruleId)?.severity;

/** What is said first about a token against a profile. */
const firstMessage = (token: string): string =>
  inspect(token, { now, profile: { issuer: 'https://login.corp.io', audience: 'orders-api' } })[0]?.message ?? '';

const findsInside = (token: string): void => {
  for (const { ruleId, start, end } of inspect(token, everything))
    assert.ok(start >= 0 && start < end && end <= token.length, `${ruleId} at ${start}..${end} of ${token.length}`);
};

describe('inspect', () => {
  describe('the interplay of rules', () => {
    it('lets milliseconds stand alone', () => {
      const token = claims({ iat: NOW * 1000, nbf: NOW * 1000, exp: (NOW + 600) * 1000 });
      assert.deepEqual(new Set(ids(token)), new Set(['numericdate-milliseconds']));
    });

    it('says of a wrong number of parts nothing but that', () => {
      assert.deepEqual(ids(`${encode({ alg: 'none', jwk: {} })}.${encode({ exp: 1 })}`), ['segment-count']);
    });

    it('says of a missing signature that it is missing, and nothing of its length', () => {
      assert.deepEqual(ids(jws(soundHeader, soundClaims, '')), ['signature-missing']);
    });

    it('is quiet about the length and the shortness of a placeholder', () => {
      assert.deepEqual(ids(jws(soundHeader, soundClaims, encode('signature'))), ['signature-placeholder']);
      assert.deepEqual(ids(jws({ alg: 'RS256' }, soundClaims, new Uint8Array(128))), ['signature-placeholder']);
    });

    it('keeps the errors of structure of a documentation sample, and its algorithm errors', () => {
      const payload = {
        sub: '1234567890',
        name: 'John Doe',
        email: 'john@corp.io',
        password: 'hunter2',
        exp: NOW - day,
      };
      assert.deepEqual(ids(jws({ alg: 'none' }, payload)), ['alg-none', 'known-sample']);
      assert.deepEqual(ids(jws(soundHeader, payload, bytes(31))), ['known-sample', 'signature-length']);
    });

    it('is not silenced about a signed token by "enc" alone', () => {
      assert.ok(ids(jws({ alg: 'none', enc: 'A128GCM' }, soundClaims)).includes('alg-none'));
    });
  });

  describe('severities', () => {
    const inContexts = (token: string, ruleId: string) =>
      contexts.map((context) => severityOf(token, ruleId, { context }));

    it('are those of the catalogue in every context', () => {
      const kept = 'error';
      assert.deepEqual(inContexts(jws({ alg: 'none' }, soundClaims), 'alg-none'), [
        kept,
        kept,
        'hint',
        'hint',
        'hint',
        kept,
      ]);
      assert.deepEqual(inContexts(header({ crit: [] }), 'crit-malformed'), [
        kept,
        kept,
        'warning',
        'warning',
        'warning',
        kept,
      ]);
      const info = 'information';
      assert.deepEqual(inContexts(claims({ exp: NOW - day }), 'exp-expired'), [
        'warning',
        info,
        info,
        info,
        info,
        info,
      ]);
      assert.deepEqual(inContexts(claims({ password: 'x1' }), 'payload-credential'), [
        'warning',
        'warning',
        'hint',
        'hint',
        'hint',
        'hint',
      ]);
      assert.deepEqual(inContexts(jws(soundHeader, { a: 1 }), 'exp-missing'), [
        info,
        'hint',
        'hint',
        'hint',
        'hint',
        'hint',
      ]);
    });

    it('demote, and never lose: every finding of a live context is in every other', () => {
      const token = jws(
        { alg: 'none', jwk: {} },
        { sub: 'a', exp: NOW - day, password: 'x1', email: 'a@b.io' },
        'AAAA',
      );
      for (const context of contexts) assert.deepEqual(ids(token, { context }).toSorted(), ids(token).toSorted());
    });

    it("are the user's, where the user gave one", () => {
      const token = claims({ iat: NOW - 2 * day, exp: NOW - day });
      const rules = new Map([['exp-expired', 'error' as const]]);
      assert.equal(severityOf(token, 'exp-expired', { rules, context: 'docs' }), 'error');
      assert.deepEqual(ids(token, { rules: new Map([['exp-expired', 'off' as const]]) }), []);
    });

    it('leave opt-in rules off until they are given one', () => {
      assert.equal(severityOf(claims({}), 'typ-not-explicit'), undefined);
      assert.equal(
        severityOf(claims({}), 'typ-not-explicit', { rules: new Map([['typ-not-explicit', 'warning']]) }),
        'warning',
      );
    });
  });

  it('lists findings in the order of the token, the worst first at one place', () => {
    const findings = inspect(jws({ alg: 'none', jwk: {} }, { sub: 'x', exp: 1 }, 'AAAA'), { now });
    for (const [index, finding] of findings.entries()) {
      const previous = findings[index - 1];
      if (!previous) continue;
      assert.ok(previous.start <= finding.start);
      if (previous.start === finding.start)
        assert.ok(severityRank(previous.severity) >= severityRank(finding.severity));
    }
  });

  it('takes its tolerance from the options, else from the profile, else a minute', () => {
    const token = claims({ exp: NOW - 100 });
    assert.deepEqual(ids(token), ['exp-expired']);
    assert.deepEqual(ids(token, { profile: { leewaySeconds: 120 } }), []);
    assert.deepEqual(ids(token, { profile: { leewaySeconds: 120 }, leewaySeconds: 0 }), ['exp-expired']);
    assert.deepEqual(ids(token, { leewaySeconds: NaN }), ['options-invalid', 'exp-expired']);
    assert.deepEqual(ids(claims({ exp: NOW - 500 }), { leewaySeconds: 3600 }), ['exp-expired']);
  });

  it('tells how an issuer or audience differs from the expected one', () => {
    assert.match(firstMessage(claims({ iss: 'https://login.corp.io/' })), /only by a slash/);
    assert.match(firstMessage(claims({ iss: 'https://LOGIN.corp.io' })), /only by letter case/);
    assert.match(firstMessage(claims({ iss: 'http://login.corp.io' })), /only by .http:. and .https:./);
    assert.match(firstMessage(claims({ aud: 'Orders-API' })), /only by letter case/);
    assert.doesNotMatch(firstMessage(claims({ iss: 'https://evil.io' })), /only/);
  });

  it('says of a guess that it is one', () => {
    const lacks = (token: string): string | undefined =>
      inspect(token, { now }).find(({ ruleId }) => ruleId.endsWith('-claims') || ruleId === 'lifetime-long')?.message;
    assert.match(lacks(jws({ alg: 'RS256', typ: 'at+jwt' }, soundClaims)) ?? '', /which an access token requires\.$/);
    assert.match(
      lacks(jws({ alg: 'RS256' }, { at_hash: 'x' })) ?? '',
      /which an ID token requires \(it looks like one\)\.$/,
    );
    assert.match(
      lacks(claims({ scope: 'a', exp: NOW + day })) ?? '',
      /this kind of token \(Access token, it seems\) is usually/,
    );
  });

  it('compares lengths of time in words that differ', () => {
    const said = (others: object): string =>
      inspect(claims(others), { now }).find(({ ruleId }) => ruleId === 'lifetime-long')?.message ?? '';
    assert.match(said({ scope: 'a', exp: NOW + 5400 }), /^Valid for 100 minutes, but .* for 90 minutes at most\.$/);
    assert.match(said({ at_hash: 'x', exp: NOW + 30 * 3600 }), /^Valid for 30 hours, but .* for 24 hours at most\.$/);
    assert.match(
      said({ exp: NOW + 45 * day }),
      /^Valid for 45 days, but a token is usually valid for 30 days at most\.$/,
    );
  });

  it('says of an exp that is a length of time that it is one', () => {
    const said = (exp: number): string =>
      inspect(claims({ exp }), { now }).find(({ ruleId }) => ruleId === 'exp-expired')?.message ?? '';
    for (const length of [60, 3600, 7 * day, 365 * day]) assert.match(said(length), /looks like a length of time/);
    for (const time of [0, 1, NOW - 3600, 1_000_000_000]) assert.doesNotMatch(said(time), /length/);
  });

  describe('of anything', () => {
    it('underlines the dot behind a header that is not there', () => {
      const rules = new Map([['typ-not-explicit', 'hint' as const]]);
      const [, ...rest] = claims({}).split('.');
      const found = inspect(`.${rest.join('.')}`, { now, rules });
      assert.deepEqual(
        found.map(({ start, end }) => [start, end]),
        [[0, 1]],
      );
    });

    it('never throws, and stays inside the text', () => {
      fc.assert(fc.property(fc.string({ unit: 'binary' }), findsInside), { numRuns: 200 });
      const part = fc.string({ unit: fc.constantFrom(...Array.from('eyJhbGciOiJub25lIn0-_+/= ~\n')) });
      fc.assert(
        fc.property(fc.array(part, { maxLength: 7 }), (parts) => findsInside(parts.join('.'))),
        { numRuns: 200 },
      );
    });

    it('never throws on a token with one character changed', () => {
      const tokens = fc.constantFrom(
        claims({ cnf: {} }),
        jws({ alg: 'ES256', crit: ['b64'], b64: false, x5c: [] }, 'text'),
        header({ jku: 'x' }),
        `${claims({ _sd: [], cnf: {} })}~${encode(['salt', 'exp', 1])}~${jws({ alg: 'none' }, { aud: [] })}`,
        jwe({ alg: 'PBES2-HS256+A128KW', p2c: 1, p2s: 'x', zip: 'DEF' }),
        JSON.stringify({ protected: encode({ alg: 'none', jwk: {} }), payload: encode({ exp: 1 }), signature: 'AA' }),
      );
      fc.assert(
        fc.property(tokens, fc.nat(), fc.string({ unit: 'binary', maxLength: 2 }), (token, position, replacement) => {
          const at = position % token.length;
          findsInside(token.slice(0, at) + replacement + token.slice(at + 1));
        }),
        { numRuns: 200 },
      );
    });

    it('never throws on any JSON in header and payload', () => {
      const names = fc.constantFrom(
        ...'alg typ enc kid jku x5u x5c crit b64 cty zip epk jwk p2c p2s iss sub aud exp nbf iat cnf events _sd amr'.split(
          ' ',
        ),
      );
      const object = fc.dictionary(
        names,
        fc.oneof(fc.jsonValue(), fc.constantFrom('none', 'HS256', 'PBES2-HS256+A128KW', 'ES256', Infinity, -1)),
      );
      fc.assert(
        fc.property(object, object, fc.uint8Array(), fc.boolean(), (parameters, payload, signature, encrypted) => {
          const token = jws({ alg: 'HS256', ...parameters }, payload, signature);
          findsInside(encrypted ? `${token}.${encode(signature)}.` : token);
        }),
        { numRuns: 200 },
      );
    });
  });

  it('names no value of header, payload or profile in any message', () => {
    // Values of twelve and more characters that no sentence contains by chance.
    const value = fc.string({
      unit: fc.constantFrom(...Array.from('qxzjkvw0123456789')),
      minLength: 12,
      maxLength: 40,
    });
    const places = [
      (text: string) =>
        claims({ iss: text, sub: text, aud: text, jti: text, password: text, email: text, cnf: { jkt: text } }),
      (text: string) =>
        claims({ iss: text, sub: text, at_hash: text, aud: ['*', text], exp: text, iat: text, amr: text, scope: text }),
      (text: string) =>
        claims({ password: `sk_live_${text}`, ssn: text, key: `-----BEGIN PRIVATE KEY-----${text}`, card: text }),
      (text: string) =>
        header({
          alg: text,
          kid: `../${text}`,
          jku: `http://${text}`,
          typ: text,
          crit: [text],
          jwk: { d: text },
          x5c: [text],
        }),
      (text: string) =>
        header({
          typ: 'dpop+jwt',
          kid: text,
          cty: text,
          zip: text,
          enc: text,
          b64: text,
          x5t: text,
          iss: text,
          exp: text,
        }),
      (text: string) => jws({ alg: 'HS256', typ: 'JWT' }, text, text),
      (text: string) =>
        `${encode({ alg: 'PBES2-HS256+A128KW', enc: text, p2s: text, p2c: text, epk: { d: text } })}.${text}.${text}.${text}.${text}`,
      (text: string) =>
        jws(
          soundHeader,
          `{"a":"${text}","a":"${text}","A":"\u200b${text}","exp":${BigInt(`1${text.replace(/\D/g, '')}`)}}`,
        ),
    ];
    fc.assert(
      fc.property(value, fc.constantFrom(...places), (text, place) => {
        for (const { ruleId, message } of inspect(place(text), {
          ...everything,
          profile: { issuer: 'https://a.io', audience: 'b', algorithms: ['RS256'], tokenType: 'c' },
        }))
          assert.ok(!message.includes(text), `${ruleId}: ${message}`);
      }),
      { numRuns: 200 },
    );
  });

  it('takes a payload of many members in its stride', () => {
    const many = Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [`claim${index}`, []]));
    assert.deepEqual(ids(claims(many)), []);
    assert.deepEqual(ids(claims({ [`${'a'.repeat(150_000)}/`]: 'x' })), []);
    assert.deepEqual(ids(claims({ deep: JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`) as unknown })), []);
  });
});
