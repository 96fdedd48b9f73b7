import assert from 'node:assert/strict';
import { createCipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { flattenedDecrypt } from 'jose';
import type { FlattenedJWE, JWK } from 'jose';

import { decrypt } from '../../../src/core/verify/decrypt.ts';
import { encode } from '../../support/jose.ts';

const secret = (length: number): JWK => ({ kty: 'oct', k: Buffer.alloc(length, 7).toString('base64url') });
const bytesOf = ({ k = '' }: JWK): Buffer => Buffer.from(k, 'base64url');
const key16 = secret(16);

/** A JWE whose content is sealed with this key, and what of it is to be otherwise. */
function sealed(
  header: object,
  contentKey: Buffer,
  content: Uint8Array = Buffer.from('hello'),
  others: Partial<FlattenedJWE> = {},
): FlattenedJWE {
  const iv = randomBytes(12);
  const protectedHeader = encode(header);
  const cipher = createCipheriv('aes-128-gcm', contentKey, iv);
  cipher.setAAD(Buffer.from(protectedHeader));
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
  return {
    protected: protectedHeader,
    iv: iv.toString('base64url'),
    ciphertext: ciphertext.toString('base64url'),
    tag: cipher.getAuthTag().toString('base64url'),
    ...others,
  };
}

function wrapped(contentKey: Buffer): string {
  const cipher = createCipheriv('id-aes128-wrap', bytesOf(key16), Buffer.alloc(8, 0xa6));
  return Buffer.concat([cipher.update(contentKey), cipher.final()]).toString('base64url');
}

const dir = { alg: 'dir', enc: 'A128GCM' };
const kw = { alg: 'A128KW', enc: 'A128GCM' };
const gcmKw = { alg: 'A128GCMKW', enc: 'A128GCM' };
const pbes = { alg: 'PBES2-HS256+A128KW', enc: 'A128GCM' };
const ecdh = { alg: 'ECDH-ES', enc: 'A128GCM' };
const cek = Buffer.alloc(16, 7);
const short = Buffer.alloc(8, 1).toString('base64url');
const private256: JWK = {
  kty: 'EC',
  crv: 'P-256',
  x: 'weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ',
  y: 'e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck',
  d: 'VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw',
};
const epk = { kty: 'EC', crv: 'P-256', x: private256.x, y: private256.y };
const other = 'does not decrypt the token';
const missing = 'A part of the token is missing or malformed';

interface Row {
  /** What jose says, or the beginning of it. */
  readonly jose: string;
  readonly jwe: FlattenedJWE;
  readonly key: JWK;
  readonly outcome?: 'failed' | 'unsupported';
  /** The words that it becomes. */
  readonly reason: string;
}

const rows: readonly Row[] = [
  {
    jose: 'decryption operation failed',
    jwe: sealed(dir, cek, undefined, { tag: encode(Buffer.alloc(16)) }),
    key: key16,
    reason: other,
  },
  { jose: 'JWE Initialization Vector missing', jwe: without(sealed(dir, cek), 'iv'), key: key16, reason: missing },
  { jose: 'JWE Authentication Tag missing', jwe: without(sealed(dir, cek), 'tag'), key: key16, reason: missing },
  {
    jose: 'Invalid Initialization Vector length',
    jwe: sealed(dir, cek, undefined, { iv: short }),
    key: key16,
    reason: missing,
  },
  {
    jose: 'Invalid Authentication Tag length',
    jwe: sealed(dir, cek, undefined, { tag: short }),
    key: key16,
    reason: missing,
  },
  {
    jose: 'Encountered unexpected JWE Encrypted Key',
    jwe: sealed(dir, cek, undefined, { encrypted_key: short }),
    key: key16,
    reason: missing,
  },
  { jose: 'decryption operation failed', jwe: sealed(kw, cek), key: key16, reason: other },
  {
    jose: 'decryption operation failed',
    jwe: sealed(kw, cek, undefined, { encrypted_key: wrapped(Buffer.alloc(24)) }),
    key: key16,
    reason: other,
  },
  {
    jose: 'JOSE Header "iv"',
    jwe: sealed(gcmKw, cek, undefined, { encrypted_key: short }),
    key: key16,
    reason: missing,
  },
  {
    jose: 'JOSE Header "tag"',
    jwe: sealed({ ...gcmKw, iv: short }, cek, undefined, { encrypted_key: short }),
    key: key16,
    reason: missing,
  },
  {
    jose: 'JOSE Header "p2s"',
    jwe: sealed({ ...pbes, p2c: 1000 }, cek, undefined, { encrypted_key: short }),
    key: key16,
    reason: missing,
  },
  {
    jose: 'PBES2 Salt Input',
    jwe: sealed({ ...pbes, p2c: 1000, p2s: 'AAAA' }, cek, undefined, { encrypted_key: short }),
    key: key16,
    reason: missing,
  },
  {
    jose: 'JOSE Header "p2c"',
    jwe: sealed({ ...pbes, p2s: short }, cek, undefined, { encrypted_key: short }),
    key: key16,
    reason: '`p2c` is not a positive whole number',
  },
  { jose: 'JOSE Header "epk"', jwe: sealed(ecdh, cek), key: private256, reason: 'it is missing' },
  { jose: 'JOSE Header "apu"', jwe: sealed({ ...ecdh, epk, apu: 5 }, cek), key: private256, reason: missing },
  {
    jose: 'JOSE Header "apu" and "apv" values must be distinct',
    jwe: sealed({ ...ecdh, epk, apu: short, apv: short }, cek),
    key: private256,
    reason: missing,
  },
  {
    jose: 'Unsupported JWE "zip"',
    jwe: sealed({ ...dir, zip: 'GZ' }, cek),
    key: key16,
    outcome: 'unsupported',
    reason: 'compression other than DEF',
  },
  {
    jose: 'Failed to decompress plaintext',
    jwe: sealed({ ...dir, zip: 'DEF' }, cek, Buffer.from('not packed')),
    key: key16,
    reason: 'unpacks to more than 250 KB',
  },
  {
    jose: 'Decompressed plaintext exceeded',
    jwe: sealed({ ...dir, zip: 'DEF' }, cek, deflateRawSync(Buffer.alloc(1_000_000))),
    key: key16,
    reason: 'unpacks to more than 250 KB',
  },
  {
    jose: 'Extension Header Parameter',
    jwe: sealed({ ...dir, crit: ['x'], x: 1 }, cek),
    key: key16,
    outcome: 'unsupported',
    reason: 'Critical extensions',
  },
];

function without(jwe: FlattenedJWE, name: keyof FlattenedJWE): FlattenedJWE {
  return Object.fromEntries(Object.entries(jwe).filter(([member]) => member !== name)) as unknown as FlattenedJWE;
}

describe('every refusal of jose becomes words of our own', () => {
  for (const [index, { jose, jwe, key, outcome = 'failed', reason }] of rows.entries()) {
    it(`${index + 1}. ${jose}: ${reason}`, async () => {
      const { alg = '' } = JSON.parse(Buffer.from(jwe.protected ?? '', 'base64url').toString()) as { alg?: string };
      await assert.rejects(
        flattenedDecrypt(jwe, key, { keyManagementAlgorithms: [alg], maxDecompressedLength: 250_000 }),
        (error: Error) => error.message.startsWith(jose) || assert.fail(error.message),
      );
      const { protected: header, encrypted_key: wrappedKey = '', iv = '', ciphertext, tag = '' } = jwe;
      const answer = await decrypt([header, wrappedKey, iv, ciphertext, tag].join('.'), { keys: [{ material: key }] });
      assert.equal(answer.outcome, outcome, answer.reason);
      assert.ok(answer.reason?.includes(reason), answer.reason);
      assert.ok(!(answer.reason ?? '').includes(jose));
    });
  }

  it('each refusal that its source can make for us has a row above, or a reason why it never comes', () => {
    const refusals = refusalsOf([
      'jwe/flattened/decrypt.js',
      'jwe/compact/encrypt.js',
      'jws/compact/sign.js',
      'jwk/thumbprint.js',
    ]);
    assert.ok(refusals.length > 100);
    const told = rows.map(({ jose }) => jose);
    const open = refusals.filter(
      ({ file, words }) =>
        !told.some((message) => words.includes(message)) &&
        !never.some(({ where, which }) => where.test(file) && which.test(words)),
    );
    assert.deepEqual(open, []);
  });

  it('and no reason is left over from a source that was', () => {
    const refusals = refusalsOf([
      'jwe/flattened/decrypt.js',
      'jwe/compact/encrypt.js',
      'jws/compact/sign.js',
      'jwk/thumbprint.js',
    ]);
    for (const { where, which } of never) {
      const isThere = refusals.some(({ file, words }) => where.test(file) && which.test(words));
      assert.ok(isThere, String(which));
    }
  });
});

interface Refusal {
  readonly file: string;
  readonly words: string;
}

/** Where jose makes an error, in the modules that ours import and in those that these import. */
function refusalsOf(entries: readonly string[]): readonly Refusal[] {
  const root = 'node_modules/jose/dist/webapi';
  const waiting = [...entries];
  const seen = new Set<string>();
  const found: Refusal[] = [];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const source = readFileSync(path.join(root, file), 'utf8');
    for (const [, from = ''] of source.matchAll(/from\s+"(\.[^"]+)"/g))
      waiting.push(path.posix.join(path.posix.dirname(file), from));
    if (file === 'util/errors.js') continue;
    for (const [words] of source.matchAll(/new (?:\w*Error|J\w+)\([^\n]*/g)) found.push({ file, words });
  }
  return found;
}

/** Why a refusal never meets what we hand over. One that came all the same would be told as another key, or damage. */
const never: readonly { readonly where: RegExp; readonly which: RegExp; readonly why: string }[] = [
  {
    where: /asn1|key\/export/,
    which: /./,
    why: 'keys are handed over as JWKs, and none is imported or exported otherwise',
  },
  { where: /jwk\/thumbprint/, which: /./, why: 'only JWKs that `readJwk` found whole are hashed, with SHA-256' },
  { where: /jws_sign|jws\/compact\/sign/, which: /./, why: '`sign` refuses `b64` and always sets a header with `alg`' },
  {
    where: /jws_algorithms/,
    which: /not supported either/,
    why: '`sign` takes only algorithms of its table, and what the host lacks is made here',
  },
  {
    where: /jwe_encrypt/,
    which: /./,
    why: '`encrypt` judges `alg` and `enc` first, and sets one header and no parameters but `p2c`',
  },
  { where: /buffer_utils|base64url/, which: /./, why: 'the parts are base64url, or `encoding` fails first' },
  {
    where: /jwe\/flattened\/decrypt|jwe_decrypt/,
    which: /incorrect type|must be an object|Header missing|Compact JWE|maxDecompressedLength|disjo/,
    why: 'the token was read, and its form judged, by `parseToken`',
  },
  {
    where: /jwe_decrypt/,
    which:
      /missing JWE|not allowed|integrated encryption|"zip" \(Compression Algorithm\) Header Parameter is not supported/,
    why: '`decrypt` has judged `alg` and `enc`, allows these two, and none is integrated',
  },
  {
    where: /jwe_algorithms|key_algorithm/,
    which: /Invalid or unsupported/,
    why: '`alg` and `enc` are in our table, and so is the `alg` of a key',
  },
  {
    where: /deflate/,
    which: /protected header|requires the/,
    why: '`zip` outside of the protected header fails when the token is read; hosts have the streams',
  },
  {
    where: /content_encryption/,
    which: /invalidKeyInput|Invalid Content Encryption Key length/,
    why: 'a wrong key inside is replaced by a random one, so that nobody learns of it; `dir` is judged before',
  },
  { where: /content_encryption/, which: /JWEDecryptionFailed/, why: 'it is the first row: its words are in the class' },
  {
    where: /lib\/key\.js/,
    which: /./,
    why: '`use`, `alg`, `key_ops`, kind and length of a key are judged by `envelopeMisfit` and `misfitOf`',
  },
  {
    where: /key_management/,
    which: /CryptoKey|setContentEncryptionKey|maxPBES2Count|Uint8Array|did not produce/,
    why: 'these are of options and keys that are never set',
  },
  {
    where: /key_management/,
    which: /Encrypted Key missing/,
    why: 'a missing key is replaced by a random one, as above',
  },
  {
    where: /key_management/,
    which: /not supported by your javascript runtime/,
    why: 'curves that a host lacks are opened here',
  },
  {
    where: /key_management/,
    which: /PBES2 Count Input|Agreement Party/,
    why: 'of numbers that are judged before, or in the row of `apu`',
  },
  {
    where: /validate/,
    which: /must be an instance|only be called once|array of strings|"b64"/,
    why: 'these are of options that we set ourselves, and of signatures',
  },
];
