import type { Span } from './span.ts';

/** A JSON value with its position in the text. Objects keep order, duplicates and exact number texts, and have no prototype to pollute. */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonLiteral;

export interface JsonObject extends Span {
  readonly type: 'object';
  readonly members: readonly JsonMember[];
}

/** `start`..`end` runs from the name's opening quote to the end of the value. */
export interface JsonMember extends Span {
  /** After unescaping. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: JsonNode;
  /** The earlier member of the same name, if any. */
  readonly duplicateOf?: JsonMember;
}

export interface JsonArray extends Span {
  readonly type: 'array';
  readonly items: readonly JsonNode[];
}

export interface JsonString extends Span {
  readonly type: 'string';
  readonly value: string;
}

export interface JsonNumber extends Span {
  readonly type: 'number';
  readonly value: number;
  /** The literal as written: `9007199254740993`, `1e400`. */
  readonly text: string;
}

export interface JsonLiteral extends Span {
  readonly type: 'literal';
  readonly value: true | false | null;
}
