import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { defaultContextGlobs } from '../../../src/core/rules/context.ts';

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, { default: object }>> }[];
  };
}

describe('the default of jwtInspector.diagnostics.contexts', () => {
  it('is the table of core, in its order', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
    const setting = contributes.configuration.map(({ properties }) => properties['jwtInspector.diagnostics.contexts']);
    assert.deepEqual(Object.entries(setting.find((each) => each !== undefined)?.default ?? {}), defaultContextGlobs);
  });
});
