import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import { environmentReference } from '../../../src/core/fixes/environmentReference.ts';
import { variableName } from '../../../src/core/fixes/envFile.ts';

const token = 'eyJhbGciOiJub25lIn0.e30.';

/** The file after the change, with `JWT` for the token; `undefined` where there is none to offer. */
function referred(languageId: string, template: string): string | undefined {
  const text = template.replace('TOKEN', token);
  const start = text.indexOf(token);
  const reference = environmentReference({ languageId, text, token: { start, end: start + token.length } });
  if (!reference) return undefined;
  const { replacement, prelude } = reference.refer('JWT');
  const replaced = text.slice(0, replacement.start) + replacement.text + text.slice(replacement.end);
  if (!prelude) return replaced;
  assert.ok(prelude.offset <= replacement.start);
  return replaced.slice(0, prelude.offset) + prelude.text + replaced.slice(prelude.offset);
}

const changes: readonly (readonly [languageId: string, from: string, to: string])[] = [
  ['javascript', "const t = 'TOKEN';", 'const t = process.env.JWT;'],
  ['typescript', 'const t = "TOKEN";', 'const t = process.env.JWT;'],
  ['typescriptreact', "f('Bearer TOKEN')", "f('Bearer ' + process.env.JWT)"],
  ['javascript', "f('Bearer TOKEN, x')", "f('Bearer ' + process.env.JWT + ', x')"],
  ['javascript', 'f(`Bearer TOKEN`)', 'f(`Bearer ${process.env.JWT}`)'],
  ['javascript', 'f(`TOKEN`)', 'f(process.env.JWT)'],
  ['javascript', "f('Bearer TOKEN'.length)", "f(('Bearer ' + process.env.JWT).length)"],
  ['javascript', String.raw`f('it\'s', 'TOKEN')`, String.raw`f('it\'s', process.env.JWT)`],
  ['python', 'import sys\n\nt = "TOKEN"\n', 'import os\nimport sys\n\nt = os.environ["JWT"]\n'],
  ['python', 'from os import path\nt = "a TOKEN"', 'import os\nfrom os import path\nt = "a " + os.environ["JWT"]'],
  ['python', 'import sys, os\nt = "TOKEN"', 'import sys, os\nt = os.environ["JWT"]'],
  ['python', 'import os.path\nt = "TOKEN"', 'import os.path\nt = os.environ["JWT"]'],
  ['python', 'import os as o\nt = "TOKEN"', 'import os\nimport os as o\nt = os.environ["JWT"]'],
  ['python', 't = "TOKEN"', 'import os\nt = os.environ["JWT"]'],
  [
    'python',
    '#!/usr/bin/env python3\n"""All about\nimport duties.\n"""\n\nt = "TOKEN"',
    '#!/usr/bin/env python3\n"""All about\nimport duties.\n"""\n\nimport os\nt = os.environ["JWT"]',
  ],
  [
    'python',
    'from __future__ import annotations\nt = "TOKEN"',
    'from __future__ import annotations\nimport os\nt = os.environ["JWT"]',
  ],
  [
    'python',
    'from __future__ import annotations\nimport sys\nt = "TOKEN"',
    'from __future__ import annotations\nimport os\nimport sys\nt = os.environ["JWT"]',
  ],
  [
    'go',
    'package a\n\nimport (\n\t"fmt"\n)\nvar t = "TOKEN"',
    'package a\n\nimport (\n\t"os"\n\t"fmt"\n)\nvar t = os.Getenv("JWT")',
  ],
  ['go', 'import "os"\nconst t string = "TOKEN"', 'import "os"\nvar t string = os.Getenv("JWT")'],
  ['kotlin', 'private const val T = "TOKEN"', 'private val T = System.getenv("JWT")'],
  [
    'csharp',
    'private const string T = "TOKEN";',
    'private static readonly string T = System.Environment.GetEnvironmentVariable("JWT");',
  ],
  ['go', 'package a\n\nvar t = "TOKEN"', 'package a\n\nimport "os"\n\nvar t = os.Getenv("JWT")'],
  ['go', 'import (\n\t"os"\n)\nf(`Bearer TOKEN`)', 'import (\n\t"os"\n)\nf(`Bearer ` + os.Getenv("JWT"))'],
  ['java', 'String t = "Bearer TOKEN";', 'String t = "Bearer " + System.getenv("JWT");'],
  ['kotlin', 'val t = "Bearer TOKEN"', 'val t = "Bearer ${System.getenv("JWT")}"'],
  ['kotlin', 'val t = "TOKEN"', 'val t = System.getenv("JWT")'],
  ['csharp', 'var t = "TOKEN";', 'var t = System.Environment.GetEnvironmentVariable("JWT");'],
  ['ruby', "t = 'TOKEN'", 't = ENV.fetch("JWT")'],
  ['ruby', 't = "Bearer TOKEN"', 't = "Bearer #{ENV.fetch("JWT")}"'],
  ['ruby', "t = 'Bearer TOKEN'", `t = 'Bearer ' + ENV.fetch("JWT")`],
  ['php', "$t = 'Bearer TOKEN';", `$t = 'Bearer ' . getenv("JWT");`],
  ['rust', 'let t = "TOKEN";', 'let t = &std::env::var("JWT").expect("JWT is set");'],
  ['rust', 'let t = "TOKEN".to_string();', 'let t = (&std::env::var("JWT").expect("JWT is set")).to_string();'],
  ['http', 'GET /\nAuthorization: Bearer TOKEN\n', 'GET /\nAuthorization: Bearer {{$dotenv JWT}}\n'],
  ['shellscript', 't=TOKEN', 't="$JWT"'],
  ['shellscript', 'curl -H "Authorization: Bearer TOKEN" x', 'curl -H "Authorization: Bearer ${JWT}" x'],
  ['shellscript', "curl -H 'Authorization: Bearer TOKEN' x", `curl -H 'Authorization: Bearer '"$JWT"'' x`],
  ['shellscript', "t='TOKEN'", 't="$JWT"'],
];

const refusals: readonly (readonly [why: string, languageId: string, text: string])[] = [
  ['no text', 'typescript', '// TOKEN'],
  ['an f-string', 'python', 't = f"{x} TOKEN"'],
  ['a text of three quotes', 'python', 't = """TOKEN"""'],
  ['a verbatim string', 'csharp', 'var t = @"TOKEN";'],
  ['an attribute', 'typescriptreact', '<a token="TOKEN">'],
  ['a text that ends elsewhere', 'javascript', "f('TOKEN"],
  ['part of a text that cannot be put together', 'rust', 'let t = "Bearer TOKEN";'],
  ['a block of constants', 'go', 'const (\n\ta = 1\n\tt = "TOKEN"\n)'],
  ['a constant', 'csharp', 'const string t = "TOKEN";'],
  ['a constant of Rust', 'rust', 'pub const T: &str = "TOKEN";'],
  ['a constant of PHP', 'php', "const T = 'TOKEN';"],
  ['what a property of PHP begins with', 'php', "private ?string $t = 'TOKEN';"],
  ['a language without variables', 'json', '{"t": "TOKEN"}'],
];

describe('a reference to an environment variable', () => {
  for (const [languageId, from, to] of changes) {
    it(`${languageId}: ${from.replaceAll('\n', '⏎')}`, () => {
      assert.equal(referred(languageId, from), to);
    });
  }

  for (const [why, languageId, text] of refusals) {
    it(`is not offered in ${why}`, () => {
      assert.equal(referred(languageId, text), undefined);
    });
  }

  it('means the same to JavaScript', () => {
    for (const code of ["'TOKEN'", "'Bearer TOKEN'", '`a TOKEN b`', "'Bearer TOKEN'.length", String.raw`'a\'TOKEN"'`]) {
      const process = { env: { JWT: token } };
      const before: unknown = runInNewContext(code.replace('TOKEN', token));
      assert.equal(runInNewContext(referred('javascript', code) ?? '', { process }), before, code);
    }
  });

  it('means the same to the shell', () => {
    for (const code of ['TOKEN', 'a"b TOKEN c"', `'b TOKEN c'd`, 'x=TOKEN', "'TOKEN'"]) {
      const run = (argument: string): string =>
        execFileSync('sh', ['-c', `printf %s ${argument}`], { env: { JWT: token }, encoding: 'utf8' });
      assert.equal(run(referred('shellscript', code) ?? ''), run(code.replace('TOKEN', token)), code);
    }
  });

  const names: readonly (readonly [languageId: string, text: string, name: string])[] = [
    ['typescript', "const accessToken: string = 'TOKEN';", 'ACCESS_TOKEN'],
    ['typescript', "headers: { Authorization: 'Bearer TOKEN' }", 'ACCESS_TOKEN'],
    ['javascript', "{ 'id-token': 'TOKEN' }", 'ID_TOKEN'],
    ['javascript', "this.jwt = 'TOKEN'", 'JWT'],
    ['javascript', "const path = 'TOKEN'", 'PATH_TOKEN'],
    ['go', 'refreshJWT := "TOKEN"', 'REFRESH_JWT'],
    ['ruby', "headers['X-Session'] = 'TOKEN'", 'X_SESSION_TOKEN'],
    ['php', "'auth' => 'TOKEN'", 'AUTH'],
    ['shellscript', 'export apiKey=TOKEN', 'API_KEY'],
    ['http', 'Authorization: Bearer TOKEN', 'ACCESS_TOKEN'],
    ['javascript', "send('TOKEN')", 'ACCESS_TOKEN'],
    ['python', "t = 'TOKEN'", 'ACCESS_TOKEN'],
  ];
  for (const [languageId, template, name] of names) {
    it(`is named ${name} after: ${template}`, () => {
      const text = template.replace('TOKEN', token);
      const start = text.indexOf('eyJ');
      const reference = environmentReference({ languageId, text, token: { start, end: start + token.length } });
      assert.equal(reference && variableName(reference.identifier, 'ACCESS_TOKEN'), name);
    });
  }
});
