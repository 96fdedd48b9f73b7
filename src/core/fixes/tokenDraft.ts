import { algorithm } from '../facts/algorithms.ts';
import { member } from '../text/json.ts';
import type { JsonMember, JsonObject } from '../text/json.ts';
import { printJson } from '../text/printJson.ts';
import type { Token } from '../token/token.ts';
import { readObject } from './writtenClaims.ts';

/** Header and claims of a token to be made, as JSON that a person edits. */
export interface TokenDraft {
  readonly header: string;
  readonly claims: string;
}

/**
 * What a header says about how its token is made. `kid`: of the key; a key without one leaves the header's as it is.
 */
export interface Making {
  readonly alg: string;
  /** Content encryption, of an encrypted token. */
  readonly enc?: string;
  readonly kid?: string;
}

/** Header parameters that are made anew with each encryption (RFC 7518 §4.6.1, §4.7.1, §4.8.1). */
const madeAnew: ReadonlySet<string> = new Set(['epk', 'iv', 'tag', 'p2s', 'p2c']);
/** Those that only encrypted tokens have. */
const ofEncryption: ReadonlySet<string> = new Set([...madeAnew, 'enc', 'zip', 'apu', 'apv']);

/** The draft without a token: the claims that every verifier checks. */
const blank: TokenDraft = {
  header: '{\n  "alg": "HS256",\n  "typ": "JWT"\n}',
  claims: `{
  "iss": "https://issuer.example",
  "aud": "my-api",
  "sub": "me",
  "iat": "now",
  "exp": "+1h"
}`,
};

/** A token as it stands, to be changed: in its order, exact to the digit, and with what is not JSON as its text. */
export function draftOf(token: Token | undefined): TokenDraft {
  const header = token?.header?.json;
  if (header?.type !== 'object') return blank;
  const payload = token?.payload;
  return {
    header: printJson(withoutMembers(header, madeAnew), 2),
    claims: payload === undefined ? '' : payload.json ? printJson(payload.json, 2) : payload.text,
  };
}

/**
 * The header of a draft with these members, where it can be read; the rest stays, but for what the new algorithm has no
 * use for.
 */
export function withMaking(headerText: string, { alg, enc, kid }: Making): string {
  const reading = readObject(headerText);
  if (!reading.ok) return headerText;
  const isEncrypted = algorithm(alg)?.use === 'key';
  const header = isEncrypted ? reading.root : withoutMembers(reading.root, ofEncryption);
  return printJson(set(set(set(header, 'alg', alg), 'enc', isEncrypted ? enc : undefined), 'kid', kid), 2);
}

/** The `alg` and `enc` of a draft's header; empty where it has none. */
export function makingOf(headerText: string): Required<Omit<Making, 'kid'>> {
  const reading = readObject(headerText);
  const text = (name: string): string => {
    const value = reading.ok ? member(reading.root, name)?.value : undefined;
    return value?.type === 'string' ? value.value : '';
  };
  return { alg: text('alg'), enc: text('enc') };
}

function withoutMembers(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  return { ...object, members: object.members.filter(({ name }) => !names.has(name)) };
}

/** The object with this string as its only member of the name, in the place where that was, else behind `alg`. */
function set(object: JsonObject, name: string, text: string | undefined): JsonObject {
  if (text === undefined) return object;
  const nowhere = { start: 0, end: 0 };
  const made: JsonMember = { ...nowhere, name, nameSpan: nowhere, value: { ...nowhere, type: 'string', value: text } };
  const others = object.members.filter((each) => each.name !== name);
  const first = object.members.findIndex((each) => each.name === name);
  const at = first >= 0 ? first : others.findIndex((each) => each.name === 'alg') + 1;
  return { ...object, members: others.toSpliced(at, 0, made) };
}
