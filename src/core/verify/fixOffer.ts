import type { SecretReading } from './secretMeanings.ts';

/** What would fix a failed verification, for a surface to offer. Holds nothing of token or key. */
export type FixOffer =
  | { readonly kind: 'read-secret'; readonly as: SecretReading }
  /** `choice` is the id under which the caller gave the key. */
  | { readonly kind: 'use-key'; readonly choice: string }
  | { readonly kind: 'refresh-keys' }
  | { readonly kind: 'add-key' }
  /** The token's own text can be fixed without a key. */
  | { readonly kind: 'fix-token'; readonly change: 'raw-signature' | 'part-order' }
  /** What is here is not the whole token. */
  | { readonly kind: 'paste-token' }
  | { readonly kind: 'set-tolerance'; readonly seconds: number }
  | { readonly kind: 'change-issuer' }
  | { readonly kind: 'explain-rule'; readonly ruleId: string };
