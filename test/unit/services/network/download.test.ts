import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { download } from '../../../../src/services/network/download.ts';
import { sendJson, serve } from '../../../support/loopbackServer.ts';
import type { LoopbackServer, TlsIdentity } from '../../../support/loopbackServer.ts';
import { selfSignedIdentity } from '../../../support/tlsIdentity.ts';

const mebibyte = 1024 * 1024;
const spaces = ' '.repeat(64 * 1024);

async function refusal(url: string, timeoutSeconds = 10): Promise<string> {
  const result = await download(url, { timeoutSeconds });
  assert.ok(!result.ok);
  assert.doesNotMatch(result.problem, /secret=part/, 'paths and queries stay out of messages');
  return result.problem;
}

describe('download', () => {
  let server: LoopbackServer | undefined;
  const start = async (
    answer: (request: IncomingMessage, response: ServerResponse) => void,
    tls?: TlsIdentity,
  ): Promise<string> => {
    server = await serve(answer, tls);
    return `${server.origin}/jwks?secret=part`;
  };

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('gives the text and the headers', async () => {
    const url = await start((_, response) => sendJson(response, { keys: [] }, { 'cache-control': 'max-age=7' }));
    const result = await download(url);
    assert.ok(result.ok);
    assert.equal(result.text, '{"keys":[]}');
    assert.equal(result.headers.get('cache-control'), 'max-age=7');
  });

  it('sends no cookies and no credentials, and asks for JSON', async () => {
    let seen: IncomingMessage['headers'] = {};
    const url = await start((request, response) => {
      seen = request.headers;
      sendJson(response, '{}', { 'set-cookie': 'a=b' });
    });
    await download(url);
    await download(url);
    assert.equal(seen['cookie'], undefined);
    assert.equal(seen['authorization'], undefined);
    assert.match(seen.accept ?? '', /^application\/jwk-set\+json, application\/json/);
  });

  it('asks the server itself, whatever a cache on the way still holds', async () => {
    let seen: string | undefined;
    const url = await start((request, response) => {
      seen = request.headers['cache-control'];
      sendJson(response, '{}', { 'cache-control': 'max-age=3600' });
    });
    await download(url);
    assert.equal(seen, 'max-age=0');
  });

  it('reads a body of exactly 1 MiB, in pieces and with characters cut between them', async () => {
    const text = `${'é'.repeat(mebibyte / 2 - 1)}ab`;
    const url = await start((_, response) => {
      const bytes = Buffer.from(text);
      response.write(bytes.subarray(0, 1001));
      setImmediate(() => response.end(bytes.subarray(1001)));
    });
    const result = await download(url);
    assert.ok(result.ok);
    assert.ok(result.text === text);
  });

  it('stops reading beyond 1 MiB, whatever length was announced', async () => {
    let sent = 0;
    const url = await start((_, response) => {
      const pour = (): void => {
        while (!response.destroyed && sent < 64 * mebibyte) {
          sent += spaces.length;
          if (!response.write(spaces)) {
            response.once('drain', pour);
            return;
          }
        }
        response.end();
      };
      pour();
    });
    assert.match(await refusal(url), /larger than 1 MiB/);
    assert.ok(sent < 64 * mebibyte, 'the rest was never sent');
  });

  it('names the status', async () => {
    const url = await start((_, response) => response.writeHead(500).end('{"keys":[]}'));
    assert.match(await refusal(url), /^127\.0\.0\.1:\d+ answered with HTTP status 500\.$/);
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`follows no redirect ${status}, and names only the origin it leads to`, async () => {
      const url = await start((_, response) =>
        response.writeHead(status, { location: 'https://evil.test/x?secret=part' }).end(),
      );
      assert.match(await refusal(url), /redirect to https:\/\/evil\.test, which is not followed/);
      assert.equal(server?.requests.length, 1);
    });
  }

  it('gives up on a server that does not answer', async () => {
    const url = await start(() => undefined);
    assert.match(await refusal(url, 0.1), /did not answer within 0\.1 seconds/);
  });

  it('gives up on a server that begins and does not finish', async () => {
    const url = await start((_, response) => void response.writeHead(200).write('{'));
    assert.match(await refusal(url, 0.1), /did not answer within 0\.1 seconds/);
  });

  it('says when the connection was closed', async () => {
    const url = await start((request) => request.socket.destroy());
    assert.match(await refusal(url), /closed the connection before it answered/);
  });

  it('says when nothing listens', async () => {
    const url = await start(() => undefined);
    await server?.close();
    assert.match(await refusal(url), /refused the connection.*ECONNREFUSED/);
  });

  it('says when the port is none for HTTP', async () => {
    assert.match(await refusal('http://localhost:6000/jwks'), /^localhost:6000 is on a port that belongs to another/);
  });

  it('says when the host is unknown', async () => {
    assert.match(await refusal('https://no-such-host.invalid/jwks'), /host name no-such-host\.invalid was not found/);
  });

  it('says when a server speaks no TLS', async () => {
    const url = await start((_, response) => sendJson(response, '{}'));
    assert.match(await refusal(url.replace('http:', 'https:')), /Could not establish a secure \(TLS\) connection to /);
  });

  it('refuses a certificate that nobody vouches for', async () => {
    const url = await start((_, response) => sendJson(response, '{}'), selfSignedIdentity());
    assert.match(
      await refusal(url),
      /certificate of 127\.0\.0\.1:\d+ is not trusted on this machine.*DEPTH_ZERO_SELF_SIGNED_CERT/,
    );
    assert.equal(server?.requests.length, 0);
  });

  it('explains a browser’s silence', async () => {
    const result = await download('https://idp.test/jwks', {
      fetch: () => Promise.reject(new TypeError('Failed to fetch')),
    });
    assert.ok(!result.ok);
    assert.match(result.problem, /idp\.test could not be reached.*CORS/);
  });

  it('understands the codes of Electron’s network', async () => {
    const result = await download('https://idp.test/jwks', {
      fetch: () => Promise.reject(new Error('net::ERR_CERT_AUTHORITY_INVALID')),
    });
    assert.ok(!result.ok);
    assert.match(result.problem, /not trusted on this machine.*ERR_CERT_AUTHORITY_INVALID/);
  });
});
