import { algorithm } from '../facts/algorithms.ts';
import { isPlaceholder } from '../token/placeholder.ts';
import { encodeBase64url } from '../text/base64url.ts';
import { redact } from '../token/redact.ts';
import type { Token, Segment } from '../token/token.ts';
import { fromDerSignature } from '../token/derSignature.ts';

/** A change of a token's text that needs no key. */
export interface TokenFix {
  /** As a menu says it. */
  readonly title: string;
  /** The rules whose finding it fixes; none for a change that any token can be put through. */
  readonly rules: readonly string[];
  /** It gives the same token, in its canonical form. */
  readonly keepsMeaning: boolean;
  /** The new text; `undefined` where there is nothing to change. */
  readonly apply: (token: Token) => string | undefined;
}

/** In the order in which menus list them. */
export const tokenFixes: readonly TokenFix[] = [
  {
    title: 'Convert the signature from DER to r‖s',
    rules: ['ecdsa-der-signature'],
    keepsMeaning: true,
    apply: withRawSignature,
  },
  {
    title: 'Write the signature in canonical base64url',
    rules: ['base64url-noncanonical'],
    keepsMeaning: true,
    apply: withCanonicalSignature,
  },
  {
    title: 'Write the token in compact form',
    rules: ['jwt-json-serialization'],
    keepsMeaning: true,
    apply: inCompactForm,
  },
  {
    title: 'Replace the token with its redacted form',
    rules: ['payload-private-key', 'payload-credential', 'payload-card-number', 'payload-ssn', 'payload-pii'],
    keepsMeaning: false,
    apply: redacted,
  },
  { title: 'Strip the signature', rules: [], keepsMeaning: false, apply: withoutSignature },
];

/**
 * The JSON serialization as a string of its document, where everything in it has a place in the compact form (RFC 7515
 * §7.1, RFC 7516 §7.1).
 */
function inCompactForm({ kind, flattened, views = [], segments, problem }: Token): string | undefined {
  if (!flattened || views.length > 1 || problem) return undefined;
  const isSigned = kind === 'jws-json';
  // Unprotected headers and additional authenticated data have none.
  const placed = isSigned
    ? ['protected', 'payload', 'signature']
    : ['protected', 'encrypted_key', 'iv', 'ciphertext', 'tag'];
  if (!Object.keys(flattened).every((name) => placed.includes(name))) return undefined;
  // RFC 7797 §5.2: a payload that is not encoded may have dots of its own.
  if (!segments.every(({ text }) => /^[\w-]*$/.test(text))) return undefined;
  return JSON.stringify(segments.map(({ text }) => text).join('.'));
}

function redacted({ text }: Token): string | undefined {
  const result = redact(text);
  return result === text ? undefined : result;
}

/** RFC 7518 §3.4: r and s, each as long as the order of the curve. */
export function withRawSignature(token: Token): string | undefined {
  return firstOf(token, rawSignature);
}

/** Only the signature: header and payload are signed as they are spelled (RFC 7515 §5.1). */
export function withCanonicalSignature(token: Token): string | undefined {
  return firstOf(token, canonicalSignature);
}

/** For a token with several signatures, the first change that one of them needs. */
function firstOf(token: Token, change: (view: Token) => string | undefined): string | undefined {
  for (const view of token.views ?? [token]) {
    const text = change(view);
    if (text !== undefined) return text;
  }
  return undefined;
}

function rawSignature(token: Token): string | undefined {
  const { signature, alg = '' } = token;
  const size = algorithm(alg)?.curve === undefined ? undefined : algorithm(alg)?.signatureLength;
  const raw = size === undefined ? undefined : fromDerSignature(signature?.bytes ?? new Uint8Array(), size / 2);
  return raw && withSignature(token, encodeBase64url(raw));
}

function canonicalSignature(token: Token): string | undefined {
  const { signature } = token;
  const reason = signature?.fault?.reason;
  // Whatever these bytes were meant to be, some are missing.
  if (!signature?.bytes || !reason || reason === 'foreign-character' || reason === 'impossible-length')
    return undefined;
  return isPlaceholder(signature) ? undefined : withSignature(token, encodeBase64url(signature.bytes));
}

function withoutSignature(token: Token): string | undefined {
  return (token.kind === 'jws' || token.kind === 'detached') && token.signature?.text
    ? withSignature(token, '')
    : undefined;
}

function withSignature({ text, signature }: Token, replacement: string): string | undefined {
  return signature && replaceSegment(text, signature, replacement);
}

function replaceSegment(text: string, { start, end }: Segment, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
