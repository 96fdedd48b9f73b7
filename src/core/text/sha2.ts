import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

/** Hash functions by the names that WebCrypto gives them: for what must be known at once. */
export const sha2 = { 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 } as const;
