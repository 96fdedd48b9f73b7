import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { JwksClient } from '../../../../src/services/network/jwksClient.ts';
import type { MetadataOutcome, NetworkGate } from '../../../../src/services/network/jwksClient.ts';
import { sendJson, serve } from '../../../support/loopbackServer.ts';
import type { LoopbackServer, TlsIdentity } from '../../../support/loopbackServer.ts';
import { selfSignedIdentity } from '../../../support/tlsIdentity.ts';

const open: NetworkGate = { refusal: () => Promise.resolve(undefined) };
const waits = { interactive: true };
const automatic = { interactive: false };
const openId = '/tenant/.well-known/openid-configuration';
const oauth = '/.well-known/oauth-authorization-server/tenant';
const inserted = '/.well-known/openid-configuration/tenant';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

function problemOf(outcome: MetadataOutcome): string {
  assert.ok(!outcome.ok);
  return outcome.problem;
}

describe('discovery', () => {
  let server: LoopbackServer;
  let issuer: string;
  let answers: Map<string, Answer>;
  let seconds: number;

  const start = async (tls?: TlsIdentity): Promise<void> => {
    server = await serve((request, response) => {
      const answer = answers.get(request.url ?? '');
      if (answer === undefined) response.writeHead(404).end();
      else answer(response, request);
    }, tls);
    issuer = `${server.origin}/tenant`;
  };
  const client = (gate = open, timeoutSeconds = 10): JwksClient =>
    new JwksClient(gate, { now: () => new Date(1_800_000_000_000 + seconds * 1000), timeoutSeconds });
  const document: Answer = (response) => sendJson(response, { issuer, jwks_uri: `${issuer}/jwks` });

  beforeEach(async () => {
    seconds = 0;
    answers = new Map([[openId, document]]);
    await start();
  });
  afterEach(() => server.close());

  it('asks the issuer’s well-known address, once while the answer is fresh', async () => {
    const one = client();
    const expected = { ok: true, metadata: { jwksUri: `${issuer}/jwks`, algorithms: [] }, notes: [] };
    assert.deepEqual(await one.metadata(issuer, waits), expected);
    assert.deepEqual(await one.metadata(issuer, automatic), expected);
    assert.deepEqual(server.requests, [openId]);
    await one.metadata(issuer, { ...waits, refresh: true });
    assert.deepEqual(server.requests, [openId, openId]);
  });

  it('asks the address of RFC 8414 where there is no OpenID Provider', async () => {
    answers = new Map([[oauth, document]]);
    assert.ok((await client().metadata(issuer, waits)).ok);
    assert.deepEqual(server.requests, [openId, oauth]);
  });

  it('asks last where RFC 8414 puts the path of OpenID Connect', async () => {
    answers = new Map([[inserted, document]]);
    assert.ok((await client().metadata(issuer, waits)).ok);
    assert.deepEqual(server.requests, [openId, oauth, inserted]);
  });

  it('does not ask there for the document of another issuer', async () => {
    answers.set(openId, (response) =>
      sendJson(response, { issuer: 'https://evil.example', jwks_uri: `${issuer}/jwks` }),
    );
    answers.set(oauth, document);
    assert.match(problemOf(await client().metadata(issuer, waits)), /another issuer.*“https:\/\/evil\.example”/);
    assert.deepEqual(server.requests, [openId]);
  });

  it('says when there is neither', async () => {
    answers.clear();
    const problem = problemOf(await client().metadata(issuer, waits));
    assert.match(
      problem,
      /^127\.0\.0\.1:\d+ does not publish a discovery document for this issuer \(HTTP status 404\)\.$/,
    );
  });

  const failures: readonly (readonly [name: string, answer: Answer, problem: RegExp])[] = [
    ['a failing server', (response) => response.writeHead(500).end(), /HTTP status 500/],
    ['a server that has had enough', (response) => response.writeHead(429).end(), /answered with HTTP status 429/],
    [
      'a redirect',
      (response) => response.writeHead(302, { location: 'https://evil.example/' }).end(),
      /redirect to https:\/\/evil\.example, which is not followed/,
    ],
    ['a body of 10 MB', (response) => response.end(' '.repeat(10_000_000)), /larger than 1 MiB/],
    ['what is no JSON', (response) => response.end('<html>'), /discovery document is not JSON/],
  ];
  for (const [name, answer, problem] of failures) {
    it(`tells of ${name} after one request`, async () => {
      answers.set(openId, answer);
      assert.match(problemOf(await client().metadata(issuer, waits)), problem);
      assert.equal(server.requests.length, 1);
    });
  }

  const hangs: readonly (readonly [name: string, answer: Answer])[] = [
    ['is slow', () => undefined],
    ['stops halfway', (response) => void response.writeHead(200).write('{')],
  ];
  for (const [name, answer] of hangs) {
    it(`gives up on a server that ${name}, after one request`, async () => {
      answers.set(openId, answer);
      const problem = problemOf(await client(open, 0.1).metadata(issuer, waits));
      assert.match(problem, /did not answer within 0\.1 seconds/);
      assert.equal(server.requests.length, 1);
    });
  }

  it('tells of a certificate that nobody vouches for', async () => {
    await server.close();
    await start(selfSignedIdentity());
    assert.match(
      problemOf(await client().metadata(issuer, waits)),
      /certificate of 127.* is not trusted on this machine/,
    );
  });

  it('goes on with what it knew when asking again fails, and says so', async () => {
    const one = client();
    await one.metadata(issuer, waits);
    seconds = 24 * 3600;
    answers.set(openId, (response) => response.writeHead(503).end());
    const outcome = await one.metadata(issuer, automatic);
    assert.ok(outcome.ok);
    assert.equal(outcome.metadata.jwksUri, `${issuer}/jwks`);
    assert.match(outcome.notes.join(), /^Could not get the URL of the keys.*HTTP status 503/);
  });

  it('comes after approval of the address that is asked', async () => {
    const asked: unknown[] = [];
    const gate: NetworkGate = {
      refusal: (...question) => {
        asked.push(question);
        return Promise.resolve('Not approved.');
      },
    };
    assert.equal(problemOf(await client(gate).metadata(issuer, automatic)), 'Not approved.');
    assert.deepEqual(asked, [[`${issuer}/.well-known/openid-configuration`, false]]);
    assert.deepEqual(server.requests, []);
  });
});

describe('a JWKS that wants an authorization header', () => {
  const key = { ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid: 'a' };
  let server: LoopbackServer;
  beforeEach(async () => {
    server = await serve((request, response) => {
      if (request.headers.authorization === 'Bearer right') sendJson(response, { keys: [key] });
      else response.writeHead(401).end();
    });
  });
  afterEach(() => server.close());

  it('gets the one that was given', async () => {
    const set = await new JwksClient(open).keySet(server.origin, { ...waits, authorization: 'Bearer right' });
    assert.ok(set.ok);
    assert.deepEqual(set.keys, [key]);
  });

  it('says how to give one, or that it was not accepted, without repeating it', async () => {
    const none = await new JwksClient(open).keySet(server.origin, waits);
    assert.match(
      none.ok ? '' : none.problem,
      /HTTP status 401\. If the JWKS requires an authorization header, store it/,
    );
    const wrong = await new JwksClient(open).keySet(server.origin, { ...waits, authorization: 'Bearer wrong' });
    assert.match(wrong.ok ? '' : wrong.problem, /HTTP status 401\. The stored authorization was not accepted\.$/);
  });

  it('does not give its keys to those who come without', async () => {
    const client = new JwksClient(open);
    assert.ok((await client.keySet(server.origin, { ...waits, authorization: 'Bearer right' })).ok);
    assert.ok(!(await client.keySet(server.origin, waits)).ok);
  });
});
