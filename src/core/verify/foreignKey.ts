import { member } from '../text/json.ts';
import type { Token } from '../token/token.ts';
import { isAmong } from './identify.ts';
import type { Verification } from './verification.ts';

/** A configured issuer, and what is known of its keys. */
export interface IssuerOfKeys {
  readonly issuer: string;
  /** RFC 7638, SHA-256. */
  readonly thumbprints: readonly string[];
}

/**
 * The verification, and with it that the token names one issuer and holds with the key of another, where that is so
 * (RFC 8725 §3.8).
 */
export function withForeignKey(
  { payload }: Token,
  verification: Verification,
  issuers: readonly IssuerOfKeys[],
): Verification {
  const iss = member(payload?.json, 'iss');
  const { signature, key } = verification;
  if (!payload || iss?.value.type !== 'string' || signature !== 'valid' || !key) return verification;
  const named = iss.value.value;
  const owners = issuers.filter(({ thumbprints }) => isAmong(key, thumbprints));
  if (owners.length === 0 || owners.some(({ issuer }) => issuer === named)) return verification;
  const finding = {
    ruleId: 'iss-key-mismatch',
    severity: 'error',
    message: 'The token is signed with a key that belongs to another issuer than the one it names.',
    ...payload.locate(iss),
  } as const;
  return { ...verification, findings: [...verification.findings, finding] };
}
