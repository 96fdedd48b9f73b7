import assert from 'node:assert/strict';
import { codeParts } from '../../../src/core/documents/code/codeParts.ts';
import { grammarOf } from '../../../src/core/documents/code/grammars.ts';
import { lex } from '../../../src/core/documents/code/lexer.ts';

/** The tokens of a text in one line: words and signs as they are, texts in ‹›, with ~ where they hold variables. */
function written(languageId: string, text: string): string {
  const grammar = grammarOf(languageId);
  assert.ok(grammar);
  return lex(text, grammar, codeParts(text, grammar))
    .map(({ kind, text: token, isPlain }) => {
      if (kind === 'end') return '¶';
      return kind === 'string' ? `‹${isPlain ? '' : '~'}${token}›` : kind === 'other' ? `·${token}` : token;
    })
    .join(' ')
    .replace(/ ¶$/, '');
}

const cases: Readonly<Record<string, Readonly<Record<string, readonly (readonly [code: string, tokens: string])[]>>>> =
  {
    'reads no comment as code': {
      javascript: [
        ['a // b "\nc', 'a c'],
        ['a /* b */ c', 'a c'],
        [`x = "http://a"; // 'y`, 'x = ‹http://a› ;'],
      ],
      rust: [['a /* b /* c */ d */ e', 'a e']],
      kotlin: [['a /* /* */ */ b', 'a b']],
      java: [['a /* /* */ b', 'a b']],
      python: [['a # b "c\nd', 'a d']],
      ruby: [['a\n=begin\nb "\n=end\nc', 'a c']],
      php: [['<?php # a\n// b\n#[C] d ?> e', '# [ C ] d']],
      html: [['<!-- a("b") --><p>it\'s</p><script>c("d")</script>', 'c ( ‹d› )']],
    },
    'knows how each language writes texts': {
      javascript: [[String.raw`'a\'b' "c"`, String.raw`‹a\'b› ‹c›`]],
      python: [
        [`rb'a' """b\n"c" """ f"d{e}"`, '‹a› ‹b\n"c" › ‹~d{e}› ¶ e'],
        [`f"{{a}}" 'b' 'c'`, '‹~{{a}}› ‹b› ‹c›'],
      ],
      go: [['`a\\` "b\\"" \'"\'', '‹a\\› ‹b\\"› ·\'"\'']],
      csharp: [
        [String.raw`@"a\" "b"`, String.raw`‹a\› ‹b›`],
        ['@"a""b" $"c{d}"', '‹a""b› ‹~c{d}› ¶ d'],
        ['"""a "b" c"""', '‹a "b" c›'],
      ],
      rust: [
        [`r#"a"b"# b"c" 'd' &'e str`, `‹a"b› ‹c› ·'d' & ' e str`],
        ['"a\nb"', '‹a\nb›'],
      ],
      java: [[`"""\na "b"\n""" 'c'`, `‹\na "b"\n› ·'c'`]],
      kotlin: [['"a$b" "c${d}" """e"""', '‹~a$b› ‹~c${d}› ‹e› ¶ d']],
      scala: [[`s"a$b" "c" 'd`, `‹~a$b› ‹c› ' d`]],
      ruby: [
        [`%q(a (b)) %w[c d] "e#{f}"`, '‹a (b)› ‹~c d› ‹~e#{f}› ¶ f'],
        [`x = <<~A, 'b'\n  c\n  A\nd`, 'x = ‹  c› , ‹b› d'],
        ['a << B\nc % (d)', 'a << B c % ( d )'],
      ],
      php: [
        [`<?php "a$b" 'c$d' "{$e->f}";`, '‹~a$b› ‹c$d› ‹~{$e->f}› ; ¶ $e -> f'],
        ["<?php $a = <<<'B'\nc\nB;", '$a = ‹c› ;'],
      ],
    },
    'reads the code that stands in a text as code, however deep': {
      javascript: [
        ['`a${b(`c${d}`)}e` f', '‹~a${b(`c${d}`)}e› f ¶ b ( ‹~c${d}› ) ¶ d'],
        ['`${ {a: "}"} }` b', '‹~${ {a: "}"} }› b ¶ { a : ‹}› }'],
      ],
      python: [[`f"{a['b']}" c`, `‹~{a['b']}› c ¶ a [ ‹b› ]`]],
      ruby: [['"#{a("b")}" c', '‹~#{a("b")}› c ¶ a ( ‹b› )']],
    },
    'tells a regular expression from a division and from a tag': {
      javascript: [
        [`a = /['"]/; b`, `a = ·/['"]/ ; b`],
        ['a / b / c', 'a / b / c'],
        [`return /"/.test(a)`, `return ·/"/ . test ( a )`],
        [`<b>it</b> + "c"`, '< b > it < / b > + ‹c›'],
        ['[/[/"]/, a]', '[ ·/[/"]/ , a ]'],
      ],
      ruby: [[`a =~ /"/ ; b`, `a = ~ ·/"/ ; b`]],
    },
    'ends a text that does not close with its line, where texts cannot go on': {
      javascript: [[`a "b\nc`, 'a ‹~b› c']],
      python: [[`f"{a\nb`, '‹~{a› b ¶ a']],
      csharp: [['$"{a\nb', '‹~{a› b ¶ a']],
    },
  };

describe('the lexer', () => {
  for (const [promise, byLanguage] of Object.entries(cases)) {
    for (const [languageId, list] of Object.entries(byLanguage)) {
      it(`${promise} (${languageId})`, () => {
        for (const [code, tokens] of list) assert.equal(written(languageId, code), tokens, code);
      });
    }
  }

  it('says where each token is: its characters are those of the text', () => {
    for (const byLanguage of Object.values(cases)) {
      for (const [languageId, list] of Object.entries(byLanguage)) {
        for (const [code] of list) {
          const grammar = grammarOf(languageId);
          assert.ok(grammar);
          for (const { text, inner } of lex(code, grammar, codeParts(code, grammar)))
            assert.equal(code.slice(inner, inner + text.length), text, code);
        }
      }
    }
  });
});
