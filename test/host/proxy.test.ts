import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { download } from '../../src/services/jwks/download.ts';
import { eventually } from '../support/documents.ts';

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
