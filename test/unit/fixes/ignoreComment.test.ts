import assert from 'node:assert/strict';
import { ignoreInsertion, ignoresOf } from '../../../src/core/fixes/ignoreComment.ts';
import { catalogue } from '../../../src/core/documents/catalogue.ts';

describe('comments that keep problems quiet', () => {
  const everything = [
    'TOKEN=eyJ # gitleaks:allow',
    'const t = "eyJ"; // pragma: allowlist secret',
    'const t = "eyJ"; // nosemgrep: some.rule',
    't = "eyJ"  # trufflehog:ignore',
    't = "eyJ"  # pragma: whitelist secret',
    't = "eyJ"  // nosem',
    't = "eyJ"  # jwt-inspector-ignore',
    '/* jwt-inspector-ignore */ t = "eyJ"',
    '<!-- jwt-inspector-ignore: made up for the example --> eyJ',
  ];
  for (const line of everything) {
    it(`cover every rule: ${line}`, () => {
      for (const { id } of catalogue) assert.ok(ignoresOf(line)?.covers(id), id);
    });
  }

  it('cover the rules they name, and no other', () => {
    for (const line of [
      'eyJ // jwt-inspector-ignore exp-expired alg-none',
      'eyJ # jwt-inspector-ignore: exp-expired, alg-none made up',
      '<!-- jwt-inspector-ignore exp-expired alg-none-->',
    ]) {
      const ignores = ignoresOf(line);
      assert.deepEqual(
        catalogue.map(({ id }) => id).filter((id) => ignores?.covers(id)),
        ['alg-none', 'exp-expired'],
        line,
      );
    }
  });

  it('cover the line after with -next-line, and only that', () => {
    const comment = '# jwt-inspector-ignore-next-line exp-expired';
    assert.ok(ignoresOf('eyJ', comment)?.covers('exp-expired'));
    assert.ok(!ignoresOf('eyJ', comment)?.covers('alg-none'));
    assert.equal(ignoresOf(comment), undefined);
    assert.equal(ignoresOf('eyJ', '# jwt-inspector-ignore'), undefined);
    assert.equal(ignoresOf('eyJ', '# gitleaks:allow'), undefined);
    assert.ok(ignoresOf('eyJ', '# pragma: allowlist nextline secret')?.covers('alg-none'));
    assert.equal(ignoresOf('eyJ # pragma: allowlist nextline secret'), undefined);
  });

  it('of two comments, each counts', () => {
    const ignores = ignoresOf('eyJ # jwt-inspector-ignore alg-none', '# jwt-inspector-ignore-next-line exp-expired');
    assert.ok(ignores?.covers('alg-none') && ignores.covers('exp-expired') && !ignores.covers('iat-future'));
  });

  for (const line of ['eyJ', 'jwt-inspector-ignored', 'jwt-inspector-ignore-file', 'semgrep gitleaks allow', '']) {
    it(`are not found in: ${line}`, () => {
      assert.equal(ignoresOf(line), undefined);
    });
  }

  it('are read in linear time', () => {
    const line = `${'jwt-inspector-ignore a-b '.repeat(40_000)}${'a-'.repeat(400_000)}`;
    assert.ok(ignoresOf(line)?.covers('a-b'));
  });

  const written: readonly (readonly [languageId: string, comment: string])[] = [
    ['typescript', '// jwt-inspector-ignore-next-line exp-expired'],
    ['python', '# jwt-inspector-ignore-next-line exp-expired'],
    ['http', '# jwt-inspector-ignore-next-line exp-expired'],
    ['markdown', '<!-- jwt-inspector-ignore-next-line exp-expired -->'],
    ['sql', '-- jwt-inspector-ignore-next-line exp-expired'],
    ['css', '/* jwt-inspector-ignore-next-line exp-expired */'],
    ['vue', '<!-- jwt-inspector-ignore-next-line exp-expired -->'],
    ['mdx', '{/* jwt-inspector-ignore-next-line exp-expired */}'],
    ['yaml', '# jwt-inspector-ignore-next-line exp-expired'],
    ['jsonc', '// jwt-inspector-ignore-next-line exp-expired'],
    ['lua', '-- jwt-inspector-ignore-next-line exp-expired'],
    ['bat', 'REM jwt-inspector-ignore-next-line exp-expired'],
    ['graphql', '# jwt-inspector-ignore-next-line exp-expired'],
  ];
  for (const [languageId, comment] of written) {
    it(`are written for ${languageId}, and read again`, () => {
      const insertion = ignoreInsertion({ languageId, line: '\t eyJ', lineBefore: 'x' }, 'exp-expired');
      assert.deepEqual(insertion, { into: 'line', character: 0, text: `\t ${comment}\n` });
      assert.ok(ignoresOf('eyJ', comment)?.covers('exp-expired'));
    });
  }

  it('are not written where they cannot be', () => {
    for (const languageId of ['json', 'plaintext'])
      assert.equal(ignoreInsertion({ languageId, line: 'eyJ' }, 'exp-expired'), undefined);
    const continued = { languageId: 'shellscript', line: '  -H eyJ', lineBefore: 'curl \\' };
    assert.equal(ignoreInsertion(continued, 'exp-expired'), undefined);
  });

  const within: readonly (readonly [languageId: string, before: string, line?: string])[] = [
    ['typescript', 'const t = `\n'],
    ['go', 'var t = `a\nb\n'],
    ['python', 't = """\n'],
    ['kotlin', 'val t = """\n'],
    ['shellscript', "cat <<'EOF'\na\n"],
    ['ruby', 't = <<~TEXT\n', '  eyJ'],
    ['php', '$t = <<<EOT\n'],
    ['yaml', 'a:\n  b: |\n    x\n\n', '    eyJ'],
    ['yaml', '- >-\n  x:\n', '    eyJ'],
    ['vue', '<script>\nconst t = `\n'],
  ];
  for (const [languageId, before, line = 'eyJ'] of within) {
    it(`are not written into a text of several lines: ${languageId}, ${JSON.stringify(before)}`, () => {
      assert.equal(ignoreInsertion({ languageId, line, before }, 'exp-expired'), undefined);
    });
  }

  const behind: readonly (readonly [languageId: string, before: string, line?: string])[] = [
    ['typescript', 'const t = `\n`;\n'],
    ['typescript', "// don't `\n"],
    ['python', 't = """\n"""\n'],
    ['python', 'def f():\n  """About `f`."""\n'],
    ['java', 'String t = """\n  a""";\n'],
    ['shellscript', 'cat <<EOF\na\nEOF\n'],
    ['yaml', 'a:\n  b: |\n    x\n', '  c: eyJ'],
    ['yaml', 'a: a|\n', 'c: eyJ'],
    ['html', "<p>don't `\n<script>\n"],
  ];
  for (const [languageId, before, line = 'eyJ'] of behind) {
    it(`are written behind such a text, and where none is: ${languageId}, ${JSON.stringify(before)}`, () => {
      assert.ok(ignoreInsertion({ languageId, line, before }, 'exp-expired'));
    });
  }

  it('are those of the script in markup', () => {
    const inHtml = (before: string) => ignoreInsertion({ languageId: 'html', line: 'eyJ', before }, 'alg-none')?.text;
    assert.match(inHtml('<script setup>\n') ?? '', /^\/\/ /);
    assert.match(inHtml('<script></script>\n') ?? '', /^<!-- /);
  });

  it('take one more rule', () => {
    const lineBefore = '<!-- jwt-inspector-ignore-next-line exp-expired -->';
    const insertion = ignoreInsertion({ languageId: 'html', line: 'eyJ', lineBefore }, 'alg-none');
    assert.equal(insertion?.into, 'lineBefore');
    const { character, text } = insertion;
    const after = lineBefore.slice(0, character) + text + lineBefore.slice(character);
    assert.ok(ignoresOf('eyJ', after)?.covers('exp-expired') && ignoresOf('eyJ', after)?.covers('alg-none'));
  });
});
