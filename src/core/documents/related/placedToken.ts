import { member } from '../../text/json.ts';
import type { JsonMember } from '../../text/json.ts';
import type { Span } from '../../text/span.ts';
import { placeInText } from '../../token/foundToken.ts';
import type { FoundToken } from '../../token/foundToken.ts';
import type { Token, TextPart } from '../../token/token.ts';
import type { RelatedPlace } from '../../text/finding.ts';

/** A place in the text that is judged, or in another file. */
export type Place = Pick<RelatedPlace, 'start' | 'end' | 'file'>;

/** A value in a text: its position, and its text after unescaping. */
export interface PlacedValue extends Place {
  readonly value: string;
}

/** Only the place of a value that has one. */
export function placeOf({ start, end, file }: Place): Place {
  return { start, end, ...(file !== undefined && { file }) };
}

/** A token and its position. Positions of its members are offsets in its text. */
export class PlacedToken {
  readonly token: Token;
  readonly #found: FoundToken;
  /** Absent for a place in the same text. */
  readonly file: string | undefined;

  constructor(token: Token, found: FoundToken, file?: string) {
    this.token = token;
    this.#found = found;
    this.file = file;
  }

  get start(): number {
    return this.#found.start;
  }

  /** All of it. */
  get whole(): Place {
    return this.#moved({ start: 0, end: this.token.text.length });
  }

  /** The text of a string claim or parameter, and where it stands with its name. */
  string(part: 'header' | 'payload', name: string): PlacedValue | undefined {
    const from = this.token[part];
    return from && this.#string(from, member(from.json, name));
  }

  /** The same of a string member of `cnf` (RFC 7800 §3.1). */
  confirmation(name: string): PlacedValue | undefined {
    const { payload } = this.token;
    return payload && this.#string(payload, member(member(payload.json, 'cnf')?.value, name));
  }

  /** Where a member stands; its whole part where there is none. */
  place(part: 'header' | 'payload', name: string): Place {
    const from = this.token[part];
    const found = member(from?.json, name);
    return this.#moved((found && from?.locate(found)) ?? from?.segment ?? { start: 0, end: this.token.text.length });
  }

  #string(part: TextPart, found: JsonMember | undefined): PlacedValue | undefined {
    return found?.value.type === 'string'
      ? { ...this.#moved(part.locate(found)), value: found.value.value }
      : undefined;
  }

  #moved(span: Span): Place {
    return placeOf({
      ...placeInText(this.#found, span),
      ...(this.file !== undefined && { file: this.file }),
    });
  }
}
