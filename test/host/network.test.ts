import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { download } from '../../src/services/network/download.ts';
import { eventually } from '../support/documents.ts';
import { sendJson, serve } from '../support/loopbackServer.ts';
import type { LoopbackServer, TlsIdentity } from '../support/loopbackServer.ts';
import { selfSignedIdentity } from '../support/tlsIdentity.ts';

/** VS Code puts its own `fetch` in the place of Node's: what is shown of that one has to hold of this one, too. */
describe('the network as VS Code gives it to extensions', () => {
  let server: LoopbackServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  const ask = async (
    answer: (request: IncomingMessage, response: ServerResponse) => void,
    { tls, timeoutSeconds = 10 }: { readonly tls?: TlsIdentity; readonly timeoutSeconds?: number } = {},
  ): Promise<string> => {
    server = await serve(answer, tls);
    const result = await download(`${server.origin}/jwks`, { timeoutSeconds });
    return result.ok ? result.text : result.problem;
  };

  it('gives what a server says, asked past caches and without cookies', async () => {
    let headers: IncomingMessage['headers'] = {};
    const text = await ask((request, response) => {
      ({ headers } = request);
      sendJson(response, { keys: [] }, { 'cache-control': 'max-age=3600', 'set-cookie': 'a=b' });
    });
    assert.equal(text, '{"keys":[]}');
    assert.equal(headers['cache-control'], 'max-age=0');
    assert.equal(headers['cookie'] ?? headers.authorization, undefined);
  });

  const misfortunes: readonly (readonly [name: string, answer: (response: ServerResponse) => void, problem: RegExp])[] =
    [
      [
        'a redirect',
        (response) => response.writeHead(302, { location: 'https://evil.example/x' }).end(),
        /not followed/,
      ],
      ['a body of 10 MB', (response) => response.end(' '.repeat(10_000_000)), /larger than 1 MiB/],
      ['a failing server', (response) => response.writeHead(500).end(), /HTTP status 500/],
      ['a broken connection', (response) => response.socket?.destroy(), /closed the connection before it answered/],
    ];
  for (const [name, answer, problem] of misfortunes) {
    it(`tells of ${name} after one request`, async () => {
      assert.match(await ask((_, response) => answer(response)), problem);
      assert.equal(server?.requests.length, 1);
    });
  }

  const hangs: readonly (readonly [name: string, answer: (response: ServerResponse) => void])[] = [
    ['is slow', () => undefined],
    ['stops halfway', (response) => void response.writeHead(200).write('{')],
  ];
  for (const [name, answer] of hangs) {
    it(`gives up on a server that ${name}`, async () => {
      const problem = await ask((_, response) => answer(response), { timeoutSeconds: 0.5 });
      assert.match(problem, /did not answer within 0\.5 seconds/);
    });
  }

  it('refuses a certificate that nobody vouches for', async () => {
    const problem = await ask((_, response) => sendJson(response, '{}'), { tls: selfSignedIdentity() });
    assert.match(problem, /certificate of 127\.0\.0\.1:\d+ is not trusted on this machine/);
    assert.deepEqual(server?.requests, []);
  });
});

describe('http.proxy', () => {
  const url = 'https://idp.corp.test/jwks?of=secret';
  const requests: string[] = [];
  const proxy = createServer((request) => requests.push(request.url ?? ''));
  proxy.on('connect', ({ url: target }, socket) => {
    requests.push(`CONNECT ${target}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  const setProxy = (value: string | undefined): Thenable<void> =>
    vscode.workspace.getConfiguration('http').update('proxy', value, vscode.ConfigurationTarget.Global);
  before(async () => {
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
  });
  after(async () => {
    await setProxy(undefined);
    proxy.close();
  });

  it('is the way that key sets come, and its refusal is told', async () => {
    await setProxy(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    const problem = await eventually(async () => {
      const answer = await download(url);
      return requests.length > 0 && !answer.ok ? answer.problem : undefined;
    });
    assert.match(problem, /^The proxy did not connect to idp\.corp\.test\. Check the proxy settings\./);
    assert.deepEqual([...new Set(requests)], ['CONNECT idp.corp.test:443'], 'the proxy sees a host, and nothing else');
  });
});
