import assert from 'node:assert/strict';
import { constants, createCipheriv, createSecretKey, publicEncrypt, randomBytes } from 'node:crypto';

import * as fc from 'fast-check';
import nodeJose from 'node-jose';

import { inspect } from '../../../src/core/rules/inspect.ts';
import { decode } from '../../../src/core/token/decode.ts';
import { parseToken } from '../../../src/core/token/parse.ts';
import { redact } from '../../../src/core/token/redact.ts';
import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { tryKnownSecrets } from '../../../src/core/verify/tryKnownSecrets.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair, randomSecret } from '../../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../../fixtures/keys/keyPairs.ts';
import { encode, issue, rawSignature } from '../../support/jose.ts';

const now = new Date('2026-05-31T20:00:00Z');
const claims = { iss: 'https://issuer.test', aud: 'api', exp: now.getTime() / 1000 + 60 };
const profile = { issuer: claims.iss, audience: 'api', algorithms: ['ES256', 'RS256', 'EdDSA', 'ES256K'] };
const publicJwk = (name: KeyPairName) => keyPair(name).publicKey.export({ format: 'jwk' });
const privateJwk = (name: KeyPairName) => keyPair(name).privateKey.export({ format: 'jwk' });

/** One signature of the JSON form, made by node:crypto. */
function signature(name: KeyPairName, parameters: object | undefined, unprotected?: object, payload = encode(claims)) {
  const header = { ...parameters, ...unprotected } as { alg: string };
  const encoded = parameters && encode(parameters);
  const input = `${encoded ?? ''}.${payload}`;
  return {
    ...(encoded !== undefined && { protected: encoded }),
    ...(unprotected && { header: unprotected }),
    signature: encode(rawSignature(header.alg, keyPair(name).privateKey, input)),
  };
}
const es256 = signature('P-256', { alg: 'ES256' }, { kid: 'p256' });
const rs256 = signature('rsa', { alg: 'RS256', kid: 'rsa' });
const payload = encode(claims);
const flattened = JSON.stringify({ payload, ...es256 });
const general = JSON.stringify({ payload, signatures: [es256, rs256] }, undefined, 2);
const judge = (token: string, ...names: KeyPairName[]) =>
  verify(token, { keys: names.map((name) => ({ material: publicJwk(name) })), profile, now });

const signatureAndVerdict = async (token: string, name: KeyPairName) => {
  const { signature: outcome, verdict } = await judge(token, name);
  return [outcome, verdict];
};

/** RFC 7515 A.6.4: one payload, signed with RS256 and with ES256. */
const rfc7515 = {
  payload: 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
  signatures: [
    {
      protected: 'eyJhbGciOiJSUzI1NiJ9',
      header: { kid: '2010-12-29' },
      signature:
        'cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t' +
        '1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12j' +
        'zDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ' +
        'Ge77Rw',
    },
    {
      protected: 'eyJhbGciOiJFUzI1NiJ9',
      header: { kid: 'e9bc097a-ce51-4036-9562-d2ade882db0d' },
      signature: 'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
    },
  ],
};
const rfc7515Key = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};

describe('JWS in JSON serialization', () => {
  it('is decoded, with the header of every signature', () => {
    const one = decode(flattened);
    assert.deepEqual([one.kind, one.problem], ['jws-json', undefined]);
    assert.deepEqual([one.header, one.payload, one.headers], [{ alg: 'ES256', kid: 'p256' }, claims, undefined]);
    const many = decode(general);
    assert.deepEqual([many.kind, many.payload], ['jws-json', claims]);
    assert.deepEqual(many.headers, [
      { alg: 'ES256', kid: 'p256' },
      { alg: 'RS256', kid: 'rsa' },
    ]);
  });

  it('keeps every position', () => {
    const { views = [] } = parseToken(general);
    const [first, second] = views;
    const shown = (start: number, end: number) => general.slice(start, end);
    const kid = first?.header?.json?.type === 'object' ? first.header.json.members[1] : undefined;
    assert.ok(first?.header && first.payload && kid && second);
    const place = first.header.locate(kid);
    assert.equal(shown(place.start, place.end), '"kid": "p256"');
    assert.equal(shown(first.payload.segment.start, first.payload.segment.end), payload);
    assert.deepEqual(
      views.map((view) => view.signature && shown(view.signature.start, view.signature.end)),
      [es256.signature, rs256.signature],
    );
  });

  it('is inspected like a compact token', () => {
    const late = new Date(now.getTime() + 3_600_000);
    const found = (token: string) =>
      inspect(token, { now: late }).flatMap(({ ruleId, start, end }) =>
        ruleId === 'exp-expired' ? [token.slice(start, end)] : [],
      );
    const [compact] = found(issue('ES256', keyPair('P-256').privateKey, claims));
    assert.ok(compact);
    assert.deepEqual(found(flattened), [compact]);
    assert.deepEqual(found(general), [compact]);
    const structural = inspect(general, { now }).filter(({ severity }) => severity === 'error');
    assert.deepEqual(structural, []);
  });

  it('is inspected signature by signature', () => {
    const unsigned = { protected: encode({ alg: 'none' }), signature: '' };
    const token = JSON.stringify({ payload, signatures: [es256, unsigned] });
    const found = inspect(token, { now }).find(({ ruleId }) => ruleId === 'alg-none');
    assert.ok(found && found.start >= token.indexOf(unsigned.protected));
  });

  it('verifies the example of the standard', async () => {
    const { signatures = [], signature: overall } = await verify(JSON.stringify(rfc7515), {
      keys: [{ material: { ...rfc7515Key, kid: 'e9bc097a-ce51-4036-9562-d2ade882db0d' } }],
    });
    assert.deepEqual(
      signatures.map((each) => each.signature),
      ['not-checked', 'valid'],
    );
    assert.equal(overall, 'valid');
  });

  it('is read up to a hundred signatures, each of them verified, and says so where there are more', async () => {
    const forged = { ...es256, signature: encode(randomBytes(64)) };
    const token = JSON.stringify({ payload, signatures: [...Array.from({ length: 99 }, () => forged), es256, es256] });
    assert.match(decode(token).problem?.message ?? '', /more than 100 signatures/);
    const { signatures = [], verdict } = await judge(token, 'P-256');
    assert.equal(signatures.length, 101);
    assert.equal(signatures[100]?.signature, 'not-checked');
    assert.ok(signatures.slice(0, 99).every((each) => each.signature === 'invalid'));
    assert.equal(verdict, 'verified');
  });

  it('is tried with known secrets at the signature that a secret made', async () => {
    const bySecret = issue('HS256', createSecretKey(Buffer.from('secret')), claims).split('.');
    const signatures = [es256, { protected: bySecret[0], signature: bySecret[2] }];
    const token = JSON.stringify({ payload: bySecret[1], signatures });
    const finding = await tryKnownSecrets(token);
    assert.equal(finding?.ruleId, 'hmac-secret-known');
    assert.equal(token.slice(finding.start, finding.end), bySecret[2]);
  });

  it('is verified signature by signature', async () => {
    const both = await judge(general, 'P-256', 'rsa');
    assert.deepEqual(
      both.signatures?.map(({ verdict, key }) => [verdict, key !== undefined]),
      [
        ['verified', true],
        ['verified', true],
      ],
    );
    assert.equal(both.verdict, 'verified');
    const one = await judge(general, 'rsa');
    assert.deepEqual(
      [one.verdict, one.signatures?.map(({ signature: each }) => each)],
      ['verified', ['not-checked', 'valid']],
    );
    const other = await judge(general, 'P-384');
    assert.equal(other.verdict, 'not-verified');
  });

  it('is rejected when anything signed is changed, and says so of the signature that it breaks', async () => {
    const forged = encode({ ...claims, admin: true });
    assert.equal((await judge(JSON.stringify({ payload: forged, ...es256 }), 'P-256')).verdict, 'rejected');
    const renamed = { ...es256, protected: encode({ alg: 'ES256', x: 1 }) };
    const mixed = await judge(JSON.stringify({ payload, signatures: [renamed, rs256] }), 'P-256', 'rsa');
    assert.deepEqual(
      mixed.signatures?.map(({ verdict }) => verdict),
      ['rejected', 'verified'],
    );
    const none = await judge(JSON.stringify({ payload: forged, signatures: [es256, rs256] }), 'P-256', 'rsa');
    assert.equal(none.verdict, 'rejected');
  });

  it('checks a signature whose algorithm is not signed itself, on every path, but does not call the token verified', async () => {
    for (const [name, alg] of [
      ['P-256', 'ES256'],
      ['Ed448', 'EdDSA'],
      ['secp256k1', 'ES256K'],
    ] as const) {
      for (const parts of [signature(name, undefined, { alg }), signature(name, { typ: 'JWT' }, { alg })]) {
        assert.deepEqual(await signatureAndVerdict(JSON.stringify({ payload, ...parts }), name), [
          'valid',
          'not-verified',
        ]);
      }
    }
  });

  it('takes a payload that is kept elsewhere', async () => {
    const detachedPayload = new TextEncoder().encode(JSON.stringify(claims));
    const keys = [{ material: publicJwk('P-256') }];
    const token = JSON.stringify(es256);
    assert.equal((await verify(token, { keys, detachedPayload })).signature, 'valid');
    assert.equal((await verify(token, { keys })).signature, 'not-checked');
    assert.equal((await verify(token, { keys, detachedPayload: Uint8Array.of(1) })).signature, 'invalid');
  });

  it('takes a payload that is not encoded (RFC 7797)', async () => {
    const text = 'a "quoted" $.02\nline';
    const parts = signature('P-256', { alg: 'ES256', b64: false, crit: ['b64'] }, undefined, text);
    const token = JSON.stringify({ payload: text, ...parts });
    assert.equal(decode(token).payload, text);
    assert.equal((await judge(token, 'P-256')).signature, 'valid');
    assert.equal((await judge(token.replace('02', '03'), 'P-256')).signature, 'invalid');
  });

  const malformed: readonly (readonly [what: string, token: object, says: RegExp])[] = [
    ['both forms at once', { payload, ...es256, signatures: [rs256] }, /beside the list/],
    ['no signature', { payload, signatures: [] }, /"signatures" is empty/],
    [
      'an unsigned crit',
      { payload, ...signature('P-256', { alg: 'ES256' }, { crit: ['x'], x: 1 }) },
      /protected header/,
    ],
    ['no algorithm', { payload, protected: encode({ kid: 'x' }), signature: 'AAAA' }, /no "alg"/],
  ];
  for (const [what, token, says] of malformed) {
    it(`refuses ${what}`, async () => {
      const { kind, problem } = decode(JSON.stringify(token));
      assert.equal(kind, 'malformed');
      assert.match(problem?.message ?? '', says);
      assert.equal((await judge(JSON.stringify(token), 'P-256', 'rsa')).verdict, 'rejected');
    });
  }

  it('refuses a parameter that stands in both headers', async () => {
    const parts = signature('P-256', { alg: 'ES256', kid: 'a' }, { kid: 'b' });
    assert.equal((await judge(JSON.stringify({ payload, ...parts }), 'P-256')).verdict, 'rejected');
  });

  it('is redacted to the same form, with nothing left of what it says', () => {
    for (const token of [flattened, general]) {
      const redacted = redact(token);
      const decoded = decode(redacted);
      assert.deepEqual(
        [decoded.kind, decoded.payload],
        ['jws-json', { iss: 'redacted', aud: 'redacted', exp: claims.exp }],
      );
      assert.ok(!redacted.includes(es256.signature) && !redacted.includes(rs256.signature));
      assert.equal(decoded.header?.['alg'], 'ES256');
    }
  });

  it('agrees with node-jose, in both forms', async () => {
    const keys = await Promise.all([nodeJose.JWK.asKey(privateJwk('P-256')), nodeJose.JWK.asKey(privateJwk('rsa'))]);
    for (const format of ['flattened', 'general'] as const) {
      const signers = (format === 'general' ? keys : keys.slice(0, 1)).map((key) => ({ key }));
      const made = await nodeJose.JWS.createSign({ format } as never, signers as never)
        .update(JSON.stringify(claims))
        .final();
      const token = JSON.stringify(made);
      assert.equal((await judge(token, 'P-256', 'rsa')).verdict, 'verified');
      assert.equal((await judge(token.replace(/("signature":".{10})./, '$1!'), 'P-256')).verdict, 'rejected');
    }
    const read = await nodeJose.JWS.createVerify(keys[0]).verify(JSON.parse(general) as never);
    assert.deepEqual(JSON.parse(read.payload.toString()), claims);
  });

  it('is read, judged and verified whatever its members hold', async () => {
    const parts = [
      '{"alg":"ES256"}',
      '{"alg":"HS256","b64":false,"crit":["b64"]}',
      '{"iss":"a","exp":1,"_sd":["x"]}',
      '["s","n"]',
    ];
    const value = fc.oneof(fc.constantFrom(...parts.map((part) => encode(part)), '', '*', 'A'), fc.jsonValue());
    const header = fc.record(
      { alg: fc.constantFrom('ES256', 'none', 1), disclosures: fc.array(value), kb_jwt: value },
      { requiredKeys: [] },
    );
    const one = { protected: value, header: fc.oneof(header, fc.jsonValue()), signature: value };
    const many = fc.array(fc.record(one, { requiredKeys: [] }), { maxLength: 3 });
    const shared = { payload: value, ciphertext: value, unprotected: value, iv: value, tag: value };
    const lists = { signatures: fc.oneof(many, fc.jsonValue()), recipients: fc.oneof(many, fc.jsonValue()) };
    const tokens = fc.record({ ...shared, ...one, ...lists }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(tokens, async (token) => {
        const text = JSON.stringify(token, undefined, 1);
        decode(redact(text));
        for (const { start, end } of inspect(text, { now }))
          assert.ok(start >= 0 && start < end && end <= text.length, text);
        await verify(text, { keys: [{ material: publicJwk('P-256') }], now });
        await decrypt(text, { keys: [{ material: publicJwk('P-256') }] });
      }),
      { numRuns: 200 },
    );
  });
});

describe('JWE in JSON serialization', () => {
  const { bytes, key: secret } = randomSecret(16);
  const wrapKey = { kty: 'oct', k: encode(secret.export()), kid: 'shared' };
  const encrypt = async (format: 'flattened' | 'general', alone = false) => {
    const rsa = await nodeJose.JWK.asKey({ ...publicJwk('rsa'), kid: 'rsa' });
    const shared = await nodeJose.JWK.asKey(wrapKey);
    const recipients = alone
      ? [{ key: shared, header: { alg: 'A128KW' } }]
      : [
          { key: rsa, header: { alg: 'RSA-OAEP-256' } },
          { key: shared, header: { alg: 'A128KW' } },
        ];
    const made: unknown = await nodeJose.JWE.createEncrypt(
      { format, contentAlg: 'A128GCM', protect: ['enc'] },
      recipients as never,
    )
      .update(JSON.stringify(claims))
      .final();
    return JSON.stringify(made);
  };
  const textOf = (plaintext: Uint8Array | undefined) => new TextDecoder().decode(plaintext);

  it('is decoded and decrypted for every recipient of node-jose', async () => {
    const token = await encrypt('general');
    const decoded = decode(token);
    assert.deepEqual([decoded.kind, decoded.problem], ['jwe-json', undefined]);
    assert.deepEqual(
      decoded.headers?.map(({ alg }) => alg),
      ['RSA-OAEP-256', 'A128KW'],
    );
    for (const material of [{ ...privateJwk('rsa'), kid: 'rsa' }, wrapKey]) {
      const { outcome, plaintext, reason } = await decrypt(token, { keys: [{ material }] });
      assert.deepEqual([outcome, textOf(plaintext)], ['decrypted', JSON.stringify(claims)], reason);
    }
    const flat = await encrypt('flattened', true);
    assert.equal(decode(flat).kind, 'jwe-json');
    assert.equal(textOf((await decrypt(flat, { keys: [{ material: bytes }] })).plaintext), JSON.stringify(claims));
  });

  it('is refused by both with another key, and when anything is changed', async () => {
    const token = await encrypt('general');
    const other = randomSecret(16).bytes;
    assert.equal((await decrypt(token, { keys: [{ material: other }] })).outcome, 'failed');
    const parsed = JSON.parse(token) as Record<string, string>;
    for (const name of ['ciphertext', 'tag', 'iv', 'protected']) {
      const value = parsed[name] ?? '';
      const changed = { ...parsed, [name]: `${value.slice(0, 6)}${value[6] === 'A' ? 'B' : 'A'}${value.slice(7)}` };
      assert.equal((await decrypt(JSON.stringify(changed), { keys: [{ material: wrapKey }] })).outcome, 'failed', name);
      const store = await nodeJose.JWK.asKey(wrapKey);
      await assert.rejects(nodeJose.JWE.createDecrypt(store).decrypt(changed as never), name);
    }
  });

  it('decrypts the example of the standard (RFC 7516 A.4)', async () => {
    const token = {
      protected: 'eyJlbmMiOiJBMTI4Q0JDLUhTMjU2In0',
      unprotected: { jku: 'https://server.example.com/keys.jwks' },
      recipients: [
        {
          header: { alg: 'A128KW', kid: '7' },
          encrypted_key: '6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ',
        },
      ],
      iv: 'AxY8DCtDaGlsbGljb3RoZQ',
      ciphertext: 'KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY',
      tag: 'Mz-VPPyU4RlcuYv1IwIvzw',
    };
    const keys = [{ material: { kty: 'oct', k: 'GawgguFyGrWKav7AX4VKUg', kid: '7' } }];
    const { plaintext, reason } = await decrypt(JSON.stringify(token), { keys });
    assert.equal(textOf(plaintext), 'Live long and prosper.', reason);
  });

  it('counts additional data where the host does not help (RSA1_5)', async () => {
    const contentKey = randomBytes(16);
    const header = encode({ alg: 'RSA1_5', enc: 'A128GCM' });
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-128-gcm', contentKey, iv);
    const aad = encode('bound to this');
    cipher.setAAD(Buffer.from(`${header}.${aad}`));
    const ciphertext = Buffer.concat([cipher.update('hello'), cipher.final()]);
    const token = {
      protected: header,
      encrypted_key: encode(
        publicEncrypt({ key: keyPair('rsa').publicKey, padding: constants.RSA_PKCS1_PADDING }, contentKey),
      ),
      iv: encode(iv),
      ciphertext: encode(ciphertext),
      tag: encode(cipher.getAuthTag()),
      aad,
    };
    const keys = [{ material: privateJwk('rsa') }];
    assert.equal(textOf((await decrypt(JSON.stringify(token), { keys })).plaintext), 'hello');
    const moved = JSON.stringify({ ...token, aad: encode('elsewhere') });
    assert.equal((await decrypt(moved, { keys })).outcome, 'failed');
  });

  it('is not called anything by verify but encrypted', async () => {
    const { verdict, signature: outcome } = await judge(await encrypt('general'), 'rsa');
    assert.deepEqual([verdict, outcome], ['not-verified', 'not-checked']);
  });
});
