import { objectIdentifier, readDer } from '../text/der.ts';
import type { DerNode } from '../text/der.ts';
import { readDerKey } from './derKey.ts';
import type { KeyReading } from './keyReading.ts';

/** What an X.509 certificate shows without any trust (RFC 5280 §4.1). */
export interface Certificate {
  readonly key: KeyReading;
  /** Seconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Issuer and subject have the same name: it is self-issued. */
  readonly isSelfIssued: boolean;
  /** Signed with SHA-1 or MD5, for which collisions can be made. */
  readonly hasWeakHash: boolean;
}

/** MD5 and SHA-1 with RSA, SHA-1 with ECDSA (RFC 3279 §2.2). */
const weakSignatures: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.2.840.10045.4.1',
]);

/** Reads a certificate from DER; `undefined` if the bytes are not one. Its signature is not checked. */
export function readCertificate(bytes: Uint8Array): Certificate | undefined {
  const key = readDerKey(bytes);
  const [body, signature] = readDer(bytes)?.children ?? [];
  if (key?.form !== 'certificate' || !body) return undefined;
  // Version 1 certificates have no version field in front.
  const [, , issuer, validity, subject] = body.children[0]?.tag === 0xa0 ? body.children.slice(1) : body.children;
  const notBefore = instantOf(validity?.children[0]);
  const notAfter = instantOf(validity?.children[1]);
  if (!issuer || !subject || notBefore === undefined || notAfter === undefined) return undefined;
  return {
    key,
    notBefore,
    notAfter,
    isSelfIssued: issuer.whole.join() === subject.whole.join(),
    hasWeakHash: weakSignatures.has(objectIdentifier(signature?.children[0]) ?? ''),
  };
}

/** UTCTime, whose years lie in 1950 to 2049, or GeneralizedTime, both in UTC (RFC 5280 §4.1.2.5), as seconds. */
function instantOf(node: DerNode | undefined): number | undefined {
  const text = String.fromCharCode(...(node?.contents.subarray(0, 20) ?? []));
  const full = /^\d{12}Z$/.test(text) ? `${text < '50' ? '20' : '19'}${text}` : text;
  const iso = full.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const milliseconds = Date.parse(iso);
  return iso === full || Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
