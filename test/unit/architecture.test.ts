import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A room of the house: what its files may import. The first room whose folder holds a file is the file's. */
interface Room {
  readonly folder: string;
  readonly mayImport: readonly string[];
  readonly vscode?: true;
  readonly node?: true;
}

const rooms: readonly Room[] = [
  { folder: 'src/core/', mayImport: ['src/core/', 'jose', '@noble/'] },
  // Nothing of JWT: of core only how text is made inert.
  { folder: 'src/platform/host/node', mayImport: ['src/platform/'], vscode: true, node: true },
  { folder: 'src/platform/', mayImport: ['src/core/text/', 'src/platform/'], vscode: true },
  // A script of its own, run in a thread.
  { folder: 'src/services/verification/guesserThread.ts', mayImport: ['src/core/'], node: true },
  // jose for its types
  {
    folder: 'src/services/',
    mayImport: ['src/core/', 'src/platform/', 'src/services/', 'jose'],
    vscode: true,
  },
  { folder: 'src/features/', mayImport: ['src/core/', 'src/platform/', 'src/services/'], vscode: true },
  {
    folder: 'src/commands/commands.ts',
    mayImport: ['src/commands/', 'src/core/', 'src/platform/', 'src/services/'],
    vscode: true,
  },
  {
    folder: 'src/commands/',
    mayImport: ['src/core/', 'src/platform/', 'src/services/', 'src/commands/services.ts'],
    vscode: true,
  },
  { folder: 'src/panel/protocol/', mayImport: ['src/core/', 'src/panel/protocol/'] },
  {
    folder: 'src/panel/webview/',
    mayImport: ['src/core/', 'src/panel/webview/', 'src/panel/protocol/', '@vscode/codicons/'],
  },
  {
    folder: 'src/panel/view/',
    mayImport: ['src/core/', 'src/panel/view/', 'src/panel/protocol/', 'src/services/verification/verifyRequest.ts'],
  },
  {
    folder: 'src/panel/host/',
    mayImport: [
      'src/core/',
      'src/platform/',
      'src/services/',
      'src/panel/host/',
      'src/panel/view/',
      'src/panel/protocol/',
    ],
    vscode: true,
  },
  { folder: 'src/compose.ts', mayImport: ['src/'], vscode: true },
  { folder: 'src/late.ts', mayImport: ['src/compose.ts', 'src/core/api.ts'] },
  { folder: 'src/lateOnDesktop.ts', mayImport: ['src/late.ts'], node: true },
  // What activates loads nothing else.
  { folder: 'src/extension.ts', mayImport: ['#late', '#host'], vscode: true },
];

/** The rooms of core, each above all that it may import. Of two on one rung neither may import the other. */
const ladder: readonly (readonly string[])[] = [
  ['text'],
  ['facts'],
  ['token'],
  ['keys'],
  ['issuers'],
  ['claims'],
  ['verify', 'rules'],
  ['documents'],
  ['fixes'],
  ['settings'],
  ['report'],
  ['api.ts'],
];

/** How high a file of core stands; `undefined` for one in no room. */
function rungOf(file: string): number | undefined {
  const [, room] = /^src\/core\/([^/]+)/.exec(file) ?? [];
  const found = ladder.findIndex((rung) => room !== undefined && rung.includes(room));
  return found < 0 ? undefined : found;
}

/** The imports of a file of core that do not go down the ladder, each as a sentence. */
function climbs(file: string, source: string): readonly string[] {
  const room = (place: string): string | undefined => /^src\/core\/([^/]+)/.exec(place)?.[1];
  const rung = rungOf(file);
  if (rung === undefined) return [`${file} stands on no rung of the ladder`];
  return targets(file, source).flatMap((target) => {
    const below = rungOf(target);
    const isFine = room(target) === room(file) || (below !== undefined && below < rung);
    return isFine ? [] : [`${file} climbs to ${target}`];
  });
}

/** The files of the project that a file imports. */
function targets(file: string, source: string): readonly string[] {
  return imports(source)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => path.posix.join(path.posix.dirname(file), specifier));
}

/** Groups of files, or of other things, that import each other, by what each imports. */
function circles(imported: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const reachable = new Map<string, ReadonlySet<string>>();
  for (const start of imported.keys()) {
    const seen = new Set<string>();
    // The set grows while it is walked.
    for (const next of imported.get(start) ?? []) seen.add(next);
    for (const each of seen) for (const next of imported.get(each) ?? []) seen.add(next);
    reachable.set(start, seen);
  }
  const inCircles = [...reachable].filter(([start, seen]) => seen.has(start));
  return [
    ...new Set(
      inCircles.map(([start, seen]) =>
        [...seen]
          .filter((each) => reachable.get(each)?.has(start) === true)
          .toSorted((a, b) => a.localeCompare(b))
          .join(' '),
      ),
    ),
  ].map((names) => names.split(' '));
}

/**
 * The imports of a file that go through a wall, each as a sentence. `file` is relative to the project, with forward
 * slashes.
 */
function breaches(file: string, source: string): readonly string[] {
  const room = rooms.find(({ folder }) => file.startsWith(folder));
  if (room === undefined) return [`${file} stands in no room of the house`];
  const forbidden = imports(source).filter((specifier) => !isAllowed(room, file, specifier));
  return forbidden.map((specifier) => `${file} imports ${specifier}`);
}

function isAllowed(room: Room, file: string, specifier: string): boolean {
  if (specifier === 'vscode') return room.vscode === true;
  if (specifier.startsWith('node:')) return room.node === true;
  if (!specifier.startsWith('.')) {
    return room.mayImport.some(
      (allowed) => specifier === allowed || (allowed.endsWith('/') && specifier.startsWith(allowed)),
    );
  }
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const ownFolder = featureFolder(file);
  return (
    (ownFolder !== undefined && target.startsWith(ownFolder)) ||
    room.mayImport.some((allowed) => target.startsWith(allowed))
  );
}

/** A feature of several files has a folder of its own, and its files import each other. */
function featureFolder(file: string): string | undefined {
  return /^src\/features\/[^/]+\//.exec(file)?.[0];
}

/** Module specifiers of static, type-only, side-effect and dynamic imports and of re-exports. */
function imports(source: string): readonly string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const statements = code.matchAll(
    /^(?:import|export)\b[^;']*?\bfrom\s*'([^'\n]+)'|^import\s*'([^'\n]+)'|\bimport\(\s*'([^'\n]+)'/gm,
  );
  return [...statements].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
}

function sourceFiles(): readonly string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${file.replaceAll(path.sep, '/')}`);
}

describe('the walls of the house', () => {
  it('hold in every file of src', () => {
    const files = sourceFiles();
    assert.ok(files.includes('src/extension.ts'));
    assert.deepEqual(
      files.flatMap((file) => breaches(file, readFileSync(file, 'utf8'))),
      [],
    );
  });

  it('let the imports of core only go down its ladder', () => {
    const files = sourceFiles().filter((file) => file.startsWith('src/core/'));
    assert.deepEqual(
      files.flatMap((file) => climbs(file, readFileSync(file, 'utf8'))),
      [],
    );
  });

  it('let no two files import each other, however many lie between them', () => {
    const imported = new Map(sourceFiles().map((file) => [file, targets(file, readFileSync(file, 'utf8'))]));
    assert.deepEqual(circles(imported), []);
  });

  it('let no two folders of the services import each other', () => {
    const folder = (file: string): string => /^src\/services\/[^/]+/.exec(file)?.[0] ?? '';
    const imported = new Map<string, Set<string>>();
    for (const file of sourceFiles().filter((each) => folder(each) !== '')) {
      const own = folder(file);
      const others = targets(file, readFileSync(file, 'utf8'))
        .map((target) => folder(target))
        .filter((other) => other !== '' && other !== own);
      imported.set(own, new Set([...(imported.get(own) ?? []), ...others]));
    }
    assert.ok(imported.has('src/services/network'));
    const lists = new Map([...imported].map(([own, others]) => [own, [...others]]));
    assert.deepEqual(circles(lists), []);
  });

  it('would see a climb, a neighbour on the same rung, and a circle', () => {
    assert.equal(climbs('src/core/text/json.ts', "import { algorithm } from '../facts/algorithms.ts';").length, 1);
    assert.equal(climbs('src/core/rules/times.ts', "import { verify } from '../verify/verify.ts';").length, 1);
    assert.equal(climbs('src/core/loose.ts', '').length, 1);
    assert.deepEqual(climbs('src/core/rules/times.ts', "import { algorithm } from '../facts/algorithms.ts';"), []);
    const circle = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a']],
      ['d', ['a']],
    ]);
    assert.deepEqual(circles(circle), [['a', 'b', 'c']]);
  });

  it('leave no import unread', () => {
    const lines = sourceFiles().flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => /^(import|export) .* from '|^import '/.test(line)),
    );
    assert.ok(lines.length > 100);
    assert.deepEqual(
      lines.filter((line) => imports(line).length !== 1),
      [],
    );
  });

  it('lets no words out to VS Code but through platform/messages and platform/steps, which make them inert', () => {
    const open =
      /\.show(?:Information|Warning|Error)Message\(|\.(?:show|create)QuickPick\b|\.(?:show|create)InputBox\(|\.setStatusBarMessage\(|\.createStatusBarItem\(|ProgressLocation\.Notification\b|\.validationMessage\b/;
    const guarded = ['src/platform/messages.ts', 'src/platform/steps.ts'];
    const files = sourceFiles();
    for (const file of guarded) assert.match(readFileSync(file, 'utf8'), open);
    assert.deepEqual(
      files.filter((file) => !guarded.includes(file) && open.test(readFileSync(file, 'utf8'))),
      [],
    );
  });

  it('quotes every name between quotation marks through core/visible', () => {
    const bare = /“\$\{(?!visibleStart\()/;
    assert.deepEqual(
      sourceFiles().filter((file) => file !== 'src/core/visible.ts' && bare.test(readFileSync(file, 'utf8'))),
      [],
    );
  });

  const bad: readonly (readonly [file: string, source: string])[] = [
    ['src/core/rules/inspect.ts', "import * as vscode from 'vscode';"],
    ['src/core/rules/inspect.ts', "import { createHash } from 'node:crypto';"],
    ['src/core/rules/inspect.ts', "import type { Config } from '../../services/config.ts';"],
    ['src/core/rules/inspect.ts', "import { env } from '#host';"],
    ['src/core/rules/inspect.ts', "import { z } from 'zod';"],
    ['src/platform/steps.ts', "import { TokenIndex } from '../services/tokens/tokenIndex.ts';"],
    ['src/platform/steps.ts', "import { readFile } from 'node:fs/promises';"],
    ['src/platform/markdown.ts', "import type { Token } from '../core/token/token.ts';"],
    ['src/platform/markdown.ts', "import { algorithm } from '../core/facts/algorithms.ts';"],
    ['src/platform/host/host.ts', "import type { HmacTarget } from '../../core/verify/hmacTarget.ts';"],
    ['src/platform/host/node.ts', "import { parseSettings } from '../../core/settings/settings.ts';"],
    ['src/services/verification/verifier.ts', "export { registerHover } from '../../features/hover/hover.ts';"],
    ['src/services/verification/verifier.ts', "const { hover } = await import('../../features/hover/hover.ts');"],
    ['src/services/verification/verifier.ts', "import '../../panel/host/panelManager.ts';"],
    ['src/services/commands.ts', "import { verify } from '../commands/verify.ts';"],
    ['src/services/verification/guesserThread.ts', "import * as vscode from 'vscode';"],
    ['src/features/hover.ts', "import { registerDiagnostics } from './diagnostics.ts';"],
    ['src/features/hover/hover.ts', "import { registerDiagnostics } from '../diagnostics/diagnostics.ts';"],
    ['src/features/hover/hover.ts', "import { verify } from '../../commands/verify.ts';"],
    ['src/features/hover/hover.ts', "import type { Request } from '../../panel/protocol/toHost.ts';"],
    ['src/commands/inspect.ts', "import { verify } from './verify.ts';"],
    ['src/commands/inspect.ts', "import { registerHover } from '../features/hover/hover.ts';"],
    ['src/commands/commands.ts', "import { PanelManager } from '../panel/host/panelManager.ts';"],
    ['src/panel/host/panelManager.ts', "import { registerHover } from '../../features/hover/hover.ts';"],
    ['src/panel/host/panelManager.ts', "import { verify } from '../../commands/verify.ts';"],
    ['src/panel/host/panelManager.ts', "import { icon } from '../webview/icons.ts';"],
    ['src/panel/view/panelView.ts', "import * as vscode from 'vscode';"],
    ['src/panel/view/panelView.ts', "import { VerifySession } from '../host/verifySession.ts';"],
    ['src/panel/view/panelView.ts', "import type { Verifier } from '../../services/verification/verifier.ts';"],
    ['src/panel/view/panelView.ts', "import { confirm } from '../../platform/messages.ts';"],
    ['src/panel/protocol/toHost.ts', "import { buildView } from '../view/panelView.ts';"],
    ['src/panel/protocol/toHost.ts', "import * as vscode from 'vscode';"],
    ['src/panel/webview/main.ts', "import { PanelManager } from '../host/panelManager.ts';"],
    ['src/panel/webview/main.ts', "import { buildView } from '../view/panelView.ts';"],
    ['src/panel/webview/main.ts', "import * as vscode from 'vscode';"],
    ['src/panel/webview/main.ts', "import {\n  a,\n  b,\n} from '../../services/verification/verifier.ts';"],
    ['src/panel/stray.ts', ''],
    ['src/services/verification/verifier.ts', "import { late } from '#late';"],
    ['src/services/issuers/issuerKeys.ts', "import { host } from '#host';"],
    ['src/compose.ts', "import { host } from '#host';"],
    ['src/compose.ts', "import { late } from '#late';"],
    ['src/extension.ts', "import { compose } from './compose.ts';"],
    ['src/extension.ts', "const { scan } = await import('./core/token/scan.ts');"],
    ['src/extension.ts', "import { compactVerify } from 'jose';"],
    ['src/stray.ts', ''],
  ];
  for (const [file, source] of bad) {
    it(`would stop ${file} from: ${source}`, () => {
      assert.equal(breaches(file, source).length, 1);
    });
  }

  const good: readonly (readonly [file: string, source: string])[] = [
    [
      'src/core/verify/verify.ts',
      "import { compactVerify } from 'jose';\nimport { p256 } from '@noble/curves/nist.js';",
    ],
    ['src/platform/host/node.ts', "import { readFile } from 'node:fs/promises';"],
    [
      'src/services/verification/verifier.ts',
      "import * as vscode from 'vscode';\nconst { verify } = await import('../../core/verify/verify.ts');",
    ],
    [
      'src/features/hover/hover.ts',
      "import { hoverText } from './hoverText.ts';\n// import '../../panel/host/panelManager.ts'",
    ],
    ['src/platform/steps.ts', "import { inert } from '../core/text/visible.ts';"],
    ['src/commands/commands.ts', "const { verify } = await import('./verify.ts');"],
    ['src/panel/host/panelManager.ts', "import { recall } from '../view/panelState.ts';"],
    ['src/panel/view/panelView.ts', "import type { PanelView } from '../protocol/pageView.ts';"],
    ['src/panel/webview/main.ts', "import type { Request } from '../protocol/toHost.ts';"],
  ];
  for (const [file, source] of good) {
    it(`lets ${file} through with: ${source.split('\n')[0]}`, () => {
      assert.deepEqual(breaches(file, source), []);
    });
  }
});
