import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Setting {
  readonly type?: unknown;
  readonly default?: unknown;
  readonly scope?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
}

interface Manifest {
  readonly version: string;
  readonly icon: string;
  readonly engines: { readonly vscode: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly submenus: readonly { readonly id: string }[];
    readonly menus: Readonly<Record<string, readonly { command?: string; submenu?: string; when?: string }[]>>;
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Setting>> }[];
  };
}

const read = (file: string): string => readFileSync(file, 'utf8');

/** The quoted names of the members of an interface that stands in a source file. */
function members(file: string, name: string): readonly string[] {
  const body = new RegExp(`interface ${name} \\{([\\s\\S]*?)\\n\\}`).exec(read(file))?.[1] ?? '';
  return [...body.matchAll(/^ {2}(?:readonly )?(?:'([^']+)'|(\w+))\??:/gm)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
}

describe('package.json', () => {
  const manifest = JSON.parse(read('package.json')) as Manifest;
  const { commands, menus, submenus, configuration } = manifest.contributes;
  const settings = Object.assign({}, ...configuration.map(({ properties }) => properties)) as Record<string, Setting>;
  const readme = read('README.md');

  it('contributes the commands of the command table, but for internal ones', () => {
    const internal = [
      'jwtInspector.openPanel',
      'jwtInspector.ignoreToken',
      'jwtInspector.setRuleSeverity',
      'jwtInspector.copySecret',
    ];
    const table = members('src/services/commands.ts', 'CommandTable');
    assert.ok(table.includes('jwtInspector.inspect'));
    assert.deepEqual(
      commands.map(({ command }) => command).toSorted(),
      table.filter((id) => !internal.includes(id)).toSorted(),
    );
  });

  it('puts every command in one category', () => {
    assert.deepEqual([...new Set(commands.map(({ category }) => category))], ['JWT']);
  });

  it('offers in menus what it contributes', () => {
    const known = new Set([...commands.map(({ command }) => command), ...submenus.map(({ id }) => id)]);
    const offered = Object.values(menus).flatMap((items) => items.map((item) => item.command ?? item.submenu ?? ''));
    assert.deepEqual(
      offered.filter((id) => !known.has(id)),
      [],
    );
  });

  it('tests in when clauses only the context keys that code sets', () => {
    const used = Object.values(menus).flatMap((items) =>
      items.flatMap((item) => item.when?.match(/jwtInspector:\w+/g) ?? []),
    );
    assert.ok(used.length > 0);
    const known = members('src/services/contextKeys.ts', 'ContextKeys');
    assert.deepEqual(
      used.filter((key) => !known.includes(key)),
      [],
    );
  });

  it('contributes the settings that core reads', () => {
    const ofWorkspaces = 'workspaceIssuers'; // the value of `issuers` in another scope
    const keys = members('src/core/settings/settings.ts', 'RawSettings').filter((key) => key !== ofWorkspaces);
    assert.deepEqual(Object.keys(settings).toSorted(), keys.map((key) => `jwtInspector.${key}`).toSorted());
  });

  for (const [key, setting] of Object.entries(settings)) {
    it(`gives ${key} a type, a default, a scope and a description`, () => {
      assert.ok(setting.type !== undefined);
      assert.ok(setting.default !== undefined);
      assert.match(
        setting.scope ?? '',
        /^(application|machine|machine-overridable|window|resource|language-overridable)$/,
      );
      assert.ok((setting.markdownDescription ?? setting.description ?? '').length > 20);
    });
  }

  it('keeps a workspace away from what opens connections and reads keys', () => {
    assert.equal(settings['jwtInspector.network.allowedOrigins']?.scope, 'machine');
    assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes('jwtInspector.issuers'));
  });

  it('takes nothing from the settings of a workspace that is not trusted, which could silence what warns of it', () => {
    const narrow = Object.entries(settings).filter(
      ([, { scope }]) => !['machine', 'application'].includes(scope ?? ''),
    );
    assert.deepEqual(
      new Set(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations),
      new Set(narrow.map(([key]) => key)),
    );
  });

  it('is typed against the floor of its engine', () => {
    assert.equal(`^${manifest.devDependencies['@types/vscode'] ?? ''}`, manifest.engines.vscode);
  });

  it('pins every dependency', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    assert.deepEqual(
      versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
      [],
    );
  });

  it('agrees with the newest version of CHANGELOG.md', () => {
    assert.equal(/^## \[(.+?)\]/m.exec(read('CHANGELOG.md'))?.[1], manifest.version);
  });

  it('has an icon of at least 128 pixels', () => {
    const png = readFileSync(manifest.icon);
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.ok(png.readUInt32BE(16) >= 128 && png.readUInt32BE(20) >= 128);
  });

  it('is told in README.md: every command', () => {
    const titles = commands.map(({ category, title }) => `${category}: ${title}`);
    assert.deepEqual(
      titles.filter((title) => !readme.includes(`**${title}**`)),
      [],
    );
  });

  it('is told in README.md: every setting', () => {
    const keys = Object.keys(settings);
    assert.deepEqual(
      keys.filter((key) => !readme.includes(`\`${key}\``)),
      [],
    );
  });

  it('is locked to no registry but the reader’s own', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { resolved?: string }> };
    const addresses = Object.values(lock.packages).flatMap(({ resolved }) => resolved ?? []);
    assert.deepEqual(
      addresses.filter((address) => !address.startsWith('https://registry.npmjs.org/')),
      [],
    );
  });
});
