import { toHex } from './bytes.ts';
import { derTag, objectIdentifier, readDer } from '../text/der.ts';

/*
 * Files that people have instead of a readable key, and how to get a key from them. None of them may become an HMAC
 * secret.
 */

const opensslPkcs12 = 'openssl pkcs12 -in FILE -nodes -out key.pem';
const notInJose = 'is of a type that JOSE does not use';
const pkcs7 =
  'This is a PKCS#7 file (.p7b). Extract the certificates first: openssl pkcs7 -in FILE -print_certs -out certificates.pem';

/** By the label of a PEM block (RFC 7468). The first row that fits counts. */
const labels: readonly (readonly [RegExp, string])[] = [
  [
    /^OPENSSH PRIVATE KEY$/,
    'OpenSSH private keys are not supported here. To verify, use the public key: the line in the .pub file. To sign, convert a copy of the key (RSA and ECDSA only): ssh-keygen -p -m PKCS8 -f COPY',
  ],
  [/^PGP /, `This is an OpenPGP block: its key ${notInJose}.`],
  [/^(?:PKCS7|CMS)$/, pkcs7],
  [/^DSA /, `A DSA key ${notInJose}.`],
  [/CRL$/, 'This is a list of revoked certificates. It does not contain a key.'],
];

/** Text that is neither PEM nor a line of OpenSSH. */
const texts: readonly (readonly [RegExp, string])[] = [
  [/^---- BEGIN SSH2 PUBLIC KEY ----/, 'This is a public key in SSH2 format. Convert it first: ssh-keygen -i -f FILE'],
  [/^PuTTY-User-Key-File-\d/, 'This is a PuTTY key. Export it first as an OpenSSH key with PuTTYgen.'],
];

/** The beginnings of files in hex. */
const beginnings: readonly (readonly [RegExp, string])[] = [
  // gzip (RFC 1952 §2.3), zip, bzip2, xz, Zstandard, 7-Zip.
  [
    /^(?:1f8b08[01]|504b0304|425a683[1-9]314159|fd377a585a00|28b52ffd|377abcaf271c)/,
    'This is a compressed file. Unpack it first, and give what is in it.',
  ],
  // SEQUENCE with a length of any form, version 3, SEQUENCE (RFC 7292 §4). Some programs write it in BER, which is not
  // strict DER.
  [
    /^30(?:[0-7].|80|81..|82.{4}|83.{6}|84.{8})02010330/,
    `This is a PKCS#12 file (.p12, .pfx). Convert it to PEM first: ${opensslPkcs12}`,
  ],
  [
    /^(?:feedfeed|cececece)/,
    `This is a Java keystore. Convert it to PKCS#12 first: keytool -importkeystore -srckeystore FILE -destkeystore key.p12 -deststoretype PKCS12. Then convert that to PEM: ${opensslPkcs12.replace('FILE', 'key.p12')}`,
  ],
];

/** The labels that programs write. Any other may be a part of the key. */
const knownLabels: ReadonlySet<string> = new Set(
  `PUBLIC KEY|PRIVATE KEY|ENCRYPTED PRIVATE KEY|RSA PUBLIC KEY|RSA PRIVATE KEY|EC PUBLIC KEY|EC PRIVATE KEY|DSA PRIVATE KEY|OPENSSH PRIVATE KEY|ANY PRIVATE KEY|CERTIFICATE|TRUSTED CERTIFICATE|X509 CERTIFICATE|X.509 CERTIFICATE|ATTRIBUTE CERTIFICATE|CERTIFICATE REQUEST|NEW CERTIFICATE REQUEST`.split(
    '|',
  ),
);

/** What a sentence calls a PEM block: `PEM block "PUBLIC KEY"`. */
export function nameOfBlock(label: string): string {
  return knownLabels.has(label) ? `PEM block "${label}"` : 'PEM block with an unknown label';
}

/** What to do with a PEM block that holds no key; `undefined` where its label does not say. */
export function adviceOnLabel(label: string): string | undefined {
  return labels.find(([pattern]) => pattern.test(label))?.[1];
}

export function adviceOnText(text: string): string | undefined {
  return texts.find(([pattern]) => pattern.test(text))?.[1];
}

/** What to do with bytes that are no key but were meant to be; `undefined` for bytes that may be a secret. */
export function adviceOnBytes(bytes: Uint8Array): string | undefined {
  const start = toHex(bytes.subarray(0, 16));
  const known = beginnings.find(([pattern]) => pattern.test(start));
  if (known) return known[1];
  const root = readDer(bytes);
  if (root?.tag !== derTag.sequence || root.children.length === 0) return undefined;
  if (objectIdentifier(root.children[0])?.startsWith('1.2.840.113549.1.7.')) return pkcs7;
  return 'This is DER (ASN.1), but not a key or certificate in a known structure.';
}
