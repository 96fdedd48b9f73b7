import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { parseEnv } from 'node:util';
import { parseKey } from '../../../src/core/keys/parseKey.ts';
import { readEnvEntry } from '../../../src/core/keys/envEntry.ts';

const values: readonly (readonly [name: string, file: string, value: string])[] = [
  ['bare', 'A=1\nKEY=secret\nB=2', 'secret'],
  ['behind spaces, with spaces around the sign', '  KEY = secret  ', 'secret'],
  ['exported', 'export KEY=secret', 'secret'],
  ['behind a byte order mark', '\ufeffKEY=secret', 'secret'],
  ['on lines that end as Windows ends them', 'A=1\r\nKEY=secret\r\nB=2\r\n', 'secret'],
  ['up to a comment', 'KEY=secret # not this', 'secret'],
  ['with a number sign inside', 'KEY=sec#ret', 'sec#ret'],
  ['with the padding of base64', 'KEY=c2VjcmV0IQ==', 'c2VjcmV0IQ=='],
  ['in double quotes', 'KEY="a secret # with a sign"', 'a secret # with a sign'],
  ['in double quotes with escapes', String.raw`KEY="a\nb\tc\"d\\e\qf"`, 'a\nb\tc"d\\e\\qf'],
  ['in single quotes, to the letter', `KEY='a\\nb"$\{C}' # comment`, 'a\\nb"${C}'],
  ['in back quotes', 'KEY=`a \'b\' "c"`', 'a \'b\' "c"'],
  ['in quotes on several lines', 'KEY="a\nb\n"\nB=2', 'a\nb\n'],
  ['bare with a quote that does not end it', 'KEY="a" b', '"a" b'],
  ['bare with a quote that is never closed', "KEY='a\nB=2", "'a"],
  ['the last of its name', 'KEY=old\nKEY=new', 'new'],
  ['not what stands in a comment', '# KEY=no\nKEY=yes\n#KEY=no', 'yes'],
  ['not what stands in another value', 'A="\nKEY=no\n"\nKEY=yes', 'yes'],
  ['not a longer or shorter name', 'MY_KEY=a\nKEY_2=b\nKEY=yes\nKE=c\nkey=d', 'yes'],
  ['written as YAML does', 'KEY: secret', 'secret'],
  ['with a dollar that refers to nothing', 'KEY=$2b$10$pa$word', '$2b$10$pa$word'],
  ['with a dollar that is escaped', 'KEY="\\${A}"', '${A}'],
];

const refused: readonly (readonly [name: string, file: string, problem: RegExp])[] = [
  ['a name that is not there', 'A=1\nKEYS=2', /^has no entry KEY\.$/],
  ['an empty file', '', /has no entry KEY/],
  ['an entry without a value', 'KEY=', /has no value for KEY/],
  ['an entry with a comment alone', 'KEY= # later', /has no value for KEY/],
  ['an entry with empty quotes', 'KEY=""', /has no value for KEY/],
  ['a reference', 'KEY=${OTHER}', /refer to something else/],
  ['a reference inside', 'KEY="a${OTHER:-b}"', /refer to something else/],
  ['a reference as shells write it', 'KEY=$OTHER', /refer to something else/],
  ['a command', 'KEY=$(pass show key)', /refer to something else/],
];

describe('readEnvEntry', () => {
  for (const [name, file, value] of values) {
    it(`finds a value ${name}`, () => {
      assert.deepEqual(readEnvEntry(file, 'KEY'), { ok: true, value });
    });
  }

  for (const [name, file, problem] of refused) {
    it(`refuses ${name}, and repeats no value`, () => {
      const entry = readEnvEntry(file, 'KEY');
      assert.match(entry.ok ? entry.value : entry.problem, problem);
      assert.doesNotMatch(entry.ok ? '' : entry.problem, /OTHER|pass/);
    });
  }

  it('agrees with the parser of Node', () => {
    const file = `A=1\nexport B = two words\nC="multi\nline"\nD='lit\\neral'\nE="esc\\naped"\n# F=1\nG=\`x\`\r\nH=last`;
    for (const [name, value] of Object.entries(parseEnv(file)))
      assert.deepEqual(readEnvEntry(file, name), { ok: true, value }, name);
  });

  it('gives PEM that can be used, on one line or on many', async () => {
    const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const oneLine = pem.replaceAll('\n', String.raw`\n`);
    for (const file of [
      `KEY="${pem}"`,
      `KEY="${oneLine}"`,
      `KEY=${oneLine}`,
      `KEY='${pem.replaceAll('\n', '\r\n')}'`,
    ]) {
      const entry = readEnvEntry(`A=1\n${file}\nB=2`, 'KEY');
      const parsed = await parseKey({ material: entry.ok ? entry.value : '' });
      assert.equal(parsed.ok && parsed.keys[0]?.jwk.crv, 'Ed25519', file);
    }
  });

  it('reads what never ends in time', () => {
    for (const piece of ['A="', "A='", 'A="\\', 'export ', 'KEY="\\\\', '"\n', 'A: '])
      assert.equal(readEnvEntry(piece.repeat(200_000), 'NONE').ok, false);
  });
});
