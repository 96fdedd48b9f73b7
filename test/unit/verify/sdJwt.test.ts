import assert from 'node:assert/strict';
import { createHash, verify as verifySignature } from 'node:crypto';

import { SDJwtInstance } from '@sd-jwt/core';

import { inspect } from '../../../src/core/rules/inspect.ts';
import { decode } from '../../../src/core/token/decode.ts';
import { redact } from '../../../src/core/token/redact.ts';
import type { CheckId, Verification } from '../../../src/core/verify/verification.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import type { VerifyOptions } from '../../../src/core/verify/verify.ts';
import { keyPair, randomSecret } from '../../fixtures/keys/keyPairs.ts';
import type { KeyPairName } from '../../fixtures/keys/keyPairs.ts';
import { rfc9901Presentation, rfc9901Recursive, rfc9901Simple } from '../token/rfc9901.ts';
import { rfc9901Flattened, rfc9901General, rfc9901Issued } from '../token/rfc9901Json.ts';
import { digest, encode, issue, jws, rawSignature, unsecured } from '../../support/jose.ts';

const now = new Date('2026-05-31T20:00:00Z');
const epoch = now.getTime() / 1000;
const profile = { issuer: 'https://issuer.test', audience: null, algorithms: ['ES256'] };
const issuerKey = keyPair('P-256').publicKey.export({ format: 'jwk' });
const holder = keyPair('P-384');
const keyBinding = { nonce: 'n-1', audience: 'https://verifier.test' };

const salts = Array.from({ length: 9 }, (_, index) => digest(`salt ${index}`).slice(0, 22));
const disclosureOf = (...values: unknown[]) => encode([salts[values.length], ...values]);

/** An SD-JWT and a key binding by hand, to get wrong what the library does right. */
const present = (claims: object, disclosures: readonly string[] = [], last = '') =>
  [issue('ES256', keyPair('P-256').privateKey, { iss: 'https://issuer.test', ...claims }), ...disclosures, last].join(
    '~',
  );
const bindingClaims = (presentation: string) => ({
  iat: epoch,
  aud: keyBinding.audience,
  nonce: keyBinding.nonce,
  sd_hash: digest(presentation),
});
const bind = (presentation: string, claims: object = {}, header: object = {}, name: KeyPairName = 'P-384') => {
  const alg = { 'P-384': 'ES384', 'P-256': 'ES256' }[name as string] ?? 'EdDSA';
  const bound = { ...bindingClaims(presentation), ...claims };
  return presentation + issue(alg, keyPair(name).privateKey, bound, { typ: 'kb+jwt', ...header });
};
const boundToHolder = { cnf: { jwk: holder.publicKey.export({ format: 'jwk' }) } };

const judge = (token: string, options: Partial<VerifyOptions> = {}) =>
  verify(token, { keys: [{ material: issuerKey }], profile, now, ...options });
const detailOf = ({ checks }: Verification, id: CheckId) => checks.find((check) => check.id === id)?.detail ?? '';

/** @sd-jwt/core, which shares no code with what is tested; its signatures are made and checked by node:crypto. */
function library(hashAlg: string) {
  const signWith = (name: KeyPairName, alg: string) => (data: string) =>
    encode(rawSignature(alg, keyPair(name).privateKey, data));
  const verifyWith = (name: KeyPairName, hash: string) => (data: string, signature: string) =>
    verifySignature(
      hash,
      Buffer.from(data),
      { key: keyPair(name).publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  return new SDJwtInstance({
    signer: signWith('P-256', 'ES256'),
    signAlg: 'ES256',
    verifier: verifyWith('P-256', 'sha256'),
    kbSigner: signWith('P-384', 'ES384'),
    kbSignAlg: 'ES384',
    kbVerifier: verifyWith('P-384', 'sha384'),
    hasher: (data, alg) =>
      createHash(alg.replace('-', ''))
        .update(typeof data === 'string' ? data : Buffer.from(data))
        .digest(),
    hashAlg: hashAlg as 'sha-256',
    saltGenerator: (length) => encode(randomSecret(length).bytes),
  });
}

const times = { iat: epoch, nbf: epoch, exp: 4_000_000_000 };

const person = {
  iss: 'https://issuer.test',
  ...times,
  given_name: 'Zoë',
  address: { street: '1 Main St', country: 'NO' },
  nationalities: ['NO', 'DE', 'FR'],
  ...boundToHolder,
};
const frame = {
  _sd: ['given_name', 'address'] as const,
  address: { _sd: ['street'] as const },
  nationalities: { _sd: [0, 1, 2] as const },
};

/**
 * Everything holds that can be checked: whether there is a start (`nbf`), the claims that are not disclosed may say.
 */
function holdsButStart({ signature, verdict, checks }: Verification): void {
  const open = checks.filter(({ outcome }) => outcome !== 'pass').map(({ id, outcome }) => `${id} ${outcome}`);
  assert.deepEqual(open, ['nbf not-checked', 'typ not-checked'], JSON.stringify(checks));
  assert.deepEqual([signature, verdict], ['valid', 'not-verified']);
}

/** The presentation of RFC 9901, in the form that `write` gives it. */
async function verifiesExample(write: (token: string) => string): Promise<void> {
  const { token, key, audience, nonce, claims } = rfc9901Presentation;
  const verification = await verify(write(token), {
    keys: [{ material: key }],
    profile: { issuer: claims.iss, audience: null, algorithms: ['ES256'] },
    now: new Date('2023-12-11T17:35:00Z'),
    keyBinding: { audience, nonce },
  });
  holdsButStart(verification);
  assert.deepEqual(verification.disclosed, { claims, undisclosed: 7 });
}

describe('verify: SD-JWT', () => {
  for (const hashAlg of ['sha-256', 'sha-384', 'sha-512']) {
    describe(`made by @sd-jwt/core with ${hashAlg}`, () => {
      const shown = { address: { street: true }, nationalities: { 1: true } };
      const presented = async (sdJwt = library(hashAlg)) => {
        const token = await sdJwt.issue(person, frame as never, { header: { typ: 'dc+sd-jwt' } });
        return sdJwt.present(token, shown, {
          kb: { payload: { iat: epoch, aud: keyBinding.audience, nonce: keyBinding.nonce } },
        });
      };

      it('verifies with its key binding, and shows the claims that the library shows', async () => {
        const token = await presented();
        const verification = await judge(token, { keyBinding });
        assert.equal(verification.verdict, 'verified', JSON.stringify(verification.checks));
        const { payload } = await library(hashAlg).verify(token, { keyBindingNonce: 'n-1' });
        assert.deepEqual(verification.disclosed?.claims, payload);
        assert.deepEqual(verification.disclosed?.undisclosed, 3);
      });

      it('is refused by both when a disclosure is changed, added or taken away', async () => {
        const [jwt = '', first = '', ...others] = (await presented()).split('~');
        const forged = encode(['c2FsdHNhbHRzYWx0c2FsdA', 'admin', true]);
        for (const token of [
          [jwt, forged, ...others].join('~'),
          [jwt, first, forged, ...others].join('~'),
          [jwt, ...others].join('~'),
        ]) {
          const verification = await judge(token, { keyBinding });
          assert.deepEqual([verification.signature, verification.verdict], ['valid', 'rejected']);
          await assert.rejects(library(hashAlg).verify(token, { keyBindingNonce: 'n-1' }));
        }
      });
    });
  }

  it('verifies the example of the standard', async () => {
    await verifiesExample((token) => token);
  });

  describe('in JSON serialization (RFC 9901 §8)', () => {
    const options: VerifyOptions = {
      keys: [{ material: rfc9901Presentation.key }],
      profile: { issuer: 'https://issuer.example.com', audience: null, algorithms: ['ES256'] },
      now: new Date('2025-05-29T16:50:00Z'),
    };
    const bound = {
      ...options,
      keyBinding: { nonce: rfc9901Presentation.nonce, audience: rfc9901Presentation.audience },
    };
    const shown = (verification: Verification) => {
      const { family_name, given_name, sub, birthdate } = (verification.disclosed?.claims ?? {}) as Record<
        string,
        unknown
      >;
      return [family_name, given_name, sub, birthdate];
    };

    it('verifies the examples of the standard, as issued and as presented', async () => {
      const issued = await verify(JSON.stringify(rfc9901Issued), options);
      // Nothing is hidden: all is disclosed.
      assert.equal(issued.verdict, 'verified');
      assert.deepEqual(shown(issued), ['Doe', 'John', 'john_doe_42', '1940-01-01']);
      for (const token of [rfc9901Flattened, rfc9901General]) {
        const verification = await verify(JSON.stringify(token, undefined, 2), bound);
        holdsButStart(verification);
        assert.deepEqual(shown(verification), ['Doe', 'John', undefined, undefined]);
        assert.equal(verification.disclosed?.undisclosed, 2);
      }
    });

    it('refuses disclosures that were altered, added or taken away', async () => {
      const { header } = rfc9901Flattened;
      const [family = '', given = ''] = header.disclosures;
      for (const disclosures of [[family], [given, family], [family, given, disclosureOf('role', 'admin')], []]) {
        const token = JSON.stringify({ ...rfc9901Flattened, header: { ...header, disclosures } });
        assert.equal((await verify(token, bound)).verdict, 'rejected', JSON.stringify(disclosures));
      }
      const nothing = JSON.stringify({ ...rfc9901Flattened, header: { kid: 'x' } });
      assert.equal((await verify(nothing, bound)).verdict, 'rejected');
    });

    it('is inspected at the characters in its header', () => {
      const [family = ''] = rfc9901Flattened.header.disclosures;
      const added = encode(['short', 'role', 'admin']);
      const header = { ...rfc9901Flattened.header, disclosures: [family, added] };
      const text = JSON.stringify({ ...rfc9901Flattened, header }, undefined, 2);
      const found = (ruleId: string) =>
        inspect(text, options).flatMap((each) => (each.ruleId === ruleId ? [text.slice(each.start, each.end)] : []));
      assert.deepEqual(found('sd-jwt-disclosure-unreferenced'), [added]);
      const [salt = ''] = found('sd-jwt-salt-short');
      assert.ok(salt !== '' && added.includes(salt), salt);
      const [binding = ''] = found('kb-jwt-invalid');
      assert.ok(binding !== '' && header.kb_jwt.includes(binding), binding);
      assert.deepEqual(found('jwt-json-serialization'), []);
    });

    it('has all that it discloses in its first header', () => {
      const [first, second] = rfc9901General.signatures;
      const late = { ...second, header: { ...second?.header, disclosures: first?.header.disclosures } };
      const token = JSON.stringify({ ...rfc9901General, signatures: [first, late] });
      assert.match(decode(token).problem?.message ?? '', /"disclosures" must be in the header of the first/);
      assert.equal(decode(JSON.stringify(rfc9901General)).problem, undefined);
    });

    it('is redacted to the same form, with nothing left of what it discloses', () => {
      const redacted = redact(JSON.stringify(rfc9901Flattened));
      for (const secret of [...rfc9901Flattened.header.disclosures, rfc9901Flattened.header.kb_jwt])
        assert.ok(!redacted.includes(secret));
      assert.equal(decode(redacted).kind, 'jws-json');
    });
  });

  it('verifies the presentation of RFC 9901 §5.2, and places the recursive disclosures of §6.3', async () => {
    const { key, audience, nonce } = rfc9901Presentation;
    const verification = await verify(rfc9901Simple.token, {
      keys: [{ material: key }],
      profile: { issuer: 'https://issuer.example.com', audience: null, algorithms: ['ES256'] },
      now: new Date('2025-05-29T16:50:00Z'),
      keyBinding: { audience, nonce },
    });
    holdsButStart(verification);
    const { iss, iat, exp, cnf, ...shown } = (verification.disclosed?.claims ?? {}) as Record<string, unknown>;
    assert.deepEqual(
      [iss, iat, exp, typeof cnf],
      ['https://issuer.example.com', 1_683_000_000, 1_883_000_000, 'object'],
    );
    assert.deepEqual(shown, rfc9901Simple.shown);

    const { payload, street, locality, region, country, address } = rfc9901Recursive;
    const addressWith = async (...disclosures: readonly string[]) => {
      const token = [issue('ES256', keyPair('P-256').privateKey, payload), ...disclosures, ''].join('~');
      const { disclosed, checks } = await judge(token);
      const { outcome } = checks.find(({ id }) => id === 'encoding') ?? {};
      return [outcome, ((disclosed?.claims ?? {}) as Record<string, unknown>)['address']];
    };
    const whole = { street_address: 'Schulstr. 12', locality: 'Schulpforta', region: 'Sachsen-Anhalt', country: 'DE' };
    assert.deepEqual(await addressWith(), ['pass', undefined]);
    assert.deepEqual(await addressWith(address), ['pass', {}]);
    assert.deepEqual(await addressWith(country, address), ['pass', { country: 'DE' }]);
    assert.deepEqual(await addressWith(street, locality, region, country, address), ['pass', whole]);
    // Nothing that is signed has the digest of a part, unless the whole is shown.
    assert.deepEqual(await addressWith(country), ['fail', undefined]);
  });

  it('judges disclosed claims as if they stood in the token', async () => {
    const expired = disclosureOf('exp', epoch - 3600);
    const verification = await judge(present({ _sd: [digest(expired)] }, [expired]));
    assert.equal(verification.verdict, 'rejected');
    assert.match(detailOf(verification, 'exp'), /^Expired/);
    const withheld = await judge(present({ _sd: [digest(expired)] }));
    assert.deepEqual([withheld.signature, withheld.verdict], ['valid', 'not-verified']);
    assert.match(detailOf(withheld, 'exp'), /may be among the claims that are not disclosed/);
    assert.match(detailOf(withheld, 'encoding'), /Not disclosed: 1\.$/);
  });

  const member = disclosureOf('a', 1);
  const element = disclosureOf('x');
  const misplaced: readonly (readonly [what: string, claims: object, disclosures: readonly string[], says: RegExp])[] =
    [
      ['nobody signed', {}, [member], /not contain the digest of this disclosure/],
      ['comes twice', { _sd: [digest(member)] }, [member, member], /not contain the digest of this disclosure/],
      [
        'is hashed otherwise',
        { _sd: [digest(member)], _sd_alg: 'sha-512' },
        [member],
        /not contain the digest of this disclosure/,
      ],
      ['has the name of another claim', { a: 0, _sd: [digest(member)] }, [member], /already present/],
      ['stands in two places', { _sd: [digest(member)], b: { _sd: [digest(member)] } }, [member], /appears twice/],
      [
        'is an array element among members',
        { _sd: [digest(element)] },
        [element],
        /not contain the digest of this disclosure/,
      ],
      [
        'is a member among array elements',
        { a: [{ '...': digest(member) }] },
        [member],
        /not contain the digest of this disclosure/,
      ],
      ['is no disclosure', {}, [encode({ a: 1 })], /is malformed/],
      ['is called _sd', { _sd: [digest(disclosureOf('_sd', []))] }, [disclosureOf('_sd', [])], /is malformed/],
      ['has a digest that is no text', { _sd: [7] }, [], /not a list of digests/],
      ['has an array digest with company', { a: [{ '...': digest(element), b: 1 }] }, [], /array element is malformed/],
    ];
  for (const [what, claims, disclosures, says] of misplaced) {
    it(`refuses a disclosure that ${what}`, async () => {
      const verification = await judge(present(claims, disclosures));
      assert.deepEqual([verification.signature, verification.verdict], ['valid', 'rejected']);
      assert.match(detailOf(verification, 'encoding'), says);
    });
  }

  it('does not call an unknown hash invalid', async () => {
    const verification = await judge(present({ _sd_alg: 'sha3-256', _sd: [digest(member)] }, [member]));
    assert.equal(verification.verdict, 'not-verified');
    assert.match(detailOf(verification, 'encoding'), /not supported here/);
  });

  it('refuses a token without its last tilde', async () => {
    const verification = await judge(`${present({ _sd: [digest(member)] })}${member}`);
    assert.equal(verification.verdict, 'rejected');
  });

  it('follows a chain of disclosures only so deep', async () => {
    let disclosure = disclosureOf('end', 1);
    const chain = [disclosure];
    for (let depth = 0; depth < 400; depth++) {
      disclosure = disclosureOf('a', { _sd: [digest(disclosure)] });
      chain.push(disclosure);
    }
    const verification = await judge(present({ _sd: [digest(disclosure)] }, chain));
    assert.equal(verification.verdict, 'rejected');
    assert.match(detailOf(verification, 'encoding'), /levels deep/);
  });
});

describe('verify: SD-JWT in JSON serialization', () => {
  /** RFC 9901 §8.1, §8.2. */
  const serialized = (compact: string, form: 'flattened' | 'general') => {
    const pieces = compact.split('~');
    const [protectedHeader, payload, signature] = pieces[0]?.split('.') ?? [];
    const header = { disclosures: pieces.slice(1, -1), ...(pieces.at(-1) && { kb_jwt: pieces.at(-1) }) };
    const signed = { protected: protectedHeader, header, signature };
    const other = issue('ES384', keyPair('P-384').privateKey, {}).split('.');
    return form === 'flattened'
      ? { payload, ...signed }
      : { payload, signatures: [signed, { protected: other[0], signature: other[2] }] };
  };

  for (const form of ['flattened', 'general'] as const) {
    it(`verifies the example of the standard, ${form}`, async () => {
      await verifiesExample((token) => JSON.stringify(serialized(token, form), null, 2));
    });

    it(`refuses disclosures that nobody signed, and a binding to others, ${form}`, async () => {
      const shown = disclosureOf('a', 1);
      const hidden = disclosureOf('b', 2);
      const claims = { ...times, ...boundToHolder, _sd: [digest(shown), digest(hidden)] };
      const token = present(claims, [shown]);
      const judged = async (text: string) => judge(JSON.stringify(serialized(text, form)), { keyBinding });
      assert.equal((await judged(bind(token))).verdict, 'verified');
      const forged = await judged(bind(present(claims, [shown, encode(['c2FsdHNhbHRzYWx0c2FsdA', 'admin', true])])));
      assert.deepEqual([forged.signature, forged.verdict], ['valid', 'rejected']);
      assert.match(detailOf(forged, 'encoding'), /not contain the digest of this disclosure/);
      const rebound = await judged(present(claims, [shown, hidden], bind(token).split('~').at(-1)));
      assert.match(detailOf(rebound, 'key-binding'), /other disclosures/);
    });
  }

  it('does not call a token verified of whose disclosures not all were read', async () => {
    const disclosures = Array.from({ length: 1001 }, (_, index) => disclosureOf(`c${index}`, index));
    const token = present({ _sd: disclosures.slice(0, 1000).map((text) => digest(text)) }, disclosures);
    for (const text of [token, JSON.stringify(serialized(token, 'flattened'))]) {
      const verification = await judge(text);
      assert.deepEqual([verification.signature, verification.verdict], ['valid', 'not-verified']);
      assert.match(detailOf(verification, 'encoding'), /more than 1000/);
    }
  });
});

describe('verify: key binding', () => {
  const presentation = present(boundToHolder);

  it('needs what it should have been made for', async () => {
    const outcome = async (expected?: typeof keyBinding | { nonce: string }) =>
      (await judge(bind(presentation), { ...(expected && { keyBinding: expected }) })).verdict;
    assert.equal(await outcome(keyBinding), 'verified');
    assert.equal(await outcome({ nonce: 'n-1' }), 'not-verified');
    assert.equal(await outcome(), 'not-verified');
  });

  it('is asked for only where it is asked for', async () => {
    assert.equal((await judge(presentation)).verdict, 'verified');
    assert.equal((await judge(presentation, { keyBinding })).verdict, 'rejected');
    const plain = issue('ES256', keyPair('P-256').privateKey, { iss: 'https://issuer.test' });
    assert.equal((await judge(plain, { keyBinding })).verdict, 'rejected');
  });

  const secret = Buffer.from('a secret that verifier and holder share');
  const symmetric = { cnf: { jwk: { kty: 'oct', k: encode(secret) } } };
  const refused: readonly (readonly [what: string, token: string, says: RegExp])[] = [
    ['another nonce', bind(presentation, { nonce: 'n-2' }), /replay/],
    ['another audience', bind(presentation, { aud: 'https://other.test' }), /audience is not the expected one/],
    ['several audiences', bind(presentation, { aud: [keyBinding.audience] }), /one audience/],
    ['no iat', bind(presentation, { iat: undefined }), /`iat` is required/],
    ['an iat to come', bind(presentation, { iat: epoch + 3600 }), /One of the clocks is wrong/],
    ['another type', bind(presentation, {}, { typ: 'JWT' }), /kb\+jwt/],
    ['another presentation', bind(presentation, { sd_hash: digest('x') }), /another token/],
    ['another key of the same curve', bind(present({ cnf: { jwk: issuerKey } }), {}, {}, 'P-384'), /key/i],
    ['another key', bind(presentation, {}, {}, 'P-256'), /key/i],
    ['a token that is bound to nobody', bind(present({})), /do not name the key/],
    ['no signature', presentation + unsecured(bindingClaims(presentation), { typ: 'kb+jwt' }), /private key/],
    [
      'a shared secret',
      (() => {
        const shared = present(symmetric);
        return shared + jws({ alg: 'HS256', typ: 'kb+jwt' }, bindingClaims(shared));
      })(),
      /private key/,
    ],
  ];
  for (const [what, token, says] of refused) {
    it(`refuses ${what}`, async () => {
      const verification = await judge(token, { keyBinding });
      assert.deepEqual(
        [verification.signature, verification.verdict],
        ['valid', 'rejected'],
        detailOf(verification, 'key-binding'),
      );
      assert.match(detailOf(verification, 'key-binding'), says);
    });
  }

  it('refuses a signature of somebody else', async () => {
    const token = bind(presentation);
    const forged = `${token.slice(0, -8)}${token.at(-8) === 'A' ? 'B' : 'A'}${token.slice(-7)}`;
    const verification = await judge(forged, { keyBinding });
    assert.equal(verification.verdict, 'rejected');
    assert.match(detailOf(verification, 'key-binding'), /not signed with the key/);
  });

  it('does not call a key that is named otherwise invalid', async () => {
    const verification = await judge(bind(present({ cnf: { kid: 'a' } })), { keyBinding });
    assert.equal(verification.verdict, 'not-verified');
  });

  it('does not mind what the binding calls the key', async () => {
    const named = present({ cnf: { jwk: { ...boundToHolder.cnf.jwk, kid: 'a' } } });
    assert.equal((await judge(bind(named, {}, { typ: 'kb+jwt', kid: 'b' }), { keyBinding })).verdict, 'verified');
  });

  it('takes the key from a disclosure', async () => {
    const disclosure = encode([salts[0], 'cnf', boundToHolder.cnf]);
    const verification = await judge(bind(present({ _sd: [digest(disclosure)] }, [disclosure])), { keyBinding });
    assert.equal(verification.verdict, 'verified');
  });
});
