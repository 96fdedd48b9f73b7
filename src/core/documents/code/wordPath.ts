import type { Code } from './code.ts';

/** A name with what is in front of it: `jwt.sign`, `this.options.secret`, `Firebase\JWT\JWT::encode`. */
export interface WordPath {
  readonly words: readonly string[];
  /** The index of its first token. */
  readonly from: number;
  /** Whether it is a member of a value that has no name: `f().sign`. Then `words` begin behind it. */
  readonly hasReceiver: boolean;
}

const joints: ReadonlySet<string> = new Set(['.', '?.', '::', '->', '\\']);
const LONGEST_PATH = 8;

export function isJoint(code: Code, index: number): boolean {
  const { kind, text } = code.at(index);
  return kind === 'sign' && joints.has(text);
}

/** The path that ends with the word at `index`. */
export function pathAt(code: Code, index: number): WordPath {
  const words = [bare(code.at(index).text)];
  let from = index;
  while (words.length < LONGEST_PATH && isJoint(code, from - 1)) {
    const before = code.is(from - 2, '!') ? from - 3 : from - 2;
    const { kind, text } = code.at(before);
    if (kind !== 'word') return { words, from, hasReceiver: kind !== 'end' && text !== '\\' };
    words.unshift(bare(text));
    from = before;
  }
  // `\Firebase\JWT`
  return { words, from: code.is(from - 1, '\\') ? from - 1 : from, hasReceiver: false };
}

/** A name without the signs of its kind: `$key`, `@key`, `#key`. */
export function bare(name: string): string {
  return name.replace(/^[$@#]{1,2}(?=.)/, '');
}
