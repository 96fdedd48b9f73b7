import { encode, hs256, unsecured } from '../../support/jose.ts';

/** A token whose parts are given as JSON text or values and whose signature is a true HS256 one. */
export const sign = (header: unknown, payload: unknown): string => hs256(payload, 'not a secret', header);

export const HS256 = { alg: 'HS256', typ: 'JWT' };
export const CLAIMS = { sub: 'someone', exp: 1_716_480_961 };
export const JWS = sign(HS256, CLAIMS);
export const [HEADER = '', PAYLOAD = '', SIGNATURE = ''] = JWS.split('.');
export const UNSECURED = unsecured(CLAIMS, { typ: 'JWT' });
export const DETACHED = `${HEADER}..${SIGNATURE}`;
export const DISCLOSURES = [encode(['salt-1', 'given_name', 'Ada']), encode(['salt-2', 'family_name', 'Lovelace'])];
export const SD_JWT = `${JWS}~${DISCLOSURES.join('~')}~`;
export const KEY_BINDING = sign({ alg: 'HS256', typ: 'kb+jwt' }, { nonce: 'n', aud: 'verifier', iat: 1, sd_hash: 'x' });
export const SD_JWT_KB = `${SD_JWT}${KEY_BINDING}`;
const bytes = (length: number): string => encode(new Uint8Array(length).fill(0xa5));
export const JWE = [encode({ alg: 'RSA-OAEP', enc: 'A128GCM' }), bytes(256), bytes(12), bytes(80), bytes(16)].join('.');
export const JWE_DIRECT = [encode({ alg: 'dir', enc: 'A256CBC-HS512' }), '', bytes(16), bytes(64), bytes(32)].join('.');
