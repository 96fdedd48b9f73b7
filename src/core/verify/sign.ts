import { CompactSign } from 'jose';
import type { JWK } from 'jose';

import { algorithm } from '../facts/algorithms.ts';
import type { AlgorithmFact } from '../facts/algorithms.ts';
import { misfitOf } from '../keys/chooseKey.ts';
import { canSign } from '../keys/fittingAlgorithms.ts';
import type { KeyInput } from '../keys/keyInput.ts';
import type { ParsedKey } from '../keys/parsedKey.ts';
import { parseKey } from '../keys/parseKey.ts';
import { encodeBase64url } from '../text/base64url.ts';
import { MakingError } from './makingError.ts';
import { isAlwaysPortable, signPortably } from './portableSignatures.ts';
import { readMaking } from '../issuers/options.ts';

export interface SignOptions {
  /** A secret or a private key. */
  readonly key: KeyInput;
  /**
   * Header parameters. Without `alg` the key decides; `kid` comes from the key, and claims get the type `JWT`, unless
   * given.
   */
  readonly header?: object;
}

/**
 * Makes a compact JWS (RFC 7515 §7.1). Text is signed as it is; an object as its JSON. Throws a {@link MakingError}
 * where it cannot be signed so. Never makes an unsigned token.
 */
export async function sign(claims: object | string, options: SignOptions): Promise<string> {
  const reading = readMaking(claims, options);
  if (!reading.ok) throw new MakingError(reading.fault.code, reading.fault.message);
  const { content, key: input, header } = reading.making;
  const key = await signingKey(input);
  const fact = algorithmFor(key, header['alg']);
  const misfit = misfitOf(fact, key, 'sign');
  if (misfit) throw new MakingError('key-unfit', misfit.detail);
  if ('crit' in header || 'b64' in header)
    throw new MakingError('header', 'Tokens with critical extensions (`crit`, `b64`) are not supported here.');

  const { kid } = key.jwk;
  const isClaims = typeof claims !== 'string';
  const whole = { alg: fact.name, ...(isClaims && { typ: 'JWT' }), ...(kid !== undefined && { kid }), ...header };
  const payload = new TextEncoder().encode(content);
  try {
    return isAlwaysPortable(key.jwk) ? signHere(whole, payload, key.jwk) : await signWithHost(whole, payload, key.jwk);
  } catch (error) {
    // The key was found to fit. For an RSA key, the host needs all numbers.
    const detail = `The ${key.description} cannot sign. Its private numbers are incomplete or do not belong together.`;
    throw new MakingError('key-unfit', detail, { cause: error });
  }
}

async function signWithHost(header: { alg: string }, payload: Uint8Array, jwk: JWK): Promise<string> {
  try {
    // jose freezes the key it is given.
    return await new CompactSign(payload).setProtectedHeader(header).sign({ ...jwk });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return signHere(header, payload, jwk);
    throw error;
  }
}

function signHere(header: { alg: string }, payload: Uint8Array, jwk: JWK): string {
  const encoder = new TextEncoder();
  const input = `${encodeBase64url(encoder.encode(JSON.stringify(header)))}.${encodeBase64url(payload)}`;
  const signature = signPortably(jwk, encoder.encode(input));
  if (!signature) throw new Error(`${header.alg} is not supported here.`);
  return `${input}.${encodeBase64url(signature)}`;
}

async function signingKey(input: KeyInput): Promise<ParsedKey> {
  const parsed = await parseKey(input);
  if (!parsed.ok) throw new MakingError('key-unreadable', parsed.problem);
  const key = parsed.keys.find(canSign);
  if (!key) {
    throw new MakingError(
      'key-unfit',
      `Signing needs a private key or a secret, but this is a ${parsed.keys[0]?.description}.`,
    );
  }
  return key;
}

function algorithmFor(key: ParsedKey, asked: unknown): AlgorithmFact {
  const name = asked === undefined ? (key.algorithms?.[0] ?? usualAlgorithm(key.jwk)) : asked;
  const fact = typeof name === 'string' ? algorithm(name) : undefined;
  if (fact?.use !== 'sig' || fact.family === 'none' || fact.family === 'obsolete')
    throw new MakingError('algorithm', 'The algorithm (`alg`) does not sign.');
  return fact;
}

/** What such a key is most often used for. */
function usualAlgorithm({ kty, crv = '', alg }: JWK): string | undefined {
  const byCurve: Readonly<Record<string, string>> = {
    'P-256': 'ES256',
    'P-384': 'ES384',
    'P-521': 'ES512',
    secp256k1: 'ES256K',
  };
  switch (kty) {
    case 'oct':
      return 'HS256';
    case 'RSA':
      return 'RS256';
    case 'EC':
      return byCurve[crv];
    case 'OKP':
      return 'EdDSA';
    default:
      return alg;
  }
}
