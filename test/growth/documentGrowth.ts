import { addToEnv, variableName } from '../../src/core/fixes/envFile.ts';
import { environmentReference } from '../../src/core/fixes/environmentReference.ts';
import { ignoreInsertion, ignoresOf } from '../../src/core/fixes/ignoreComment.ts';
import { isInsideText } from '../../src/core/fixes/insideText.ts';
import {
  algorithmsToAdd,
  newSecret,
  removeFromSet,
  stripAllPrivateMembers,
  stripPrivateMembers,
} from '../../src/core/fixes/keyFixes.ts';
import { settingsReference } from '../../src/core/fixes/settingsReference.ts';
import { contextOf } from '../../src/core/rules/context.ts';
import { codeLanguages } from '../../src/core/documents/code/codeLanguages.ts';
import { inspectText } from '../../src/core/documents/inspectText.ts';
import { matchesGlob } from '../../src/core/rules/glob.ts';
import { inspectAmongFiles, readFileFacts } from '../../src/core/documents/related/amongFiles.ts';
import { scan } from '../../src/core/token/scan.ts';
import { codeCases } from '../unit/documents/codeCases.ts';
import { documentCases } from '../unit/documents/documentCases.ts';
import { libraryCases } from '../unit/documents/libraryCases.ts';
import { readMarks } from '../unit/documents/marked.ts';
import { claims, soundHeader } from '../unit/rules/tokens.ts';
import { encode } from '../support/jose.ts';
import { casesOf, many, repeated, repeatedWhole } from './growthCase.ts';
import type { GrowthCase } from './growthCase.ts';
import { brokenTexts, everyRule } from './tokenGrowth.ts';

/** Signs and words that begin something in most languages, and never end it here. */
const openings: Readonly<Record<string, (size: number) => string>> = {
  'letters, with a token in front': (size) => `jwt ${'a'.repeat(size)}`,
  'spaces, with a token in front': (size) => `jwt ${' '.repeat(size)}`,
  'line breaks, with a token in front': (size) => `jwt${'\n'.repeat(size)}`,
  quotes: (size) => repeated('jwt"', size),
  'single quotes': (size) => repeated("jwt'", size),
  backticks: (size) => repeated('jwt`', size),
  backslashes: (size) => `jwt = "${'\\'.repeat(size)}`,
  'comments that open': (size) => repeated('jwt/*', size),
  'brackets that open': (size) => repeated('jwt({[', size),
  assignments: (size) => repeated('jwtSecret = "a";\n', size),
  'assignments without an end': (size) => repeated('jwtSecret = ', size),
  'words of secrets': (size) => `jwt ${repeated('key secret ', size)}`,
  'words of secrets with dots': (size) => `jwt ${repeated('.key-', size)}`,
  'names of secrets without values': (size) => repeated('jwtSecret: ', size),
  'algorithms without names': (size) => `jwt ${repeated('alg: ', size)}`,
  'names with dots': (size) => repeated('jwt.secret.', size),
  'three quotes': (size) => repeated('"""jwt', size),
  'comments in lines': (size) => repeated('// jwt # "\n', size),
  'environment variables': (size) => repeated('process.env.JWT_SECRET || ', size),
  'words that decide': (size) => `${repeated('if (a', size / 2)} ${repeated('jwt.decode(a); ', size / 2)}`,
  'names that are asked for': (size) =>
    many(size, (index) => `const k${index} = 'a'; jwt.sign(a, k${index});\n`, 42).join(''),
};

/**
 * Every firing text of the code rules: again and again, and its first half again and again, so that nothing is
 * finished.
 */
function codeGrowth(): readonly GrowthCase[] {
  const firing = [
    ...codeCases.map(({ languageId, fires }) => ({
      languageId,
      fires: Object.values(fires).map((text) => readMarks(text).text),
    })),
    ...libraryCases.map(({ languageId, fires }) => ({ languageId, fires: fires.map((text) => readMarks(text).text) })),
  ];
  return codeLanguages.flatMap(({ ids: endings }) => {
    const ids = Object.keys(endings);
    const [languageId = ''] = ids;
    const texts = firing.filter((each) => ids.includes(each.languageId)).flatMap(({ fires }) => fires);
    const all = texts.join('\n');
    const halves = texts.map((text) => text.slice(0, text.length * 0.6)).join('\n');
    const run = (text: string): unknown => inspectText(text, { languageId, rules: everyRule });
    return [
      ...casesOf(`code in ${languageId}`, openings, run, {
        from: 800,
        ...(!['javascript', 'python'].includes(languageId) && { isOneOfMany: true }),
      }),
      ...casesOf(
        `code in ${languageId}`,
        {
          'what rules fire at, again and again': (size) => repeated(`${all}\n`, size),
          'what never ends, again and again': (size) => repeated(`${halves}\n`, size),
        },
        run,
        { from: Math.max(3000, all.length) },
      ),
      ...texts.map((text, index) => ({
        name: `code in ${languageId}: ${index + 1}. ${text.slice(0, 40).replaceAll('\n', ' ')}…, unfinished`,
        from: 1000,
        isOneOfMany: true as const,
        prepare: (size: number) => {
          const unfinished = `${text}\n${repeated(text.slice(0, Math.ceil(text.length * 0.7)), size)}`;
          return () => run(unfinished);
        },
      })),
    ];
  });
}

/** The first text of each code rule by itself: some rules hold their tongue where others find something. */
function codeRuleCases(): readonly GrowthCase[] {
  const first = new Map(codeCases.toReversed().map((each) => [each.ruleId, each]));
  return [...first].map(([ruleId, { languageId, fires }]) => ({
    name: `rule ${ruleId}: its code, again and again`,
    prepare: (size: number) => {
      const [marked = ''] = Object.values(fires);
      const copies = Array.from({ length: Math.max(1, size / 250) }, () => readMarks(marked).text);
      return () => inspectText(copies.join('\n'), { languageId, rules: everyRule });
    },
  }));
}

/** The documents of the rules' own cases, longer by all that is in them. */
function ruleDocuments(): readonly GrowthCase[] {
  return Object.entries(documentCases).flatMap(([ruleId, { fires }]) =>
    Object.values(fires)
      .slice(0, 1)
      .map(({ text: marked, options }) => ({
        name: `rule ${ruleId}: its document, again and again`,
        from: 1000,
        prepare: (size: number) => {
          const { text } = readMarks(marked);
          const isJson = /^\s*[[{]/.test(text);
          const copies = Array.from({ length: Math.max(1, size / 250) }, () => text);
          const long = isJson ? `[${copies.join(',')}]` : copies.join('\n\n');
          return () => inspectText(long, { ...options, rules: everyRule });
        },
      })),
  );
}

const jwks = (size: number, key: (index: number) => object): string =>
  JSON.stringify({ keys: many(size, key, JSON.stringify(key(10)).length + 1) });

const documents: Readonly<Record<string, readonly [fileName: string, make: (size: number) => string]>> = {
  'settings: brackets that open': ['a.yml', (size) => `jwt: ${repeated('{secret: [', size)}`],
  'settings: dashes': ['a.yml', (size) => `secret: 1\n${repeated('- ', size)}`],
  'settings: quotes that open': ['a.yml', (size) => repeated('secret: "\n', size)],
  'settings: lines of one block': ['a.yml', (size) => `script: |\n${repeated('  JWT_SECRET=a\n', size)}`],
  'settings: blocks that are files': ['a.yml', (size) => repeated('jwt.yml: |\n  a.yml: |\n    secret: a\n', size)],
  'settings: one secret beside another': ['a.yml', (size) => `x:\n${repeated('  a: b\n  secret: ${A}\n', size)}`],
  'settings: spaces': ['a.yml', (size) => `secret:${' '.repeat(size)}`],
  'settings: dotted names': ['a.properties', (size) => `${repeated('jwt.a.', size)}secret=1`],
  'settings: lines that go on': ['a.properties', (size) => repeated('jwt.secret=a\\\n', size)],
  'settings: sections that open': ['a.conf', (size) => repeated('jwt {\nsecret=\n', size)],
  'settings: texts that open': ['a.toml', (size) => repeated('secret = """a\n', size)],
  'settings: a name without an end': ['a.toml', (size) => `secret ${repeated('a ', size)}`],
  'settings: names beside values': [
    'a.json',
    (size) => `[${many(size, (index) => `{"name":"JWT_SECRET","value":"\${a${index}}"}`).join(',')}]`,
  ],
  'a key set of secrets': [
    'jwks.json',
    (size) => jwks(size, (index) => ({ kty: 'oct', kid: `${index}`, k: 'c2VjcmV0' })),
  ],
  'a key set of one ID': ['jwks.json', (size) => jwks(size, () => ({ kty: 'oct', kid: 'a', k: 'c2VjcmV0' }))],
  'a JSON document of objects': ['a.json', (size) => `{"kty":1,"list":[${repeated('{"a":1},', size)}{}]}`],
  'JSON of lists in lists': [
    'a.json',
    (size) => `["kty",${repeatedWhole(`${'['.repeat(60)}${']'.repeat(60)},`, size)}1]`,
  ],
  'JSON of one name again and again': ['a.json', (size) => `{"kty":1,${repeatedWhole('"a":1,', size)}"b":1}`],
  'tokens in JSON form': [
    'a.json',
    (size) => `[${repeatedWhole(`{"payload":"e30","protected":"${encode(soundHeader)}","signature":"AA"},`, size)}1]`,
  ],
  'JSON with comments': ['a.json', (size) => `[${repeated('/* */ {"kty":"oct"},// a\n', size)}]`],
  'JSON of commas and spaces': ['a.json', (size) => `{"kty":[1${repeated(', ', size)}`],
  'JSON of spaces behind a comma': ['a.json', (size) => `{"kty":"a",${' '.repeat(size)}1`],
  'JSON of brackets that open': ['a.json', (size) => `{"kty":${'['.repeat(size)}`],
  'beginnings of PEM': ['a.pem', (size) => repeated('-----BEGIN PRIVATE KEY-----\n', size)],
  'PEM without an end': ['a.pem', (size) => `-----BEGIN PRIVATE KEY-----\n${repeated('AAAA\n', size)}`],
  'PEM of empty keys': [
    'a.pem',
    (size) => repeated('-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n', size),
  ],
  'PEM of backslashes': ['a.pem', (size) => `-----BEGIN PRIVATE KEY-----${'\\'.repeat(size)}-----END PRIVATE KEY-----`],
  'variables of a .env file': ['.env', (size) => repeated('JWT_SECRET=secret\n', size)],
  'ID tokens of a .env file': ['.env', (size) => repeated('ID_TOKEN=a\n', size)],
  'ID tokens of many names in a .env file': [
    '.env',
    (size) => many(size, (index) => `A${index}_ID_TOKEN=a\n\n`, 16).join(''),
  ],
  'empty lines of a .env file': ['.env', (size) => '\n'.repeat(size)],
  'empty lines and ID tokens in a .env file': ['.env', (size) => repeated('ID_TOKEN\n\n \n', size)],
  'names with words of secrets in a .env file': ['.env', (size) => repeated('KEY=secret\n', size)],
  'long secrets of a .env file': ['.env', (size) => repeated(`JWT_SECRET=${'kJ8f2-mP4q'.repeat(50)}\n`, size)],
  'a long name in a .env file': ['.env', (size) => 'JWT_SECRET_'.repeat(size / 11)],
  'spaces in a .env file': ['.env', (size) => repeated('JWT_SECRET =          \n', size)],
  'a long value in a .env file': ['.env', (size) => `JWT_SECRET=${'ab'.repeat(size / 2)}`],
  'quotes in a .env file': ['.env', (size) => repeated('JWT_SECRET="', size)],
  'JWKs in a .env file': ['.env', (size) => `JWT_SECRET={${repeated('"kty":"RSA"', size)}`],
  'requests of a .http file': [
    'a.http',
    (size) => repeated(`GET http://a.io/?t=1\nAuthorization: Bearer ${claims({})}\n\n###\n`, size),
  ],
  'separators of a .http file': ['a.http', (size) => `http://${repeated('###\n', size)}`],
  'tokens in URLs': ['a.txt', (size) => repeated(`https://a.io/?token=${claims({})} `, size)],
  'curl commands': ['a.sh', (size) => repeated('curl http://a.io -H "Authorization: Bearer a" \\\n', size)],
  'curl commands on one line': ['a.sh', (size) => `http://${repeated('curl ', size)}`],
  'calls that send requests': ['a.js', (size) => `http:// jwt ${repeated('fetch(', size)}`],
  'tokens beside each other': ['a.txt', (size) => repeated(`${claims({ jti: 'a' })}\n\n`, size)],
  'an answer of a token endpoint, again and again': [
    'a.json',
    (size) => repeated(`{"access_token":"${claims({})}","id_token":"${claims({ at_hash: 'a' })}"}\n`, size),
  ],
  'names of answers without values': ['a.txt', (size) => repeated('id_token=access_token=code=', size)],
  'DPoP headers': ['a.txt', (size) => repeated('DPoP: eyJ\nAuthorization: DPoP a\n', size)],
  'settings with many issuers': [
    'settings.json',
    (size) =>
      `{"jwtInspector.issuers":${JSON.stringify(many(size, (index) => ({ name: `n${index}`, environment: 'a' }), 34))}}`,
  ],
  'settings in settings': [
    'settings.json',
    (size) => `{"jwtInspector.issuers":[${repeated('{"jwtInspector.issuers":[', Math.min(size, 700))}`,
  ],
};

const sharedKeys = Array.from({ length: 40 }, (_, index) => [`n${index}`, `n${index + 1}`]);

const jwkSet = (size: number): string =>
  jwks(size, (index) => ({ kty: 'EC', kid: `${index}`, d: 'a', x: 'b', key_ops: ['sign'] }));

const fixes: readonly GrowthCase[] = [
  ...casesOf('strip private members', { 'a long set': jwkSet }, stripAllPrivateMembers),
  ...casesOf('strip private members of one', { 'a long set': jwkSet }, (text) =>
    stripPrivateMembers(text, text.length >> 1),
  ),
  ...casesOf('remove from a set', { 'a long set': jwkSet }, (text) => removeFromSet(text, text.length >> 1)),
  ...casesOf('new secret', { 'a long set': (size) => jwks(size, () => ({ kty: 'oct', k: 'a' })) }, (text) =>
    newSecret(text, text.length >> 1, (length) => new Uint8Array(length)),
  ),
  ...casesOf('algorithms to add', { 'a long set': jwkSet }, (text) => algorithmsToAdd(text, text.length >> 1)),
];

const languages =
  'javascript python java shellscript ruby yaml toml go php kotlin csharp rust html vue markdown sql json bat plaintext'.split(
    ' ',
  );

/** What stands in front of the line of a problem. */
const before: Readonly<Record<string, (size: number) => string>> = {
  lines: (size) => repeated('a: 1\n', size),
  'lines that are further out, one by one': (size) => {
    const count = Math.round(Math.sqrt(size * 2));
    return Array.from({ length: count }, (_, index) => `${' '.repeat(count - index)}a`)
      .toReversed()
      .join('\n');
  },
  'one line of white space': (size) => ' '.repeat(size),
  'a line of tags': (size) => repeated('!a ', size),
  'a key and tags': (size) => `a: ${repeated('!a\t', size)}\n`,
  'colons and spaces': (size) => `${repeated(': ', size)}x\n`,
  'spaces behind a dash': (size) => `-${' '.repeat(size)}x\n`,
  'beginnings of here documents': (size) => repeated('<<EOF\n', size),
  'one here document': (size) => `<<EOF\n${repeated('a\n', size)}`,
  'white space lines of a here document': (size) => `<<EOF\n${' '.repeat(size)}`,
  'quotes and comments': (size) => repeated('"/*#', size),
  'three quotes': (size) => repeated('"""\n', size),
  'scripts that open': (size) => repeated('<script>', size),
};

const lines: readonly GrowthCase[] = [
  ...languages.flatMap((languageId) =>
    casesOf(`inside a text of ${languageId}`, before, (text) => [
      isInsideText(languageId, text, `${' '.repeat(400)}token`),
      ignoreInsertion({ languageId, line: `${' '.repeat(400)}token`, lineBefore: 'a', before: text }, 'alg-none'),
    ]),
  ),
  ...casesOf(
    'comments that ignore',
    {
      ids: (size) => `jwt-inspector-ignore ${repeated('alg-none ', size)}`,
      marks: (size) => repeated('jwt-inspector-ignore ', size),
      separators: (size) => `jwt-inspector-ignore${repeated(', ', size)}`,
      'an id without an end': (size) => `jwt-inspector-ignore ${repeated('a-', size)}`,
      spaces: (size) => `pragma: ${' '.repeat(size)}`,
      'white space': (size) => ' '.repeat(size),
    },
    (line) => [
      ignoresOf(line, line),
      ignoreInsertion({ languageId: 'typescript', line, lineBefore: line, before: line }, 'alg-none'),
    ],
  ),
];

/** A line with a token and what stands around it. */
const surroundings: Readonly<Record<string, (size: number) => readonly [string, string]>> = {
  'lines in front': (size) => [repeated('a = 1\n', size), '\n'],
  'constants in front': (size) => [`${repeated('const (', size)}\n`, '\n'],
  'declarations in front': (size) => [repeated('const x ', size), ''],
  'spaces in front': (size) => [`const ${' '.repeat(size)}`, ''],
  'quotes in front': (size) => [repeated('"\\"', size), '"'],
  'a long literal': (size) => [`a = "${'b'.repeat(size)}`, '"'],
  'a literal without an end': (size) => ['a = "', repeated('\\\\', size)],
  'imports in front': (size) => [`${repeated('import a, b\n', size)}a = "`, '"'],
  'one import in front': (size) => [`import ${repeated('a, ', size)}\na = "`, '"'],
  'spaces behind it': (size) => ['a = "', `"${' '.repeat(size)}`],
};

const references: readonly GrowthCase[] = [
  'javascript',
  'python',
  'go',
  'java',
  'kotlin',
  'csharp',
  'ruby',
  'php',
  'rust',
  'http',
  'shellscript',
].flatMap((languageId) =>
  Object.entries(surroundings).map(([name, make]) => ({
    name: `environment variable in ${languageId}: ${name}`,
    // The words in front are looked for within 4,000 characters.
    from: 4000,
    prepare: (size: number) => {
      const [front, back] = make(size);
      const token = claims({});
      const text = `${front}${token}${back}`;
      return () =>
        environmentReference({
          languageId,
          text,
          token: { start: front.length, end: front.length + token.length },
        })?.refer('A');
    },
  })),
);

const settingsFiles: readonly GrowthCase[] = casesOf(
  'reference in settings',
  {
    'a line of quotes': (size) => repeated(`"'`, size),
    'a line of variables': (size) => repeated('${a', size),
    'a line of words': (size) => repeated('jwt: ', size),
    'a line of spaces': (size) => `jwt:${' '.repeat(size)}`,
  },
  (text) => {
    const token = { start: text.length, end: text.length + 4 };
    return settingsReference('serverless.yml', { text: `${text}hush\nuseDotenv: true\n`, token })?.refer('JWT_SECRET');
  },
);

const environmentFiles: readonly GrowthCase[] = [
  ...casesOf(
    '.env file to be added to',
    {
      'the name, taken again and again': (size) =>
        `${many(size, (index) => `ACCESS_TOKEN_${index + 2}=a\n`, 19).join('')}ACCESS_TOKEN=b`,
      'white space': (size) => ' '.repeat(size),
      'white space and a name': (size) => repeated(' \t a', size),
      'a name without a value': (size) => 'a'.repeat(size),
      'export and spaces': (size) => `export${' '.repeat(size)}`,
      'spaces behind a name': (size) => `a${' '.repeat(size)}`,
      quotes: (size) => `a="${'"a'.repeat(size / 2)}`,
      'carriage returns': (size) => '\r'.repeat(size),
    },
    (file) => addToEnv(file, 'ACCESS_TOKEN', 'v'),
  ),
  ...casesOf(
    'name of a variable',
    {
      'capital and small letters': (size) => repeated('aA', size),
      underscores: (size) => '_'.repeat(size),
      'underscores and digits at the end': (size) => `${'_'.repeat(size)}a${'_'.repeat(size)}a`,
      signs: (size) => '-'.repeat(size),
    },
    (identifier) => variableName(identifier, 'ACCESS_TOKEN'),
  ),
];

const globs: readonly GrowthCase[] = [
  ...casesOf(
    'glob',
    {
      'alternatives in braces': (size) => repeated('{a,b}', size),
      'a brace of many alternatives': (size) => `{${repeated('a,', size)}}`,
      'braces that open': (size) => '{'.repeat(size),
      'braces that close': (size) => '}'.repeat(size),
      stars: (size) => repeated('*a', size),
      'double stars': (size) => repeated('**/a/', size),
      'question marks': (size) => '?'.repeat(size),
    },
    (glob) => matchesGlob('src/a/b/c.ts', glob),
  ),
  ...casesOf(
    'path of a file',
    {
      'one long name': (size) => 'a'.repeat(size),
      'many folders': (size) => repeated('a/', size),
      'many dots': (size) => repeated('.test', size),
      slashes: (size) => '/'.repeat(size),
    },
    // What is kept of the last path is forgotten with another one.
    (path) => [matchesGlob('b', 'b'), contextOf(path, 'typescript'), matchesGlob(path, '**/*a*b*/**/c/**')],
  ),
];

const files: readonly GrowthCase[] = casesOf(
  'files beside each other',
  {
    'one ID everywhere': (size) => repeated(`${claims({ jti: 'a' })}\n`, size),
    'nothing but a long word': (size) => 'a'.repeat(size),
    'white space': (size) => ' '.repeat(size),
  },
  (text) => {
    const tokens = scan(text).map(({ start, end }) => ({ start, end, text: text.slice(start, end) }));
    const facts = ['a', 'b', 'c'].map((file) => readFileFacts(file, tokens, text));
    const [own, ...others] = facts;
    return own && inspectAmongFiles(own, others, { rules: everyRule });
  },
);

/** What documents are put through. */
export const documentGrowth: readonly GrowthCase[] = [
  ...codeGrowth(),
  ...codeRuleCases(),
  ...ruleDocuments(),
  ...Object.entries(documents).map(([name, [fileName, make]]) => ({
    name: `document: ${name}`,
    prepare: (size: number) => {
      const text = make(size);
      return () => inspectText(text, { fileName, rules: everyRule, sharedKeys });
    },
  })),
  ...casesOf(
    'document: text',
    brokenTexts,
    (text) => inspectText(text, { languageId: 'plaintext', rules: everyRule }),
    { from: 1000 },
  ),
  ...fixes,
  ...lines,
  ...references,
  ...settingsFiles,
  ...environmentFiles,
  ...globs,
  ...files,
];
