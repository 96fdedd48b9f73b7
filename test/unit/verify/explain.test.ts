import assert from 'node:assert/strict';
import { sign } from 'node:crypto';

import { inOrder } from '../../../src/core/token/partOrder.ts';
import type { IssuerProfile } from '../../../src/core/issuers/issuerProfile.ts';
import type { KeyInput } from '../../../src/core/keys/keyInput.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import type { OtherKey } from '../../../src/core/verify/experiments.ts';
import type { FixOffer } from '../../../src/core/verify/fixOffer.ts';
import type { Verification } from '../../../src/core/verify/verification.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { certificate } from '../../fixtures/keys/certificates.ts';
import { keyPair, randomSecret } from '../../fixtures/keys/keyPairs.ts';
import { compact, encode, hs256, issue } from '../../support/jose.ts';

const now = new Date('2026-05-31T20:00:00Z');
const epoch = now.getTime() / 1000;
const claims = { sub: '42', exp: epoch + 600 };

async function judge(token: string, keys: readonly KeyInput[], profile: IssuerProfile = {}): Promise<Verification> {
  return verify(token, { keys, profile, now });
}

async function ids(token: string, keys: readonly KeyInput[], profile?: IssuerProfile): Promise<readonly string[]> {
  return (await judge(token, keys, profile)).explanations.map(({ id }) => id);
}

async function fixes(token: string, keys: readonly KeyInput[], profile?: IssuerProfile): Promise<readonly FixOffer[]> {
  return (await judge(token, keys, profile)).explanations.map(({ fix }) => fix);
}

/** A token signed with these bytes as HMAC secret. */
function hmacToken(secret: string | Uint8Array, payload: unknown = claims): string {
  return hs256(payload, secret, { alg: 'HS256' });
}

/** A token whose payload was signed as `was`, and then put in again as `is`. */
function resigned(was: string, is: unknown): string {
  const [header, , signature] = issue('RS256', keyPair('rsa').privateKey, was).split('.');
  return `${header}.${encode(is)}.${signature}`;
}

async function idsWhereSigned(was: string, is: unknown): Promise<readonly string[]> {
  return ids(resigned(was, is), [{ material: publicJwk('rsa') }]);
}

const publicJwk = (name: Parameters<typeof keyPair>[0]) => keyPair(name).publicKey.export({ format: 'jwk' });

/** The characters of the token that a finding underlines. */
const covered = (token: string, { start, end }: { start: number; end: number }) => token.slice(start, end);

describe('verify: explanations', () => {
  it('gives none for a token that holds', async () => {
    assert.deepEqual(
      await ids(issue('ES256', keyPair('P-256').privateKey, claims), [{ material: publicJwk('P-256') }]),
      [],
    );
  });

  describe('of a token signed with a public key as HMAC secret', () => {
    const { publicKey } = keyPair('rsa');
    const spki = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const forms: Readonly<Record<string, string | Buffer>> = {
      'the PEM file': spki,
      'the PEM without its last line break': spki.trim(),
      'the PEM with Windows line breaks': spki.replaceAll('\n', '\r\n'),
      'the PKCS#1 PEM': publicKey.export({ type: 'pkcs1', format: 'pem' }),
      'the DER bytes': publicKey.export({ type: 'spki', format: 'der' }),
      'the DER bytes in base64': publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    };
    for (const [form, secret] of Object.entries(forms)) {
      it(`recognises ${form}, whatever the key is configured as`, async () => {
        for (const material of [spki, publicJwk('rsa')]) {
          const verification = await judge(hmacToken(secret), [{ material }]);
          assert.deepEqual(
            verification.explanations.map(({ id }) => id),
            ['key-confusion-hmac'],
          );
          assert.deepEqual([verification.signature, verification.verdict], ['not-checked', 'rejected']);
          const finding = verification.findings.find(({ ruleId }) => ruleId === 'key-confusion-hmac');
          assert.equal(finding?.severity, 'error');
        }
      });
    }

    it('recognises the JWK as it was configured', async () => {
      const material = JSON.stringify({ ...publicJwk('rsa'), kid: 'a', use: 'sig' });
      assert.deepEqual(await ids(hmacToken(material), [{ material }]), ['key-confusion-hmac']);
    });

    it('recognises a JWK of a set, and the certificate in it', async () => {
      const x5c = certificate({ key: publicKey });
      const lines = x5c.match(/.{1,64}/g)?.join('\n');
      const certificatePem = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
      const jwk = { ...publicJwk('rsa'), kid: 'a', use: 'sig', x5c: [x5c] };
      const material = JSON.stringify({ keys: [publicJwk('P-256'), jwk] });
      for (const secret of [JSON.stringify(jwk), JSON.stringify(jwk, null, 2), certificatePem])
        assert.deepEqual(await ids(hmacToken(secret), [{ material }]), ['key-confusion-hmac']);
    });

    it('recognises it where the issuer allows no HMAC, as issuers should', async () => {
      const verification = await judge(hmacToken(spki), [{ material: spki }], { algorithms: ['RS256'] });
      assert.deepEqual(
        verification.explanations.map(({ id }) => id),
        ['key-confusion-hmac'],
      );
      assert.deepEqual([verification.signature, verification.verdict], ['not-checked', 'rejected']);
      assert.ok(verification.findings.some(({ ruleId }) => ruleId === 'key-confusion-hmac'));
      const refused = await judge(hmacToken('another secret'), [{ material: 'another secret' }], {
        algorithms: ['RS256'],
      });
      assert.deepEqual([refused.signature, refused.verdict, refused.explanations], ['not-checked', 'rejected', []]);
    });

    it('suspects nobody without proof', async () => {
      assert.deepEqual(await ids(hmacToken('another secret'), [{ material: spki }]), ['key-type-mismatch']);
    });
  });

  it('finds the other encoding of a secret', async () => {
    const { bytes } = randomSecret(32);
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      const material = Buffer.from(bytes).toString(encoding);
      const verification = await judge(hmacToken(bytes), [{ material }]);
      assert.deepEqual(
        verification.explanations.map(({ id }) => id),
        ['secret-encoding'],
      );
      assert.equal(verification.verdict, 'rejected');
      assert.deepEqual(await ids(hmacToken(material), [{ material, encoding }]), ['secret-encoding']);
    }
    assert.deepEqual(await ids(hmacToken('secret'), [{ material: 'secret ' }]), ['secret-encoding']);
    assert.deepEqual(await ids(hmacToken('secret\n'), [{ material: 'secret' }]), ['secret-encoding']);
  });

  it('does not blame the encoding of a secret that is refused for its algorithm', async () => {
    const material = 'a secret that is right, and long enough for it';
    assert.deepEqual(await ids(hmacToken(material), [{ material, algorithms: ['HS512'] }]), ['key-alg-mismatch']);
  });

  it('says how a secret was meant, as what can be done', async () => {
    const { bytes } = randomSecret(32);
    const material = Buffer.from(bytes).toString('hex');
    assert.deepEqual(await fixes(hmacToken(bytes), [{ material }]), [{ kind: 'read-secret', as: 'hex' }]);
    assert.deepEqual(await fixes(hmacToken('one two'), [{ material: ' one two' }]), [
      { kind: 'read-secret', as: 'trimmed' },
    ]);
    assert.deepEqual(await fixes(hmacToken('one two\n'), [{ material: 'one two' }]), [
      { kind: 'read-secret', as: 'line-break' },
    ]);
  });

  it('finds a publicly known secret', async () => {
    assert.deepEqual(await ids(hmacToken('your-256-bit-secret'), [{ material: 'another one' }]), ['hmac-secret-known']);
    assert.deepEqual(await ids(hmacToken(randomSecret(32).bytes), [{ material: 'another one' }]), []);
  });

  describe('among the keys that were not chosen', () => {
    const token = issue('ES256', keyPair('P-256').privateKey, claims, { kid: 'a' });
    const chosen = [{ material: publicJwk('rsa') }];
    const other = (choice: string, material: KeyInput['material']): OtherKey => ({
      choice,
      label: choice,
      keys: [{ material }],
    });
    const explained = async (text: string, keys: readonly KeyInput[], ...others: readonly OtherKey[]) =>
      (await verify(text, { keys, now, otherKeys: async () => Promise.resolve(others) })).explanations;

    it('finds the one that matches', async () => {
      const others = [other('stored/p384', publicJwk('P-384')), other('issuer/a', { ...publicJwk('P-256'), kid: 'a' })];
      const [explanation] = await explained(token, chosen, ...others);
      assert.deepEqual(
        [explanation?.id, explanation?.fix],
        ['other-configured-key', { kind: 'use-key', choice: 'issuer/a' }],
      );
      assert.match(explanation?.detail ?? '', /issuer\/a/);
    });

    it('finds a secret', async () => {
      const secret = randomSecret(32).bytes;
      const [explanation] = await explained(hmacToken(secret), [{ material: 'wrong' }], other('stored/s', secret));
      assert.deepEqual(explanation?.fix, { kind: 'use-key', choice: 'stored/s' });
    });

    it('names none that would be refused for its kid, or does not match', async () => {
      const others = [
        other('b', { ...publicJwk('P-256'), kid: 'b' }),
        other('c', keyPair('rsa').publicKey.export({ format: 'jwk' })),
      ];
      assert.deepEqual(
        (await explained(token, chosen, ...others)).map(({ id }) => id),
        ['key-type-mismatch'],
      );
    });

    it('asks for none of them where the token holds', async () => {
      const holds = await verify(token, {
        keys: [{ material: publicJwk('P-256') }],
        now,
        otherKeys: () => assert.fail('asked for'),
      });
      assert.equal(holds.signature, 'valid');
    });
  });

  it('says of an unknown kid whether fetching the keys again can help', async () => {
    const token = issue('ES256', keyPair('P-256').privateKey, claims, { kid: 'a' });
    const keys = [{ material: { ...publicJwk('P-384'), kid: 'b' } }];
    const about = async (age: number | undefined) => {
      const keysFetchedAt = age === undefined ? undefined : new Date(now.getTime() - age * 1000);
      const { explanations } = await verify(token, { keys, now, ...(keysFetchedAt && { keysFetchedAt }) });
      return explanations.map(({ id, detail, fix }) => [id, detail.includes('just fetched'), fix.kind]);
    };
    assert.deepEqual(await about(undefined), [['kid-unknown', false, 'add-key']]);
    assert.deepEqual(await about(5), [['kid-unknown', true, 'refresh-keys']]);
    assert.deepEqual(await about(600), [['kid-unknown', false, 'refresh-keys']]);
  });

  it('finds an empty secret', async () => {
    for (const secret of ['', new Uint8Array(64)]) {
      const verification = await judge(hmacToken(secret), [{ material: 'something' }]);
      assert.deepEqual(verification.findings.map(({ ruleId }) => ruleId).includes('hmac-empty-key'), true);
    }
  });

  it('finds another key that matches although its kid does not', async () => {
    const token = issue('ES256', keyPair('P-256').privateKey, claims, { kid: 'a' });
    assert.deepEqual(await ids(token, [{ material: { ...publicJwk('P-256'), kid: 'b' } }]), ['other-key']);
    assert.deepEqual(await ids(token, [{ material: { ...publicJwk('P-384'), kid: 'b' } }]), ['kid-unknown']);
  });

  it('sees DER where r and s belong', async () => {
    const der = compact({ alg: 'ES256' }, claims, (input) =>
      sign('sha256', Buffer.from(input), keyPair('P-256').privateKey),
    );
    const { explanations } = await judge(der, [{ material: publicJwk('P-256') }]);
    assert.equal(explanations[0]?.id, 'ecdsa-der-signature');
    assert.match(explanations[0].detail, /matches the key/);
  });

  it('sees claims that were written anew', async () => {
    const spellings = [
      JSON.stringify(claims, null, 2),
      JSON.stringify(claims, null, 4),
      `${JSON.stringify(claims)}\n`,
      `{"sub": "42", "exp": ${claims.exp}}`,
    ];
    for (const spelling of spellings) assert.deepEqual(await idsWhereSigned(spelling, claims), ['rewritten']);
  });

  it('sees escapes that were written anew', async () => {
    const german = { url: 'https://a.test/?a<b', name: 'Jörg' };
    const spellings = [
      String.raw`{"url":"https:\/\/a.test\/?a<b","name":"J\u00f6rg"}`,
      String.raw`{"url": "https://a.test/?a<b", "name": "J\u00f6rg"}`,
      String.raw`{"url":"https://a.test/?a\u003cb","name":"Jörg"}`,
    ];
    for (const spelling of spellings) assert.deepEqual(await idsWhereSigned(spelling, german), ['rewritten']);
  });

  it('sees one claim that was written in another form, or added, and names it', async () => {
    const signed: readonly (readonly [was: object, is: object])[] = [
      [
        { sub: '42', exp: claims.exp },
        { sub: 42, exp: claims.exp },
      ],
      [
        { sub: '1', exp: claims.exp * 1000 },
        { sub: '1', exp: claims.exp },
      ],
      [
        { sub: '1', aud: ['a'] },
        { sub: '1', aud: 'a' },
      ],
      [{ scope: 'read write' }, { scope: ['read', 'write'] }],
      [{ iss: 'https://a.test/' }, { iss: 'https://a.test' }],
      [{ admin: 'true' }, { admin: true }],
      [{ sub: '1' }, { sub: '1', admin: true }],
    ];
    for (const [was, is] of signed) assert.deepEqual(await idsWhereSigned(JSON.stringify(was), is), ['rewritten']);
    const token = resigned(JSON.stringify({ sub: '1' }), { sub: '1', admin: true });
    const { explanations } = await judge(token, [{ material: publicJwk('rsa') }]);
    assert.match(explanations[0]?.detail ?? '', /claim “admin” was added/);
  });

  it('sees a header parameter that was added', async () => {
    const [, payload, signature] = issue('RS256', keyPair('rsa').privateKey, claims).split('.');
    const token = `${encode({ alg: 'RS256', jku: 'https://a.test' })}.${payload}.${signature}`;
    const { explanations } = await judge(token, [{ material: publicJwk('rsa') }]);
    assert.match(explanations[0]?.detail ?? '', /header parameter “jku” was added/);
  });

  it('claims no more than it knows of a value that was changed', async () => {
    assert.deepEqual(await idsWhereSigned(JSON.stringify({ sub: '1' }), { sub: '2' }), ['other-content']);
  });

  it('sees a token that was cut off, and a signature that was removed', async () => {
    for (const [alg, name] of [
      ['RS256', 'rsa'],
      ['ES256', 'P-256'],
    ] as const) {
      const token = issue(alg, keyPair(name).privateKey, claims);
      assert.deepEqual(await ids(token.slice(0, -20), [{ material: publicJwk(name) }]), ['truncated']);
      assert.deepEqual(await ids(token.replace(/[^.]+$/, ''), [{ material: publicJwk(name) }]), ['signature-missing']);
    }
  });

  it('does not call a signature cut off or removed that cannot be read', async () => {
    const [header, payload, signature = ''] = issue('ES256', keyPair('P-256').privateKey, claims).split('.');
    for (const garbled of [`?${signature}`, `${signature.slice(0, 40)}?${signature.slice(41)}`])
      assert.deepEqual(await ids(`${header}.${payload}.${garbled}`, [{ material: publicJwk('P-256') }]), []);
  });

  it('sees parts in the wrong order', async () => {
    const [header, payload, signature] = issue('ES256', keyPair('P-256').privateKey, claims).split('.');
    assert.deepEqual(await ids(`${payload}.${header}.${signature}`, []), ['part-order']);
    assert.deepEqual(await ids(`${signature}.${payload}.${header}`, []), ['part-order']);
    for (const shuffled of [`${payload}.${header}.${signature}`, `${payload}.${signature}.${header}`])
      assert.equal(inOrder(parseToken(shuffled)), `${header}.${payload}.${signature}`);
    assert.deepEqual(await ids('a.b.c', []), []);
  });

  it('sees parts that are missing', async () => {
    const token = issue('ES256', keyPair('P-256').privateKey, claims);
    assert.deepEqual(await ids(token.slice(0, token.lastIndexOf('.') - 4), []), ['truncated']);
    assert.deepEqual(await fixes(token.slice(0, token.lastIndexOf('.')), []), [{ kind: 'paste-token' }]);
    assert.deepEqual(await ids('no.token', []), []);
  });

  it('sees an issuer that differs by a slash, by case or by its scheme', async () => {
    const material = randomSecret(32).bytes;
    const token = hmacToken(material, { ...claims, iss: 'https://a.test' });
    for (const issuer of ['https://a.test/', 'https://A.test', 'http://a.test'])
      assert.deepEqual(await fixes(token, [{ material }], { issuer }), [{ kind: 'change-issuer' }]);
    for (const issuer of ['https://a.test', 'https://b.test', null])
      assert.deepEqual(await ids(token, [{ material }], { issuer }), []);
  });

  it('sees that only a clock is wrong', async () => {
    const material = randomSecret(32).bytes;
    const skewed = hmacToken(material, { exp: epoch - 200 });
    assert.deepEqual(await ids(skewed, [{ material }]), ['clock-skew']);
    assert.deepEqual(await ids(hmacToken(material, { exp: epoch - 400 }), [{ material }]), []);
  });

  it('keeps secrets and claim values to itself', async () => {
    const secret = 'correct-horse-battery-staple-1234567';
    const payload = {
      iss: 'https://hidden-issuer.test',
      aud: 'hidden-audience',
      sub: 'hidden-subject',
      exp: epoch - 900,
    };
    const wrong = hmacToken(Buffer.from(secret, 'utf8'), payload);
    for (const keys of [[{ material: secret }], [{ material: `${secret} ` }], [{ material: publicJwk('rsa') }]]) {
      const { explanations, findings, checks } = await judge(wrong, keys, {
        issuer: 'https://issuer.test',
        audience: 'api',
      });
      for (const text of [...explanations, ...checks]
        .map(({ detail }) => detail)
        .concat(findings.map(({ message }) => message)))
        assert.ok(!text.includes('hidden') && !text.includes(secret), text);
    }
  });
});

describe('verify: findings', () => {
  it('underlines the signature that does not match', async () => {
    const token = issue('ES256', keyPair('P-256').privateKey, claims);
    const forged = issue('ES256', keyPair('P-256').privateKey, { ...claims, sub: '43' });
    const mixed = `${token.slice(0, token.lastIndexOf('.'))}${forged.slice(forged.lastIndexOf('.'))}`;
    const [finding, ...others] = (await judge(mixed, [{ material: publicJwk('P-256') }])).findings;
    assert.deepEqual([finding?.ruleId, finding?.severity, others.length], ['signature-invalid', 'error', 0]);
    assert.equal(finding && covered(mixed, finding), mixed.split('.')[2]);
  });

  it('underlines the kid that nobody has', async () => {
    const token = issue('ES256', keyPair('P-256').privateKey, claims, { kid: 'a' });
    const [finding] = (await judge(token, [{ material: { ...publicJwk('P-256'), kid: 'b' } }])).findings;
    assert.equal(finding?.ruleId, 'key-not-found');
    assert.ok(Buffer.from(covered(token, finding), 'base64url').length < 20);
  });

  it('names a short secret, and lets the verdict stand', async () => {
    const secret = 'kq7-vM';
    const verification = await judge(hmacToken(secret), [{ material: secret, algorithms: ['HS256'] }], {
      issuer: null,
      audience: null,
    });
    assert.equal(verification.verdict, 'verified');
    assert.deepEqual(
      verification.findings.map(({ ruleId }) => ruleId),
      ['hmac-secret-short'],
    );
  });

  for (const [secret, alike] of [
    ['secret', 'hmac-secret-short'],
    ['a-string-secret-at-least-256-bits-long', 'hmac-secret-weak'],
  ] as const) {
    it(`names a configured secret that everybody knows, and takes it for no proof: ${secret}`, async () => {
      const options = { issuer: null, audience: null };
      const known = await judge(hmacToken(secret), [{ material: secret, algorithms: ['HS256'] }], options);
      assert.deepEqual([known.signature, known.verdict], ['valid', 'not-verified']);
      assert.deepEqual(known.findings.map(({ ruleId }) => ruleId).toSorted(), ['hmac-secret-known', alike]);
    });
  }

  it('names a secret that a person made up, and no random one', async () => {
    for (const secret of ['a'.repeat(64), 'changeme-changeme-changeme-changeme']) {
      assert.deepEqual(
        (await judge(hmacToken(secret), [{ material: secret }])).findings.map(({ ruleId }) => ruleId),
        ['hmac-secret-weak'],
      );
    }
    for (let round = 0; round < 20; round += 1) {
      for (const secret of [
        randomSecret(32).bytes,
        Buffer.from(randomSecret(32).bytes).toString('hex'),
        Buffer.from(randomSecret(24).bytes).toString('base64'),
      ])
        assert.deepEqual((await judge(hmacToken(secret), [{ material: secret, encoding: 'utf8' }])).findings, []);
    }
  });

  it('names what is wrong with a key', async () => {
    const token = issue('RS256', keyPair('shortRsa').privateKey, claims);
    const verification = await judge(token, [{ material: publicJwk('shortRsa') }]);
    assert.deepEqual(
      verification.findings.map(({ ruleId }) => ruleId),
      ['rsa-key-short'],
    );
  });

  it('hints at keys that cannot be told apart', async () => {
    const token = issue('RS256', keyPair('rsa').privateKey, claims);
    const material = { keys: [publicJwk('otherRsa'), publicJwk('rsa')] };
    const { signature, findings } = await judge(token, [{ material: JSON.stringify(material) }]);
    assert.deepEqual(
      [signature, findings.map(({ ruleId }) => ruleId)],
      ['valid', ['kid-missing-multikey', 'rsa-key-under-3072']],
    );
  });
});
