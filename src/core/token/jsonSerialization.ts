import { member, parseJson, toPlain } from '../text/json.ts';
import type { JsonMember, JsonNode, JsonObject, JsonString } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import { lateSelection, readSelection, wrongSelection } from './serializedSelection.ts';
import type { Selection } from './serializedSelection.ts';
import { hasEscapes, inside, readStringPart, stringMember } from './stringPart.ts';
import { readSegment, segmentProblem } from './textPart.ts';
import type { DecodeProblem, Token, Segment, TextPart } from './token.ts';
import { hasUnencodedPayload, saysUnencoded } from './unencodedPayload.ts';

/** Signatures and recipients that are read. */
const MAX_VIEWS = 100;
/** What names a JSON object as a token: RFC 7515 §7.2, RFC 7516 §7.2. */
export type SerializedKind = 'jws-json' | 'jwe-json';

type MemberType = 'string' | 'object' | 'array';

/** The members of one form: those of the whole, those of each signature or recipient, and the list of these. */
interface Form {
  readonly list: string;
  readonly shared: Readonly<Record<string, MemberType>>;
  readonly own: Readonly<Record<string, MemberType>>;
  /** Of `shared` or `own`: without it there is no token. */
  readonly required: string;
  /** What makes a token of the other kind. */
  readonly foreign: readonly string[];
  /** Where parameters stand that are not signed. */
  readonly open: readonly string[];
  /** What must not stand there: RFC 7515 §4.1.11, RFC 7516 §4.1.3, RFC 7797 §6. */
  readonly closed: ReadonlySet<string>;
}

const forms: Readonly<Record<SerializedKind, Form>> = {
  'jws-json': {
    list: 'signatures',
    shared: { payload: 'string' },
    own: { protected: 'string', header: 'object', signature: 'string' },
    required: 'signature',
    foreign: ['ciphertext', 'encrypted_key', 'recipients', 'unprotected', 'iv', 'tag', 'aad'],
    open: ['header'],
    closed: new Set(['crit', 'b64']),
  },
  'jwe-json': {
    list: 'recipients',
    shared: {
      protected: 'string',
      unprotected: 'object',
      iv: 'string',
      aad: 'string',
      ciphertext: 'string',
      tag: 'string',
    },
    own: { header: 'object', encrypted_key: 'string' },
    required: 'ciphertext',
    foreign: ['payload', 'signature', 'signatures'],
    open: ['unprotected', 'header'],
    closed: new Set(['crit', 'zip']),
  },
};

/** The names that mean something in a token in JSON serialization or in one of its entries. */
export const serializedNames: ReadonlySet<string> = new Set(
  Object.values(forms).flatMap(({ list, shared, own }) => [list, ...Object.keys(shared), ...Object.keys(own)]),
);

/** Whether a JSON value is a token in JSON serialization: by its members, whatever their values hold. */
export function serializedKind(node: JsonNode): SerializedKind | undefined {
  const type = (name: string): JsonNode['type'] | undefined => member(node, name)?.value.type;
  const hasHeader = type('protected') === 'string' || type('header') === 'object' || type('unprotected') === 'object';
  if (type('ciphertext') === 'string' && (hasHeader || type('recipients') === 'array')) return 'jwe-json';
  if (type('signatures') === 'array' && (type('payload') === 'string' || isSignature(node, 'signatures')))
    return 'jws-json';
  return type('signature') === 'string' && hasHeader ? 'jws-json' : undefined;
}

function isSignature(node: JsonNode, list: string): boolean {
  const items = member(node, list)?.value;
  return items?.type === 'array' && items.items.length > 0 && items.items.every((item) => serializedKind(item));
}

/**
 * Takes a token in JSON serialization apart, flattened or general, with every position in its text. The general form is
 * read as its first signature or recipient sees it; `views` has all. `undefined` where the text is no such token.
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
  const reader = new SerializedReader(text, root, kind, headerOnly);
  const found = member(root, forms[kind].list);
  const list = found?.value;
  if (!found || list?.type !== 'array') {
    const view = reader.view(root);
    const fault = (found && reader.problem(found, `"${found.name}" is not a list.`)) ?? reader.misshapen();
    return fault ? { ...view, kind: 'malformed', problem: fault } : view;
  }
  const views = list.items.slice(0, MAX_VIEWS).map((item) => reader.view(item));
  const [first = reader.view(root)] = views;
  const misshapen =
    views.length === 0
      ? reader.problem(list, `"${found.name}" is empty.`)
      : (reader.misshapen() ?? reader.contradiction(list.items, views));
  const unread = list.items.length - views.length;
  const uncounted =
    unread > 0
      ? reader.problem(
          list,
          `The token has more than ${MAX_VIEWS} ${found.name}. Only the first ${MAX_VIEWS} were read.`,
        )
      : undefined;
  const problem = misshapen ?? uncounted ?? views.find((view) => view.problem)?.problem;
  return {
    ...first,
    views: misshapen ? views.map((view) => ({ ...view, kind: 'malformed', problem: misshapen })) : views,
    ...(unread > 0 && { unread }),
    ...(misshapen && { kind: 'malformed' }),
    ...(problem && { problem }),
  };
}

/** The header of one signature or recipient. */
interface Header {
  /** The protected part as it is written. */
  readonly segment: Segment;
  /** All parameters. */
  readonly whole: TextPart | undefined;
  readonly protected: JsonObject | undefined;
  readonly problem: DecodeProblem | undefined;
}

/** The members that one signature or recipient shares with the others, and those of its own. */
class SerializedReader {
  readonly #text: string;
  readonly #root: JsonObject;
  readonly #kind: SerializedKind;
  readonly #headerOnly: boolean;
  readonly #payloads = new Map<boolean, TextPart>();
  #selection: Selection | undefined;

  constructor(text: string, root: JsonObject, kind: SerializedKind, headerOnly: boolean) {
    this.#text = text;
    this.#root = root;
    this.#kind = kind;
    this.#headerOnly = headerOnly;
  }

  /** The token as one signature or recipient sees it: what the flattened form would hold. */
  view(own: JsonNode): Token {
    return this.#kind === 'jws-json' ? this.#signed(own) : this.#encrypted(own);
  }

  /** Faults in the object itself that no reader may forgive, because another reader sees a different token. */
  misshapen(): DecodeProblem | undefined {
    const { foreign, shared } = forms[this.#kind];
    const other = this.#first(this.#root, foreign);
    if (other) return this.problem(other, `"${other.name}" belongs to another kind of token.`);
    return this.#wrongType(this.#root, shared) ?? (this.#kind === 'jws-json' ? wrongSelection(this.#root) : undefined);
  }

  /** Members that must not occur together in the general form, or not in one of its entries. */
  contradiction(entries: readonly JsonNode[], views: readonly Token[]): DecodeProblem | undefined {
    const { own, shared, list, foreign } = forms[this.#kind];
    // RFC 7515 §7.2.2, RFC 7516 §7.2.2: the flattened members must not stand beside the general ones.
    const flattened = this.#first(this.#root, Object.keys(own));
    if (flattened) return this.problem(flattened, `"${flattened.name}" must not be beside the list.`);
    for (const entry of entries) {
      const wrong = this.#wrongEntry(entry);
      if (wrong) return wrong;
      const misplaced = this.#first(entry, [...Object.keys(shared), list, ...foreign]);
      if (misplaced) return this.problem(misplaced, `"${misplaced.name}" must not be in "${list}".`);
    }
    // RFC 7797 §3: it is one payload.
    if (new Set(views.map(({ protectedHeader }) => saysUnencoded(protectedHeader))).size > 1)
      return this.problem(this.#root, 'The signatures disagree on "b64", so the payload is ambiguous.');
    const late = lateSelection(this.#root);
    return late && this.problem(late, `"${late.name}" must be in the header of the first signature.`);
  }

  problem({ start, end }: Span, message: string): DecodeProblem {
    return { part: 'token', start, end, message };
  }

  #signed(own: JsonNode): Token {
    const header = this.#header(own, [own], own);
    const payload = stringMember(this.#root, 'payload');
    const payloadPart =
      payload && !this.#headerOnly ? this.#payload(payload, hasUnencodedPayload(header.protected)) : undefined;
    const signature = this.#segment(stringMember(own, 'signature'));
    const segments = [header.segment, payloadPart?.segment ?? this.#segment(payload), signature];
    const flattened = {
      ...pick(own, 'protected', 'header', 'signature'),
      ...pick(this.#root, 'payload'),
    };
    return this.#token({ segments, header, payload: payloadPart, signature, flattened }, this.#selected());
  }

  #encrypted(own: JsonNode): Token {
    const header = this.#header(this.#root, [this.#root, own], own);
    const strings = [
      stringMember(own, 'encrypted_key'),
      ...['iv', 'ciphertext', 'tag'].map((name) => stringMember(this.#root, name)),
    ];
    const segments = [header.segment, ...strings.map((node) => this.#segment(node))];
    const flattened = {
      ...pick(this.#root, 'protected', 'unprotected', 'iv', 'ciphertext', 'tag', 'aad'),
      ...pick(own, 'header', 'encrypted_key'),
    };
    return this.#token({ segments, header, payload: undefined, signature: undefined, flattened }, { disclosures: [] });
  }

  #token(
    parts: {
      readonly segments: readonly Segment[];
      readonly header: Header;
      readonly payload: TextPart | undefined;
      readonly signature: Segment | undefined;
      readonly flattened: Record<string, unknown>;
    },
    { problem: unread, ...selection }: Selection,
  ): Token {
    const { segments, payload, signature, flattened } = parts;
    const { whole: header, protected: protectedHeader, problem: misshapen } = parts.header;
    const alg = (member(protectedHeader, 'alg') ?? member(header?.json, 'alg'))?.value;
    const unnamed =
      alg?.type === 'string' ? undefined : this.problem(this.#root, 'The header has no "alg" member that is a string.');
    const problem = misshapen ?? unnamed ?? header?.problem ?? firstProblem(segments) ?? unread;
    return {
      text: this.#text,
      kind: misshapen || unnamed ? 'malformed' : this.#kind,
      segments,
      ...(header && { header }),
      ...(protectedHeader && { protectedHeader }),
      ...(payload && { payload }),
      ...(alg?.type === 'string' && { alg: alg.value }),
      ...(signature && { signature }),
      ...selection,
      headerOnly: this.#headerOnly,
      root: this.#root,
      flattened,
      ...(problem && { problem }),
    };
  }

  /** The JOSE header: the union of its protected and unprotected members, which must not repeat each other. */
  #header(protectedBy: JsonNode, holders: readonly JsonNode[], own: JsonNode): Header {
    const form = forms[this.#kind];
    const node = stringMember(protectedBy, 'protected');
    const segment = this.#segment(node);
    const protectedPart = node && readStringPart('header', node, false);
    const open = form.open
      .flatMap((name) => holders.map((holder) => member(holder, name)?.value))
      .filter((value): value is JsonObject => value?.type === 'object')
      .filter((value, index, all) => all.indexOf(value) === index);
    const exposed = open
      .flatMap((object): readonly JsonMember[] => object.members)
      .find(({ name }) => form.closed.has(name));
    const isObject = protectedPart?.json?.type === 'object';
    const problem =
      this.#wrongEntry(own) ??
      (node && !isObject
        ? (protectedPart?.problem ?? this.problem(node, 'The protected header is not a JSON object.'))
        : exposed && this.problem(exposed, `"${exposed.name}" must be in the protected header.`));
    return {
      segment,
      whole: protectedPart && !isObject ? protectedPart : this.#union(protectedPart, open),
      protected: protectedPart?.json?.type === 'object' ? protectedPart.json : undefined,
      problem,
    };
  }

  /** What is wrong with what one signature or recipient has of its own. */
  #wrongEntry(own: JsonNode): DecodeProblem | undefined {
    const { list, required, own: members } = forms[this.#kind];
    if (own.type !== 'object') return this.problem(own, `An entry of "${list}" is not an object.`);
    const wrong = this.#wrongType(own, members);
    const holder = required in members ? own : this.#root;
    return wrong ?? (member(holder, required) ? undefined : this.problem(own, `"${required}" is missing.`));
  }

  #wrongType(holder: JsonNode, types: Form['own']): DecodeProblem | undefined {
    for (const [name, type] of Object.entries(types)) {
      const found = member(holder, name);
      if (found && found.value.type !== type)
        return this.problem(found, `"${name}" is not ${type === 'object' ? 'an object' : `a ${type}`}.`);
    }
    return undefined;
  }

  #first(holder: JsonNode, names: readonly string[]): JsonMember | undefined {
    return names.map((name) => member(holder, name)).find((found) => found !== undefined);
  }

  /**
   * One JSON object made of the members of several, as text, so that every position in it leads back to where it is
   * from.
   */
  #union(protectedPart: TextPart | undefined, open: readonly JsonObject[]): TextPart | undefined {
    if (open.length === 0) return protectedPart;
    const whole = { text: this.#text, locate: ({ start, end }: Span): Span => ({ start, end }) };
    const sources = [
      ...(protectedPart?.json?.type === 'object' ? [{ from: protectedPart, node: protectedPart.json }] : []),
      ...open.map((node) => ({ from: whole, node })),
    ];
    const pieces: { readonly at: number; readonly origin: number; readonly locate: TextPart['locate'] }[] = [];
    let text = '{';
    for (const { from, node } of sources) {
      if (node.members.length === 0) continue;
      if (pieces.length > 0) text += ',';
      pieces.push({ at: text.length, origin: node.start + 1, locate: (span) => from.locate(span) });
      text += from.text.slice(node.start + 1, node.end - 1);
    }
    text += '}';
    const reading = parseJson(text);
    const segment = protectedPart?.segment ?? this.#segment(undefined);
    return {
      segment,
      text,
      ...(reading.ok && { json: reading.root }),
      ...(protectedPart?.problem && { problem: protectedPart.problem }),
      locate({ start, end }) {
        const piece = pieces.findLast(({ at }) => at <= start);
        if (!piece) return { start: segment.start, end: segment.end };
        return piece.locate({ start: start - piece.at + piece.origin, end: end - piece.at + piece.origin });
      },
    };
  }

  #selected(): Selection {
    this.#selection ??= readSelection(this.#root, this.#headerOnly);
    return this.#selection;
  }

  /** The payload, which all signatures share: read once in each of the ways in which it can be. */
  #payload(node: JsonString, isRaw: boolean): TextPart | undefined {
    const known = this.#payloads.get(isRaw);
    const part = known ?? readStringPart('payload', node, isRaw);
    if (part) this.#payloads.set(isRaw, part);
    return part;
  }

  #segment(node: JsonString | undefined): Segment {
    // What is not there is right behind the opening brace.
    if (!node) return readSegment('', this.#root.start + 1);
    const segment = this.#headerOnly ? { text: node.value, ...inside(node) } : readSegment(node.value, node.start + 1);
    return hasEscapes(node) ? { ...segment, ...inside(node) } : segment;
  }
}

const partNames = ['header', 'payload', 'signature'];
const encryptedPartNames = ['header', 'encrypted key', 'initialization vector', 'ciphertext', 'authentication tag'];

function firstProblem(segments: readonly Segment[]): DecodeProblem | undefined {
  const names = segments.length === 3 ? partNames : encryptedPartNames;
  return segments
    .map((segment, index) => segmentProblem(names[index] ?? '', segment))
    .find((problem) => problem !== undefined);
}

/** The members of these names as ordinary values. */
function pick(node: JsonNode, ...names: readonly string[]): Record<string, unknown> {
  const members = names.map((name) => member(node, name)).filter((found) => found !== undefined);
  return Object.fromEntries(members.map(({ name, value }) => [name, toPlain(value)]));
}
