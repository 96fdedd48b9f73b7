import assert from 'node:assert/strict';
import { approvalFor, isLoopback, parseFetchableUrl } from '../../../src/core/text/origin.ts';
import { parseSettings } from '../../../src/core/settings/settings.ts';

/** How a URL writes a host; `undefined` where it is none. */
const hostOf = (host: string): string | undefined =>
  URL.canParse(`http://${host}/`) ? new URL(`http://${host}/`).hostname : undefined;

describe('this machine, the only one that is asked over http', () => {
  const here: readonly (readonly [host: string, why: string])[] = [
    ['localhost', 'the name'],
    ['LocalHost', 'in any case'],
    ['loc%61lhost', 'with escapes, which a URL undoes'],
    ['ｌｏｃａｌｈｏｓｔ', 'in wide letters, which a URL makes narrow'],
    ['127.0.0.1', 'the address'],
    ['127.255.255.254', 'another of 127.0.0.0/8'],
    ['0x7f.1', 'the address in hexadecimal'],
    ['2130706433', 'the address as one number'],
    ['0177.0.0.1', 'the address in octal'],
    ['127.1', 'the address with parts left out'],
    ['127.0.0.1.', 'the address with a dot at its end'],
    ['[::1]', 'the address of IPv6'],
    ['[0:0:0:0:0:0:0:1]', 'the address of IPv6 in full'],
  ];
  for (const [host, why] of here) {
    it(`is ${host}: ${why}`, () => {
      assert.ok(isLoopback(hostOf(host) ?? ''));
      assert.ok(parseFetchableUrl(`http://${host}:8080/jwks`).ok);
    });
  }

  const elsewhere: readonly (readonly [host: string, why: string])[] = [
    ['app.localhost', 'DNS is asked for it'],
    ['a.b.LOCALHOST', 'DNS is asked for it'],
    ['localhost.', 'with a dot at its end some systems ask DNS'],
    ['app.localhost.', 'DNS is asked for it'],
    ['localhost.localdomain', 'DNS is asked for it'],
    ['localhost.example', 'it is a name of example'],
    ['localhost6', 'it is a name like any other'],
    ['127.0.0.1.example', 'it is a name of example'],
    ['127.0.0.1.nip.io', 'DNS is asked for it'],
    ['128.0.0.1', 'it is not in 127.0.0.0/8'],
    ['[::ffff:127.0.0.1]', 'nobody needs to write it'],
    ['[::127.0.0.1]', 'nobody needs to write it'],
    ['[::]', 'nobody needs to write it'],
    ['0.0.0.0', 'nobody needs to write it'],
    ['0', 'nobody needs to write it'],
    ['[fe80::1]', 'it is another machine of the link'],
    ['10.0.0.1', 'it is another machine of the network'],
    ['169.254.169.254', 'it is where clouds tell secrets'],
  ];
  for (const [host, why] of elsewhere) {
    it(`is not ${host}: ${why}`, () => {
      assert.ok(!isLoopback(hostOf(host) ?? ''));
      assert.ok(!parseFetchableUrl(`http://${host}/jwks`).ok);
      const entry = { name: 'a', issuer: 'https://a.example', algorithms: ['RS256'], jwksUri: `http://${host}/jwks` };
      const { issuers, allowedOrigins } = parseSettings({
        issuers: [entry],
        'network.allowedOrigins': [`http://${host}`, `http://${host}/jwks`],
      });
      assert.deepEqual([issuers, allowedOrigins], [[], []]);
    });
  }
});

describe('an approval', () => {
  it('covers an origin elsewhere, and one address on this machine, however its host is written', () => {
    const of = (url: string): string => approvalFor(new URL(url));
    assert.equal(of('https://login.example.com/a/jwks?b'), 'https://login.example.com');
    assert.equal(of('https://app.localhost/jwks'), 'https://app.localhost');
    for (const host of ['localhost', '127.0.0.1', '[::1]'])
      assert.equal(of(`http://${host}:9200/jwks?a=b`), `http://${host}:9200/jwks?a=b`);
    assert.equal(of('https://0x7f.1/jwks'), 'https://127.0.0.1/jwks');
  });

  it('is read back as it was given, and no address elsewhere stands for its origin', () => {
    const { allowedOrigins, problems } = parseSettings({
      'network.allowedOrigins': [
        'https://login.example.com',
        'http://localhost:8080/jwks',
        'http://localhost:8080/',
        'http://[::1]:8080/jwks?a',
        'http://127.0.0.1:3000',
        'https://login.example.com/jwks',
        'https://app.localhost/jwks',
      ],
    });
    assert.deepEqual(allowedOrigins, [
      'https://login.example.com',
      'http://localhost:8080/jwks',
      'http://localhost:8080/',
      'http://[::1]:8080/jwks?a',
      'http://127.0.0.1:3000',
    ]);
    assert.equal(problems.length, 2);
  });
});
