import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** js-yaml, which has no types of its own. */
const { load } = createRequire(import.meta.url)('js-yaml') as { readonly load: (text: string) => unknown };

interface Task {
  readonly label: string;
  readonly type: string;
  readonly script?: string;
  readonly command?: string;
  readonly args?: readonly string[];
  readonly dependsOn?: string;
}

interface Launch {
  readonly name: string;
  readonly type: string;
  readonly program?: string;
  readonly args: readonly string[];
  readonly preLaunchTask?: string;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly 'runs-on': string;
        readonly container?: string;
        readonly strategy?: { readonly matrix: { readonly os: readonly string[] } };
        readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
      }
    >
  >;
}

interface Form {
  readonly name: string;
  readonly body: readonly {
    readonly id?: string;
    readonly type: string;
    readonly attributes: {
      readonly label?: string;
      readonly description?: string;
      readonly value?: string;
      readonly options?: readonly { readonly label: string; readonly required?: boolean }[];
    };
  }[];
}

const read = (file: string): string => readFileSync(file, 'utf8');
/** JSON in which VS Code allows whole lines of comment. */
const readJsonc = (file: string): unknown => JSON.parse(read(file).replace(/^\s*\/\/.*$/gm, '')) as unknown;

const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
const { configurations } = readJsonc('.vscode/launch.json') as { readonly configurations: readonly Launch[] };
const { tasks, inputs } = readJsonc('.vscode/tasks.json') as {
  readonly tasks: readonly Task[];
  readonly inputs: readonly { readonly id: string }[];
};
const workflow = load(read('.github/workflows/ci.yml')) as Workflow;
const formsFolder = '.github/ISSUE_TEMPLATE';
const forms = readdirSync(formsFolder)
  .filter((name) => name !== 'config.yml')
  .map((name) => load(read(path.join(formsFolder, name))) as Form);

/** The scripts of package.json that a text runs. */
const scriptsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\bnpm (?:run )?(start|test|(?<=run )[\w:]+)/g)].map(([, name = '']) => name);

/** A text of launch.json or tasks.json as VS Code would put in its variables. */
const withVariables = (text: string, relativeFile = ''): string =>
  text
    .replaceAll('${workspaceFolder}', process.cwd())
    .replaceAll('${relativeFile}', relativeFile)
    .replace(/\$\{input:[^}]+\}/g, '');

describe("a contributor's first hour", () => {
  it('debugs the extension, the host suites and the unit tests of one file with F5', () => {
    assert.deepEqual(
      configurations.map(({ name }) => name),
      ['Run extension', 'Host suites', 'Unit tests in this file'],
    );
    for (const { name, preLaunchTask } of configurations)
      assert.ok(preLaunchTask === undefined || tasks.some(({ label }) => label === preLaunchTask), name);
  });

  it('finds every folder and program that a launch configuration names, unless a task makes it', () => {
    const made = /dist|\.vscode-test/;
    for (const { name, program, args } of configurations) {
      const texts = [program ?? '', ...args].filter((text) => text.includes('${workspaceFolder}'));
      assert.ok(texts.length > 0, name);
      for (const text of texts.filter((one) => !made.test(one))) {
        const named = withVariables(text).replace(/^--\w+=/, '');
        assert.ok(existsSync(named), `${name}: ${text}`);
      }
    }
  });

  it('runs the unit tests of one file with the very command of the launch configuration', () => {
    const { program = '', args } = configurations.find(({ type }) => type === 'node') ?? { args: [] };
    const words = [program, ...args].map((text) => withVariables(text, 'test/unit/text/nearMiss.test.ts'));
    assert.match(execFileSync('node', words, { encoding: 'utf8' }), /\d+ passing/);
  });

  it('has tasks that run scripts of package.json, or a program after a task that exists', () => {
    for (const { label, type, script = '', command, dependsOn } of tasks) {
      if (type === 'npm') assert.ok(script in scripts, label);
      else assert.equal(command, 'node', label);
      assert.ok(dependsOn === undefined || tasks.some((task) => task.label === dependsOn), label);
    }
    const asked = [...read('.vscode/tasks.json').matchAll(/\$\{input:(\w+)\}/g)].map(([, id]) => id);
    assert.deepEqual(
      asked,
      inputs.map(({ id }) => id),
    );
  });

  it('builds the host suites where the launch configuration and the desktop run look for them', () => {
    const { args = [] } = configurations.find(({ name }) => name === 'Host suites') ?? {};
    const [suites = ''] = args.filter((arg) => arg.startsWith('--extensionTestsPath='));
    const file = suites.replace(/^.*\$\{workspaceFolder\}\//, '');
    assert.ok(read('esbuild.js').includes(file.replace(/\.js$/, '')) && read('scripts/electron.ts').includes(file));
  });

  it('empties the folder that the host suites write into', () => {
    const { args = [] } = tasks.find(({ label }) => label === 'empty workspace') ?? {};
    const cwd = mkdtempSync(path.join(tmpdir(), 'jwt-task-'));
    const left = path.join(cwd, '.vscode-test/debug/left.txt');
    try {
      execFileSync('node', args, { cwd });
      writeFileSync(left, '');
      execFileSync('node', args, { cwd });
      assert.deepEqual(readdirSync(path.dirname(left)), []);
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });

  it('makes tokens for tests in one place, test/support/jose.ts', () => {
    const encodes = /JSON\.stringify\([^()\n]*\)\)?\.toString\('base64url'\)/;
    // Comparing what was made with an HMAC of Node is no making.
    const signs = /^(?!\s*assert\.equal\().*createHmac\(.*\.digest\('base64url'\)/m;
    const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const making = files.filter((file) => {
      const text = read(path.join('test', file));
      return encodes.test(text) || signs.test(text);
    });
    assert.deepEqual(making, [path.join('support', 'jose.ts')]);
  });

  it('keeps .vscode in the repository and out of the package', () => {
    assert.doesNotMatch(read('.gitignore'), /^\/?\.vscode\/?$/m);
    assert.match(read('.vscodeignore'), /^\*\*$/m);
    assert.doesNotMatch(read('.vscodeignore'), /^!\.(?:vscode|github)/m);
  });

  it('reads of scripts that exist, in the guides for contributors and releases', () => {
    for (const file of ['CONTRIBUTING.md', 'docs/RELEASING.md', 'README.md'])
      for (const name of scriptsIn(read(file))) assert.ok(name in scripts, `${file}: ${name}`);
  });

  it('reads of files that exist', () => {
    for (const file of ['CONTRIBUTING.md', 'docs/RELEASING.md']) {
      for (const [, named = ''] of read(file).matchAll(
        /`((?:src|test|docs|scripts|dist|\.github|\.vscode)\/[^\s`*]*)`/g,
      ))
        assert.ok(named.startsWith('dist/') || existsSync(named), `${file}: ${named}`);
      for (const [, link = ''] of read(file).matchAll(/\]\((?!https?:)([^)#]+)/g))
        assert.ok(existsSync(path.join(path.dirname(file), link)), `${file}: ${link}`);
    }
  });
});

describe('the workflow', () => {
  const jobs = Object.values(workflow.jobs);
  const commands = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

  it('runs scripts of package.json', () => {
    const named = commands.flatMap(scriptsIn);
    assert.ok(named.length > 0);
    for (const name of named) assert.ok(name in scripts, name);
  });

  it('runs the host suites in the desktop editor on Linux, Windows and macOS', () => {
    const desktop = jobs.filter(({ steps }) => steps.some(({ run }) => run === 'npm run test:electron'));
    const systems = desktop.flatMap(({ strategy }) => strategy?.matrix.os ?? []).map((os) => os.split('-')[0]);
    assert.deepEqual(systems, ['ubuntu', 'windows', 'macos']);
  });

  it("runs README's command on Debian, as it stands there", () => {
    const debian = jobs.find(({ container }) => container?.includes('bookworm'));
    const [command = ''] = (debian?.steps ?? []).flatMap(({ run }) => run ?? []);
    assert.equal(command, 'npm install && npm test');
    assert.ok(read('README.md').includes(command));
  });

  it('asks for known vulnerabilities of what ships, of any severity', () => {
    assert.ok(commands.includes('npm audit --omit=dev'));
  });

  it('may read the repository and nothing else, and uses actions of GitHub alone', () => {
    assert.deepEqual(workflow.permissions, { contents: 'read' });
    for (const { uses } of jobs.flatMap(({ steps }) => steps))
      assert.ok(uses === undefined || /^actions\/[\w-]+@v\d+$/.test(uses), uses);
  });
});

describe('issue forms', () => {
  it('are the only way to file an issue', () => {
    assert.deepEqual(load(read(path.join(formsFolder, 'config.yml'))), { blank_issues_enabled: false });
  });

  it('have the parts that GitHub knows, each with an ID and a label of its own', () => {
    for (const { name, body } of forms) {
      assert.ok(name && body.length > 0);
      const fields = body.filter(({ type }) => type !== 'markdown');
      for (const { type, id, attributes } of fields) {
        assert.ok(['textarea', 'input', 'dropdown', 'checkboxes'].includes(type), `${name}: ${type}`);
        assert.ok(id !== undefined && attributes.label !== undefined, name);
      }
      for (const unique of [fields.map(({ id }) => id), fields.map(({ attributes }) => attributes.label)])
        assert.equal(new Set(unique).size, fields.length, name);
    }
  });

  it('ask for a redacted token wherever they speak of tokens, and name the command that makes one', () => {
    for (const { name, body } of forms) {
      const texts = body.flatMap(({ attributes: { label, description, value } }) => [label, description, value]);
      const text = texts.join('\n');
      assert.match(text, /token/, name);
      assert.match(text, /\*\*JWT: Copy Redacted\*\*/, name);
    }
  });

  it('cannot be sent with a token before somebody says that it is no real one', () => {
    for (const { name, body } of forms.filter((form) => form.body.some(({ id }) => id === 'token'))) {
      assert.ok(
        body.some(({ attributes: { options } }) =>
          options?.some(({ label, required }) => required && label.includes('no real token, key, or secret')),
        ),
        name,
      );
    }
  });

  it('name commands that exist', () => {
    const { contributes } = JSON.parse(read('package.json')) as {
      readonly contributes: { readonly commands: readonly { readonly title: string }[] };
    };
    const titles = new Set(contributes.commands.map(({ title }) => title));
    for (const name of readdirSync(formsFolder)) {
      for (const [, title = ''] of read(path.join(formsFolder, name)).matchAll(/\*\*JWT: ([^*]+)\*\*/g))
        assert.ok(titles.has(title), `${name}: ${title}`);
    }
  });
});
