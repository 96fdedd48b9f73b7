import type { JWK } from 'jose';

import { algorithm, signatureAlgorithms } from '../facts/algorithms.ts';
import { generateKey } from '../keys/generateKey.ts';
import { publicHalf } from '../keys/jwk.ts';
import { writePem, writeSpki } from '../keys/writeDer.ts';
import { encodeBase64url, encodeTextAsBase64url } from '../text/base64url.ts';
import { sign } from './sign.ts';

export interface FixtureOptions {
  /** One of {@link fixtureAlgorithms}. */
  readonly algorithm: string;
  readonly issuer: string;
  readonly audience: string;
  /** Seconds. */
  readonly now: number;
}

/** A token to test a verifier with. */
export interface Fixture {
  readonly name: string;
  readonly token: string;
  /** What a verifier has to answer that pins algorithm, issuer, audience and the public key. */
  readonly expected: 'accept' | 'reject';
  readonly why: string;
}

export interface FixtureSet {
  readonly fixtures: readonly Fixture[];
  /** A key made only for this set. */
  readonly privateKey: JWK;
  readonly jwks: { readonly keys: readonly JWK[] };
}

const YEAR_SECONDS = 31_536_000;

/**
 * The algorithms whose public key can be published and has a PEM form, which the confusion of HMAC and public key
 * needs.
 */
export const fixtureAlgorithms: readonly string[] = signatureAlgorithms.filter((name) => {
  const keyType = algorithm(name)?.keyType;
  return keyType === 'RSA' || keyType === 'EC' || keyType === 'OKP';
});

/** Makes a set of tokens of one issuer, of which a verifier must accept one and refuse the others. */
export async function makeFixtures({ algorithm: alg, issuer, audience, now }: FixtureOptions): Promise<FixtureSet> {
  const privateKey = await generateKey(alg);
  const publicKey = publicHalf(privateKey);
  const header = { alg, typ: 'JWT', kid: privateKey.kid };
  // Good for ten years: a fixture outlives the day on which it is made.
  const claims = { iss: issuer, aud: audience, sub: 'user-1', iat: now, exp: now + 10 * YEAR_SECONDS };
  const signed = (changed: object): Promise<string> =>
    sign(JSON.stringify({ ...claims, ...changed }), { key: { material: privateKey }, header });
  const valid = await signed({});
  const reject = (name: string, token: string, why: string): Fixture => ({ name, token, expected: 'reject', why });
  return {
    privateKey,
    jwks: { keys: [publicKey] },
    fixtures: [
      { name: 'valid', token: valid, expected: 'accept', why: 'Everything is valid for ten years.' },
      reject('expired', await signed({ iat: now - 7200, exp: now - 3600 }), 'It expired an hour before it was made.'),
      reject('not-yet-valid', await signed({ nbf: now + 9 * YEAR_SECONDS }), 'Its `nbf` is nine years ahead.'),
      reject('wrong-audience', await signed({ aud: `not-${audience}` }), 'It is for another audience.'),
      reject('alg-none', unsigned({ ...header, alg: 'none' }, claims), 'It is not signed: its `alg` is “none”.'),
      reject(
        'hmac-with-public-key',
        await confused({ ...header, alg: 'HS256' }, claims, publicKey),
        `Its \`alg\` is HS256 instead of ${alg}, and its HMAC secret is the PEM of the public key (RFC 8725 §2.1).`,
      ),
      reject('tampered', tampered(valid, { ...claims, sub: 'admin' }), 'Its `sub` was changed after it was signed.'),
    ],
  };
}

function unsigned(header: object, claims: object): string {
  return `${encode(header)}.${encode(claims)}.`;
}

function tampered(token: string, claims: object): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encode(claims)}.${signature}`;
}

/** What an attacker makes of a public key where a verifier lets the token choose between HMAC and signature. */
async function confused(header: object, claims: object, publicKey: JWK): Promise<string> {
  const pem = writePem('PUBLIC KEY', writeSpki(publicKey) ?? new Uint8Array());
  const encoder = new TextEncoder();
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const secret = await crypto.subtle.importKey('raw', encoder.encode(pem), hmac, false, ['sign']);
  const input = unsigned(header, claims).slice(0, -1);
  return `${input}.${encodeBase64url(new Uint8Array(await crypto.subtle.sign(hmac, secret, encoder.encode(input))))}`;
}

function encode(value: object): string {
  return encodeTextAsBase64url(JSON.stringify(value));
}
