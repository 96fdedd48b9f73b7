import assert from 'node:assert/strict';
import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto';

import { decode } from '../../../src/core/token/decode.ts';
import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import type { VerifyOptions } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { digest, encode, rawSignature } from '../../support/jose.ts';
import { disclosureOf, present } from '../../support/sdJwt.ts';

const now = new Date('2026-05-31T20:00:00Z');
const claims = { iss: 'https://issuer.test', exp: now.getTime() / 1000 + 60 };
const profile = { issuer: claims.iss, audience: null, algorithms: ['HS256', 'ES256'] };
const secret = randomBytes(48);
const keys = [{ material: new Uint8Array(secret) }, { material: keyPair('P-256').publicKey.export({ format: 'jwk' }) }];
const mac = (input: string | Buffer) => encode(rawSignature('HS256', createSecretKey(secret), input));
const judge = (token: string, options: Partial<VerifyOptions> = {}) =>
  verify(token, { keys, profile, now, ...options });

const payload = encode(claims);
const protectedHeader = encode({ alg: 'HS256' });
const signature = mac(`${protectedHeader}.${payload}`);
const flattened = { payload, protected: protectedHeader, signature };
const entry = { protected: protectedHeader, signature };
const json = JSON.stringify;

/** Rejected for how it is written: never for a wrong signature, and never verified. */
async function isRefused(token: string, options: Partial<VerifyOptions> = {}): Promise<void> {
  const { verdict, signature: outcome, checks } = await judge(token, options);
  const encoding = checks.find(({ id }) => id === 'encoding');
  assert.deepEqual([verdict, encoding?.outcome], ['rejected', 'fail'], `${token}\n${json(checks)}`);
  assert.notEqual(outcome, 'invalid', token);
}

/** A token as JSON with one member more, in front or behind, written as it is given. */
const withMember = (token: object, member: string) => [
  json(token).replace('{', `{${member},`),
  json(token).replace(/\}$/, `,${member}}`),
];

describe('one text has one reading', () => {
  it('the tokens that the attacks below begin with are verified', async () => {
    for (const token of [
      flattened,
      { payload, signatures: [entry] },
      { ...flattened, header: { kid: 'x' }, note: 'a.b.c' },
    ])
      assert.equal((await judge(json(token))).verdict, 'verified');
  });

  it('a member of the JSON form that occurs twice fails the encoding, whichever parser takes which', async () => {
    const general = { payload, signatures: [entry] };
    const members: readonly (readonly [object, string])[] = [
      [flattened, `"payload":"${encode({ ...claims, admin: true })}"`],
      [flattened, `"payload":"${payload}"`],
      [flattened, `"protected":"${protectedHeader}"`],
      [flattened, `"signature":"AAAA"`],
      [{ ...flattened, header: { kid: 'a' } }, '"header":{"kid":"b"}'],
      [flattened, '"pay\\u006coad":"e30"'],
      [general, `"signatures":${json([entry])}`],
      [general, '"\\u0073ignatures":[]'],
      [{ ...flattened, other: 1 }, '"other":2'],
    ];
    for (const [token, member] of members) {
      for (const text of withMember(token, member)) {
        const { verdict, checks } = await judge(text);
        assert.equal(verdict, 'rejected', text);
        assert.equal(checks.find(({ id }) => id === 'encoding')?.outcome, 'fail', text);
      }
    }
    await isRefused(
      `{"payload":"${payload}","signatures":[{"protected":"${protectedHeader}","signature":"${signature}","signature":"${signature}"}]}`,
    );
    await isRefused(
      `{"payload":"${payload}","protected":"${protectedHeader}","header":{"kid":"a","kid":"b"},"signature":"${signature}"}`,
    );
  });

  it('so do the members of an encrypted token, which is then not opened', async () => {
    const key = randomBytes(32);
    const first = encode({ alg: 'dir', enc: 'A256GCM' });
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(`${first}.${encode('aad')}`));
    const ciphertext = Buffer.concat([cipher.update('secret'), cipher.final()]);
    const token = {
      protected: first,
      unprotected: { kid: 'x' },
      iv: iv.toString('base64url'),
      ciphertext: ciphertext.toString('base64url'),
      tag: cipher.getAuthTag().toString('base64url'),
      aad: encode('aad'),
    };
    const open = async (text: string) => (await decrypt(text, { keys: [{ material: new Uint8Array(key) }] })).outcome;
    assert.equal(await open(json(token)), 'decrypted');
    for (const [name, value] of Object.entries({ ...token, encrypted_key: '', recipients: [{}] })) {
      const given = name in token ? token : { ...token, [name]: value };
      for (const text of withMember(given, `"${name}":${json(value)}`)) assert.equal(await open(text), 'failed', text);
    }
    for (const name of Object.keys(token)) assert.equal(await open(json({ ...token, [name]: 7 })), 'failed', name);
    for (const wrong of [{ zip: 'DEF' }, { crit: ['x'], x: 1 }, { alg: 'dir' }])
      assert.equal(await open(json({ ...token, unprotected: wrong })), 'failed', json(wrong));
    assert.equal(await open(json({ ...token, payload })), 'failed');
    assert.equal(await open(json({ ...token, aad: `${encode('aad')}=` })), 'failed');
  });

  it('what one parser takes for a member and another does not fails, too: names in other letters', async () => {
    for (const name of ['Payload', 'PROTECTED', 'Signature', '\u017fignature', 'Signatures']) {
      for (const text of withMember(flattened, `${json(name)}:"${encode({ ...claims, admin: true })}"`))
        await isRefused(text);
    }
  });

  it('members of both forms, or of both kinds of tokens, do not stand together', async () => {
    for (const token of [
      { ...flattened, signatures: [entry] },
      { ...flattened, signatures: {} },
      { ...flattened, signatures: [] },
      { payload, signatures: [entry], protected: protectedHeader },
      { payload, signatures: [entry], header: {} },
      { payload, signatures: [{ ...entry, payload }] },
      { payload, signatures: [{ ...entry, signatures: [entry] }] },
      { ...flattened, ciphertext: 'AAAA' },
      { ...flattened, unprotected: { typ: 'JWT' } },
      { ...flattened, iv: 'AAAA', tag: 'AAAA' },
      { ...flattened, aad: 'AAAA' },
      { ...flattened, recipients: [{}] },
      { payload, signatures: [entry], ciphertext: 'AAAA' },
    ])
      await isRefused(json(token));
  });

  it('a member of another type than the standard gives it is malformed, never left out', async () => {
    for (const token of [
      { ...flattened, payload: null },
      { ...flattened, payload: { iss: 'x' } },
      { ...flattened, payload: [payload] },
      { ...flattened, protected: { alg: 'HS256' }, header: { alg: 'HS256' } },
      { ...flattened, header: 'x' },
      { ...flattened, header: [] },
      { ...flattened, header: null },
      { payload: 7, signatures: [entry] },
      { payload, signatures: [entry, 7] },
      { payload, signatures: [entry, { ...entry, signature: 7 }] },
      { payload, signatures: [entry, { protected: protectedHeader }] },
      { payload, signatures: [entry, { ...entry, header: 7 }] },
    ]) {
      assert.equal(decode(json(token)).kind, 'malformed', json(token));
      await isRefused(json(token));
      await isRefused(json(token), { detachedPayload: new TextEncoder().encode(json(claims)) });
    }
  });

  it('a protected header that is no object is malformed on every path', async () => {
    for (const header of ['[]', '"x"', 'null', '7', '', 'true', '[{"alg":"HS256"}]', '{"alg":"HS256"']) {
      const first = encode(header);
      const signed = mac(`${first}.${payload}`);
      const open = { alg: 'HS256' };
      for (const token of [
        `${first}.${payload}.${signed}`,
        json({ payload, protected: first, header: open, signature: signed }),
        json({ payload, signatures: [{ protected: first, header: open, signature: signed }] }),
        json({
          protected: first,
          unprotected: { alg: 'dir', enc: 'A128GCM' },
          ciphertext: 'AAAA',
          iv: 'AAAA',
          tag: 'AAAA',
        }),
        `${first}.${payload}.${signed}~`,
      ]) {
        assert.equal(decode(token).kind, 'malformed', token);
        await isRefused(token);
      }
    }
  });

  it('signatures that disagree on what the payload is are all refused', async () => {
    const raw = encode({ alg: 'HS256', b64: false, crit: ['b64'] });
    const without = encode({ alg: 'HS256', b64: false });
    for (const other of [raw, without]) {
      const odd = { protected: other, signature: mac(`${other}.${payload}`) };
      for (const signatures of [
        [entry, odd],
        [odd, entry],
      ])
        await isRefused(json({ payload, signatures }));
    }
    const same = { protected: raw, signature: mac(`${raw}.${payload}`) };
    assert.equal((await judge(json({ payload, signatures: [same, same] }))).signature, 'valid');
  });

  it('a compact token anywhere in one in JSON form is refused: in names, values, at any depth, in pieces', async () => {
    const compact = `${protectedHeader}.${payload}.${signature}`;
    const [first, ...rest] = compact.split('.');
    for (const token of [
      { [`  ${compact}`]: '', ...flattened },
      { ...flattened, note: compact },
      { ...flattened, note: `Bearer ${compact}!` },
      { ...flattened, a: { b: [{ c: compact }] } },
      { ...flattened, header: { jwt: compact } },
      { payload, signatures: [entry], [compact]: 1 },
      { payload, signatures: [{ ...entry, x: compact }] },
      { [first ?? '']: `.${rest.join('.')}`, ...flattened },
      { a: `${compact.slice(0, 9)} ${compact.slice(9)}`, ...flattened },
    ])
      await isRefused(json(token));
  });

  it('disclosures that are no strings, and digests of elements that stand elsewhere, are malformed', async () => {
    const [jwt = ''] = present(claims).split('~');
    const [first, second, third] = jwt.split('.');
    const serialized = { payload: second, protected: first, signature: third };
    assert.equal((await judge(json({ ...serialized, header: { disclosures: [] } }))).verdict, 'verified');
    for (const header of [
      { disclosures: [7] },
      { disclosures: [null] },
      { disclosures: [['salt', 'a', 1]] },
      { disclosures: 'x' },
      { disclosures: {} },
      { disclosures: [], kb_jwt: 7 },
      { kb_jwt: null },
    ]) {
      assert.equal(decode(json({ ...serialized, header })).kind, 'malformed', json(header));
      await isRefused(json({ ...serialized, header }));
      await isRefused(json({ payload: second, signatures: [{ protected: first, signature: third, header }] }));
    }
    const element = disclosureOf('x');
    for (const odd of [
      { '...': digest(element) },
      { '...': 1 },
      { a: { '...': digest(element) } },
      { list: [{ b: { '...': digest(element) } }] },
      { list: [{ '...': digest(element), b: 1 }] },
      { list: [{ '...': 7 }] },
    ])
      await isRefused(present({ ...claims, ...odd }));
    const hidden = disclosureOf('a', { '...': digest(element) });
    await isRefused(present({ ...claims, _sd: [digest(hidden)] }, [hidden]));
    const sound = present({ ...claims, nbf: 1, list: [{ '...': digest(element) }] }, [element]);
    assert.equal((await judge(sound)).verdict, 'verified');
  });
});

describe('bytes are checked wherever they come from', () => {
  const bom = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(json(claims))]);
  const notUtf8 = Buffer.concat([
    Buffer.from(json(claims).slice(0, -1)),
    Buffer.from(',"x":"'),
    Buffer.from([0xff, 0x22, 0x7d]),
  ]);
  const overlong = Buffer.concat([
    Buffer.from(json(claims).slice(0, -1)),
    Buffer.from(',"x":"'),
    Buffer.from([0xc0, 0xaf, 0x22, 0x7d]),
  ]);
  const surrogate = Buffer.concat([
    Buffer.from(json(claims).slice(0, -1)),
    Buffer.from(',"x":"'),
    Buffer.from([0xed, 0xa0, 0x80, 0x22, 0x7d]),
  ]);

  for (const [what, bytes] of Object.entries({ bom, notUtf8, overlong, surrogate })) {
    it(`${what}: attached, detached, in JSON form, and not encoded`, async () => {
      const encoded = bytes.toString('base64url');
      const signed = mac(`${protectedHeader}.${encoded}`);
      await isRefused(`${protectedHeader}.${encoded}.${signed}`);
      await isRefused(json({ payload: encoded, protected: protectedHeader, signature: signed }));
      const detachedPayload = new Uint8Array(bytes);
      await isRefused(`${protectedHeader}..${signed}`, { detachedPayload });
      await isRefused(json({ protected: protectedHeader, signature: signed }), { detachedPayload });
      const raw = encode({ alg: 'HS256', b64: false, crit: ['b64'] });
      const rawSigned = mac(Buffer.concat([Buffer.from(`${raw}.`), bytes]));
      await isRefused(`${raw}..${rawSigned}`, { detachedPayload });
      await isRefused(json({ protected: raw, signature: rawSigned }), { detachedPayload });
    });
  }

  it('a payload that is not encoded and has a mark, or half of a character', async () => {
    const raw = encode({ alg: 'HS256', b64: false, crit: ['b64'] });
    const compact = `\ufeff${json({ iss: claims.iss, exp: claims.exp }).replaceAll('.', '\\u002e')}`;
    await isRefused(`${raw}.${compact}.${mac(`${raw}.${compact}`)}`);
    for (const text of [`\ufeff${json(claims)}`, `${json(claims).slice(0, -1)},"x":"\ud800"}`])
      await isRefused(json({ payload: text, protected: raw, signature: mac(`${raw}.${text}`) }));
  });

  it('a disclosure with padding, spare bits, other characters, a mark, or bytes that are no text', async () => {
    const sound = disclosureOf('name', 'Zoë');
    const text = Buffer.from(sound, 'base64url');
    // Two bytes are left over, so that the last character has spare bits.
    const twoOver = [1, 12, 123]
      .map((n) => encode(`["c2FsdHNhbHRzYWx0c2FsdA","n",${n}]`))
      .find((each) => each.length % 4 === 2);
    assert.ok(twoOver);
    const spare = `${twoOver.slice(0, -1)}${String.fromCharCode(twoOver.charCodeAt(twoOver.length - 1) + 1)}`;
    const odd = [
      `${sound}=`,
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), text]).toString('base64url'),
      Buffer.from('["c2FsdHNhbHRzYWx0c2FsdA","n","\xff"]', 'latin1').toString('base64url'),
      encode('["c2FsdHNhbHRzYWx0c2FsdA","n","~~~???"]').replaceAll('_', '/').replaceAll('-', '+'),
      spare,
      `${sound.slice(0, 5)}\n${sound.slice(5)}`,
    ];
    for (const disclosure of odd)
      await isRefused(present({ ...claims, nbf: 1, _sd: [digest(disclosure)] }, [disclosure]));
    assert.equal((await judge(present({ ...claims, nbf: 1, _sd: [digest(sound)] }, [sound]))).verdict, 'verified');
  });

  it('a token inside a token behind a mark is no token', async () => {
    const compact = `${protectedHeader}.${payload}.${signature}`;
    for (const inner of [compact, json(flattened)]) {
      const header = encode({ alg: 'HS256', cty: inner === compact ? 'JWT' : 'jose+json' });
      const outer = (text: string) => `${header}.${encode(text)}.${mac(`${header}.${encode(text)}`)}`;
      assert.ok(decode(outer(inner)).nested);
      assert.equal(decode(outer(`\ufeff${inner}`)).nested, undefined);
      await isRefused(outer(`\ufeff${inner}`));
      const key = randomBytes(32);
      const seal = (text: string) => {
        const first = encode({ alg: 'dir', enc: 'A256GCM', cty: 'jose+json' });
        const iv = randomBytes(12);
        const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(first));
        const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
        return [first, '', ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
      };
      const open = async (text: string) =>
        (await decrypt(seal(text), { keys: [{ material: new Uint8Array(key) }] })).nested;
      assert.equal(await open(inner), inner);
      assert.equal(await open(`\ufeff${inner}`), undefined);
    }
  });
});
