import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue, ruleFamilies } from '../../src/core/documents/catalogue.ts';
import { algorithms } from '../../src/core/facts/algorithms.ts';
import { registeredClaims } from '../../src/core/facts/claims.ts';
import { headerParameters } from '../../src/core/facts/headerParameters.ts';

/** What VS Code's own texts keep to, as far as a program can tell: https://code.visualstudio.com/api/ux-guidelines/. */

/** A text in the source, and the name it is given. An expression inside it reads as `…`. */
interface Wording {
  readonly at: string;
  readonly property: string;
  readonly text: string;
}

/** A comment, regular expression, string, or template. All are read, because each can contain the quotes of another. */
const lexeme =
  /\/\/[^\n]*|\/\*[^]*?\*\/|(?<=(?:[(,=:[!&|?{};>]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\\n[])+\/[a-z]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[^]|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}|[^`\\])*`/g;
const hole = /\$\{((?:[^{}`]|`[^`]*`|\{[^{}]*\})*)\}/g;

/** The name that a text is given, also through `a ? 'b' : 'c'`. */
const named = /(\w+)\??\s*[:=]\s*(?:[^,;{}\n]*\?\s*(?:['"`][^\n]*['"`]\s*:\s*)?)?$/;

function wordingsIn(file: string, source: string, firstLine = 1): readonly Wording[] {
  return [...source.matchAll(lexeme)].flatMap(({ 0: literal, index }) => {
    if (literal.startsWith('/')) return [];
    const before = source.slice(Math.max(0, index - 300), index);
    if (/(?:from|import)\s*\(?$/.test(before.trimEnd())) return [];
    const line = firstLine + source.slice(0, index).split('\n').length - 1;
    const inside = literal.slice(1, -1);
    const text = (literal.startsWith('`') ? inside.replaceAll(hole, '…') : inside).replaceAll(/\\(['"`])/g, '$1');
    const property = named.exec(before)?.[1] ?? '';
    const nested = literal.startsWith('`')
      ? [...inside.matchAll(hole)].flatMap(([, expression = '']) => wordingsIn(file, expression, line))
      : [];
    return [...(/\p{L}/u.test(text) ? [{ at: `${file}:${line}`, property, text }] : []), ...nested];
  });
}

const wordings = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.posix.join('src', name.replaceAll('\\', '/')))
  .flatMap((file) => wordingsIn(file, readFileSync(file, 'utf8')));

const shown = (faces: (wording: Wording) => boolean): readonly string[] =>
  wordings.filter(faces).map(({ at, text }) => `${at}: ${text}`);

const isSentence = ({ text }: Wording): boolean => /\p{L} \S* ?\p{L}/u.test(text);

interface Schema {
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly enumDescriptions?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface Manifest {
  readonly description: string;
  readonly contributes: {
    readonly commands: readonly { readonly title: string; readonly category?: string }[];
    readonly views: Readonly<Record<string, readonly { readonly name: string }[]>>;
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, Schema>>;
    }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** Every description of a setting, at any depth. */
function descriptionsIn(schema: Schema): readonly string[] {
  const { description, markdownDescription, enumDescriptions = [], properties = {}, items } = schema;
  return [
    ...[description, markdownDescription].filter((text) => text !== undefined),
    ...enumDescriptions,
    ...[...Object.values(properties), ...(items ? [items] : [])].flatMap(descriptionsIn),
  ];
}

const settings = manifest.contributes.configuration.flatMap(({ properties }) =>
  Object.values(properties).flatMap(descriptionsIn),
);
const guides = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'examples/README.md', 'examples/NOTES.md'].concat(
  readdirSync('docs', { encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
);

/** Words that VS Code does not use, and what it says instead. */
const unusual: Readonly<Record<string, RegExp>> = {
  'a command, or “will”': /\bshall\b/i,
  who: /\bwhom\b/i,
  'so that … not': /\blest\b/i,
  again: /\banew\b/i,
  email: /\be-mail/i,
  'turn off, turn on': /\bswitch(?:ed|es|ing)? (?:(?:it|them|this|that) )?(?:off|on)\b/i,
  'must, or “to …”': /\b(?:has|have) to be\b/i,
  'is not one of': /\bis none of\b/i,
  test: /\bthrow-away\b/i,
  select: /\bpress (?:to|for)\b/i,
};

/** Names keep their capital letters. */
const names: ReadonlySet<string> = new Set(
  `Google Microsoft Azure Entra Auth0 Okta Amazon Cognito Keycloak Kubernetes GitHub GitLab Firebase Supabase Apple
  Unix Java Kotlin Python Bearer Base64 Base64url Code Studio Inspector Restricted Mode Problems Explorer Ed25519 Ed448
  Edwards Montgomery Brainpool Token Logout Native Universal Connect OpenID OAuth Federation Authorization Basic`.split(
    /\s+/,
  ),
);

/** The words that should begin with a small letter: no first word of a sentence or quotation, no name, no acronym. */
function capitals(text: string): readonly string[] {
  const words = text.replaceAll(/`[^`]*`|"[^"]*"|“[^”]*”/g, 'x').split(/\s+/);
  return words.filter((word, index) => {
    const previous = words[index - 1];
    const begins = previous === undefined || /[.:?…]$/.test(previous) || word.startsWith('(');
    return !begins && /^\p{Lu}\p{Ll}+[.,:;)]*$/u.test(word) && !names.has(word.replace(/[.,:;)]+$/, ''));
  });
}

/** The words that should begin with a capital letter in a command, where all do but the short ones inside. */
function smallLetters(title: string): readonly string[] {
  const words = title.split(/\s+/);
  const mayBeSmall = /^(?:a|an|the|and|or|but|as|at|by|for|from|in|into|of|on|to|with)$/;
  return words.filter(
    (word, index) => /^\p{Ll}/u.test(word) && (index === 0 || index === words.length - 1 || !mayBeSmall.test(word)),
  );
}

describe('wording', () => {
  it('is read from every string and template, and from nothing else', () => {
    const source = [
      `// a comment's "quote"`,
      `import a from './a file.ts';`,
      `const quote = /["'\`]/;`,
      `ask({ placeholder: 'Select a key', title });`,
      'tell({ message: isOne ? `One ${quoted(`an ${name}`)}` : "Don\'t" });',
    ].join('\n');
    assert.deepEqual(wordingsIn('x.ts', source), [
      { at: 'x.ts:4', property: 'placeholder', text: 'Select a key' },
      { at: 'x.ts:5', property: 'message', text: 'One …' },
      { at: 'x.ts:5', property: '', text: 'an …' },
      { at: 'x.ts:5', property: 'message', text: "Don't" },
    ]);
    assert.ok(wordings.length > 3000);
  });

  it('of commands and views is in Title Case, as all commands of VS Code are', () => {
    const { commands, views } = manifest.contributes;
    const titles = [
      ...commands.map(({ title }) => title),
      ...Object.values(views)
        .flat()
        .map(({ name }) => name),
    ];
    assert.deepEqual(
      titles.filter((title) => smallLetters(title).length > 0 || title.endsWith('.')),
      [],
    );
    assert.deepEqual(smallLetters('Verify all in File'), ['all']);
  });

  it('of everything else that has a title is in sentence case', () => {
    const titles = [
      ...catalogue.map(({ title }) => title),
      ...ruleFamilies.map(({ title }) => title),
      ...[...registeredClaims, ...headerParameters, ...algorithms].map(({ description }) => description),
      ...settings,
    ];
    assert.deepEqual(
      titles.flatMap((title) => capitals(title).map((word) => `${title}: ${word}`)),
      [],
    );
    assert.deepEqual(capitals('Decoded Claims decide: First, "The Second", JWTs of Google'), ['Claims']);
  });

  it('of titles and labels has no period, and of the sentences of rules and settings ends with one', () => {
    const { configuration } = manifest.contributes;
    const labels = [
      ...catalogue.map(({ title }) => title),
      ...[...registeredClaims, ...headerParameters, ...algorithms].map(({ description }) => description),
      ...configuration.map(({ title }) => title),
    ];
    assert.deepEqual(
      labels.filter((label) => /[.:!?]$/.test(label)),
      [],
    );
    assert.deepEqual(
      shown(
        ({ property, text }) => /^(?:label|ariaLabel|actionLabel|button)$/.test(property) && /\p{L}\.$/u.test(text),
      ),
      [],
    );
    const sentences = [...catalogue.flatMap(({ why, fix }) => [why, fix]), ...settings];
    assert.deepEqual(
      sentences.filter((sentence) => !/^["“`\p{Lu}][^]*\.$/u.test(sentence)),
      [],
    );
  });

  it('of what is asked for is a command, not a question', () => {
    assert.deepEqual(
      shown(({ property, text }) => /^(?:placeholder|prompt|title|label)$/.test(property) && text.endsWith('?')),
      [],
    );
    const placeholders = wordings.filter(({ property }) => /^(?:placeholder|prompt)$/.test(property));
    assert.ok(placeholders.length > 5);
  });

  it('has no exclamation marks', () => {
    assert.deepEqual(
      shown(({ text }) => /\p{L}!(?:\s|$)/u.test(text)),
      [],
    );
  });

  for (const [instead, pattern] of Object.entries(unusual)) {
    it(`says ${instead}, not ${pattern.source}`, () => {
      const { description, contributes } = manifest;
      const inManifest = [description, ...settings, ...contributes.viewsWelcome.map(({ contents }) => contents)];
      const inGuides = guides.flatMap((file) =>
        readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => pattern.test(line))
          .map((line) => `${file}: ${line}`),
      );
      assert.deepEqual(
        [
          ...shown((wording) => isSentence(wording) && pattern.test(wording.text)),
          ...inManifest.filter((text) => pattern.test(text)),
          ...inGuides,
        ],
        [],
      );
    });
  }
});
