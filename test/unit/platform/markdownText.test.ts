import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { visible } from '../../../src/core/text/visible.ts';
import { codeSpan, cut, escapeMarkdown } from '../../../src/platform/markdownText.ts';

const decode = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
/** Texts rich in what Markdown, tables, icons and terminals give a meaning to. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'\\`*_{}[]()#+-.!~<>|&$:@=\n\r\t "\''.split(''), '\u202e', '\u200b', '\ud800', 'a'),
    fc.string({ maxLength: 1 }),
  ),
});

describe('escapeMarkdown', () => {
  it('leaves nothing that Markdown could read, and loses nothing', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeMarkdown(text);
        assert.doesNotMatch(escaped.replace(/&#\d+;/g, ''), /[!#$&*+\-.:<=>@[\\\]^_`{|}~\n\r]/);
        assert.doesNotMatch(escaped, /^ /);
        assert.equal(decode(escaped), visible(text));
      }),
    );
  });
});

describe('codeSpan', () => {
  it('shows every text as it is, in one cell of a table', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const span = codeSpan(text);
        assert.doesNotMatch(span, /[|\n\r]/);
        const code = /^`([^`]+)`$/.exec(span)?.[1];
        // CommonMark §6.1: one space is stripped from both ends of a code span that begins and ends with one.
        const shown = code === undefined ? decode(span) : code.replace(/^ (.*) $/, '$1');
        assert.equal(shown, visible(text));
      }),
    );
  });
});

describe('cut', () => {
  it('says how much it left out, and splits no character', () => {
    assert.deepEqual(cut('short', 5), { text: 'short', note: '' });
    assert.deepEqual(cut('x'.repeat(2005), 5), { text: 'xxxxx', note: '… (2,000 more characters)' });
    assert.equal(cut('abc😀def', 4).text, 'abc');
  });
});

describe('visible', () => {
  it('spells out what nobody can see, on one line, and nothing else', () => {
    assert.equal(
      visible('a\u202eb\u200bc\u0000d\ne\u2028\ufeff\ud800'),
      'a⟨U+202E⟩b⟨U+200B⟩c⟨U+0000⟩d⟨U+000A⟩e⟨U+2028⟩⟨U+FEFF⟩⟨U+D800⟩',
    );
    assert.equal(visible('Grüße, 你好, 😀 – ok'), 'Grüße, 你好, 😀 – ok');
  });
});
