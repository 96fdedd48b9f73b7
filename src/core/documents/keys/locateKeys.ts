import type { JWK } from 'jose';

import { readCertificate } from '../../keys/certificate.ts';
import type { Certificate } from '../../keys/certificate.ts';
import { readDerKey } from '../../keys/derKey.ts';
import { isJwk, isKeyType, readJwk } from '../../keys/jwk.ts';
import { holdsPublicKey, whatElse } from '../../keys/meansKey.ts';
import { looksLikePem, readPem } from '../../keys/pem.ts';
import { encodeBase64url } from '../../text/base64url.ts';
import { member, toPlain } from '../../text/json.ts';
import type { JsonNode, JsonObject } from '../../text/json.ts';
import type { Span } from '../../text/span.ts';
import { isSecretName } from './secretName.ts';
import type { TextSubject } from '../textSubject.ts';

/** A key that stands in a document. */
export interface LocatedKey extends Span {
  readonly form: 'jwk' | 'pem' | 'secret';
  /** Without its public half where a PEM private key leaves that out. */
  readonly jwk: JWK;
  /** The object, if it is one. */
  readonly node?: JsonObject;
  /** Of a PEM block, the certificate that it is. */
  readonly certificate?: Certificate;
  /** What to underline for a fault of this member of the JWK; of the key, where it has no such characters. */
  readonly placeOf: (member: string) => Span;
}

/** A JWK Set that stands in a document. */
export interface LocatedKeySet {
  /** Its sound keys. */
  readonly keys: readonly LocatedKey[];
  /** Its other keys of a known type. */
  readonly unreadable: readonly UnreadableKey[];
}

/** A member of a JWK Set that is no key. */
export interface UnreadableKey extends Span {
  /** Why, in a sentence. */
  readonly problem: string;
}

/** A document with more keys than this is data. Its first keys are enough to judge it. */
const MOST_KEYS = 100;

/**
 * The sound JWKs, the PEM blocks that hold keys, and the secrets of a `.env` file, in no particular order. What cannot
 * be read is not listed.
 */
export function locateKeys(subject: TextSubject): readonly LocatedKey[] {
  return [...jwksIn(subject), ...pemIn(subject), ...secretsIn(subject)].slice(0, MOST_KEYS);
}

/** The JWK Sets of a JSON document (RFC 7517 §5). */
export function locateKeySets(subject: TextSubject): readonly LocatedKeySet[] {
  if (!mayHoldJwks(subject)) return [];
  return subject.objects.flatMap((object) => {
    const list = member(object, 'keys')?.value;
    const nodes = list?.type === 'array' ? list.items.slice(0, MOST_KEYS).filter(hasKeyType) : [];
    const set = { keys: nodes.flatMap(jwkAt), unreadable: nodes.flatMap(unreadableAt) };
    return nodes.length > 0 ? [set] : [];
  });
}

/** A verifier ignores keys of a type that it does not know (RFC 7517 §5). */
function unreadableAt(node: JsonObject): readonly UnreadableKey[] {
  const value = toPlain(node);
  const reading = isJwk(value) && isKeyType(value.kty) ? readJwk(value) : undefined;
  if (!reading || reading.ok) return [];
  const { start, end } = member(node, 'kty') ?? node;
  return [{ start, end, problem: reading.problem }];
}

function mayHoldJwks({ text }: TextSubject): boolean {
  return text.includes('"kty"');
}

function jwksIn(subject: TextSubject): readonly LocatedKey[] {
  return mayHoldJwks(subject) ? subject.objects.filter(hasKeyType).slice(0, MOST_KEYS).flatMap(jwkAt) : [];
}

function hasKeyType(node: JsonNode): node is JsonObject {
  return member(node, 'kty')?.value.type === 'string';
}

function jwkAt(node: JsonObject): readonly LocatedKey[] {
  const value = toPlain(node);
  const reading = isJwk(value) ? readJwk(value) : undefined;
  if (!reading?.ok) return [];
  const { start, end } = node;
  const placeOf = (name: string): Span => {
    const found = member(node, name) ?? member(node, 'kty') ?? node;
    return { start: found.start, end: found.end };
  };
  return [{ form: 'jwk', start, end, jwk: reading.jwk, node, placeOf }];
}

function pemIn({ text }: TextSubject): readonly LocatedKey[] {
  if (!looksLikePem(text)) return [];
  return readPem(text)
    .slice(0, MOST_KEYS)
    .flatMap(({ start, end, label, bytes, legacyEncryption }): readonly LocatedKey[] => {
      const key = bytes && !legacyEncryption && !label.endsWith('PARAMETERS') ? readDerKey(bytes) : undefined;
      if (!key?.ok) return [];
      const line = { start, end: start + `-----BEGIN ${label}-----`.length };
      const certificate = key.certificate && readCertificate(key.certificate);
      return [{ form: 'pem', start, end, jwk: key.jwk, placeOf: () => line, ...(certificate && { certificate }) }];
    });
}

/** `NAME=value`, with or without `export` and quotes; a comment may follow an unquoted value. */
const entry =
  /^[ \t]{0,20}(?:export[ \t]{1,5})?([A-Za-z_][A-Za-z0-9_]{0,80})[ \t]{0,5}=[ \t]{0,20}(?:"([^"\n]{1,4096})"|'([^'\n]{1,4096})'|([^\s"'][^\r\n]{0,4095}))/;
/** What a name has that is named like a secret: no other line of a file is read as an entry. */
const anchor = /secret|key/gi;
/** As far as an entry can reach. */
const LONGEST_ENTRY = 4400;

/** Values of secrets of a `.env` file that are public keys. */
export function locatePublicKeysAsSecrets(subject: TextSubject): readonly Span[] {
  return secretEntries(subject).filter(({ value }) => publicKey.test(value) || holdsPublicKey(value));
}

/** PEM, a certificate, an OpenSSH line, a JWK without its private half. */
const publicKey =
  /^(?:-----BEGIN (?:(?:RSA )?PUBLIC KEY|CERTIFICATE)-----|(?:ssh-|ecdsa-sha2-)\S{3,20} AAAA|\{(?=.*"kty"\s?:\s?"(?:RSA|EC|OKP)")(?!.*"d"\s?:))/;

/** `.env.example`, `example.env`, `.env.sample.local`. */
const template = /(?:^|[/._-])(?:example|sample|template|dist|tmpl|tpl)(?:[._-][^/]*)?$/;

interface SecretEntry extends Span {
  readonly value: string;
}

/** What the variables of a `.env` file hold that are named like secrets of tokens. */
function secretEntries(subject: TextSubject): readonly SecretEntry[] {
  const { text, isEnvFile } = subject;
  // What stands in a template is to be replaced, and signs nothing.
  if (!isEnvFile || template.test(subject.fileName)) return [];
  const entries: SecretEntry[] = [];
  let left = MOST_SECRET_CHARACTERS;
  anchor.lastIndex = 0;
  while (entries.length < MOST_KEYS && left > 0 && anchor.test(text)) {
    const lineStart = text.lastIndexOf('\n', anchor.lastIndex - 1) + 1;
    const lineEnd = text.indexOf('\n', anchor.lastIndex);
    const [whole, name = '', double, single, plain = ''] =
      entry.exec(text.slice(lineStart, Math.min(lineEnd < 0 ? text.length : lineEnd, lineStart + LONGEST_ENTRY))) ?? [];
    anchor.lastIndex = lineEnd < 0 ? text.length : lineEnd;
    if (whole === undefined || !isSecretName(name)) continue;
    const quoted = double ?? single;
    const value = quoted ?? beforeComment(plain);
    const start = lineStart + whole.length - (quoted === undefined ? plain.length : quoted.length + 1);
    entries.push({ value, start, end: start + value.length });
    left -= value.length;
  }
  return entries;
}

/** More is data as well. Each value is tried as a key of every kind. */
const MOST_SECRET_CHARACTERS = 32 * 1024;

function secretsIn(subject: TextSubject): readonly LocatedKey[] {
  return secretEntries(subject).flatMap(({ value, start, end }): readonly LocatedKey[] => {
    // `${OTHER}` and `$(command)` stand for a value; a key of another kind is no secret.
    if (/^[$<{]|^-----BEGIN |^[x*.]+$/i.test(value) || publicKey.test(value) || whatElse(value) !== undefined)
      return [];
    const k = encodeBase64url(new TextEncoder().encode(value));
    return [{ form: 'secret', start, end, jwk: { kty: 'oct', k }, placeOf: () => ({ start, end }) }];
  });
}

function beforeComment(value: string): string {
  const comment = value.search(/[ \t]#/);
  return (comment < 0 ? value : value.slice(0, comment)).trimEnd();
}
