import { disclose, shownClaims } from '../token/disclosures.ts';
import { member } from '../text/json.ts';
import type { JsonMember, JsonNode } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import type { Token, TextPart } from '../token/token.ts';

/** Whatever is about a token: the subject of a rule, for one. */
export interface AboutToken {
  readonly token: Token;
}

/** A header parameter or claim with its place in the token. */
export interface Located {
  readonly member: JsonMember;
  /** The part of the token that holds it; for a disclosed claim, its disclosure. */
  readonly part: TextPart;
  readonly value: JsonNode;
  /** The characters that encode `"name": value`. */
  readonly span: Span;
}

export function headerMember({ token }: AboutToken, name: string): Located | undefined {
  return locateMember(token.header, name);
}

/** A header parameter that counts: in JSON serialization, only a protected one. */
export function protectedMember({ token: { header, protectedHeader } }: AboutToken, name: string): Located | undefined {
  if (header?.json?.type !== 'object' || !protectedHeader) return undefined;
  // The header begins with what is protected.
  const members = header.json.members.slice(0, protectedHeader.members.length);
  const found = members.findLast((each) => each.name === name);
  return found && { member: found, value: found.value, part: header, span: header.locate(found) };
}

/** A claim, as the token says it or a disclosure does. */
export function claim({ token }: AboutToken, name: string): Located | undefined {
  const open = openClaim({ token }, name);
  if (open) return open;
  const disclosed = disclose(token);
  const part = disclosed?.disclosedBy.get(name);
  const found = part && member(disclosed?.claims, name);
  return found && { member: found, value: found.value, part, span: part.locate(found) };
}

/** A claim that anyone who has the token can read, whatever is disclosed. */
export function openClaim({ token }: AboutToken, name: string): Located | undefined {
  return locateMember(token.payload, name);
}

/** Whether a claim is surely not there: one of an SD-JWT may be hidden (RFC 9901 §9.7). */
export function lacksClaim(about: AboutToken, name: string): boolean {
  return !claim(about, name) && !shownClaims(about.token).hidesClaims;
}

/** The text of a string claim or parameter. */
export function stringOf(located: Located | undefined): string | undefined {
  return located?.value.type === 'string' ? located.value.value : undefined;
}

function locateMember(part: TextPart | undefined, name: string): Located | undefined {
  const found = member(part?.json, name);
  return part && found && { member: found, value: found.value, part, span: part.locate(found) };
}
