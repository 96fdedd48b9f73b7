import assert from 'node:assert/strict';
import { inspectText } from '../../../src/core/documents/inspectText.ts';
import type { Finding } from '../../../src/core/text/finding.ts';
import { readMarks } from './marked.ts';
import { settingsCases } from './settingsCases.ts';

const ruleId = 'hmac-secret-in-settings';

function findingIn(text: string, fileName = 'application.yml'): Finding | undefined {
  return inspectText(text, { fileName }).find((finding) => finding.ruleId === ruleId);
}

const random = '8Zl2Q0xV3n5uJr7tKc9wYd1bGe4hMf6s';

describe('a signing secret in a settings file', () => {
  it('is a warning, and an error if it is short or publicly known, which its message says', () => {
    const words = (secret: string) => {
      const { severity, message = '' } = findingIn(`jwt:\n  secret: ${secret}`) ?? {};
      return [severity, /known|requires at least|made it up/.exec(message)?.[0]];
    };
    assert.deepEqual(words(random), ['warning', undefined]);
    assert.deepEqual(words('hushHush8'), ['error', 'requires at least']);
    assert.deepEqual(words('this-is-the-secret-of-our-little-shop'), ['warning', 'made it up']);
    assert.deepEqual(words('your-256-bit-secret'), ['error', 'known']);
  });

  it('is measured by the algorithm beside it, and by its bytes where it is base64', () => {
    const bytes = Buffer.from(random).toString('base64');
    const message = (text: string) => findingIn(text)?.message ?? '';
    assert.match(message(`jwt:\n  secret: ${random}\n  algorithm: HS512`), /32 bytes, but HS512 requires at least 64/);
    assert.match(message(`jwt: { base64-secret: ${Buffer.from('short').toString('base64')} }`), /5 bytes/);
    assert.match(message(`kind: Secret\ndata:\n  JWT_SECRET: ${Buffer.from('brief').toString('base64')}`), /5 bytes/);
    assert.doesNotMatch(message(`kind: Secret\ndata:\n  JWT_SECRET: ${bytes}`), /requires|made it up/);
  });

  it('never stands in its message', () => {
    for (const { text, options } of Object.values(settingsCases[ruleId]?.fires ?? {})) {
      const marked = readMarks(text);
      for (const { message, start, end } of inspectText(marked.text, options))
        assert.ok(!message.includes(marked.text.slice(start, end)) || end - start < 4);
    }
  });

  it('is a hint in examples, tests and documentation', () => {
    for (const context of ['example', 'test', 'docs'] as const) {
      const [finding] = inspectText('jwt:\n  secret: hush', { fileName: 'a.yml', context });
      assert.equal(finding?.severity, 'hint', context);
    }
  });

  it('is left out by its switch, which leaves the other rules', () => {
    const text = '{ "jwtInspector.clockTolerance": 900, "jwt": { "secret": "hush" } }';
    const rules = (settingsRules: boolean) =>
      inspectText(text, { fileName: 'settings.json', settingsRules }).map((finding) => finding.ruleId);
    assert.deepEqual(rules(true).toSorted(), [ruleId, 'leeway-excessive']);
    assert.deepEqual(rules(false), ['leeway-excessive']);
  });

  it('is not looked for in half a million characters: that is data', () => {
    const long = `jwt:\n  secret: hush\n${'# '.padEnd(1000, 'a')}\n`;
    assert.ok(findingIn(long.repeat(500)));
    assert.equal(findingIn(long.repeat(600)), undefined);
  });

  it('is found, or not, in any text whatever: half a file, a file inside a file, lines in any order', () => {
    const { fires = {}, quiet = {} } = settingsCases[ruleId] ?? {};
    for (const { text: marked, options } of [...Object.values(fires), ...Object.values(quiet)]) {
      const { text } = readMarks(marked);
      const names = [options?.fileName ?? '', 'a.yml', 'a.toml', 'a.ini', 'a.json'];
      for (let cut = 0; cut < text.length; cut += 7) {
        const [head, tail] = [text.slice(0, cut), text.slice(cut)];
        for (const broken of [head, tail, `${tail}\n${head}`]) {
          const findings = names.flatMap((fileName) => inspectText(broken, { fileName }));
          assert.ok(findings.every(({ start, end }) => start >= 0 && start <= end && end <= broken.length));
        }
      }
    }
  });

  it('is found behind what would stop a reader that wants the whole file to be right', () => {
    const hostile = {
      'brackets that nobody closes': `a: ${'['.repeat(50_000)}`,
      'levels of a pyramid': Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      'dashes in a row': '- '.repeat(50_000),
      'aliases of aliases': Array.from({ length: 500 }, (_, at) => `a${at}: &a${at} [*a${at - 1}, *a${at - 1}]`).join(
        '\n',
      ),
      'quotes that nobody closes': 'a: "\n'.repeat(5000),
      'a template': '{{ if a }}\nb: {{ c }}\n'.repeat(5000),
    };
    for (const [name, text] of Object.entries(hostile))
      assert.ok(findingIn(`${text}\n---\njwt:\n  secret: hush\n`), name);
  });
});
