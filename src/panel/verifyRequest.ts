import type { IssuerProfile } from '../core/keys/issuerProfile.ts';
import type { VerifyRequest } from '../services/verifier.ts';
import type { VerifyForm } from './protocol.ts';

/** What the form asks the verifier for, or a sentence that says what is missing. */
export type FormReading =
  | { readonly ok: true; readonly request: Omit<VerifyRequest, 'interactive'> }
  | { readonly ok: false; readonly problem: string };

/** How key material begins: PEM, JWK or JWKS, OpenSSH, and PEM, JSON or DER in base64. Anything else would be taken for a secret. */
const keyMaterial = /^(?:-----BEGIN |\{|ssh-|ecdsa-sha2-|LS0tLS1CRUdJTi|ey|ewo|MI[A-Z])/;

/** Whether the key is given in the form itself, and not by the name of a configured one. */
export function isOnTheSpot({ choice }: VerifyForm): boolean {
  return choice === 'secret' || choice === 'key';
}

/** Reads the form. Fields left empty expect nothing beyond what a configured issuer expects. */
export function readForm(form: VerifyForm): FormReading {
  const profile = expectations(form);
  if (!isOnTheSpot(form)) {
    return { ok: true, request: { choice: form.choice, profile } };
  }
  if (form.keyText.trim() === '') {
    return {
      ok: false,
      problem: form.choice === 'secret' ? 'Give the secret to verify with.' : 'Give the public key to verify with.',
    };
  }
  if (form.choice === 'secret') {
    return { ok: true, request: { keys: [{ material: form.keyText, encoding: form.encoding }], profile } };
  }
  if (!keyMaterial.test(form.keyText.trim())) {
    const problem =
      'This is no key that can be recognised: it has to be PEM, a certificate, a JWK or a JWKS. If it is a secret, choose “A secret”.';
    return { ok: false, problem };
  }
  if (form.keyText.trim().startsWith('{') && !isJson(form.keyText)) {
    return { ok: false, problem: 'This begins like a JWK or JWKS, but it is not valid JSON.' };
  }
  return { ok: true, request: { keys: [{ material: form.keyText }], profile } };
}

function expectations(form: VerifyForm): IssuerProfile {
  const issuer = form.issuer.trim();
  const audience = form.audience
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const tolerance = Number(form.tolerance);
  return {
    ...(form.issuerUnused ? { issuer: null } : issuer !== '' && { issuer }),
    ...(form.audienceUnused ? { audience: null } : audience.length > 0 && { audience }),
    ...(form.algorithms.length > 0 && { algorithms: form.algorithms }),
    ...(form.tolerance.trim() !== '' &&
      Number.isFinite(tolerance) && { leewaySeconds: Math.min(Math.max(tolerance, 0), 300) }),
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
