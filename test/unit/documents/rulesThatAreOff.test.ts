import assert from 'node:assert/strict';
import { catalogue } from '../../../src/core/documents/catalogue.ts';
import { inspect } from '../../../src/core/rules/inspect.ts';
import { inspectText } from '../../../src/core/documents/inspectText.ts';
import { claims } from '../rules/tokens.ts';

const all = catalogue.map(({ id, severity }) => [id, severity] as const);
const none = new Map(catalogue.map(({ id }) => [id, 'off'] as const));

/** How often an expression whose source holds this is tried while `action` runs. */
function triesOf(part: string, action: () => unknown): number {
  // oxlint-disable-next-line typescript/unbound-method -- it is bound at each call
  const { exec } = RegExp.prototype;
  let tries = 0;
  // All of match, matchAll, replace, split and test ask `exec` once it is not the built-in one.
  // oxlint-disable-next-line no-extend-native -- put back below
  RegExp.prototype.exec = function counted(this: RegExp, text: string) {
    if (this.source.includes(part)) tries++;
    return exec.call(this, text);
  };
  try {
    action();
  } finally {
    // oxlint-disable-next-line no-extend-native
    RegExp.prototype.exec = exec;
  }
  return tries;
}

/** A rule, a document that it judges, and a piece of an expression that nothing else tries. */
const searches: Readonly<Record<string, { text: string; languageId: string; part: string }>> = {
  'decode-used-as-verify': {
    text: 'const a = jwt.decode(b); if (a) c();',
    languageId: 'typescript',
    part: 'verif|validat',
  },
  'verify-without-algorithms': {
    text: 'a = jwt.decode(b, c)',
    languageId: 'python',
    part: 'algorithms|verify_signature',
  },
  'token-in-web-storage': {
    text: "localStorage.setItem('jwt', a)",
    languageId: 'javascript',
    part: '(?:local|session)Storage',
  },
  'token-over-http': {
    text: 'curl http://a.example -H "Authorization: Bearer b"',
    languageId: 'shellscript',
    part: 'curl|wget',
  },
  'token-in-url': { text: `https://a.example/?token=${claims({})}`, languageId: 'plaintext', part: '[?&#;]' },
  'dpop-mismatch': { text: `Authorization: DPoP ${claims({})}`, languageId: 'http', part: 'Authorization' },
};

describe('What a rule looks for that is off is not looked for', () => {
  for (const [ruleId, { text, languageId, part }] of Object.entries(searches)) {
    it(`${ruleId}: its expressions are tried when it is on, and not once when it is off`, () => {
      const on = new Map(all);
      const off = new Map([...all, [ruleId, 'off'] as const]);
      assert.ok(triesOf(part, () => inspectText(text, { languageId, rules: on })) > 0);
      assert.equal(
        triesOf(part, () => inspectText(text, { languageId, rules: off })),
        0,
      );
    });
  }

  it('holds of opt-in rules that nobody has asked for, too', () => {
    const text = 'const a = jwt.decode(b); if (a) c();';
    assert.equal(
      triesOf('verif|validat', () => inspectText(text, { languageId: 'typescript' })),
      0,
    );
  });

  it('with all of them off, no expression of theirs is tried at all, and no token is looked for', () => {
    const text = Object.values(searches)
      .map((each) => each.text)
      .join('\n\n');
    for (const languageId of ['typescript', 'python', 'http', 'dotenv', 'json']) {
      assert.equal(
        triesOf('', () => inspectText(text, { languageId, rules: none })),
        0,
        languageId,
      );
    }
  });

  it('and the check of a rule about tokens is not called', () => {
    const called: string[] = [];
    const optIn = catalogue.filter((rule) => rule.check);
    const checks = optIn.map((rule) => rule.check);
    try {
      for (const rule of optIn) Object.assign(rule, { check: () => [...called.splice(0, 0, rule.id)] });
      inspect(claims({}), { rules: none });
      assert.deepEqual(called, []);
      inspect(claims({}), { rules: new Map(all) });
      assert.ok(called.length > 50);
    } finally {
      for (const [index, rule] of optIn.entries()) Object.assign(rule, { check: checks[index] });
    }
  });
});
