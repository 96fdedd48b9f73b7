import assert from 'node:assert/strict';
import { buildView } from '../../../../src/panel/view/panelView.ts';
import { longestShown } from '../../../../src/panel/protocol/pageView.ts';
import { longTokens } from '../../../growth/tokenGrowth.ts';
import { NOW } from '../../rules/tokens.ts';
import { modelOf } from './models.ts';

/** Values in what the page is given, and characters: each value becomes an element or two, and no more. */
function sizeOf(value: unknown): { values: number; characters: number } {
  if (typeof value === 'string') return { values: 1, characters: value.length };
  if (typeof value !== 'object' || value === null) return { values: 1, characters: 0 };
  const sizes = Object.values(value).map(sizeOf);
  return {
    values: sizes.reduce((sum, { values }) => sum + values, 1),
    characters: sizes.reduce((sum, { characters }) => sum + characters, 0),
  };
}

const pageOf = (token: string): { values: number; characters: number } => {
  const { token: _text, ...rest } = buildView(modelOf(token), new Date(NOW * 1000)).view;
  return sizeOf(rest);
};

describe('The page of a token gets no larger than a browser can lay out at once', () => {
  for (const [name, make] of Object.entries(longTokens)) {
    it(`with ${name}: tables, problems and parts are cut, and each says how much is left`, () => {
      for (const size of [60_000, 120_000, 180_000]) {
        const { values, characters } = pageOf(make(size));
        assert.ok(values < 8000, `${values} values`);
        // The claims of an SD-JWT are there as they came and as they are presented.
        assert.ok(characters < 3 * longestShown, `${characters} characters`);
      }
    });
  }
});
