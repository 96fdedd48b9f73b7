import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { JwksClient } from '../../../../src/services/network/jwksClient.ts';
import type { KeySetOutcome, NetworkGate } from '../../../../src/services/network/jwksClient.ts';
import { sendJson, serve } from '../../../support/loopbackServer.ts';
import type { LoopbackServer } from '../../../support/loopbackServer.ts';

const open: NetworkGate = { refusal: () => Promise.resolve(undefined) };
const waits = { interactive: true };
const silence = (): void => undefined;
const automatic = { interactive: false };

function key(kid: string): Record<string, string> {
  return { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid };
}

function kids(outcome: KeySetOutcome): readonly (string | undefined)[] {
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.problem);
  return outcome.keys.map(({ kid }) => kid);
}

describe('JwksClient', () => {
  let server: LoopbackServer;
  let answer: (response: ServerResponse) => void;
  let seconds: number;
  let url: string;

  const now = (): Date => new Date(1_800_000_000_000 + seconds * 1000);
  const clientBehind = (gate: NetworkGate): JwksClient => new JwksClient(gate, { now });
  const publish = (...names: readonly string[]): void => {
    answer = (response) => sendJson(response, { keys: names.map(key) }, { 'cache-control': 'max-age=300' });
  };
  const fail = (): void => {
    answer = (response) => response.writeHead(503).end();
  };

  beforeEach(async () => {
    seconds = 0;
    publish('a');
    server = await serve((_, response) => answer(response));
    url = `${server.origin}/jwks`;
  });
  afterEach(() => server.close());

  describe('freshness', () => {
    it('asks once while the answer is fresh, and again afterwards', async () => {
      const client = clientBehind(open);
      await client.keySet(url, waits);
      seconds = 299;
      await client.keySet(url, waits);
      assert.equal(server.requests.length, 1);
      seconds = 300;
      publish('b');
      assert.deepEqual(kids(await client.keySet(url, waits)), ['b']);
      assert.equal(server.requests.length, 2);
    });

    it('asks no server where only what is known is wanted', async () => {
      const client = clientBehind(open);
      const known = { ...automatic, fetch: false, kid: 'z' } as const;
      assert.deepEqual(await client.keySet(url, known), { ok: false, problem: 'Nothing has been fetched yet.' });
      await client.keySet(url, waits);
      seconds = 300;
      assert.deepEqual(kids(await client.keySet(url, known)), ['a']);
      assert.equal(server.requests.length, 1);
    });

    it('shares one request among those who ask at the same time', async () => {
      const client = clientBehind(open);
      const outcomes = await Promise.all([1, 2, 3].map(() => client.keySet(url, { ...automatic, kid: 'a' })));
      assert.deepEqual(outcomes.map(kids), [['a'], ['a'], ['a']]);
      assert.equal(server.requests.length, 1);
    });

    it('keeps the sets of two URLs apart', async () => {
      const client = clientBehind(open);
      await client.keySet(url, waits);
      publish('other');
      assert.deepEqual(kids(await client.keySet(`${server.origin}/other`, waits)), ['other']);
      assert.deepEqual(kids(await client.keySet(url, waits)), ['a']);
    });
  });

  describe('an unknown kid', () => {
    it('brings the keys of a rotation at once', async () => {
      const client = clientBehind(open);
      await client.keySet(url, { ...automatic, kid: 'a' });
      publish('a', 'b');
      assert.deepEqual(kids(await client.keySet(url, { ...automatic, kid: 'b' })), ['a', 'b']);
      assert.equal(server.requests.length, 2);
    });

    it('asks again at most once a minute', async () => {
      const client = clientBehind(open);
      await client.keySet(url, waits);
      await client.keySet(url, { ...waits, kid: 'x' });
      seconds = 59;
      await client.keySet(url, { ...waits, kid: 'y' });
      assert.equal(server.requests.length, 2);
      seconds = 60;
      await client.keySet(url, { ...waits, kid: 'y' });
      assert.equal(server.requests.length, 3);
    });

    it('does not ask twice when the set has just been fetched', async () => {
      const client = clientBehind(open);
      assert.deepEqual(kids(await client.keySet(url, { ...waits, kid: 'x' })), ['a']);
      assert.equal(server.requests.length, 1);
    });

    it('does not make fresh keys stale when the server has gone', async () => {
      const client = clientBehind(open);
      await client.keySet(url, waits);
      fail();
      const outcome = await client.keySet(url, { ...waits, kid: 'x' });
      assert.deepEqual(kids(outcome), ['a']);
      assert.match(outcome.ok ? outcome.notes.join() : '', /refreshing them failed.*status 503/);
    });
  });

  describe('failure', () => {
    it('is told when there never were keys', async () => {
      fail();
      const outcome = await clientBehind(open).keySet(url, waits);
      assert.ok(!outcome.ok);
      assert.match(outcome.problem, /HTTP status 503/);
    });

    it('leaves the last good keys, marked, and heals', async () => {
      const client = clientBehind(open);
      await client.keySet(url, waits);
      seconds = 300;
      answer = (response) => sendJson(response, 'not JSON');
      const stale = await client.keySet(url, automatic);
      assert.deepEqual(kids(stale), ['a']);
      assert.match(stale.ok ? stale.notes.join() : '', /may be out of date.*not JSON/);
      assert.deepEqual(stale.ok && stale.fetchedAt, new Date(1_800_000_000_000));
      seconds = 360;
      publish('b');
      const healed = await client.keySet(url, automatic);
      assert.deepEqual(kids(healed), ['b']);
      assert.deepEqual(healed.ok && healed.notes, []);
    });

    const misfortunes: readonly (readonly [name: string, answer: (response: ServerResponse) => void, why: RegExp])[] = [
      ['a failing server', (response) => response.writeHead(500).end(), /HTTP status 500/],
      ['a server that never answers', silence, /did not answer within 0\.2 seconds/],
      ['a connection that breaks', (response) => response.socket?.destroy(), /closed the connection/],
      [
        'a redirect',
        (response) => response.writeHead(302, { location: 'https://evil.example' }).end(),
        /a redirect to/,
      ],
      ['a body of 10 MB', (response) => response.end(' '.repeat(10_000_000)), /larger than 1 MiB/],
      ['a page', (response) => response.end('<!doctype html>'), /not JSON/],
      ['an empty set', (response) => sendJson(response, { keys: [] }), /it is empty/],
      [
        'a set of nothing but a secret',
        (response) => sendJson(response, { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }),
        /none of its keys.*symmetric key/,
      ],
    ];
    for (const [name, misfortune, why] of misfortunes) {
      it(`leaves the last good keys, with the reason: ${name}`, async () => {
        let timeoutSeconds: number | undefined;
        const client = new JwksClient(open, {
          now,
          get timeoutSeconds() {
            return timeoutSeconds ?? 10;
          },
        });
        await client.keySet(url, waits);
        answer = misfortune;
        // Only who never answers is not waited for: this machine may be slow.
        if (misfortune === silence) timeoutSeconds = 0.2;
        const stale = await client.keySet(url, { ...waits, refresh: true });
        assert.deepEqual(kids(stale), ['a']);
        assert.match(stale.ok ? (stale.notes[0] ?? '') : '', why);
        assert.match(stale.ok ? (stale.notes[0] ?? '') : '', /^The keys may be out of date, because refreshing them/);
      });
    }

    it('is not repeated within a minute for unknown key IDs either', async () => {
      const client = clientBehind(open);
      await client.keySet(url, waits);
      fail();
      seconds = 300;
      await client.keySet(url, automatic);
      await client.keySet(url, { ...automatic, kid: 'x' });
      assert.equal(server.requests.length, 2);
      seconds = 360;
      publish('x');
      assert.deepEqual(kids(await client.keySet(url, { ...automatic, kid: 'x' })), ['x']);
    });

    it('is not repeated within a minute, unless someone waits for the answer', async () => {
      const client = clientBehind(open);
      fail();
      await client.keySet(url, automatic);
      seconds = 59;
      await client.keySet(url, automatic);
      assert.equal(server.requests.length, 1);
      await client.keySet(url, waits);
      assert.equal(server.requests.length, 2);
      seconds = 59 + 60;
      await client.keySet(url, automatic);
      assert.equal(server.requests.length, 3);
    });
  });

  describe('news', () => {
    it('are other keys, a failure and its end, and not the same answer once more', async () => {
      const client = clientBehind(open);
      let news = 0;
      client.onNews(() => {
        news += 1;
      });
      const refresh = async (): Promise<number> => {
        await client.keySet(url, { ...waits, refresh: true });
        return news;
      };
      assert.equal(await refresh(), 1);
      assert.equal(await refresh(), 1);
      publish('a', 'b');
      assert.equal(await refresh(), 2);
      fail();
      assert.equal(await refresh(), 3);
      assert.equal(await refresh(), 3);
      publish('a', 'b');
      assert.equal(await refresh(), 4);
    });
  });

  describe('permission', () => {
    it('comes before any request, and is asked for the URL', async () => {
      const asked: unknown[] = [];
      const client = clientBehind({
        refusal: (...args) => {
          asked.push(args);
          return Promise.resolve('Not approved.');
        },
      });
      assert.deepEqual(await client.keySet(url, automatic), { ok: false, problem: 'Not approved.' });
      assert.deepEqual(asked, [[url, false]]);
      assert.equal(server.requests.length, 0);
    });

    it('can be withdrawn from keys that are in the cache', async () => {
      const answers = [undefined, 'Withdrawn.'];
      const client = clientBehind({ refusal: () => Promise.resolve(answers.shift()) });
      await client.keySet(url, waits);
      assert.deepEqual(await client.keySet(url, waits), { ok: false, problem: 'Withdrawn.' });
    });

    for (const refused of [
      'http://idp.example/jwks',
      'https://user:password@idp.example/',
      'file:///etc/passwd',
      'jwks',
    ]) {
      it(`is not even asked for ${refused}`, async () => {
        const client = clientBehind({ refusal: () => assert.fail('asked') });
        const outcome = await client.keySet(refused, waits);
        assert.ok(!outcome.ok);
        assert.match(outcome.problem, /^The JWKS URL (?:must|is not)/);
      });
    }
  });
});
