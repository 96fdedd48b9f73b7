import { derTag, readDer, unsignedInteger } from '../text/der.ts';

/**
 * An ECDSA signature in DER (RFC 3279 §2.2.3) as r‖s with numbers of `size` bytes; `undefined` where the bytes are not
 * that.
 */
export function fromDerSignature(bytes: Uint8Array, size: number): Uint8Array | undefined {
  const root = readDer(bytes);
  if (root?.tag !== derTag.sequence || root.children.length !== 2) return undefined;
  const numbers = root.children.map((node) => unsignedInteger(node));
  const raw = new Uint8Array(size * 2);
  for (const [index, number] of numbers.entries()) {
    if (!number || number.length > size) return undefined;
    raw.set(number, size * (index + 1) - number.length);
  }
  return raw;
}
