import { objectsWith } from '../../token/find.ts';
import { member } from '../../text/json.ts';
import type { JsonObject } from '../../text/json.ts';
import type { Span } from '../../text/span.ts';
import type { TextSubject } from '../textSubject.ts';
import type { Issued } from './faults.ts';
import type { PlacedValue } from './placedToken.ts';

/** An ID token with what was issued in the same response. */
export interface Companions extends Issued {
  readonly id_token: PlacedValue;
}

const names = ['id_token', 'access_token', 'code'] as const;
type Name = (typeof names)[number];

/**
 * The ID tokens of a text with their companions, where nothing else can be meant: members of one JSON object,
 * parameters of one URL or form, and neighbouring lines of a `.env` file whose names share a prefix.
 */
export function* companionsIn(subject: TextSubject): Iterable<Companions> {
  const { text } = subject;
  for (const object of objectsWith(text, /"id_token"\s{0,10}:/g)) yield* together(valuesOf(object));
  for (const run of parameterRuns(text)) yield* together(parametersOf(text, run));
  if (subject.isEnvFile) yield* inEnvironment(text);
}

/** The stretches of text between empty lines and the `###` of request files: lines that belong together. */
export function* paragraphsOf(text: string): Iterable<Span> {
  let start = 0;
  for (const { index, 0: gap } of text.matchAll(/\n[ \t\r\n]*(?=\n)|\n(?=###)/g)) {
    yield { start, end: index };
    start = index + gap.length;
  }
  yield { start, end: text.length };
}

type Named = readonly [Name, PlacedValue];

/** Nothing if there is no ID token, or if a name occurs twice: then it is not clear what belongs together. */
function together(named: readonly Named[]): readonly Companions[] {
  const values = new Map(named);
  const idToken = values.get('id_token');
  if (!idToken || values.size !== named.length) return [];
  return [{ ...Object.fromEntries(values), id_token: idToken }];
}

function valuesOf(object: JsonObject): readonly Named[] {
  return names.flatMap((name): readonly Named[] => {
    const value = member(object, name)?.value;
    return value?.type === 'string' ? [[name, { start: value.start + 1, end: value.end - 1, value: value.value }]] : [];
  });
}

/** What ends a row of `name=value&name=value`. */
const OUTSIDE_PARAMETERS = /[\s"'`<>?#]/;

/** The rows of parameters that have an `id_token`: queries, fragments and form bodies. Each is walked once. */
function* parameterRuns(text: string): Iterable<Span> {
  let done = 0;
  for (const { index } of text.matchAll(/\bid_token=/g)) {
    if (index < done) continue;
    let start = index;
    while (start > done && !OUTSIDE_PARAMETERS.test(text.charAt(start - 1))) start--;
    let end = index;
    while (end < text.length && !OUTSIDE_PARAMETERS.test(text.charAt(end))) end++;
    done = end;
    yield { start, end };
  }
}

function parametersOf(text: string, run: Span): readonly Named[] {
  let start = run.start;
  return text
    .slice(run.start, run.end)
    .split('&')
    .flatMap((parameter): readonly Named[] => {
      const [name = ''] = parameter.split('=', 1);
      const from = start + name.length + 1;
      const end = start + parameter.length;
      start = end + 1;
      const known = names.find((candidate) => candidate === name);
      const value = unescaped(text.slice(from, end));
      return known && value !== undefined ? [[known, { start: from, end, value }]] : [];
    });
}

/** `undefined` for what is not percent-encoded as it should be. */
function unescaped(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** Only paragraphs with an ID token are read. */
function* inEnvironment(text: string): Iterable<Companions> {
  let next = text.indexOf('ID_TOKEN');
  for (const paragraph of next < 0 ? [] : paragraphsOf(text)) {
    if (next >= paragraph.end) continue;
    yield* fromEnvironment(text, paragraph);
    next = text.indexOf('ID_TOKEN', paragraph.end);
    if (next < 0) return;
  }
}

function* fromEnvironment(text: string, { start, end }: Span): Iterable<Companions> {
  const byPrefix = new Map<string, Named[]>();
  const entries = text
    .slice(start, end)
    .matchAll(/^[ \t]*(?:export[ \t]+)?(\w*?)(ID_TOKEN|ACCESS_TOKEN)[ \t]*=[ \t]*(["']?)([^\s"'#]+)\3[ \t]*\r?$/gm);
  for (const { index, 0: line, 1: prefix = '', 2: name, 4: value = '' } of entries) {
    const from = start + index + line.lastIndexOf(value);
    const named: Named = [
      name === 'ID_TOKEN' ? 'id_token' : 'access_token',
      { start: from, end: from + value.length, value },
    ];
    const alike = byPrefix.get(prefix);
    if (alike) alike.push(named);
    else byPrefix.set(prefix, [named]);
  }
  for (const named of byPrefix.values()) yield* together(named);
}
