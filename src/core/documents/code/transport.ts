import { guessTokenType } from '../../token/tokenType.ts';
import { isLoopback } from '../../text/origin.ts';
import { parseToken } from '../../token/parse.ts';
import type { Span } from '../../text/span.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Code } from './code.ts';
import { chainOf } from './codeCall.ts';
import { languageOf } from './codeLanguages.ts';
import { MOST_MATCHES } from './codeRow.ts';
import { calleeBehindTypes, Values } from './values.ts';
import type { DocumentHit, TextSubject } from '../textSubject.ts';

/** Rules about how the tokens of a document are sent. */
export const transportRules: readonly Rule[] = [
  {
    id: 'token-in-url',
    title: 'Token in a URL',
    why: 'URLs, and any tokens in them, end up in logs, histories, and Referer headers.',
    source: 'RFC 6750 §5.3, RFC 9700 §4.3.2',
    fix: 'Send the token in the Authorization header or in the body of a POST.',
    kind: 'content',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'token-over-http',
    title: 'Token over plain http',
    why: 'Anyone on the network path can read and use the token.',
    source: 'RFC 6750 §5.3',
    fix: 'Use https. Plain http is safe only on this machine.',
    kind: 'content',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'id-token-as-access-token',
    title: 'ID token sent as access token',
    why: 'An ID token tells a client who signed in. An API that accepts ID tokens accepts tokens made for any client of the issuer.',
    source: 'RFC 8725 §2.8, RFC 9068 §4',
    fix: 'Send the access token, and have the API check "typ" and "aud".',
    kind: 'content',
    severity: 'information',
    needs: 'document',
  },
];

/** Where the tokens of a document are sent in the open. */
export function* findOnTheWire(subject: TextSubject): Iterable<DocumentHit> {
  for (const token of subject.wants('token-in-url') ? subject.tokens : []) {
    if (isInUrl(subject.text, token.start)) {
      yield {
        ...token,
        ruleId: 'token-in-url',
        message: 'This token is part of a URL, which ends up in logs and histories.',
      };
    }
  }
  for (const token of subject.wants('id-token-as-access-token') ? subject.tokens : []) {
    if (isBearer(subject.text, token.start) && isIdToken(subject.text.slice(token.start, token.end))) {
      yield {
        ...token,
        ruleId: 'id-token-as-access-token',
        message: 'This looks like an ID token used as an access token.',
      };
    }
  }
  if (!subject.wants('token-over-http') || !subject.text.includes('http://')) return;
  for (const request of requestsOf(subject)) {
    const host = plainHostOf(subject.text, request);
    if (host && carriesToken(subject, request))
      yield { ...host, ruleId: 'token-over-http', message: 'This request contains a token and is not encrypted.' };
  }
}

/** How far to search back from a token for the start of its URL. */
const LONGEST_URL = 512;

/** Whether a token is the value of a parameter of a URL, a path or a template of one (`{{host}}/…?access_token=`). */
function isInUrl(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - LONGEST_URL), start);
  // HTML writes `&` as `&amp;`.
  if (!/[?&#;][A-Za-z0-9_.-]{1,64}=$/.test(before)) return false;
  const url = before.split(/[\s"'`<>()]/).at(-1) ?? '';
  return /^(?:[a-z][a-z0-9+.-]{1,20}:|\{\{|\/)[^?#]*[?#]/i.test(url);
}

function isBearer(text: string, start: number): boolean {
  return /\bBearer[ \t]{1,5}$/i.test(text.slice(Math.max(0, start - 20), start));
}

function isIdToken(token: string): boolean {
  return guessTokenType(parseToken(token)).purpose === 'id';
}

/** A stretch of text that is one request. */
interface WrittenRequest extends Span {
  /** Where its URL is. Absent if the URL may be anywhere in the request. */
  readonly url?: Span;
}

function requestsOf(subject: TextSubject): Iterable<WrittenRequest> {
  if (subject.languageId === 'http' || subject.languageId === 'rest' || subject.hasEnding('.http', '.rest', '.hurl'))
    return requestBlocks(subject.text);
  const language = languageOf(subject)?.language;
  return language && subject.code ? callsIn(subject.text, subject.code, language.requests) : commands(subject.text);
}

/** In a `.http` file `###` separates requests, and the first line that is no comment has the URL. */
function* requestBlocks(text: string): Iterable<WrittenRequest> {
  let start = 0;
  for (const { index } of text.matchAll(/^###/gm)) {
    yield requestBlock(text, start, index);
    start = index;
  }
  yield requestBlock(text, start, text.length);
}

function requestBlock(text: string, start: number, end: number): WrittenRequest {
  const line = /^(?!#|\/\/|@|\s)[^\n]+/m.exec(text.slice(start, Math.min(end, start + LONGEST_REQUEST)));
  const from = start + (line?.index ?? 0);
  return { start, end, url: { start: from, end: from + (line?.[0].length ?? 0) } };
}

/** How much of a command or call is looked at. */
const LONGEST_REQUEST = 2000;

/** The commands of curl and wget, each with the lines that continue it. */
function commands(text: string): readonly Span[] {
  const command = /\b(?:curl|wget)[ \t]/g;
  const spans: Span[] = [];
  for (let found = command.exec(text); found; found = command.exec(text)) {
    const start = found.index;
    const line = /(?<![\\^`])\r?\n/.exec(text.slice(start, start + LONGEST_REQUEST));
    command.lastIndex = start + (line?.index ?? LONGEST_REQUEST);
    spans.push({ start, end: command.lastIndex });
  }
  return spans;
}

/**
 * Calls that send a request to a URL that is written in them, each with the text up to an empty line or the next call.
 * The first call of a paragraph also gets the text before it, because headers are often built first.
 */
function callsIn(text: string, code: Code, calls: RegExp): readonly WrittenRequest[] {
  const values = new Values(code);
  const found: WrittenRequest[] = [];
  let starts: readonly number[] | undefined;
  let places: ReadonlyMap<number, number> = new Map();
  for (let index = 0; index < code.tokens.length && found.length < MOST_MATCHES; index++) {
    const token = code.at(index);
    if (token.kind !== 'string' || !/^http:\/\//i.test(token.text)) continue;
    const callee = calleeOf(values, index, calls);
    if (callee === undefined) continue;
    if (starts === undefined) {
      starts = startsOf(values, calls);
      places = new Map(starts.map((each, place) => [each, place]));
    }
    const { start } = code.at(callee);
    const place = places.get(start) ?? 0;
    const furthest = Math.min(start + LONGEST_REQUEST, starts[place + 1] ?? text.length);
    const gap = /\n[ \t]{0,100}\r?\n/.exec(text.slice(start, furthest));
    const end = gap ? start + gap.index : furthest;
    const before = paragraphBefore(text, start, starts[place - 1] ?? 0);
    found.push({ start: before, end, url: { start: token.inner, end: token.end } });
  }
  return found;
}

/** Where the calls begin that send requests, in their order. */
function startsOf(values: Values, calls: RegExp): readonly number[] {
  const { code } = values;
  const starts: number[] = [];
  for (let index = 0; index < code.tokens.length; index++) {
    const { kind, start } = code.at(index);
    const isCall = kind === 'word' && (code.is(index + 1, '(', '<') || code.at(index + 1).kind === 'string');
    if (isCall && calls.test(fullPath(values, index))) starts.push(start);
  }
  return starts.toSorted((one, other) => one - other);
}

/** The path of what is called, through the calls that it is called on. */
function fullPath(values: Values, callee: number): string {
  const path = values.pathOf(callee);
  return path.startsWith('.') ? chainOf({ values, callee }).join('.') : path;
}

const urlNames = /^(?:url|uri|base_?url|endpoint|href|prefix_?url|request_?uri)$/i;
/** How many brackets may be between a call and the URL in its arguments. */
const DEEPEST_URL = 4;

/** The call that a text is the URL of: an early argument, or an option that is named like one; no `Origin`. */
function calleeOf(values: Values, index: number, calls: RegExp): number | undefined {
  const { code } = values;
  if (code.at(index - 1).kind === 'word' && calls.test(fullPath(values, index - 1))) return index - 1;
  let at = index;
  let opener = code.opener(index);
  let isNamed = false;
  for (let depth = 0; depth < DEEPEST_URL && opener >= 0; depth++) {
    if (code.is(at - 1, ':', '=', '=>')) {
      if (depth === 0 && !urlNames.test(code.at(at - 2).text)) return undefined;
      isNamed = true;
    }
    const callee = code.is(opener - 1, '>') ? calleeBehindTypes(code, opener - 1) : opener - 1;
    const isCall = code.is(opener, '(') && code.at(callee).kind === 'word';
    if (isCall && calls.test(fullPath(values, callee)))
      return isNamed || commasBetween(code, opener, at) < 2 ? callee : undefined;
    at = opener;
    opener = code.opener(opener);
  }
  return undefined;
}

function commasBetween(code: Code, opener: number, index: number): number {
  let count = 0;
  for (let at = opener + 1; at < index && count < 2; at = code.next(at)) if (code.is(at, ',')) count++;
  return count;
}

/** Where the text of a call begins: at the call itself if the same paragraph has an earlier call. */
function paragraphBefore(text: string, start: number, earlier: number): number {
  const from = Math.max(0, start - LONGEST_PREPARATION);
  const gaps = [...text.slice(from, start).matchAll(/\n[ \t]{0,100}\r?\n/g)];
  const paragraph = from + (gaps.at(-1)?.index ?? 0);
  return earlier > 0 && earlier >= paragraph ? start : paragraph;
}

/** How many characters before a call are read. */
const LONGEST_PREPARATION = 500;

/**
 * The first URL of a request, as far as its host, if it is plain http to another machine. A host that is a variable
 * says nothing.
 */
function plainHostOf(text: string, request: WrittenRequest): Span | undefined {
  const { start, end } = request.url ?? request;
  const found = /https?:\/\/(?:\[[0-9a-f:.]{2,45}\]|[a-z0-9.-]{1,253})?/i.exec(text.slice(start, end));
  if (!found) return undefined;
  const [url] = found;
  const host = url.slice('http://'.length).toLowerCase();
  if (!/^http:/i.test(url) || host === '' || host === '0.0.0.0' || isLoopback(host)) return undefined;
  return { start: start + found.index, end: start + found.index + url.length };
}

function carriesToken({ text, tokens }: TextSubject, { start, end }: Span): boolean {
  if (
    /\b(?:Bearer|DPoP)[ \t]{1,5}\S|["'`]Bearer["'`]\s?,|\b(?:set)?bearer_?auth\b|--oauth2-bearer|\bwithToken\(/i.test(
      text.slice(start, end),
    )
  )
    return true;
  const first = firstFrom(tokens, start);
  return first !== undefined && first.start < end;
}

/** The first span that begins at or behind an offset. */
function firstFrom(spans: readonly Span[], offset: number): Span | undefined {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return spans[low];
}
