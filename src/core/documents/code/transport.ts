import { guessTokenType } from '../../token/tokenType.ts';
import { isLoopback } from '../../text/origin.ts';
import { parseToken } from '../../token/parse.ts';
import type { Span } from '../../text/span.ts';
import type { Rule } from '../../rules/rule.ts';
import { ArgumentReader } from './callArguments.ts';
import { languageOf } from './codeLanguages.ts';
import { MOST_MATCHES } from './codeRow.ts';
import { maskComments } from './maskComments.ts';
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

/** How far a URL is followed back from a token: nobody reads a longer URL. */
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
  const { requests: calls, comments } = languageOf(subject) ?? {};
  return [
    ...commands(subject.text),
    ...(calls && comments ? callsIn(maskComments(subject.text, comments), calls) : []),
  ];
}

/** In a `.http` file `###` separates requests. */
function* requestBlocks(text: string): Iterable<Span> {
  let start = 0;
  for (const { index } of text.matchAll(/^###/gm)) {
    yield { start, end: index };
    start = index;
  }
  yield { start, end: text.length };
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
 * Calls that begin a request, each with the text up to an empty line or the next call. The first call of a paragraph
 * also gets the text before it, because headers are often built first. The URL is one of the arguments.
 */
function callsIn(text: string, calls: RegExp): readonly WrittenRequest[] {
  const found = [...text.matchAll(calls)].slice(0, MOST_MATCHES);
  const reader = new ArgumentReader(text);
  return found.map(({ index: start, 0: callee }, at) => {
    const furthest = Math.min(start + LONGEST_REQUEST, found[at + 1]?.index ?? text.length);
    const gap = /\n[ \t]{0,100}\r?\n/.exec(text.slice(start, furthest));
    const end = gap ? start + gap.index : furthest;
    const args = callee.endsWith('(') ? reader.read(start + callee.length, true) : undefined;
    const url = { start, end: args ? (args.at(-1)?.end ?? start) : end };
    return { start: paragraphBefore(text, start, found[at - 1]?.index ?? 0), end, url };
  });
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
