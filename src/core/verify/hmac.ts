import { hmac as portableHmac } from '@noble/hashes/hmac.js';
import { sha2 } from '../text/sha2.ts';

export type HmacHash = 'SHA-256' | 'SHA-384' | 'SHA-512';

/**
 * HMAC (RFC 2104) of a message with a secret, text in UTF-8, in one call: WebCrypto takes ten times as long to promise
 * it.
 */
type Hmac = (hash: HmacHash, secret: string | Uint8Array, message: Uint8Array) => Uint8Array;

const inPlainJavaScript: Hmac = (hash, secret, message) =>
  portableHmac(sha2[hash], typeof secret === 'string' ? new TextEncoder().encode(secret) : secret, message);

/** As much of Node as is needed here. */
interface NodeProcess {
  readonly getBuiltinModule?: (name: 'node:crypto') => {
    readonly createHmac: (hash: string, secret: string | Uint8Array) => NodeHmac;
  };
}
interface NodeHmac {
  readonly update: (message: Uint8Array) => NodeHmac;
  readonly digest: () => Uint8Array;
}

function withNode(): Hmac | undefined {
  const { process } = globalThis as { readonly process?: NodeProcess };
  const node = process?.getBuiltinModule?.('node:crypto');
  return node && ((hash, secret, message) => node.createHmac(hash.replace('-', ''), secret).update(message).digest());
}

/**
 * With Node's own cryptography where this runs in Node, which is three to six times as fast as JavaScript; core cannot
 * import it.
 */
export const hmac: Hmac = withNode() ?? inPlainJavaScript;
