import type { Span } from '../../text/span.ts';
import { call } from './codeRow.ts';

/** Names of variables that hold a token, and names that only sound like it. */
const tokenName =
  /(?:^|[^a-z])(?:(?:access|id|refresh|auth|bearer|session|user|login)?[-_]?tokens?|jwt)(?:$|[^a-z])|^["'`]?auth["'`]?$/i;
const otherToken =
  /c?[sx]rf|push|fcm|apns|device|expir|type|page|next|count|cancel|reset|timer|timeout|time\b|max|min|limit|usage|design|theme/i;

const setItem = call(/\b(?:localStorage|sessionStorage)\.setItem\s?\(/g, ([key, value]) =>
  key && value && (isTokenName(key.text) || isTokenName(lastWord(value.text))) ? key : undefined,
);
const storedItem = /\b(?:localStorage|sessionStorage)(?:\.([\w$]{1,60})|\[["'`]([^"'`\n]{1,60})["'`]\])\s{0,3}=(?!=)/g;

/** Where a script puts a token into web storage: the name under which it is kept. */
export function* storedTokens(code: string): Iterable<Span> {
  if (!/\b(?:local|session)Storage\b/.test(code)) return;
  yield* setItem(code);
  for (const { index, 0: whole, 1: plain, 2: quoted } of code.matchAll(storedItem)) {
    const name = plain ?? quoted ?? '';
    if (!isTokenName(name)) continue;
    const start = index + whole.indexOf(name, 'localStorage'.length);
    yield { start, end: start + name.length };
  }
}

/** `token` of `response.data.token` and of `JSON.stringify(token)`. */
function lastWord(value: string): string {
  return value.match(/[\w$]+/g)?.at(-1) ?? '';
}

function isTokenName(text: string): boolean {
  const words = text.slice(0, 200).replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  return tokenName.test(words) && !otherToken.test(words);
}
