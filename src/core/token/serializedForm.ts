import { member } from '../text/json.ts';
import type { JsonNode, JsonObject } from '../text/json.ts';

/** What names a JSON object as a token: RFC 7515 §7.2, RFC 7516 §7.2. */
export type SerializedKind = 'jws-json' | 'jwe-json';

type MemberType = 'string' | 'object' | 'array';

/** The members of one form: those of the whole, those of each signature or recipient, and the list of these. */
export interface SerializedForm {
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

/** What a token in JSON serialization is made of: RFC 7515 §7.2, RFC 7516 §7.2. */
export const serializedForms: Readonly<Record<SerializedKind, SerializedForm>> = {
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
  Object.values(serializedForms).flatMap(({ list, shared, own }) => [
    list,
    ...Object.keys(shared),
    ...Object.keys(own),
  ]),
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

/** A JSON object that is a token, and the text it stands in. */
export interface SerializedToken {
  readonly text: string;
  readonly root: JsonObject;
  readonly kind: SerializedKind;
  /** As in a parsed token. */
  readonly headerOnly: boolean;
}
