import { encodeBase64url } from '../text/base64url.ts';
import { decodePoint, weierstrassCurves } from './curves.ts';
import type { KeyReading } from './keyReading.ts';
import { decodeBase64 } from './pem.ts';

const line = /^(?:ssh-|ecdsa-sha2-|sk-)\S+\s+(AAAA\S*)/;
const curveNames: ReadonlyMap<string, string> = new Map([
  ['nistp256', 'P-256'],
  ['nistp384', 'P-384'],
  ['nistp521', 'P-521'],
]);

const damaged: KeyReading = { ok: false, problem: 'The OpenSSH key is damaged.' };
const certificate: KeyReading = {
  ok: false,
  problem: 'This is an OpenSSH certificate. Use the public key that it was made for: the .pub file without "-cert".',
};

/**
 * Reads a line of an OpenSSH `.pub` file (RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4); `undefined` if the text is not
 * one.
 */
export function readOpenSshLine(text: string): KeyReading | undefined {
  const base64 = line.exec(text.trim())?.[1];
  if (base64 === undefined) return undefined;
  if (/^\S+-cert-v\d\d@/.test(text.trim())) return certificate;
  const fields = readFields(decodeBase64(base64) ?? new Uint8Array());
  const [type, first, second] = fields ?? [];
  if (!type || !first) return damaged;
  const name = new TextDecoder().decode(type);
  switch (name) {
    case 'ssh-ed25519':
      if (first.length !== 32) break;
      return { ok: true, jwk: { kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(first) } };
    case 'ssh-rsa':
      if (!second) break;
      return {
        ok: true,
        jwk: { kty: 'RSA', n: encodeBase64url(withoutSign(second)), e: encodeBase64url(withoutSign(first)) },
      };
    default: {
      if (!name.startsWith('ecdsa-sha2-')) return { ok: false, problem: 'JOSE does not use this type of OpenSSH key.' };
      const crv = curveNames.get(new TextDecoder().decode(first)) ?? '';
      const curve = weierstrassCurves.get(crv);
      const point = curve && second && decodePoint(curve, second);
      if (point) return { ok: true, jwk: { kty: 'EC', crv, x: encodeBase64url(point.x), y: encodeBase64url(point.y) } };
    }
  }
  return damaged;
}

/** Length-prefixed strings (RFC 4251 §5). */
function readFields(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Uint8Array[] = [];
  for (let offset = 0; offset < bytes.length;) {
    if (offset + 4 > bytes.length) return undefined;
    const end = offset + 4 + view.getUint32(offset);
    if (end > bytes.length) return undefined;
    fields.push(bytes.subarray(offset + 4, end));
    offset = end;
  }
  return fields;
}

function withoutSign(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0 ? bytes.subarray(1) : bytes;
}
