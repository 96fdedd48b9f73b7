import type { Finder } from './codeRow.ts';

/** Each is looked for in the whole text. */
const MOST_DECODERS = 20;

/**
 * The decoders whose result a condition tests, in files that verify nothing. A guess by names: such rules are off until
 * they are wanted.
 */
export function decisionsOn(decoders: RegExp): Finder {
  return function* find(code) {
    if (/verif|validat/i.test(code.replaceAll(/[uU]nverified/g, ''))) return;
    let count = 0;
    for (const { index, 0: whole } of code.matchAll(decoders)) {
      if (++count > MOST_DECODERS) return;
      const line = code.slice(Math.max(code.lastIndexOf('\n', index) + 1, index - 200), index);
      if (/\b(?:if|elif|unless|while)\b/.test(line) || namesIn(line).some((name) => isTested(code, name)))
        yield { start: index, end: index + whole.replace(/\s?(?:<.*>)?\($/, '').length };
    }
  };
}

/** What the line assigns to: `payload` of `const payload = await `, `role` and `sub` of `const { role, sub } = `. */
function namesIn(line: string): readonly string[] {
  const target = /([\w$ ,{}:[\]]{1,120})(?::=|=)\s{0,3}(?:await\s)?[\w.$ ()]{0,40}$/.exec(line)?.[1] ?? '';
  return (target.match(/[A-Za-z_]\w{0,40}/g) ?? []).filter((word) => !/^(?:const|let|var|val|err|_)$/.test(word));
}

function isTested(code: string, name: string): boolean {
  return new RegExp(String.raw`\b(?:if|elif|unless|while)\b[^\n]{0,200}\b${name}\b`).test(code);
}
