import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { interpretKey } from '../../../src/core/keys/interpretKey.ts';
import type { SecretEncoding } from '../../../src/core/keys/keyInput.ts';

async function encodingsOf(material: string | Uint8Array): Promise<readonly (SecretEncoding | undefined)[]> {
  const read = await interpretKey(material);
  assert.ok(read.ok, read.ok ? '' : read.problem);
  return read.interpretations.map(({ input }) => input.encoding);
}

const bytes = Buffer.from('fb00fe7c1d2e3f405162738495a6b7c8d9eafb0c1d2e3f405162738495a6b7c8', 'hex');

describe('interpretKey', () => {
  const secrets: readonly (readonly [name: string, text: string, encodings: readonly SecretEncoding[]])[] = [
    ['a passphrase', 'correct horse battery staple', ['utf8']],
    ['a short word that is base64 by chance', 'password', ['utf8']],
    ['a word with no encoding', 'top-secret!', ['utf8']],
    ['base64 with its own letters', bytes.toString('base64'), ['utf8', 'base64']],
    ['base64url with its own letters', bytes.toString('base64url'), ['utf8', 'base64url']],
    [
      'letters that base64 and base64url share, once',
      'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU',
      ['utf8', 'base64'],
    ],
    ['hex digits, which are base64 too', bytes.toString('hex'), ['utf8', 'base64', 'hex']],
  ];
  for (const [name, text, encodings] of secrets) {
    it(`reads ${name} as ${encodings.join(' or ')}`, async () => {
      assert.deepEqual(await encodingsOf(text), encodings);
    });
  }

  it('leaves out one final line break of a secret, as text and as a file', async () => {
    for (const material of ['secret-of-a-file\n', 'secret-of-a-file\r\n', Buffer.from('secret-of-a-file\n')]) {
      const read = await interpretKey(material);
      assert.ok(read.ok);
      assert.equal(read.interpretations[0].input.material, 'secret-of-a-file');
    }
    const read = await interpretKey('secret\n\n');
    assert.ok(read.ok);
    assert.equal(read.interpretations[0].input.material, 'secret\n');
  });

  it('reads bytes that are no text as the secret itself', async () => {
    const secret = Buffer.concat([Buffer.from([0xff, 0xfe]), randomBytes(30)]);
    const read = await interpretKey(secret);
    assert.ok(read.ok);
    assert.deepEqual(
      read.interpretations.map(({ input }) => input),
      [{ material: secret }],
    );
  });

  it('reads keys in one way only', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = publicKey.export({ format: 'jwk' });
    const materials = [
      publicKey.export({ format: 'pem', type: 'spki' }),
      publicKey.export({ format: 'der', type: 'spki' }),
      JSON.stringify(jwk),
      JSON.stringify({ keys: [jwk, jwk] }),
    ];
    for (const material of materials) assert.deepEqual(await encodingsOf(material), [undefined]);
  });

  it('reads PEM whose line breaks a one-line input has swallowed', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const read = await interpretKey(publicKey.export({ format: 'pem', type: 'spki' }).toString().replaceAll('\n', ''));
    assert.ok(read.ok);
    assert.equal(read.interpretations[0].keys[0]?.description, '2048-bit RSA public key');
  });

  it('asks for the password of an encrypted private key, and takes it', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'open sesame' });
    const closed = await interpretKey(pem);
    assert.ok(!closed.ok && closed.passwordNeeded === true);
    const wrong = await interpretKey(pem, 'wrong');
    assert.ok(!wrong.ok && wrong.passwordNeeded === undefined);
    assert.match(wrong.problem, /password of this private key is wrong/);
    const open = await interpretKey(pem, 'open sesame');
    assert.ok(open.ok);
    assert.equal(open.interpretations[0].keys[0]?.description, 'P-256 private key');
    assert.equal(open.interpretations[0].input.password, 'open sesame');
  });

  it('refuses with the parser’s sentence', async () => {
    const read = await interpretKey('-----BEGIN PUBLIC KEY-----');
    assert.ok(!read.ok);
    assert.match(read.problem, /damaged/);
    assert.ok(!(await interpretKey('')).ok);
    assert.ok(!(await interpretKey('\n')).ok);
  });

  it('leaves out the mark that tells the encoding of a file', async () => {
    const secretOf = async (file: Uint8Array) => {
      const read = await interpretKey(file);
      return read.ok && Buffer.from(read.interpretations[0].keys[0]?.jwk.k ?? '', 'base64url').toString('latin1');
    };
    for (const file of [
      Buffer.from('\ufeffa secret\r\n'),
      Buffer.from('\ufeffa secret\r\n', 'utf16le'),
      Buffer.from('\ufeffa secret\r\n', 'utf16le').swap16(),
    ])
      assert.equal(await secretOf(new Uint8Array(file)), 'a secret');
    for (const binary of [
      [0xff, 0xfe, 1, 2, 3, 4],
      [0xfe, 0xff, 0x80, 0x41, 0, 0],
    ])
      assert.equal(await secretOf(Uint8Array.from(binary)), String.fromCharCode(...binary));
  });
});
