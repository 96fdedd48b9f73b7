import assert from 'node:assert/strict';
import { decode } from '../../../../src/core/token/decode.ts';
import type { Verification } from '../../../../src/core/verify/verification.ts';
import { verify } from '../../../../src/core/verify/verify.ts';
import { JwksClient } from '../../../../src/services/network/jwksClient.ts';
import { startOidcProvider } from '../../../support/oidcProvider.ts';
import type { TestProvider } from '../../../support/oidcProvider.ts';
import { encode } from '../../../support/jose.ts';

describe('JwksClient with a certified OpenID Provider', () => {
  let provider: TestProvider;
  let jwksUri: string;
  let client: JwksClient;

  beforeEach(async () => {
    provider = await startOidcProvider();
    jwksUri = await provider.jwksUri();
    client = new JwksClient({ refusal: () => Promise.resolve(undefined) });
  });
  afterEach(() => provider.close());

  const verifyWithKeys = async (token: string, audience = provider.clientId): Promise<Verification> => {
    const kid = decode(token).header?.['kid'];
    assert.ok(typeof kid === 'string');
    const set = await client.keySet(jwksUri, { kid, interactive: false });
    assert.ok(set.ok, set.ok ? '' : set.problem);
    const profile = { issuer: provider.issuer, audience, algorithms: ['RS256'] };
    return verify(token, { keys: [{ material: { keys: set.keys } }], profile });
  };
  const fetches = (): number => provider.requests.filter((path) => jwksUri.endsWith(path)).length;

  it('verifies its ID tokens with the keys its discovery document points at', async () => {
    const first = await verifyWithKeys(await provider.idToken());
    assert.equal(first.verdict, 'verified', JSON.stringify(first.checks));
    await verifyWithKeys(await provider.idToken());
    assert.equal(fetches(), 1);
  });

  it('finds the discovery document, and what it says of keys and algorithms', async () => {
    const found = await client.metadata(provider.issuer, { interactive: false });
    assert.ok(found.ok, found.ok ? '' : found.problem);
    assert.equal(found.metadata.jwksUri, jwksUri);
    assert.ok(found.metadata.algorithms.includes('RS256'));
  });

  it('takes the issuer’s name to the letter', async () => {
    const found = await client.metadata(`${provider.issuer}/`, { interactive: false });
    assert.ok(!found.ok);
    assert.match(found.problem, /document is for another issuer/);
  });

  it('refuses an ID token for someone else', async () => {
    const verification = await verifyWithKeys(await provider.idToken(), 'someone-else');
    assert.equal(verification.signature, 'valid');
    assert.equal(verification.verdict, 'rejected');
  });

  it('refuses an ID token with a changed claim', async () => {
    const [header = '', payload = '', signature = ''] = (await provider.idToken()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = [header, encode({ ...claims, sub: 'mallory' }), signature].join('.');
    const verification = await verifyWithKeys(forged);
    assert.equal(verification.signature, 'invalid');
    assert.equal(verification.verdict, 'rejected');
  });

  it('follows a rotation of keys in the middle of a session', async () => {
    const old = await provider.idToken();
    assert.equal((await verifyWithKeys(old)).verdict, 'verified');
    await provider.rotate();
    const fresh = await provider.idToken();
    assert.notEqual(decode(fresh).header?.['kid'], decode(old).header?.['kid']);
    assert.equal((await verifyWithKeys(fresh)).verdict, 'verified');
    assert.equal((await verifyWithKeys(old)).verdict, 'verified');
    assert.equal(fetches(), 2);
  });
});
