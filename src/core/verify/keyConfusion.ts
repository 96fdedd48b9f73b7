import type { JWK } from 'jose';

import type { KeyInput } from '../keys/keyInput.ts';
import { certificateOf, publicHalf } from '../keys/jwk.ts';
import type { ParsedKey } from '../keys/parsedKey.ts';
import { toBase64, writePem, writePkcs1, writeSpki } from '../keys/writeDer.ts';
import { layersOf } from '../keys/hiddenLayers.ts';
import { concat, toHex } from '../keys/bytes.ts';
import { base64urlBytes, encodeBase64url } from '../text/base64url.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/**
 * Every text and byte string in which a public key may appear, so that an attacker could take it for an HMAC secret
 * (RFC 8725 §2.1). Key text becomes a secret here, to find out whether somebody else did that, and in `fixtures.ts`, to
 * test that verifiers refuse it.
 */
export function* confusableSecrets({ jwk: whole }: ParsedKey, material: KeyInput['material']): Iterable<Uint8Array> {
  const { kty, crv, n, e, x, y } = whole;
  if (kty === 'oct') return;
  // What else stands in a long JWK is not what somebody took for a secret, and would be written in a hundred ways.
  const jwk = JSON.stringify(whole).length > LONGEST_VARIED ? toJwk({ kty, crv, n, e, x, y }) : whole;
  const spki = writeSpki(publicHalf(jwk));
  const pkcs1 = jwk.kty === 'RSA' ? writePkcs1(jwk) : undefined;
  const certificate = certificateOf(whole);
  const given = typeof material === 'string' ? material : material instanceof Uint8Array ? decodeUtf8(material) : '';
  const texts = [
    ...(given === '' || given.length > LONGEST_VARIED ? [] : [given]),
    ...(certificate && certificate.length <= LONGEST_VARIED
      ? [writePem('CERTIFICATE', certificate), toBase64(certificate)]
      : []),
    ...(spki ? [writePem('PUBLIC KEY', spki), toBase64(spki)] : []),
    ...(pkcs1 ? [writePem('RSA PUBLIC KEY', pkcs1)] : []),
    JSON.stringify(publicHalf(jwk)),
    JSON.stringify(publicHalf(jwk), null, 2),
    JSON.stringify({ kty, crv, n, e, x, y }),
    JSON.stringify({ kty, crv, x, y, n, e }),
    JSON.stringify({ kty, e, n, crv, x, y }),
    JSON.stringify({ e, kty, n }),
  ];
  const encoder = new TextEncoder();
  const ders = [spki, pkcs1, certificate].filter((der) => der !== undefined);
  for (const text of new Set(texts.flatMap(endings))) yield encoder.encode(text);
  yield* ders;
  for (const text of texts) for (const damage of damages(text)) yield encoder.encode(damage);
  for (const der of ders) for (const writing of writings(der)) yield encoder.encode(writing);
  for (const spelling of spellings(publicHalf(jwk))) yield encoder.encode(spelling);
  for (const text of texts) yield* wide(text);
  yield* numbersOf(jwk);
}

/** In characters or bytes: longer text is tried as it is, and not as everything that may have become of it. */
const LONGEST_VARIED = 16_384;

/** Without the members that are not there. */
function toJwk(members: Readonly<Record<string, string | undefined>>): JWK {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** As it is, without the white space around it, and with line breaks of all kinds. */
function endings(text: string): readonly string[] {
  const trimmed = text.trim();
  const wideBreaks = trimmed.replaceAll(/\r?\n/g, '\r\n');
  return [text, trimmed, `${trimmed}\n`, wideBreaks, `${wideBreaks}\r\n`];
}

/** What was given, and everything that it is in some encoding, with and without the line break behind it. */
export function confusableLayers(material: KeyInput['material']): readonly Uint8Array[] {
  const whole = typeof material === 'string' || material instanceof Uint8Array ? material : JSON.stringify(material);
  const given = typeof whole === 'string' ? [new TextEncoder().encode(whole)] : [whole];
  const inner = [...layersOf(whole)].map(({ bytes }) => bytes);
  return [...given, ...inner].flatMap((bytes) =>
    bytes.at(-1) === 0x0a ? [bytes, bytes.subarray(0, -1)] : [bytes, concat(bytes, Uint8Array.of(0x0a))],
  );
}

/** What happens to the text of a key on its way. */
function damages(given: string): readonly string[] {
  return [...new Set([given, given.trim()])].flatMap(damaged);
}

function damaged(text: string): readonly string[] {
  return [
    text.replaceAll(/\s/g, ''),
    text.replaceAll(/\r?\n/g, ''),
    text.replaceAll(/\r?\n/g, ' '),
    text.replaceAll(/\r?\n/g, String.raw`\n`),
    JSON.stringify(text),
    JSON.stringify(JSON.stringify(text)),
    text.toLowerCase(),
    text.replaceAll('-----', '\u2014\u2014-'),
    text.replaceAll('-----', '\u2014\u2014'),
    text.replaceAll('--', '\u2014'),
    text.replaceAll('-', '\u2013'),
    text.replaceAll('-', '\u2014'),
    text.replaceAll('-', '\u2010'),
    text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
    text.replaceAll(/[A-Za-z]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
    `\ufeff${text}`,
    `\u200b${text}`,
    `${text}\u200b`,
    text.replaceAll(' ', '\u00a0'),
    text.replaceAll('-', ''),
    text.replaceAll('-', '&#45;'),
    Array.from(text).join('\u200b'),
    ...encodings(new TextEncoder().encode(text)),
    `data:application/x-pem-file;base64,${toBase64(new TextEncoder().encode(text))}`,
    encodeURIComponent(text),
  ];
}

/** Bytes in base64 and hex, and those once more. */
function encodings(bytes: Uint8Array): readonly string[] {
  const once = [toBase64(bytes), encodeBase64url(bytes), toHex(bytes)];
  return [
    ...once,
    ...once.flatMap((text) => [toBase64(new TextEncoder().encode(text)), toHex(new TextEncoder().encode(text))]),
  ];
}

/** What programs write bytes as. */
function writings(der: Uint8Array): readonly string[] {
  const hex = toHex(der);
  const pairs = hex.match(/../g) ?? [];
  const base64 = toBase64(der);
  return [
    hex,
    hex.toUpperCase(),
    pairs.join(':'),
    pairs.join(':').toUpperCase(),
    pairs.join(' '),
    `0x${hex}`,
    base64,
    base64.replace(/=+$/, ''),
    encodeBase64url(der),
    base64.replaceAll(/.{64}(?!$)/g, '$&\n'),
    base64.replaceAll(/.{76}(?!$)/g, '$&\n'),
    toBase64(new TextEncoder().encode(base64)),
    toBase64(new TextEncoder().encode(hex)),
    JSON.stringify([...der]),
    der.join(),
  ];
}

/** A JWK as other languages spell it, and an RSA key as .NET does. */
function spellings(jwk: JWK): readonly string[] {
  const { kty, crv, n, e, x, y } = jwk;
  const orders = [
    { ...jwk },
    { kty, n, e, crv, x, y },
    { kty, e, n },
    { kty, x, y, crv },
    { crv, x, kty },
    { n, e, x, y, crv, kty },
    { crv, x, y, n, e, kty },
  ];
  const members = orders.map((order) =>
    Object.entries(order).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const xml = [
    ['', ''],
    ['\n  ', '\n'],
  ].map(
    ([indent = '', end = '']) =>
      `<RSAKeyValue>${indent}<Modulus>${toBase64(base64urlBytes(n))}</Modulus>${indent}<Exponent>${toBase64(base64urlBytes(e))}</Exponent>${end}</RSAKeyValue>`,
  );
  return [
    ...members.flatMap((entries) => [
      JSON.stringify(Object.fromEntries(entries)),
      `{${entries.map(([name, value]) => `'${name}': '${value}'`).join(', ')}}`,
      `{${entries.map(([name, value]) => `'${name}':'${value}'`).join(',')}}`,
      `{${entries.map(([name, value]) => `${name}: "${value}"`).join(',')}}`,
      `{${entries.map(([name, value]) => `${name}: '${value}'`).join(', ')}}`,
      `{ ${entries.map(([name, value]) => `${name}: '${value}'`).join(', ')} }`,
      `{${entries.map(([name, value]) => `${name}: "${value}"`).join(', ')}}`,
      `{${entries.map(([name, value]) => `${name}:"${value}"`).join(',')}}`,
      `{${entries.map(([name, value]) => `"${name}": "${value}"`).join(', ')}}`,
      `{${entries.map(([name, value]) => `"${name}":"${value}"`).join(',')},}`,
      entries.map(([name, value]) => `${name}: ${value}`).join('\n'),
      `${entries.map(([name, value]) => `${name}: ${value}`).join('\n')}\n`,
      JSON.stringify({ keys: [Object.fromEntries(entries)] }),
      toBase64(new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)))),
      encodeBase64url(new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)))),
    ]),
    ...(kty === 'RSA' ? xml : []),
    ...[n, x, jwk.pub].filter((text) => text !== undefined),
  ];
}

/** Text in UTF-16, as .NET and PowerShell have it, with and without its mark. */
function wide(text: string): readonly Uint8Array[] {
  return [text, text.trim()].flatMap((each) => {
    const little = Uint8Array.from(
      { length: each.length * 2 },
      (_, at) => (each.charCodeAt(at >> 1) >> (8 * (at & 1))) & 0xff,
    );
    const big = Uint8Array.from(little, (_, at) => little[at ^ 1] ?? 0);
    return [little, big, concat(Uint8Array.of(0xff, 0xfe), little), concat(Uint8Array.of(0xfe, 0xff), big)];
  });
}

/** The bare numbers of a public key: a modulus, a coordinate, a point. */
function numbersOf({ n, x, y, pub }: JWK): readonly Uint8Array[] {
  return [
    base64urlBytes(n),
    base64urlBytes(x),
    base64urlBytes(pub),
    ...(y === undefined
      ? []
      : [concat(Uint8Array.of(4), base64urlBytes(x), base64urlBytes(y)), concat(base64urlBytes(x), base64urlBytes(y))]),
  ].filter(({ length }) => length > 0);
}
