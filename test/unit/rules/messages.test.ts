import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { algorithm } from '../../../src/core/facts/algorithms.ts';
import { catalogue } from '../../../src/core/documents/catalogue.ts';
import type { Finding } from '../../../src/core/text/finding.ts';
import { inspect } from '../../../src/core/rules/inspect.ts';
import { tokenCases } from './cases/tokenCases.ts';
import type { Firing } from './ruleCases.ts';
import { NOW, soundClaims, soundHeader } from './tokens.ts';
import { encode, jws } from '../../support/jose.ts';

/** Every rule on, so that no opt-in rule stays untested. */
const rules = new Map(catalogue.map(({ id, severity }) => [id, severity]));
const firings = Object.values(tokenCases).flatMap(({ fires }) => Object.values(fires));

function findingsOf({ token, options }: Pick<Firing, 'token' | 'options'>): readonly Finding[] {
  return inspect(token, { now: new Date(NOW * 1000), rules, ...options });
}

/** All that findings say, of every place. */
function textsOf(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ ruleId, message, related = [] }) =>
    [message, ...related.map((place) => place.message)].map((text) => `${ruleId}: ${text}`),
  );
}

const leaf = (value: unknown, change: (text: string) => unknown): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => leaf(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, leaf(item, change)]));
};

function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown;
  } catch {
    return undefined;
  }
}

/** The token with each part of JSON written anew, and each string in it changed. */
function withLeaves(token: string, change: (text: string) => unknown): string {
  return token.replace(/[^.~]+/g, (part) => {
    const json = parsed(part);
    return json === undefined ? part : encode(JSON.stringify(leaf(json, change)));
  });
}

/** Longer than any word that a sentence would hold by chance. */
const LEAST = 12;
const secret = fc.string({
  unit: fc.constantFrom(...Array.from('qxzjkvwQXZ0123456789')),
  minLength: LEAST,
  maxLength: 40,
});

describe('messages', function () {
  this.timeout(0); // How fast a machine is, is not the question.

  it('hold no value of header, claims and disclosures, and no part of the token', () => {
    for (const firing of firings) {
      const values = new Set(firing.token.split(/[.~]/));
      withLeaves(firing.token, (text) => values.add(text));
      const told = textsOf(findingsOf(firing));
      for (const value of values) {
        // The name of a registered algorithm is no secret.
        if (value.length < LEAST || algorithm(value)) continue;
        for (const text of told) assert.ok(!text.includes(value), text);
      }
    }
  });

  it('hold no random value that stands where any rule looks', () => {
    fc.assert(
      fc.property(fc.constantFrom(...firings), secret, fc.boolean(), (firing, value, isBehind) => {
        const token = withLeaves(firing.token, (text) => (isBehind ? `${text}${value}` : `${value}${text}`));
        for (const text of textsOf(findingsOf({ ...firing, token }))) assert.ok(!text.includes(value), text);
      }),
      { numRuns: 300 },
    );
  });

  it('hold no random value in place of what a rule expects, whatever its type', () => {
    fc.assert(
      fc.property(fc.constantFrom(...firings), secret, (firing, value) => {
        for (const other of [value, [value], { [LEAST]: value }, { kty: value, d: value }, null]) {
          const token = withLeaves(firing.token, (text) => (algorithm(text) ? text : other));
          for (const text of textsOf(findingsOf({ ...firing, token }))) assert.ok(!text.includes(value), text);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('hold no random value of a nested token, a deep claim or a list', () => {
    fc.assert(
      fc.property(secret, (value) => {
        const inner = jws(
          { alg: 'none', kid: `../${value}`, jku: `http://${value}` },
          { iss: value, email: value, exp: 1 },
        );
        const tokens = [
          jws({ ...soundHeader, cty: 'JWT' }, inner),
          jws(soundHeader, { ...soundClaims, a: { b: [{ password: value, c: [inner, `AKIA${value}`] }] } }),
          jws(soundHeader, {
            ...soundClaims,
            jwks: { keys: [{ kty: 'oct', k: value }] },
            [value.slice(0, 3)]: value,
          }),
        ];
        for (const token of tokens)
          for (const text of textsOf(findingsOf({ token }))) assert.ok(!text.includes(value), text);
      }),
      { numRuns: 50 },
    );
  });

  it('show names of members in one line, cut, with nothing invisible in it', () => {
    const hostile = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(hostile, (name) => {
        const json = JSON.stringify(name);
        const twice = `{${json}:1,${json}:2,"a":{${json}:{"password":"x"}}}`;
        for (const text of textsOf(findingsOf({ token: jws(soundHeader, twice) }))) {
          assert.ok(text.length < 250, text);
          assert.match(text, /^[\x20-\x7e…§“”‖−]+$/u);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are sentences', () => {
    for (const { message, ruleId } of firings.flatMap(findingsOf)) assert.match(message, /^["A-Z].*\.$/s, ruleId);
  });
});
