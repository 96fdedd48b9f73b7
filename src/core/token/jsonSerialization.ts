import { member, parseJson, toPlain } from '../text/json.ts';
import type { JsonNode, JsonString } from '../text/json.ts';
import { contradiction, faultOfShape } from './serializedFaults.ts';
import { serializedForms, serializedKind } from './serializedForm.ts';
import type { SerializedToken } from './serializedForm.ts';
import { readSerializedHeader } from './serializedHeader.ts';
import type { SerializedHeader } from './serializedHeader.ts';
import { readSelection } from './serializedSelection.ts';
import type { Selection } from './serializedSelection.ts';
import { readStringPart, readStringSegment, stringMember } from './stringPart.ts';
import { firstSegmentProblem } from './textPart.ts';
import type { Segment, TextPart, Token } from './token.ts';
import { tokenProblem } from './tokenProblem.ts';
import { hasUnencodedPayload } from './unencodedPayload.ts';

/** Signatures and recipients that are read. */
const MAX_VIEWS = 100;

/**
 * Takes a token in JSON serialization apart, flattened or general, with every position in its text. The general form is
 * read as its first signature or recipient sees it; `views` has all. `undefined` if the text is not such a token.
 * `headerOnly` as in a parsed token.
 */
export function parseSerialized(text: string, headerOnly: boolean): Token | undefined {
  const reading = parseJson(text);
  return reading.ok ? readSerialized(text, reading.root, headerOnly) : undefined;
}

/** The same of a value of a JSON text, with positions in that. */
export function readSerialized(text: string, root: JsonNode, headerOnly: boolean): Token | undefined {
  const kind = serializedKind(root);
  if (root.type !== 'object' || !kind) return undefined;
  const serialized = { text, root, kind, headerOnly };
  const reader = new SerializedReader(serialized);
  const found = member(root, serializedForms[kind].list);
  const list = found?.value;
  if (!found || list?.type !== 'array') {
    const view = reader.view(root);
    const fault = (found && tokenProblem(found, `"${found.name}" is not a list.`)) ?? faultOfShape(serialized);
    return fault ? { ...view, kind: 'malformed', problem: fault } : view;
  }
  const views = list.items.slice(0, MAX_VIEWS).map((item) => reader.view(item));
  const [first = reader.view(root)] = views;
  const fault =
    views.length === 0
      ? tokenProblem(list, `"${found.name}" is empty.`)
      : (faultOfShape(serialized) ?? contradiction(serialized, list.items, views));
  const unread = list.items.length - views.length;
  const uncounted =
    unread > 0
      ? tokenProblem(list, `The token has more than ${MAX_VIEWS} ${found.name}. Only the first ${MAX_VIEWS} were read.`)
      : undefined;
  const problem = fault ?? uncounted ?? views.find((view) => view.problem)?.problem;
  return {
    ...first,
    views: fault ? views.map((view) => ({ ...view, kind: 'malformed', problem: fault })) : views,
    ...(unread > 0 && { unread }),
    ...(fault && { kind: 'malformed' }),
    ...(problem && { problem }),
  };
}

/** The members that one signature or recipient shares with the others, and those of its own. */
class SerializedReader {
  readonly #token: SerializedToken;
  readonly #payloads = new Map<boolean, TextPart>();
  #selection: Selection | undefined;

  constructor(token: SerializedToken) {
    this.#token = token;
  }

  /** The token as one signature or recipient sees it: what the flattened form would hold. */
  view(own: JsonNode): Token {
    return this.#token.kind === 'jws-json' ? this.#signed(own) : this.#encrypted(own);
  }

  #signed(own: JsonNode): Token {
    const { root, headerOnly } = this.#token;
    const header = readSerializedHeader(this.#token, own, own, [own]);
    const payload = stringMember(root, 'payload');
    const payloadPart =
      payload && !headerOnly ? this.#payload(payload, hasUnencodedPayload(header.protected)) : undefined;
    const signature = this.#segmentOf(stringMember(own, 'signature'));
    const segments = [header.segment, payloadPart?.segment ?? this.#segmentOf(payload), signature];
    const flattened = {
      ...pick(own, 'protected', 'header', 'signature'),
      ...pick(root, 'payload'),
    };
    return this.#assemble({ segments, header, payload: payloadPart, signature, flattened }, this.#selected());
  }

  #encrypted(own: JsonNode): Token {
    const { root } = this.#token;
    const header = readSerializedHeader(this.#token, own, root, [root, own]);
    const strings = [
      stringMember(own, 'encrypted_key'),
      ...['iv', 'ciphertext', 'tag'].map((name) => stringMember(root, name)),
    ];
    const segments = [header.segment, ...strings.map((node) => this.#segmentOf(node))];
    const flattened = {
      ...pick(root, 'protected', 'unprotected', 'iv', 'ciphertext', 'tag', 'aad'),
      ...pick(own, 'header', 'encrypted_key'),
    };
    return this.#assemble(
      { segments, header, payload: undefined, signature: undefined, flattened },
      { disclosures: [] },
    );
  }

  #assemble(
    parts: {
      readonly segments: readonly Segment[];
      readonly header: SerializedHeader;
      readonly payload: TextPart | undefined;
      readonly signature: Segment | undefined;
      readonly flattened: Record<string, unknown>;
    },
    { problem: unread, ...selection }: Selection,
  ): Token {
    const { text, root, kind, headerOnly } = this.#token;
    const { segments, payload, signature, flattened } = parts;
    const { whole: header, protected: protectedHeader, problem: wrongHeader } = parts.header;
    const alg = (member(protectedHeader, 'alg') ?? member(header?.json, 'alg'))?.value;
    const unnamed =
      alg?.type === 'string' ? undefined : tokenProblem(root, 'The header has no "alg" member that is a string.');
    const names = segments.length === 3 ? partNames : encryptedPartNames;
    const problem = wrongHeader ?? unnamed ?? header?.problem ?? firstSegmentProblem(segments, names) ?? unread;
    return {
      text,
      kind: wrongHeader || unnamed ? 'malformed' : kind,
      segments,
      ...(header && { header }),
      ...(protectedHeader && { protectedHeader }),
      ...(payload && { payload }),
      ...(alg?.type === 'string' && { alg: alg.value }),
      ...(signature && { signature }),
      ...selection,
      headerOnly,
      root,
      flattened,
      ...(problem && { problem }),
    };
  }

  #selected(): Selection {
    this.#selection ??= readSelection(this.#token.root, this.#token.headerOnly);
    return this.#selection;
  }

  /** The payload, which all signatures share: read once in each of the ways in which it can be. */
  #payload(node: JsonString, isRaw: boolean): TextPart | undefined {
    const known = this.#payloads.get(isRaw);
    const part = known ?? readStringPart('payload', node, isRaw);
    if (part) this.#payloads.set(isRaw, part);
    return part;
  }

  #segmentOf(node: JsonString | undefined): Segment {
    return readStringSegment(node, this.#token);
  }
}

const partNames = ['header', 'payload', 'signature'];
const encryptedPartNames = ['header', 'encrypted key', 'initialization vector', 'ciphertext', 'authentication tag'];

/** The members of these names as ordinary values. */
function pick(node: JsonNode, ...names: readonly string[]): Record<string, unknown> {
  const members = names.map((name) => member(node, name)).filter((found) => found !== undefined);
  return Object.fromEntries(members.map(({ name, value }) => [name, toPlain(value)]));
}
