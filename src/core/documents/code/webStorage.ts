import type { Span } from '../../text/span.ts';
import type { Argument, TokenRange } from './code.ts';
import { argumentsSay, callsOf } from './codeCall.ts';
import type { CodeCall } from './codeCall.ts';
import { MOST_MATCHES } from './codeRow.ts';
import { valueEnd } from './givings.ts';
import type { Values } from './values.ts';

/** Names of variables that hold a token, and names that only sound like it. */
const tokenName =
  /(?:^|[^a-z])(?:(?:access|id|refresh|auth|bearer|session|user|login|expires)?[-_]?tokens?|jwt)(?:$|[^a-z])|^auth$/i;
const otherToken =
  /c?[sx]rf|push|fcm|apns|device|page|next|count|cancel|reset|timer|timeout|max|min|limit|usage|design|theme/i;
/** What is told of a token is not it: words behind its name. */
const ofToken =
  /(?:token|jwt)s?[-_ ]?(?:expir|type|time|date|age|exp|at|ttl|name|key_?name|valid|length|status|issued)/i;

/** Functions that keep what they are given in web storage: under their first argument, the value is the second. */
const keepers = 'setItem useStorage useLocalStorage useSessionStorage';
/** Functions that set a cookie by script. */
const cookieSetters = 'set setCookie useCookie setCookieItem';

/** Where a script keeps a token in web storage, or in a cookie that scripts can read: the name under which it does. */
export function* storedTokens(values: Values): Iterable<Span> {
  if (!values.code.mentions(/(?:local|session)Storage|use\w{0,10}Storage|cookie/i)) return;
  for (const found of callsOf(
    values,
    keepers.split(' '),
    /(?:local|session)Storage\.setItem$|(?:^|\.)use(?:Local|Session)?Storage$/,
  )) {
    const isHook = /use\w*Storage$/.test(found.path);
    yield* keptBy(found, isHook);
  }
  for (const found of callsOf(
    values,
    cookieSetters.split(' '),
    /cookies?\.set$|^js-cookie\.set$|(?:^|\.)(?:setCookie|useCookie)$/i,
  ))
    if (isSetByScript(found)) yield* keptBy(found, found.path.endsWith('useCookie'));
  yield* members(values);
  yield* documentCookies(values);
}

/** On a server, `cookies().set` and `res.setCookie` can say that scripts must not read it. */
function isSetByScript(found: CodeCall): boolean {
  if (argumentsSay(found, /^httpOnly$/i)) return false;
  if (
    /^(?:Cookies|Cookie|VueCookies|js-cookie|jsCookie|\$cookies|this\.\$cookies)\.set$|js-cookie|universal-cookie|react-cookie|vue3?-cookies|useCookie/.test(
      found.path,
    )
  )
    return true;
  return (
    /(?:^|\.)(?:setCookie|cookies?\.set)$/i.test(found.path) &&
    found.values.code.mentions(/react-cookie|universal-cookie|cookies-next|vue-cookies/)
  );
}

function* keptBy({ values, args }: CodeCall, mayBeEmpty: boolean): Iterable<Span> {
  const [key, value] = args;
  if (!key || (!value && !mayBeEmpty)) return;
  if (value && !mayBeEmpty && isNothing(values, value)) return;
  if (!isTokenName(keyWords(values, key)) && !(value && isTokenName(lastWord(values, value)))) return;
  yield key.span;
}

/** Storage is cleared by putting nothing there. */
function isNothing(values: Values, range: TokenRange): boolean {
  return /^(?:''|null|undefined|false|'null'|'undefined')$/.test(values.constant(range) ?? '');
}

function keyWords({ code }: Values, { from, to }: Argument): string {
  const words: string[] = [];
  for (let at = from; at < Math.min(to, from + 12); at++)
    if (/word|string/.test(code.at(at).kind)) words.push(code.at(at).text);
  return words.join(' ');
}

/** `localStorage.token = …`, `localStorage['token'] = …`. */
function* members(values: Values): Iterable<Span> {
  const { code } = values;
  for (const storage of ['localStorage', 'sessionStorage']) {
    for (const index of code.placesOf(storage).slice(0, MOST_MATCHES)) {
      const key = index + 2;
      const isIndexed = code.is(index + 1, '[') && code.at(key).kind === 'string' && code.is(key + 1, ']');
      const isMember = code.is(index + 1, '.') && code.at(key).kind === 'word';
      const sign = isIndexed ? key + 2 : key + 1;
      if ((!isIndexed && !isMember) || !code.is(sign, '=') || !isTokenName(code.at(key).text)) continue;
      if (isNothing(values, { from: sign + 1, to: valueEnd(code, sign + 1) })) continue;
      const { inner, text } = code.at(key);
      yield { start: inner, end: inner + text.length };
    }
  }
}

/** `document.cookie = "token=" + token`; a cookie that ends in 1970 is deleted. */
function* documentCookies({ code }: Values): Iterable<Span> {
  for (const index of code.placesOf('cookie').slice(0, MOST_MATCHES)) {
    if (!code.is(index - 2, 'document') || !code.is(index + 1, '=')) continue;
    const { kind, text, inner } = code.at(index + 2);
    const name = kind === 'string' ? (/^([\w.-]{1,60})=(?!;)/.exec(text)?.[1] ?? '') : '';
    const end = valueEnd(code, index + 2);
    let all = '';
    for (let at = index + 2; at < Math.min(end, index + 30); at++) all += code.at(at).text.slice(0, 300);
    if (isTokenName(name) && !/1970|max-age=(?:0|-)/i.test(all)) yield { start: inner, end: inner + name.length };
  }
}

/** `token` of `response.data.token` and of `JSON.stringify(token)`. */
function lastWord({ code }: Values, { from, to }: Argument): string {
  for (let at = to - 1; at >= from; at--) if (code.at(at).kind === 'word') return code.at(at).text;
  return '';
}

function isTokenName(text: string): boolean {
  const words = text.slice(0, 200).replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  return tokenName.test(words) && !otherToken.test(words) && !ofToken.test(words);
}
