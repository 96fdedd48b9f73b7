import { tokenPlaces } from '../token/tokenPlaces.ts';
import type { TokenPlaces } from '../token/tokenPlaces.ts';
import { childrenOf, isCollection, parseJson } from '../text/json.ts';
import type { JsonNode, JsonObject } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import type { Hit } from '../rules/rule.ts';
import { Code } from './code/code.ts';
import { languageOf } from './code/codeLanguages.ts';
import { maskComments } from './code/maskComments.ts';
import { testParts } from './code/testParts.ts';

/** The text of a document with what is known about it. What costs time is worked out when a rule first asks. */
export class TextSubject {
  readonly text: string;
  /** As VS Code names languages; empty where nobody said. */
  readonly languageId: string;
  /** With `/`, in lower case; empty where there is no file. */
  readonly fileName: string;
  readonly #isWanted: (ruleId: string) => boolean;
  #json: { readonly root: JsonNode | undefined } | undefined;
  readonly #places: TokenPlaces;
  #code: { readonly read: Code | undefined } | undefined;
  #objects: readonly JsonObject[] | undefined;
  #testParts: readonly Span[] | undefined;
  #tokens: readonly Span[] | undefined;
  #serializedTokens: readonly Span[] | undefined;

  constructor(
    text: string,
    languageId: string,
    fileName: string,
    isWanted: (ruleId: string) => boolean = () => true,
    places: TokenPlaces = tokenPlaces(text),
  ) {
    this.text = text;
    this.#places = places;
    this.#isWanted = isWanted;
    this.languageId = languageId;
    this.fileName = fileName.replaceAll('\\', '/').toLowerCase();
  }

  /** Whether one of these rules is on. Nothing is searched for a rule that is off. */
  wants(...ruleIds: readonly string[]): boolean {
    return ruleIds.some(this.#isWanted);
  }

  /** The whole text as JSON, with comments or without; `undefined` if it is not one. */
  get json(): JsonNode | undefined {
    this.#json ??= { root: readJsonText(this.text) };
    return this.#json.root;
  }

  /** The objects of a JSON text, outer ones first. */
  get objects(): readonly JsonObject[] {
    this.#objects ??= objectsIn(this.json);
    return this.#objects;
  }

  /** Those in compact form. */
  get tokens(): readonly Span[] {
    this.#tokens ??= this.#places.compact();
    return this.#tokens;
  }

  /** Those in JSON serialization. */
  get serializedTokens(): readonly Span[] {
    this.#serializedTokens ??= this.#places.serialized();
    return this.#serializedTokens;
  }

  /** The text as tokens of its language; `undefined` where that is not known. */
  get code(): Code | undefined {
    this.#code ??= { read: readCode(this) };
    return this.#code.read;
  }

  /** The parts that are built for tests only. */
  get testParts(): readonly Span[] {
    this.#testParts ??= readTestParts(this);
    return this.#testParts;
  }

  get isEnvFile(): boolean {
    return this.languageId === 'dotenv' || /(?:^|\/)\.env(?:\.[^/]*)?$|\.env$/.test(this.fileName);
  }

  /** Whether the file's name ends so: `hasEnding('.http', '.rest')`. */
  hasEnding(...endings: readonly string[]): boolean {
    return endings.some((ending) => this.fileName.endsWith(ending));
  }
}

function readCode(subject: TextSubject): Code | undefined {
  const grammar = languageOf(subject)?.grammar;
  return grammar && new Code(subject.text, grammar);
}

function readTestParts(subject: TextSubject): readonly Span[] {
  const isRust = subject.languageId === 'rust' || (subject.languageId === '' && subject.hasEnding('.rs'));
  return isRust && subject.code && subject.text.includes('test') ? testParts(subject.code) : [];
}

/** A hit of a rule that judges documents. */
export interface DocumentHit extends Hit {
  readonly ruleId: string;
}

/** A document with more objects, or more lists, than this is data. Its first ones are enough to judge it. */
const MOST_OBJECTS = 20_000;

function objectsIn(root: JsonNode | undefined): readonly JsonObject[] {
  const queue = root && isCollection(root) ? [root] : [];
  const objects: JsonObject[] = [];
  // The queue grows while it is walked.
  for (const node of queue) {
    if (node.type === 'object') objects.push(node);
    if (objects.length >= MOST_OBJECTS) break;
    for (const child of childrenOf(node)) if (queue.length < 2 * MOST_OBJECTS && isCollection(child)) queue.push(child);
  }
  return objects;
}

/** JSON with comments as JSON of the same length: without them, and without commas behind the last item. */
function asJson(text: string): string {
  const withoutComments = maskComments(text, { line: ['//'], block: true, backtick: false });
  return withoutComments.replaceAll(/,(?=\s*[}\]])/g, ' ');
}

/**
 * A text as JSON whose offsets are those of the text: comments, commas behind the last item and a byte order mark are
 * read over.
 */
export function readJsonText(text: string): JsonNode | undefined {
  // A byte order mark is no part of the JSON.
  const json = text.replace(/^\ufeff/, ' ');
  if (!/^\s{0,1000}(?:[{[]|\/[/*])/.test(json)) return undefined;
  const reading = parseJson(json);
  if (reading.ok) return reading.root;
  const uncommented = parseJson(asJson(json));
  return uncommented.ok ? uncommented.root : undefined;
}
