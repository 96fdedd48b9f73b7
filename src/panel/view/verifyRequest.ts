import { readEnvLine } from '../../core/keys/envLine.ts';
import type { IssuerProfile } from '../../core/issuers/issuerProfile.ts';
import { isSelective } from '../../core/token/disclosures.ts';
import type { Token } from '../../core/token/token.ts';
import type { KeyBindingExpectation } from '../../core/verify/checkKeyBinding.ts';
import type { VerifyRequest } from '../../services/verification/verifyRequest.ts';
import { isJweKind } from './plaintext.ts';
import { algorithm } from '../../core/facts/algorithms.ts';
import type { KeyValues, VerifyForm } from '../protocol/forms.ts';
import type { PanelView } from '../protocol/pageView.ts';

/** What the form asks the verifier for, or a sentence that says what is missing. */
export type FormReading =
  | { readonly ok: true; readonly request: Omit<VerifyRequest, 'interactive'> }
  | { readonly ok: false; readonly problem: string };

/**
 * PEM, and how other key material begins: JWK or JWKS, OpenSSH, and PEM, JSON or DER in base64. Anything else would be
 * taken for a secret.
 */
const keyMaterial = /-----BEGIN |^(?:\{|ssh-|ecdsa-sha2-|LS0tLS1CRUdJTi|ey|ewo|MI[A-Z])/;

/** Whether the key is given in the form itself, and not by the name of a configured one. */
export function isOnTheSpot({ choice }: VerifyForm): boolean {
  return choice === 'secret' || choice === 'key';
}

/** What the form has to ask for a token. */
export function asks(token: Token | undefined, { keyText }: VerifyForm): PanelView['asks'] {
  const decrypts = token !== undefined && isJweKind(token);
  return {
    action: decrypts ? 'Decrypt' : 'Verify',
    secret: token?.alg?.startsWith('PBES2') === true ? 'Passphrase' : 'Secret',
    key: decrypts ? 'Private key' : 'Public key',
    password: keyText.includes('ENCRYPTED PRIVATE KEY'),
    keyBinding: token !== undefined && isSelective(token),
  };
}

/**
 * The key a token is edited with at first: the stored one or the secret it is verified with. A public key makes no
 * tokens.
 */
export function keyToSignWith(form: VerifyForm, token: Token | undefined): KeyValues {
  const { choice, encoding, keyText, password } = form;
  if ((choice === 'secret' && keyText !== '') || choice.startsWith('stored/'))
    return { choice, encoding, keyText, password };
  const blank = { encoding: 'utf8', keyText: '', password: '' } as const;
  const isShared = algorithm(token?.alg ?? '')?.keyType === 'oct';
  return { ...blank, choice: token === undefined ? 'new' : isShared ? 'secret' : 'key' };
}

/** Reads the form for a token. Fields left empty expect nothing beyond what a configured issuer expects. */
export function readForm(form: VerifyForm, token?: Token): FormReading {
  const { action, secret, key, password, keyBinding: isBound } = asks(token, form);
  const binding = isBound ? keyBinding(form) : undefined;
  const expected = { profile: expectations(form), ...(binding && { keyBinding: binding }) };
  if (!isOnTheSpot(form)) return { ok: true, request: { choice: form.choice, ...expected } };
  if (form.keyText.trim() === '') {
    return {
      ok: false,
      problem: `Enter the ${(form.choice === 'secret' ? secret : key).toLowerCase()} to ${action.toLowerCase()} with.`,
    };
  }
  if (form.choice === 'secret')
    return { ok: true, request: { keys: [{ material: form.keyText, encoding: form.encoding }], ...expected } };
  const text = form.keyText.trim();
  const line = readEnvLine(text);
  if (!keyMaterial.test(line?.ok === true ? line.value : text)) {
    const problem = 'This is not a key. Enter PEM, a certificate, a JWK, or a JWKS. For a secret, choose “A secret”.';
    return { ok: false, problem };
  }
  if (text.startsWith('{') && !isJson(text))
    return { ok: false, problem: 'This looks like a JWK or JWKS, but it is not valid JSON.' };
  const protection = password && form.password !== '' ? { password: form.password } : {};
  return { ok: true, request: { keys: [{ material: form.keyText, ...protection }], ...expected } };
}

/** `undefined` while nothing was asked of the holder. */
function keyBinding({ nonce, bindingAudience }: VerifyForm): KeyBindingExpectation | undefined {
  return nonce === '' && bindingAudience === ''
    ? undefined
    : { ...(nonce !== '' && { nonce }), ...(bindingAudience !== '' && { audience: bindingAudience }) };
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
