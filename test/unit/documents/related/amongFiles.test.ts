import assert from 'node:assert/strict';
import { inspectAmongFiles, readFileFacts } from '../../../../src/core/documents/related/amongFiles.ts';
import type { FileFacts } from '../../../../src/core/documents/related/amongFiles.ts';
import { scan } from '../../../../src/core/token/scan.ts';
import type { Span } from '../../../../src/core/text/span.ts';
import { keyPair } from '../../../fixtures/keys/keyPairs.ts';
import { claims } from '../../rules/tokens.ts';
import { digest, halfDigest, jws, thumbprint } from '../../../support/jose.ts';

const folder = 'file:///project/';
type Files = Readonly<Record<string, string>>;

function factsOf(name: string, text: string): FileFacts {
  const tokens = scan(text).map(({ start, end }) => ({ start, end, text: text.slice(start, end) }));
  return readFileFacts(folder + name, tokens, text);
}

/** What is found in each file: `name rule characters → name characters`. */
function found(files: Files): readonly string[] {
  const facts = Object.entries(files).map(([name, text]) => factsOf(name, text));
  return Object.entries(files).flatMap(([name, text], index) => {
    const [own, others] = [facts[index], facts.toSpliced(index, 1)];
    assert.ok(own);
    return inspectAmongFiles(own, others).map(({ ruleId, start, end, message, related = [] }) => {
      assert.match(message, /\.$/);
      const places = related.map((place) => {
        const file = place.file?.slice(folder.length) ?? name;
        return `${file} ${nameOf(files[file] ?? '', place)}`;
      });
      return `${name} ${ruleId} ${nameOf(text, { start, end })} → ${places.join(', ')}`;
    });
  });
}

/** The member that characters of a file encode; `all` of them, or what they are. */
function nameOf(file: string, { start, end }: Span): string {
  const text = file.slice(start, end);
  if (text === file.trim()) return 'all';
  for (const padding of ['', 'A', 'AA', 'AAA']) {
    const [, name] = /"(\w+)":/.exec(Buffer.from(padding + text, 'base64url').toString('latin1')) ?? [];
    if (name !== undefined) return name;
  }
  return text;
}

const accessToken = claims({ scope: 'orders' });
const opaque = 'b7Qx9ZkT2mWvR4sLp0Yd8HcN';
const idToken = (others: object): string => claims({ nonce: 'n-0S6', ...others });

const jwk = keyPair('P-256').publicKey.export({ format: 'jwk' });
const otherJwk = keyPair('Ed25519').publicKey.export({ format: 'jwk' });
const bound = claims({ scope: 'orders', cnf: { jkt: thumbprint(jwk, 'crv', 'kty', 'x', 'y') } });
const proof = (token: string, key: object = jwk): string =>
  jws(
    { alg: 'ES256', typ: 'dpop+jwt', jwk: key },
    { jti: 'a', htm: 'GET', htu: 'https://a.io/', iat: 1, ath: digest(token) },
  );
const sdJwt = `${claims({ _sd: [], cnf: { jwk } })}~`;
const binding = (text: string, key: object = jwk): string =>
  jws({ alg: 'ES256', typ: 'kb+jwt', jwk: key }, { iat: 1, aud: 'a', nonce: 'n', sd_hash: digest(text) });

describe('tokens of files beside each other', () => {
  const cases: readonly (readonly [what: string, files: Files, ...found: string[]])[] = [
    ['what a file alone shows', { 'a.txt': `${claims({ jti: 'x' })} ${claims({ jti: 'x', sub: 'u2' })}` }],
    [
      'an ID used twice, in the file further down the alphabet',
      { 'b.http': `GET /\nA: ${claims({ jti: 'x', sub: 'u2' })}`, 'a.json': `["${claims({ jti: 'x' })}"]` },
      'b.http jti-reused jti → a.json jti',
    ],
    ['the same token twice', { 'a.txt': claims({ jti: 'x' }), 'b.txt': claims({ jti: 'x' }) }],
    [
      'one ID of two issuers',
      { 'a.txt': claims({ jti: 'x' }), 'b.txt': claims({ jti: 'x', iss: 'https://other.io' }) },
    ],
    [
      'an ID token and another access token',
      { 'id.jwt': idToken({ at_hash: halfDigest('another') }), 'access.jwt': `${accessToken}\n` },
      'id.jwt id-token-hash-mismatch at_hash → access.jwt all',
    ],
    [
      'an ID token and its access token',
      { 'id.jwt': idToken({ at_hash: halfDigest(accessToken) }), 'a.jwt': accessToken },
    ],
    [
      'an ID token of one issuer and an access token of another',
      {
        'id.jwt': idToken({ at_hash: halfDigest('another') }),
        'a.jwt': claims({ scope: 'x', iss: 'https://other.io' }),
      },
    ],
    [
      'an ID token and an opaque access token, by the name of its file',
      { 'id.jwt': idToken({ at_hash: halfDigest('another') }), 'access_token.txt': opaque },
      `id.jwt id-token-hash-mismatch at_hash → access_token.txt all`,
    ],
    ['what has no such name', { 'id.jwt': idToken({ at_hash: halfDigest('another') }), 'notes.txt': opaque }],
    [
      'an ID token and another code',
      { 'id.jwt': idToken({ c_hash: halfDigest('another') }), 'auth-code.txt': opaque },
      `id.jwt id-token-hash-mismatch c_hash → auth-code.txt all`,
    ],
    [
      'two access tokens: nobody knows which is meant',
      { 'id.jwt': idToken({ at_hash: halfDigest('x') }), 'a.jwt': accessToken, 'b.jwt': claims({ scope: 'more' }) },
    ],
    [
      'a token among other text',
      { 'id.jwt': idToken({ at_hash: halfDigest('another') }), 'a.http': `Authorization: Bearer ${accessToken}` },
    ],
    [
      'a proof for another access token',
      { 'proof.jwt': proof('another'), 'a.jwt': bound },
      'proof.jwt dpop-mismatch ath → a.jwt all',
    ],
    ['a proof for this access token', { 'proof.jwt': proof(bound), 'a.jwt': bound }],
    [
      'a proof with another key',
      { 'proof.jwt': proof(bound, otherJwk), 'a.jwt': bound },
      'a.jwt dpop-mismatch jkt → proof.jwt jwk',
    ],
    [
      'a proof that is for no access token',
      { 'proof.jwt': jws({ alg: 'ES256', typ: 'dpop+jwt', jwk }, { jti: 'a', htm: 'GET' }), 'a.jwt': accessToken },
    ],
    [
      'a key binding for another SD-JWT',
      { 'kb.jwt': binding('another'), 'sd.jwt': sdJwt },
      'kb.jwt key-binding-mismatch sd_hash → sd.jwt all',
    ],
    ['a key binding for this SD-JWT', { 'kb.jwt': binding(sdJwt), 'sd.jwt': sdJwt }],
    [
      'a key binding with another key',
      { 'kb.jwt': binding(sdJwt, otherJwk), 'sd.jwt': sdJwt },
      'kb.jwt key-binding-mismatch jwk → sd.jwt all',
    ],
  ];
  for (const [what, files, ...expected] of cases) {
    it(`${expected.length > 0 ? 'finds' : 'does not find'} ${what}`, () => {
      assert.deepEqual(found(files), expected);
    });
  }

  it('obeys the severities of the user', () => {
    const facts = [factsOf('a.txt', claims({ jti: 'x' })), factsOf('b.txt', claims({ jti: 'x', sub: 'u2' }))] as const;
    const severities = (rules?: ReadonlyMap<string, 'error' | 'off'>) =>
      inspectAmongFiles(facts[1], [facts[0]], { ...(rules && { rules }) }).map(({ severity }) => severity);
    assert.deepEqual(severities(), ['information']);
    assert.deepEqual(severities(new Map([['jti-reused', 'error']])), ['error']);
    assert.deepEqual(severities(new Map([['jti-reused', 'off']])), []);
  });
});
