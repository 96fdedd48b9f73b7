import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rulesMarkdown, withGeneratedSettings } from '../../../scripts/generateRules.ts';
import { supportMarkdown } from '../../../scripts/generateSupport.ts';
import { catalogue } from '../../../src/core/documents/catalogue.ts';
import { carriedKeyCases } from './cases/carriedKeys.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('what is generated from the tables of core', () => {
  it('is up to date in docs/rules.md', () => {
    assert.equal(read('docs/rules.md'), rulesMarkdown());
  });

  it('is up to date in docs/support.md', () => {
    assert.equal(read('docs/support.md'), supportMarkdown());
  });

  it('is up to date in the settings schema', () => {
    const manifest = read('package.json');
    assert.deepEqual(JSON.parse(manifest), JSON.parse(withGeneratedSettings(manifest)));
  });
});

describe('the catalogue', () => {
  it('has each id once, in the form that settings and anchors need', () => {
    const ids = catalogue.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^[a-z][a-z0-9_]*(?:-[a-z0-9_]+)+$/);
  });

  it('says of each rule what it is, why it matters, who says so and what to do', () => {
    for (const { id, title, why, source, fix } of catalogue) {
      for (const text of [title, why, source, fix]) assert.ok(text.length > 5, id);
      for (const sentence of [why, fix]) assert.match(sentence, /[.]$/, id);
      assert.doesNotMatch(title, /[.]$/, id);
    }
  });

  it('checks by itself the rules that need no key and no document, and those about keys that tokens bring', () => {
    for (const { id, needs, check } of catalogue) {
      if (needs === 'key') assert.equal(check !== undefined, id in carriedKeyCases, id);
      else assert.equal(check === undefined, needs === 'document', id);
    }
  });
});
