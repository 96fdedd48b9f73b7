import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isClassDeclaration, isClassExpression } from 'typescript/unstable/ast';
import type { Node } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

const WIDEST_COMMENT = 120;
const LONGEST_CLASS = 200;

interface SourceFile {
  readonly file: string;
  readonly text: string;
}

function filesIn(...folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => path.posix.join(folder, name.replaceAll('\\', '/')))
      .filter((file) => file.endsWith('.ts') && !file.includes('/fixtures/'))
      .map((file) => ({ file, text: readFileSync(file, 'utf8') })),
  );
}

/** Lines of nothing but a comment, and lines that end with one. */
function commentLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^\s*(?:\/\*|\*[ /]|\/\/)|\s\/\/ [^'"`]*$/.test(line));
}

interface Declaration {
  readonly name: string;
  readonly file: string;
  readonly isExported: boolean;
  readonly isType: boolean;
}

/** What a file declares outside of functions and classes: there a declaration begins in the first column. */
function declarationsIn({ file, text }: SourceFile): readonly Declaration[] {
  const pattern =
    /^(export )?(?:async )?(?:abstract )?(const|let|function\*?|class|interface|type|enum) ([A-Za-z_$][\w$]*)/gm;
  // An overloaded function is declared once.
  const byName = new Map<string, Declaration>();
  for (const [, exported, kind = '', name = ''] of text.matchAll(pattern)) {
    const isType = /^(?:class|interface|type|enum)$/.test(kind);
    byName.set(name, { name, file, isExported: exported !== undefined, isType });
  }
  return [...byName.values()];
}

/** `name: file, file` for each name that several files declare, where one of the declarations is such. */
function declaredTwice(files: readonly SourceFile[], such: (declaration: Declaration) => boolean): readonly string[] {
  const byName = new Map<string, Declaration[]>();
  for (const declaration of files.flatMap(declarationsIn))
    byName.set(declaration.name, [...(byName.get(declaration.name) ?? []), declaration]);
  return [...byName]
    .filter(([, all]) => all.length > 1 && all.some(such))
    .map(([name, all]) => `${name}: ${all.map(({ file }) => file).join(', ')}`);
}

interface ClassSize {
  readonly name: string;
  readonly file: string;
  readonly lines: number;
}

/** The classes of src, wherever in a file they stand, as the compiler reads them. */
function classesOfSource(): readonly ClassSize[] {
  const api = new API({ cwd: process.cwd() });
  try {
    const openProjects = ['src/tsconfig.json', 'src/panel/webview/tsconfig.json'].map((file) => path.resolve(file));
    const projects = api.updateSnapshot({ openProjects }).getProjects();
    return filesIn('src').flatMap(({ file }) => {
      const [source] = projects.flatMap(({ program }) => program.getSourceFile(path.resolve(file)) ?? []);
      return classesWithin(source ?? assert.fail(`${file} is in no project`), file);
    });
  } finally {
    api.close();
  }
}

function classesWithin(node: Node, file: string): readonly ClassSize[] {
  const found: ClassSize[] = [];
  if (isClassDeclaration(node) || isClassExpression(node))
    found.push({ name: node.name?.text ?? '', file, lines: node.getText().split('\n').length });
  node.forEachChild((child) => {
    found.push(...classesWithin(child, file));
    return undefined;
  });
  return found;
}

/** The functions of a file as they are written but for their names, by what they do. */
function functionsIn({ file, text }: SourceFile): ReadonlyMap<string, string> {
  const functions = text.matchAll(/^(?:export )?(?:async )?function\*? (\w+)(.*(?:\n(?!\}).*)*)\n\}$/gm);
  return new Map([...functions].map(([, name, body = '']) => [body.replaceAll(/\s+/g, ' '), `${name} of ${file}`]));
}

/** The functions that are written in several of the files. */
function writtenTwice(files: readonly SourceFile[]): readonly string[] {
  const byBody = new Map<string, string[]>();
  for (const [body, name] of files.flatMap((file) => [...functionsIn(file)]))
    byBody.set(body, [...(byBody.get(body) ?? []), name]);
  return [...byBody.values()].filter(({ length }) => length > 1).map((names) => names.join(', '));
}

/** They hand on under its name what another file declares: the API of core, and what differs between hosts. */
const handOn: ReadonlySet<string> = new Set(['src/core/api.ts', 'src/platform/host/web.ts', 'src/lateOnDesktop.ts']);

/** What is no longer said, and what is said instead, so that one thing has one name. */
const retired: Readonly<Record<string, RegExp>> = {
  fix: /^(?:cures?|cured|remed(?:y|ies)|mend(?:s|ed)?)$/,
  severity: /^(?:loud(?:er|est|ness)?)$/,
};

/** The words of a text, and those that its camelCase names are made of. */
function wordsIn(text: string): ReadonlySet<string> {
  return new Set((text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase()));
}

describe('names and comments', () => {
  const sources = filesIn('src').filter(({ file }) => !handOn.has(file));

  it(`no comment is wider than ${WIDEST_COMMENT} columns, so that it fits beside another file`, () => {
    const wide = filesIn('src', 'test', 'scripts').flatMap(({ file, text }) =>
      commentLines(text)
        .filter((line) => line.length > WIDEST_COMMENT)
        .map((line) => `${file}: ${line.trim()}`),
    );
    assert.deepEqual(wide, []);
  });

  it('comments are seen wherever they stand', () => {
    const text = '/** a */\n  /**\n   * b\n   */\n  // c\nconst d = "e"; // f\nconst g = "// h";\nconst i = 2 * 3;';
    assert.deepEqual(commentLines(text), ['/** a */', '  /**', '   * b', '   */', '  // c', 'const d = "e"; // f']);
  });

  it('a type has a name that no other file uses, so that a name has one meaning', () => {
    assert.deepEqual(
      declaredTwice(sources, ({ isType }) => isType),
      [],
    );
  });

  it('what a file exports has a name that no other file uses, so that an import needs no second look', () => {
    assert.deepEqual(
      declaredTwice(sources, ({ isExported }) => isExported),
      [],
    );
  });

  it('a function is written once, so that a fault in it is fixed once', () => {
    const twice = [
      { file: 'a.ts', text: 'export function read(a: string): number {\n  return Number(a);\n}\n' },
      { file: 'b.ts', text: 'const b = 1;\n\nfunction parse(a: string): number {\n  return Number(a);\n}\n' },
    ];
    assert.deepEqual(writtenTwice(twice), ['read of a.ts, parse of b.ts']);
    assert.deepEqual(writtenTwice(filesIn('src')), []);
  });

  it('a name that two files declare is seen, whatever is declared', () => {
    const declares = (file: string, text: string): SourceFile => ({ file, text });
    const exported = declares('a.ts', 'export function read(a: string): void;\nexport function read(): void {}\n');
    for (const other of [
      'const read = 1;',
      'async function read() {}',
      'export abstract class read {}',
      'type read = 1;',
    ]) {
      assert.deepEqual(
        declaredTwice([exported, declares('b.ts', other)], ({ isExported }) => isExported),
        ['read: a.ts, b.ts'],
      );
    }
    assert.deepEqual(
      declaredTwice([exported, declares('b.ts', '  const read = 1;')], () => true),
      [],
    );
  });

  it(`no class is longer than ${LONGEST_CLASS} lines, so that it is one idea`, () => {
    const classes = classesOfSource();
    assert.ok(classes.some(({ name, lines }) => name === 'BackgroundVerifier' && lines > 100));
    assert.deepEqual(
      classes.filter(({ lines }) => lines > LONGEST_CLASS),
      [],
    );
  });

  for (const [word, pattern] of Object.entries(retired)) {
    it(`${word} is the only word for it, in names and in comments`, () => {
      const others = filesIn('src', 'scripts').flatMap(({ file, text }) =>
        [...wordsIn(text)].filter((other) => pattern.test(other)).map((other) => `${file}: ${other}`),
      );
      assert.deepEqual(others, []);
    });
  }
});
