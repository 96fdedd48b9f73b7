import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { JwksClient } from '../../../../src/services/network/jwksClient.ts';
import { serve } from '../../../support/loopbackServer.ts';
import type { LoopbackServer } from '../../../support/loopbackServer.ts';

/** What a router or a cloud tells those who ask it from inside. */
const mark = 'hunter2-internal';

const answers: readonly (readonly [name: string, (response: ServerResponse) => void])[] = [
  ['a page', (response) => response.end(`<html><title>${mark}</title></html>`)],
  ['a text', (response) => response.end(`${mark}\nAKIA${mark}`)],
  ['nothing but bytes', (response) => response.end(Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(mark)]))],
  ['JSON of another kind', (response) => response.end(JSON.stringify({ [mark]: mark, token: mark }))],
  ['a list', (response) => response.end(JSON.stringify([mark]))],
  ['a string of JSON', (response) => response.end(JSON.stringify(mark))],
  ['JSON that breaks off', (response) => response.end(`{"keys": [{"kty": "${mark}`)],
  ['keys that are none', (response) => response.end(JSON.stringify({ keys: [mark, { kid: mark }, [mark], null] }))],
  ['keys for encryption', (response) => response.end(JSON.stringify({ keys: [{ kty: 'RSA', use: mark, n: mark }] }))],
  ['secrets', (response) => response.end(JSON.stringify({ keys: [{ kty: 'oct', k: mark, kid: mark }] }))],
  ['a discovery document', (response) => response.end(JSON.stringify({ jwks_uri: `https://${mark}.example/${mark}` }))],
  ['an error with a page', (response) => response.writeHead(500, mark, { 'x-secret': mark }).end(mark)],
  ['a denial', (response) => response.writeHead(401, mark, { 'www-authenticate': `Basic realm="${mark}"` }).end(mark)],
  ['a redirect', (response) => response.writeHead(302, { location: `/${mark}?token=${mark}#${mark}` }).end(mark)],
  ['a redirect elsewhere', (response) => response.writeHead(307, { location: `//a.example/${mark}` }).end()],
  ['too much', (response) => response.end(mark.repeat(100_000))],
];

describe('a public name that leads to a private address (DNS rebinding, split-horizon DNS)', () => {
  let server: LoopbackServer;
  let answer: (response: ServerResponse) => void = () => undefined;
  before(async () => {
    server = await serve((_, response) => answer(response));
  });
  after(() => server.close());

  /** As DNS would have it: the name is that of a public host, what answers is this machine. */
  const rebound: typeof fetch = (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    return fetch(server.origin + pathname + search, init);
  };
  const client = (): JwksClient => new JwksClient({ refusal: () => Promise.resolve(undefined) }, { fetch: rebound });

  for (const [name, respond] of answers) {
    it(`gives nothing away of ${name}: an answer that is no key set is neither kept nor quoted`, async () => {
      answer = respond;
      const before = server.requests.length;
      const set = await client().keySet('https://keys.example/jwks', { interactive: true });
      const metadata = await client().metadata('https://keys.example', { interactive: true });
      assert.ok(server.requests.length >= before + 2);
      assert.ok(!set.ok && !metadata.ok);
      assert.ok(!JSON.stringify([set, metadata]).includes(mark));
    });
  }

  it('serves keys as any other address does: companies give their names private addresses', async () => {
    const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'a' };
    answer = (response) => response.end(JSON.stringify({ keys: [{ ...jwk, note: mark, d: mark }] }));
    const set = await client().keySet('https://keys.example/jwks', { interactive: true });
    assert.ok(set.ok);
    assert.deepEqual(
      set.keys.map(({ kid }) => kid),
      ['a'],
    );
    assert.ok(!JSON.stringify(set.notes).includes(mark));
  });
});
