import { createHash } from 'node:crypto';
import { keyPair } from '../../../fixtures/keys/keyPairs.ts';
import { claims, encode, jws, soundClaims } from '../tokens.ts';
import type { DocumentCase } from './documentCases.ts';

/** Node's own hash of a text, base64url. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
/** The left half of it, as OpenID Connect takes it. */
const leftHalf = (text: string, hash = 'sha256'): string => {
  const whole = createHash(hash).update(text).digest();
  return whole.subarray(0, whole.length / 2).toString('base64url');
};

/** A token with marks around the characters that encode a member: of a string value, or of a value at the end of its part. */
function marked(token: string, part: 0 | 1, name: string): string {
  const segments = token.split('.');
  const segment = segments[part] ?? '';
  const json = Buffer.from(segment, 'base64url').toString('latin1');
  const from = json.indexOf(`"${name}":`);
  const value = from + name.length + 3;
  const to = json.charAt(value) === '"' ? json.indexOf('"', value + 1) + 1 : json.length - 1;
  const [start, end] = [Math.floor((from * 4) / 3), Math.ceil((to * 4) / 3)];
  segments[part] = `${segment.slice(0, start)}⟦${segment.slice(start, end)}⟧${segment.slice(end)}`;
  return segments.join('.');
}

const accessToken = claims({ scope: 'orders' });
const otherAccessToken = claims({ scope: 'other' });
const code = 'b7Qx9ZkT2mWvR4sLp0Yd8HcN';
const idToken = (hash: object, parameters: object = {}): string => claims({ nonce: 'n-0S6', ...hash }, parameters);
const fits = idToken({ at_hash: leftHalf(accessToken) });
const strange = idToken({ at_hash: leftHalf(otherAccessToken) });
const es512 = (hash: string): string => idToken({ at_hash: leftHalf(accessToken, hash) }, { alg: 'ES512' });
const ed25519 = idToken({ at_hash: leftHalf(accessToken, 'sha512') }, { alg: 'Ed25519' });
const ed448 = idToken({ at_hash: leftHalf(otherAccessToken, 'sha512') }, { alg: 'Ed448' });
const ofCode = idToken({ c_hash: leftHalf(code) });
const ofOtherCode = idToken({ c_hash: leftHalf('another code') });
const response = (id_token: string, others: object): DocumentCase => ({
  text: JSON.stringify({ id_token, ...others }, undefined, 2),
});
const env = (text: string): DocumentCase => ({ text, options: { languageId: 'dotenv' } });

const jwk = keyPair('P-256').publicKey.export({ format: 'jwk' });
const otherJwk = keyPair('Ed25519').publicKey.export({ format: 'jwk' });
/** RFC 7638 §3.2, written out. */
const thumbprint = digest(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }));
const bound = claims({ scope: 'orders', cnf: { jkt: thumbprint } });
const proof = (others: object, key: object = jwk): string =>
  jws({ alg: 'ES256', typ: 'dpop+jwt', jwk: key }, { jti: 'a', htm: 'GET', htu: 'https://a.io/', iat: 1, ...others });
const request = (token: string, dpop: string): DocumentCase => ({
  text: `### One\nGET https://a.io/\nAuthorization: DPoP ${token}\nDPoP: ${dpop}\n\n### Two\nGET https://b.io/`,
});

const sdJwt = `${claims({ _sd: [], cnf: { jwk } })}~`;
const sdJwtOfThumbprint = `${claims({ _sd: [], cnf: { jkt: thumbprint } })}~`;
const binding = (sdHash: string, key?: object): string =>
  jws({ alg: 'ES256', typ: 'kb+jwt', ...(key && { jwk: key }) }, { iat: 1, aud: 'a', nonce: 'n', sd_hash: sdHash });

/** A token in JSON serialization: a JWT in a form that JWTs do not have, but here that is another matter. */
const serialized = (token: string): string => {
  const [header, payload, signature] = token.split('.');
  return JSON.stringify({ payload, signatures: [{ protected: header, signature }] });
};
const withId = (jti: string, others: object = {}): string => claims({ ...others, jti });
const rs256 = (sub: string, parameters: object = { kid: 'k1' }, alg = 'RS256'): string =>
  jws({ alg, ...parameters }, { ...soundClaims, sub });

type AtLeastTwo = readonly [DocumentCase, DocumentCase, ...DocumentCase[]];

/** For the rules about tokens that stand beside each other. */
export const togetherCases: Readonly<Record<string, { readonly fires: AtLeastTwo; readonly quiet: AtLeastTwo }>> = {
  'id-token-hash-mismatch': {
    fires: [
      response(marked(strange, 1, 'at_hash'), { access_token: accessToken }),
      response(marked(ofOtherCode, 1, 'c_hash'), { code }),
      response(marked(es512('sha256'), 1, 'at_hash'), { access_token: accessToken }),
      {
        text: `HTTP/1.1 200 OK\n\n{"a":{"access_token":"${accessToken}","id_token":"${marked(strange, 1, 'at_hash')}"}}`,
        options: { fileName: 'a.http' },
      },
      { text: `https://a.io/cb#state=x&access_token=${accessToken}&id_token=${marked(strange, 1, 'at_hash')}` },
      { text: `POST /cb\n\ncode=b7Qx9ZkT2mWvR4sLp0Yd8HcN%2E&id_token=${marked(ofCode, 1, 'c_hash')}` },
      env(`DEV_ID_TOKEN=${marked(strange, 1, 'at_hash')}\nDEV_ACCESS_TOKEN="${accessToken}"\n`),
    ],
    quiet: [
      response(fits, { access_token: accessToken, code }),
      response(ofCode, { code, access_token: otherAccessToken }),
      response(es512('sha512'), { access_token: accessToken }),
      response(ed25519, { access_token: accessToken }),
      response(ed448, { access_token: accessToken }),
      response(strange, { access_token: '<the access token>', code: 'your-access-token-0123' }),
      response(strange, { access_token: accessToken.replace(/[^.]*$/, 'redacted') }),
      response(idToken({}), { access_token: accessToken }),
      { text: JSON.stringify([{ id_token: strange }, { access_token: accessToken }]) },
      { text: `id_token=${strange}\naccess_token=${accessToken}` },
      { text: `https://a.io/#id_token=${strange}&access_token=${accessToken}&access_token=${otherAccessToken}` },
      env(`DEV_ID_TOKEN=${strange}\nTEST_ACCESS_TOKEN=${accessToken}`),
      env(`DEV_ID_TOKEN=${strange}\n\nDEV_ACCESS_TOKEN=${accessToken}`),
    ],
  },
  'dpop-mismatch': {
    fires: [
      request(bound, marked(proof({ ath: digest(otherAccessToken) }), 1, 'ath')),
      request(marked(bound, 1, 'jkt'), proof({ ath: digest(bound) }, otherJwk)),
      request(code, marked(proof({ ath: digest(otherAccessToken) }), 1, 'ath')),
      request(bound, proof({}).replace(/\.([^.]*)\./, '.⟦$1⟧.')),
      {
        text: `fetch(url, { headers: { Authorization: 'DPoP ${bound}', DPoP: '${marked(proof({ ath: 'a' }), 1, 'ath')}' } })`,
      },
      {
        text: `curl -H "Authorization: DPoP ${marked(bound, 1, 'jkt')}" \\\n -H "DPoP: ${proof({ ath: digest(bound) }, otherJwk)}" u`,
      },
    ],
    quiet: [
      request(bound, proof({ ath: digest(bound) })),
      request(code, proof({ ath: digest(code) }, otherJwk)),
      request('{{token}}', proof({})),
      { text: `POST /token\nDPoP: ${proof({})}\n\ngrant_type=authorization_code` },
      { text: `Authorization: DPoP ${bound}\n\nDPoP: ${proof({})}` },
      { text: `Authorization: DPoP ${bound}\nDPoP: ${proof({})}\nDPoP: ${proof({ ath: digest(bound) })}` },
    ],
  },
  'key-binding-mismatch': {
    fires: [
      { text: `${sdJwt}\n${marked(binding(digest(`${sdJwt}x~`)), 1, 'sd_hash')}` },
      { text: JSON.stringify({ sd_jwt: sdJwt, kb_jwt: marked(binding(digest(sdJwt), otherJwk), 0, 'jwk') }) },
      { text: `${sdJwtOfThumbprint}\n${marked(binding(digest(sdJwtOfThumbprint), otherJwk), 0, 'jwk')}` },
    ],
    quiet: [
      { text: `${sdJwt}\n${binding(digest(sdJwt), jwk)}` },
      { text: `${sdJwtOfThumbprint}\n${binding(digest(sdJwtOfThumbprint), jwk)}` },
      { text: `${sdJwt}\n\n${binding('a')}` },
      { text: `${sdJwt}\n${sdJwtOfThumbprint}\n${binding('a')}` },
    ],
  },
  'jti-reused': {
    fires: [
      { text: `${withId('7', { sub: 'a' })} ${marked(withId('7', { sub: 'b' }), 1, 'jti')}` },
      { text: `${serialized(withId('7', { sub: 'a' }))}\n${marked(withId('7', { sub: 'b' }), 1, 'jti')}` },
      { text: `${withId('7', { sub: 'a' })}\n${serialized(marked(withId('7', { sub: 'b' }), 1, 'jti'))}` },
      { text: JSON.stringify([withId('7'), withId('8'), marked(withId('8', { sub: 'b' }), 1, 'jti')]) },
    ],
    quiet: [
      { text: `${withId('7')} ${withId('7')} ${claims({ jti: '7' }, { kid: 'resigned' })}` },
      { text: `${withId('7')} ${withId('7', { iss: 'https://other.io' })} ${withId('9')}` },
      {
        text: `${encode({ alg: 'HS256' })}.${encode({ jti: '7' })}.AAAA ${encode({ alg: 'HS256' })}.${encode({ jti: '7', sub: 'b' })}.AAAA`,
      },
    ],
  },
  'rsa-key-recoverable': {
    fires: [
      { text: `${rs256('a')} ${marked(rs256('b'), 0, 'kid')} ${rs256('c')}` },
      { text: `${rs256('a', {})}\n${marked(rs256('b', {}, 'RS512'), 0, 'alg')}` },
    ],
    quiet: [
      { text: `${rs256('a')} ${rs256('a')} ${rs256('b', { kid: 'k2' })}` },
      { text: `${rs256('a', {}, 'PS256')} ${rs256('b', {}, 'PS256')}` },
      { text: `${rs256('a')} ${rs256('b').replace(/[^.]*$/, 'signature')}` },
    ],
  },
};
