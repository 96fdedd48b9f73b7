import { spanOfText } from '../rules/ruleCases.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { claims, soundClaims } from '../rules/tokens.ts';
import type { DocumentCase, DocumentCases } from './documentCases.ts';
import { digest, encode, halfDigest, jws, thumbprint } from '../../support/jose.ts';

/**
 * A token with marks around the characters that encode a member: of a string value, or of a value at the end of its
 * part.
 */
function marked(token: string, part: 0 | 1, name: string): string {
  const segments = token.split('.');
  const segment = segments[part] ?? '';
  const json = Buffer.from(segment, 'base64url').toString('latin1');
  const from = json.indexOf(`"${name}":`);
  const value = from + name.length + 3;
  const to = json.charAt(value) === '"' ? json.indexOf('"', value + 1) + 1 : json.length - 1;
  const { start, end } = spanOfText(segment, 0, json.slice(from, to));
  segments[part] = `${segment.slice(0, start)}⟦${segment.slice(start, end)}⟧${segment.slice(end)}`;
  return segments.join('.');
}

const accessToken = claims({ scope: 'orders' });
const otherAccessToken = claims({ scope: 'other' });
const code = 'b7Qx9ZkT2mWvR4sLp0Yd8HcN';
const idToken = (hash: object, parameters: object = {}): string => claims({ nonce: 'n-0S6', ...hash }, parameters);
const fits = idToken({ at_hash: halfDigest(accessToken) });
const strange = idToken({ at_hash: halfDigest(otherAccessToken) });
const es512 = (hash: string): string => idToken({ at_hash: halfDigest(accessToken, hash) }, { alg: 'ES512' });
const ed25519 = idToken({ at_hash: halfDigest(accessToken, 'sha512') }, { alg: 'Ed25519' });
const ed448 = idToken({ at_hash: halfDigest(otherAccessToken, 'sha512') }, { alg: 'Ed448' });
const ofCode = idToken({ c_hash: halfDigest(code) });
const ofOtherCode = idToken({ c_hash: halfDigest('another code') });
const response = (id_token: string, others: object): DocumentCase => ({
  text: JSON.stringify({ id_token, ...others }, undefined, 2),
});
const env = (text: string): DocumentCase => ({ text, options: { languageId: 'dotenv' } });

const jwk = keyPair('P-256').publicKey.export({ format: 'jwk' });
const otherJwk = keyPair('Ed25519').publicKey.export({ format: 'jwk' });
const ofKey = thumbprint(jwk, 'crv', 'kty', 'x', 'y');
const bound = claims({ scope: 'orders', cnf: { jkt: ofKey } });
const proof = (others: object, key: object = jwk): string =>
  jws({ alg: 'ES256', typ: 'dpop+jwt', jwk: key }, { jti: 'a', htm: 'GET', htu: 'https://a.io/', iat: 1, ...others });
const request = (token: string, dpop: string): DocumentCase => ({
  text: `### One\nGET https://a.io/\nAuthorization: DPoP ${token}\nDPoP: ${dpop}\n\n### Two\nGET https://b.io/`,
});

const sdJwt = `${claims({ _sd: [], cnf: { jwk } })}~`;
const sdJwtOfThumbprint = `${claims({ _sd: [], cnf: { jkt: ofKey } })}~`;
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

/** For the rules about tokens that stand beside each other. */
export const relatedTokenCases: Readonly<Record<string, DocumentCases>> = {
  'id-token-hash-mismatch': {
    fires: {
      'for the access token of another answer beside it': response(marked(strange, 1, 'at_hash'), {
        access_token: accessToken,
      }),
      'for the code of another answer beside it': response(marked(ofOtherCode, 1, 'c_hash'), { code }),
      'when the hash was made with another function than the algorithm asks for': response(
        marked(es512('sha256'), 1, 'at_hash'),
        { access_token: accessToken },
      ),
      'in the body of a recorded answer, inside of another object': {
        text: `HTTP/1.1 200 OK\n\n{"a":{"access_token":"${accessToken}","id_token":"${marked(strange, 1, 'at_hash')}"}}`,
        options: { fileName: 'a.http' },
      },
      'in the fragment of a URL': {
        text: `https://a.io/cb#state=x&access_token=${accessToken}&id_token=${marked(strange, 1, 'at_hash')}`,
      },
      'in the fields of a form, where the code is percent-encoded': {
        text: `POST /cb\n\ncode=b7Qx9ZkT2mWvR4sLp0Yd8HcN%2E&id_token=${marked(ofCode, 1, 'c_hash')}`,
      },
      'beside an access token in the next line of an env file': env(
        `DEV_ID_TOKEN=${marked(strange, 1, 'at_hash')}\nDEV_ACCESS_TOKEN="${accessToken}"\n`,
      ),
    },
    quiet: {
      'when the access token is the one it was issued with': response(fits, { access_token: accessToken, code }),
      'when the code is the one it was issued with, whatever access token is beside it': response(ofCode, {
        code,
        access_token: otherAccessToken,
      }),
      'when ES512 hashes with SHA-512': response(es512('sha512'), { access_token: accessToken }),
      'when Ed25519 hashes with SHA-512': response(ed25519, { access_token: accessToken }),
      'for Ed448, for whose hash there is no agreement': response(ed448, { access_token: accessToken }),
      'beside placeholders': response(strange, { access_token: '<the access token>', code: 'your-access-token-0123' }),
      'beside an access token whose signature was redacted': response(strange, {
        access_token: accessToken.replace(/[^.]*$/, 'redacted'),
      }),
      'for an ID token without hashes': response(idToken({}), { access_token: accessToken }),
      'in another object of the same list': {
        text: JSON.stringify([{ id_token: strange }, { access_token: accessToken }]),
      },
      'in two lines that are no env file': { text: `id_token=${strange}\naccess_token=${accessToken}` },
      'when two access tokens stand beside it': {
        text: `https://a.io/#id_token=${strange}&access_token=${accessToken}&access_token=${otherAccessToken}`,
      },
      'when the names say that they are of two environments': env(
        `DEV_ID_TOKEN=${strange}\nTEST_ACCESS_TOKEN=${accessToken}`,
      ),
      'when an empty line stands between them': env(`DEV_ID_TOKEN=${strange}\n\nDEV_ACCESS_TOKEN=${accessToken}`),
    },
  },
  'dpop-mismatch': {
    fires: {
      'when the proof was made for another access token': request(
        bound,
        marked(proof({ ath: digest(otherAccessToken) }), 1, 'ath'),
      ),
      'when the proof is signed with another key than the access token is bound to': request(
        marked(bound, 1, 'jkt'),
        proof({ ath: digest(bound) }, otherJwk),
      ),
      'when the access token is opaque and the proof was made for another': request(
        code,
        marked(proof({ ath: digest(otherAccessToken) }), 1, 'ath'),
      ),
      'when the proof has no hash of the access token, at its claims': request(
        bound,
        proof({}).replace(/\.([^.]*)\./, '.⟦$1⟧.'),
      ),
      'in the headers of a request in code': {
        text: `fetch(url, { headers: { Authorization: 'DPoP ${bound}', DPoP: '${marked(proof({ ath: 'a' }), 1, 'ath')}' } })`,
      },
      'in the headers of a curl command': {
        text: `curl -H "Authorization: DPoP ${marked(bound, 1, 'jkt')}" \\\n -H "DPoP: ${proof({ ath: digest(bound) }, otherJwk)}" u`,
      },
    },
    quiet: {
      'when proof, access token and key fit': request(bound, proof({ ath: digest(bound) })),
      'when the access token is opaque and the proof was made for it': request(
        code,
        proof({ ath: digest(code) }, otherJwk),
      ),
      'when the access token is a variable': request('{{token}}', proof({})),
      'for a request of a token, which has no access token yet': {
        text: `POST /token\nDPoP: ${proof({})}\n\ngrant_type=authorization_code`,
      },
      'when an empty line stands between the headers': { text: `Authorization: DPoP ${bound}\n\nDPoP: ${proof({})}` },
      'when there are two proofs': {
        text: `Authorization: DPoP ${bound}\nDPoP: ${proof({})}\nDPoP: ${proof({ ath: digest(bound) })}`,
      },
    },
  },
  'key-binding-mismatch': {
    fires: {
      'when the binding was made for other disclosures': {
        text: `${sdJwt}\n${marked(binding(digest(`${sdJwt}x~`)), 1, 'sd_hash')}`,
      },
      'when the binding is signed with another key than the SD-JWT is bound to': {
        text: JSON.stringify({ sd_jwt: sdJwt, kb_jwt: marked(binding(digest(sdJwt), otherJwk), 0, 'jwk') }),
      },
      'when the binding is signed with a key of another thumbprint': {
        text: `${sdJwtOfThumbprint}\n${marked(binding(digest(sdJwtOfThumbprint), otherJwk), 0, 'jwk')}`,
      },
    },
    quiet: {
      'when binding and key fit': { text: `${sdJwt}\n${binding(digest(sdJwt), jwk)}` },
      'when binding and thumbprint fit': { text: `${sdJwtOfThumbprint}\n${binding(digest(sdJwtOfThumbprint), jwk)}` },
      'when an empty line stands between them': { text: `${sdJwt}\n\n${binding('a')}` },
      'when it stands beside two SD-JWTs': { text: `${sdJwt}\n${sdJwtOfThumbprint}\n${binding('a')}` },
    },
  },
  'jti-reused': {
    fires: {
      'for two compact tokens with other claims': {
        text: `${withId('7', { sub: 'a' })} ${marked(withId('7', { sub: 'b' }), 1, 'jti')}`,
      },
      'for a compact token after one in JSON form': {
        text: `${serialized(withId('7', { sub: 'a' }))}\n${marked(withId('7', { sub: 'b' }), 1, 'jti')}`,
      },
      'for a token in JSON form after a compact one': {
        text: `${withId('7', { sub: 'a' })}\n${serialized(marked(withId('7', { sub: 'b' }), 1, 'jti'))}`,
      },
      'for the second of the two that share an ID in a list': {
        text: JSON.stringify([withId('7'), withId('8'), marked(withId('8', { sub: 'b' }), 1, 'jti')]),
      },
    },
    quiet: {
      'for the same claims, even signed again': {
        text: `${withId('7')} ${withId('7')} ${claims({ jti: '7' }, { kid: 'resigned' })}`,
      },
      'for the ID of another issuer, and for another ID': {
        text: `${withId('7')} ${withId('7', { iss: 'https://other.io' })} ${withId('9')}`,
      },
      'for tokens that name no issuer': {
        text: `${encode({ alg: 'HS256' })}.${encode({ jti: '7' })}.AAAA ${encode({ alg: 'HS256' })}.${encode({ jti: '7', sub: 'b' })}.AAAA`,
      },
    },
  },
  'rsa-key-recoverable': {
    fires: {
      'at the second of two tokens of one key ID, and only there': {
        text: `${rs256('a')} ${marked(rs256('b'), 0, 'kid')} ${rs256('c')}`,
      },
      'for two algorithms that sign with the same key': {
        text: `${rs256('a', {})}\n${marked(rs256('b', {}, 'RS512'), 0, 'alg')}`,
      },
    },
    quiet: {
      'for one token twice, and for another key ID': {
        text: `${rs256('a')} ${rs256('a')} ${rs256('b', { kid: 'k2' })}`,
      },
      'for RSASSA-PSS, whose signatures are random': { text: `${rs256('a', {}, 'PS256')} ${rs256('b', {}, 'PS256')}` },
      'for a placeholder, which is no signature': {
        text: `${rs256('a')} ${rs256('b').replace(/[^.]*$/, 'signature')}`,
      },
    },
  },
};
