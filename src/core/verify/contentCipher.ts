import type { AlgorithmFact } from '../facts/algorithms.ts';
import { concat } from '../keys/bytes.ts';

/** The parts of a JWE behind its encrypted key (RFC 7516 §3.1). `additional` is what is authenticated besides the ciphertext. */
export interface SealedContent {
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
  readonly additional: Uint8Array;
}

/** Opens content with its content encryption key (RFC 7518 §5.2.2.2, §5.3); `undefined` where the key or the content is not the right one. */
export async function openContent(
  encryption: AlgorithmFact,
  key: Uint8Array,
  sealed: SealedContent,
): Promise<Uint8Array | undefined> {
  if (
    key.length !== encryption.keyLength ||
    sealed.iv.length !== encryption.ivLength ||
    sealed.tag.length !== encryption.tagLength
  ) {
    return undefined;
  }
  try {
    return await (encryption.family === 'AES-GCM' ? openGcm(key, sealed) : openCbcHmac(encryption, key, sealed));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return undefined;
    throw error;
  }
}

async function openGcm(key: Uint8Array, { iv, ciphertext, tag, additional }: SealedContent): Promise<Uint8Array> {
  const aes = await crypto.subtle.importKey('raw', new Uint8Array(key), 'AES-GCM', false, ['decrypt']);
  const parameters = {
    name: 'AES-GCM',
    iv: new Uint8Array(iv),
    additionalData: new Uint8Array(additional),
    tagLength: 128,
  };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, aes, concat(ciphertext, tag)));
}

async function openCbcHmac(
  { hash = 'SHA-256', tagLength = 0 }: AlgorithmFact,
  key: Uint8Array,
  { iv, ciphertext, tag, additional }: SealedContent,
): Promise<Uint8Array | undefined> {
  const half = key.length / 2;
  const mac = await crypto.subtle.importKey(
    'raw',
    new Uint8Array(key.subarray(0, half)),
    { name: 'HMAC', hash },
    false,
    ['sign'],
  );
  const bits = new Uint8Array(8);
  new DataView(bits.buffer).setBigUint64(0, BigInt(additional.length) * 8n);
  const expected = new Uint8Array(await crypto.subtle.sign('HMAC', mac, concat(additional, iv, ciphertext, bits)));
  if (!expected.subarray(0, tagLength).every((byte, index) => byte === tag[index])) return undefined;
  const aes = await crypto.subtle.importKey('raw', new Uint8Array(key.subarray(half)), 'AES-CBC', false, ['decrypt']);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-CBC', iv: new Uint8Array(iv) }, aes, new Uint8Array(ciphertext)),
  );
}
