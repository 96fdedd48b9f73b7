import type { Base64urlFault } from '../text/base64url.ts';
import type { JsonNode, JsonObject } from '../text/json.ts';
import type { Span } from '../text/span.ts';

export type TokenKind = 'jws' | 'unsecured' | 'detached' | 'jwe' | 'sd-jwt' | 'jws-json' | 'jwe-json' | 'malformed';

/** What could not be decoded, and exactly where. */
export interface DecodeProblem extends Span {
  /** The part of the token: `header`, `payload`, `signature`, `disclosure 2`, … */
  readonly part: string;
  /** Zero-based byte of the decoded part, where the fault is in the bytes and not in the base64url text. */
  readonly byte?: number;
  /** A sentence for a person: which part, which byte or character, why. */
  readonly message: string;
}

/** The public, plain view of a token (see api.ts). Objects are ordinary objects built member by member. */
export interface DecodedToken {
  readonly kind: TokenKind;
  readonly header?: Record<string, unknown>;
  /** Any JSON value; the text itself where a JWS payload is not JSON. */
  readonly payload?: unknown;
  /** The exact JSON texts: integers beyond 2^53 and duplicate members survive here. */
  readonly headerText?: string;
  readonly payloadText?: string;
  /** General JSON serialization: the header of each signature or recipient. `header` is the first. */
  readonly headers?: readonly Record<string, unknown>[];
  /** The token that the payload is (RFC 7519 §5.2). */
  readonly nested?: DecodedToken;
  readonly problem?: DecodeProblem;
}

/** One dot- or tilde-separated piece of the token. Offsets are in the token. */
export interface Segment extends Span {
  readonly text: string;
  /** Decoded leniently, so that what can be shown is shown. Absent only where nothing can be decoded. */
  readonly bytes?: Uint8Array;
  /** Why the text is not canonical base64url (RFC 7515 §2), if it is not. */
  readonly fault?: Base64urlFault;
}

/** A segment whose bytes are text: the header, a payload, a disclosure. */
export interface TextPart {
  readonly segment: Segment;
  /** The bytes as UTF-8 text. */
  readonly text: string;
  /** The text as JSON; absent if it is not JSON (then `problem` says why). */
  readonly json?: JsonNode;
  readonly problem?: DecodeProblem;
  /** The bytes of the segment are compressed (`"zip":"DEF"`), so all positions are those of the whole segment. */
  readonly isInflated?: true;
  /** The characters of the token that encode the characters `start..end` of `text`. */
  locate(span: Span): Span;
}

/** A token taken apart with every position kept: what rules, hover and panel read. */
export interface Token {
  readonly text: string;
  readonly kind: TokenKind;
  /** The dot-separated parts of the JWS or JWE, in order; in JSON serialization, what would be these parts. */
  readonly segments: readonly Segment[];
  readonly header?: TextPart;
  /**
   * The protected header: the whole header, except in JSON serialization. Nothing else satisfies a check or changes
   * what a token means.
   */
  readonly protectedHeader?: JsonObject;
  /** Absent for JWE and for detached payloads. */
  readonly payload?: TextPart;
  /** The protected `alg`, else an unprotected one, when it is a string. */
  readonly alg?: string;
  readonly signature?: Segment;
  /**
   * SD-JWT: the parts between tildes, and the key-binding JWT after the last one; in JSON serialization those of the
   * unprotected header.
   */
  readonly disclosures: readonly TextPart[];
  readonly keyBinding?: Segment;
  /**
   * SD-JWT: what a key binding JWT is for, in compact form with its disclosures, up to the last tilde (RFC 9901 §4.3.1,
   * §8.1).
   */
  readonly presentation?: string;
  /** JSON serialization: the object that the token was read from, with positions in `text`. */
  readonly root?: JsonObject;
  /**
   * JSON serialization: the members of this signature's or recipient's flattened form (RFC 7515 §7.2.2, RFC 7516
   * §7.2.2).
   */
  readonly flattened?: Readonly<Record<string, unknown>>;
  /**
   * General JSON serialization: the token as each of its signatures or recipients sees it. What is outside of this list
   * is the first.
   */
  readonly views?: readonly Token[];
  /** How many more signatures or recipients there are than `views` has. */
  readonly unread?: number;
  /** True when only the header was decoded because the token is longer than 256 KB. */
  readonly headerOnly: boolean;
  readonly problem?: DecodeProblem;
}
