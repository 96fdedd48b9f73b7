import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

import { parseKey } from '../../../src/core/keys/parseKey.ts';
import { verify } from '../../../src/core/verify/verify.ts';
import { keyPair } from '../../fixtures/keys/keyPairs.ts';
import { hs256 } from '../../support/jose.ts';

// The writers below share no code with the readers that are tested: they divide where those multiply, and count bits in
// text.

type Writer = (bytes: Uint8Array) => string | Uint8Array;

const digits = '0123456789';
const small = 'abcdefghijklmnopqrstuvwxyz';
const capitals = small.toUpperCase();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const backwards = (text: string): string => Array.from(text).toReversed().join('');

/** As one long number. */
function asNumber(alphabet: string): (bytes: Uint8Array) => string {
  return (bytes) => {
    let text = '';
    for (let rest = BigInt(`0x${hex(bytes)}`); rest > 0n; rest /= BigInt(alphabet.length))
      text = `${alphabet.charAt(Number(rest % BigInt(alphabet.length)))}${text}`;
    return text;
  };
}

/** Some bits a character. */
function asBits(alphabet: string, width: number): (bytes: Uint8Array) => string {
  return (bytes) => {
    const all = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
    const groups = all.padEnd(Math.ceil(all.length / width) * width, '0').match(new RegExp(`.{${width}}`, 'g')) ?? [];
    return groups.map((group) => alphabet.charAt(Number.parseInt(group, 2))).join('');
  };
}

/** Four bytes in five characters. */
function asBase85(alphabet: string): (bytes: Uint8Array) => string {
  return (bytes) => {
    const missing = (4 - (bytes.length % 4)) % 4;
    const whole = Buffer.concat([bytes, Buffer.alloc(missing)]);
    let text = '';
    for (let at = 0; at < whole.length; at += 4) {
      let rest = whole.readUInt32BE(at);
      let group = '';
      for (let place = 0; place < 5; place += 1) {
        group = `${alphabet.charAt(rest % 85)}${group}`;
        rest = Math.floor(rest / 85);
      }
      text += group;
    }
    return text.slice(0, text.length - missing);
  };
}

function asBase45(bytes: Uint8Array): string {
  const alphabet = `${digits}${capitals} $%*+-./:`;
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const [first = 0, second] = bytes.subarray(at, at + 2);
    const number = second === undefined ? first : first * 256 + second;
    text += alphabet.charAt(number % 45) + alphabet.charAt(Math.floor(number / 45) % 45);
    if (second !== undefined) text += alphabet.charAt(Math.floor(number / 2025));
  }
  return text;
}

function uuencoded(bytes: Uint8Array, zero: string): string {
  const alphabet = `${zero}${Array.from({ length: 63 }, (_, value) => String.fromCharCode(33 + value)).join('')}`;
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 45) {
    const line = bytes.subarray(at, at + 45);
    const filled = Buffer.concat([line, Buffer.alloc((3 - (line.length % 3)) % 3)]);
    lines.push(`${alphabet.charAt(line.length)}${asBits(alphabet, 6)(filled)}`);
  }
  return `${lines.join('\n')}\n`;
}

const list =
  (write: (byte: number) => string, separator = ', ', before = '', after = ''): Writer =>
  (bytes) =>
    `${before}${Array.from(bytes, write).join(separator)}${after}`;

const in16 = (byte: number): string => byte.toString(16).padStart(2, '0');
const in8 = (byte: number): string => byte.toString(8).padStart(3, '0');
const in2 = (byte: number): string => byte.toString(2).padStart(8, '0');

/** Sixteen bytes a line. */
function dump(place: (at: number) => string, line: (bytes: Uint8Array) => string, text = false): Writer {
  return (bytes) => {
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += 16) {
      const some = bytes.subarray(at, at + 16);
      const shown = Array.from(some, (byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
      lines.push(`${place(at)} ${line(some)}${text ? `  ${shown}` : ''}`);
    }
    return `${lines.join('\n')}\n`;
  };
}

const words = (bytes: Uint8Array): string => hex(bytes).replaceAll(/.{4}(?!$)/g, '$& ');
const swappedWords = (write: (word: number) => string) => (bytes: Uint8Array) => {
  const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
  return Array.from({ length: even.length / 2 }, (_, at) => write(Buffer.from(even).readUInt16LE(at * 2))).join(' ');
};
const at8 = (at: number): string => at.toString(16).padStart(8, '0');

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const flickr = '123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ';
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const zBase32 = 'ybndrfg8ejkmcpqxot1uwisza345h769';
const signs = Array.from({ length: 85 }, (_, value) => String.fromCharCode(33 + value)).join('');
const z85 = `${digits}${small}${capitals}.-:+=^!/*?&<>()[]{}@%$#`;
const git85 = `${digits}${capitals}${small}!#$%&()*+-;<=>?@^_\`{|}~`;

const writers: Readonly<Record<string, Writer>> = {
  'base58 of Bitcoin': asNumber(base58),
  'base58 of Flickr': asNumber(flickr),
  'base58 of Ripple': asNumber('rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz'),
  base62: asNumber(`${digits}${capitals}${small}`),
  'base62, small letters first': asNumber(`${digits}${small}${capitals}`),
  base36: asNumber(`${digits}${small}`),
  'one decimal number': asNumber(digits),
  base32: asBits(`${capitals}234567`, 5),
  base32hex: asBits(`${digits}${capitals.slice(0, 22)}`, 5),
  'base32hex in small letters': asBits(`${digits}${small.slice(0, 22)}`, 5),
  "Crockford's base32": asBits(crockford, 5),
  "Crockford's base32 in groups": (bytes) => asBits(crockford, 5)(bytes).replaceAll(/.{5}/g, '$&-'),
  'z-base-32': asBits(zBase32, 5),
  'modified hex of YubiKeys': asBits('cbdefghijklnrtuv', 4),
  'base64 of bcrypt': asBits(`./${capitals}${small}${digits}`, 6),
  'base64 of crypt': asBits(`./${digits}${capitals}${small}`, 6),
  xxencode: asBits(`+-${digits}${capitals}${small}`, 6),
  'base64 of IMAP': asBits(`${capitals}${small}${digits}+,`, 6),
  'base64 in groups': (bytes) => base64(bytes).replaceAll(/.{4}/g, '$&-'),
  'base64 in lines with numbers': (bytes) =>
    (base64(bytes).match(/.{1,40}/g) ?? []).map((line, index) => `${index + 1}: ${line}`).join('\n'),
  'base64 in a comment': (bytes) => (base64(bytes).match(/.{1,40}/g) ?? []).map((line) => `// ${line}`).join('\n'),
  'base64 with text in front': (bytes) => `public key: ${base64(bytes)}`,
  'base64 among other text': (bytes) => `my key is ${base64(bytes)} do not tell anyone`,
  'hex with text in front': (bytes) => `the key ${hex(bytes)}`,
  'hex among other text': (bytes) => `the key is ${hex(bytes)} or so`,
  base45: asBase45,
  ascii85: asBase85(signs),
  'ascii85 of Adobe': (bytes) => `<~${asBase85(signs)(bytes)}~>`,
  'ascii85 over lines': (bytes) => asBase85(signs)(bytes).replaceAll(/.{60}/g, '$&\n'),
  z85: asBase85(z85),
  'base85 of Git': asBase85(git85),
  uuencode: (bytes) => `begin 644 key\n${uuencoded(bytes, '`')}\`\nend\n`,
  'uuencode with spaces': (bytes) => uuencoded(bytes, ' '),
  'multibase base58': (bytes) => `z${asNumber(base58)(bytes)}`,
  'multibase base58flickr': (bytes) => `Z${asNumber(flickr)(bytes)}`,
  'multibase base64': (bytes) => `m${base64(bytes).replaceAll('=', '')}`,
  'multibase base64url': (bytes) => `u${Buffer.from(bytes).toString('base64url')}`,
  'multibase base32': (bytes) => `b${asBits(`${small}234567`, 5)(bytes)}`,
  'multibase base36': (bytes) => `k${asNumber(`${digits}${small}`)(bytes)}`,
  'multibase base16': (bytes) => `f${hex(bytes)}`,
  'multibase base8': (bytes) => `7${asBits('01234567', 3)(bytes)}`,
  'multibase base2': (bytes) => `0${list(in2, '')(bytes) as string}`,
  'binary digits': list(in2, ''),
  'binary numbers': list(in2, ' '),
  'binary numbers of C': list((byte) => `0b${in2(byte)}`),
  'octal numbers': list(in8, ' '),
  'octal numbers of C': list((byte) => `0${byte.toString(8)}`),
  'octal numbers of Python': list((byte) => `0o${byte.toString(8)}`),
  'octal escapes': list((byte) => `\\${in8(byte)}`, '', '"', '"'),
  'hex escapes of Rust': list((byte) => `\\x${in16(byte)}`, '', 'b"', '"'),
  'escapes of JavaScript': list((byte) => `\\u00${in16(byte)}`, ''),
  'decimal numbers, one a line': list(String, '\n'),
  'a slice of Go': list(String, ', ', '[]byte{', '}'),
  'an array of Go in hex': list((byte) => `0x${byte.toString(16)}`, ', ', 'var key = [294]byte{', '}'),
  'an array of Rust': list((byte) => `0x${in16(byte)}u8`, ', ', 'let key: [u8; 294] = [', '];'),
  'an array of C#': list((byte) => `0x${in16(byte).toUpperCase()}`, ', ', 'new byte[] { ', ' }'),
  'an array of Java': list((byte) => String((byte << 24) >> 24), ', ', 'new byte[] {', '}'),
  'an array of Java with casts': list((byte) => `(byte)0x${byte.toString(16)}`, ', ', 'new byte[]{', '}'),
  'an array of Visual Basic': list((byte) => `&H${byte.toString(16).toUpperCase()}`, ', ', '{', '}'),
  'an array of Pascal': list((byte) => `$${byte.toString(16)}`, ', ', '(', ')'),
  'bytes of an assembler': list((byte) => `0${in16(byte)}h`, ',', 'db '),
  'a binary of Erlang': list((byte) => `16#${byte.toString(16)}`, ',', '<<', '>>'),
  'characters of PHP': list((byte) => `chr(${byte})`, '.'),
  'a typed array of JavaScript': list(String, ',', 'new Uint8Array([', '])'),
  'the JSON of a typed array': (bytes) => JSON.stringify(new Uint8Array(bytes)),
  'a Buffer as Node prints it': (bytes) => `<Buffer ${list(in16, ' ')(bytes) as string}>`,
  'bytes of PowerShell': list(String, ',', '[byte[]]@(', ')'),
  'percent signs for all': list((byte) => `%${in16(byte)}`, ''),
  'entities for all': list((byte) => `&#${byte};`, ''),
  'the dump of xxd': dump((at) => `${at8(at)}:`, words, true),
  'the dump of hexdump -C': dump(at8, (bytes) => ` ${list(in16, ' ')(bytes) as string}`, true),
  'the dump of hexdump': dump(
    (at) => at8(at).slice(1),
    swappedWords((word) => word.toString(16).padStart(4, '0')),
  ),
  'the dump of od': dump(
    (at) => in8(at).padStart(7, '0'),
    swappedWords((word) => word.toString(8).padStart(6, '0')),
  ),
  'the dump of od -tx1': dump(
    (at) => in8(at).padStart(7, '0'),
    (bytes) => list(in16, ' ')(bytes) as string,
  ),
  'the dump of od -b': dump(
    (at) => in8(at).padStart(7, '0'),
    (bytes) => list(in8, ' ')(bytes) as string,
  ),
  gzip: (bytes) => gzipSync(bytes),
  'gzip in base64': (bytes) => base64(gzipSync(bytes)),
  'gzip in hex': (bytes) => hex(gzipSync(bytes)),
  zlib: (bytes) => deflateSync(bytes),
  'zlib in base64': (bytes) => base64(deflateSync(bytes)),
  DEFLATE: (bytes) => deflateRawSync(bytes),
  'DEFLATE in hex': (bytes) => hex(deflateRawSync(bytes)),
  'the bytes backwards': (bytes) => bytes.toReversed(),
  'the bytes backwards in hex': (bytes) => hex(bytes.toReversed()),
  'base64 backwards': (bytes) => backwards(base64(bytes)),
  'hex backwards': (bytes) => backwards(hex(bytes)),
  'base64 in ROT13': (bytes) => rotated(base64(bytes)),
  'base64 of base58': (bytes) => base64(Buffer.from(asNumber(base58)(bytes))),
  'base58 of base64': (bytes) => asNumber(base58)(Buffer.from(base64(bytes))),
  'base32hex of hex': (bytes) => asBits(`${digits}${capitals.slice(0, 22)}`, 5)(Buffer.from(hex(bytes))),
};

function rotated(text: string): string {
  const turned = `${small.slice(13)}${small.slice(0, 13)}`;
  return text
    .replaceAll(/[a-z]/g, (letter) => turned.charAt(small.indexOf(letter)))
    .replaceAll(/[A-Z]/g, (letter) => turned.charAt(capitals.indexOf(letter)).toUpperCase());
}

type Name = 'rsa' | 'P-256' | 'Ed25519';

/** What is written of each. */
const forms: Readonly<Record<Name, readonly string[]>> = {
  rsa: ['DER', 'PKCS#1'],
  'P-256': ['DER', 'PEM', 'a raw point'],
  Ed25519: ['DER', 'JWK'],
};

function materialsOf(name: Name): Readonly<Record<string, Uint8Array>> {
  const { publicKey } = keyPair(name);
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return {
    DER: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    PEM: Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })),
    JWK: Buffer.from(JSON.stringify(publicKey.export({ format: 'jwk' }))),
    ...(name === 'rsa' && { 'PKCS#1': new Uint8Array(publicKey.export({ type: 'pkcs1', format: 'der' })) }),
    ...(name === 'P-256' && {
      'a raw point': Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]),
    }),
  };
}

/** A bare point has no beginning that tells it from chance where its length does not show, either. */
const withoutPoints: ReadonlySet<string> = new Set(['base64 in groups', 'the dump of hexdump', 'the dump of od']);

/** The text of a PEM file, in letters that look like its own or turned around. */
const texts: Readonly<Record<string, (pem: string) => string>> = {
  'Cyrillic letters that look alike': (pem) => inLetters(pem, 'ABEIKPC', 'АВЕІКРС'),
  'Greek letters that look alike': (pem) => inLetters(pem, 'BEIK', 'ΒΕΙΚ'),
  'small capitals': (pem) => inLetters(pem, 'BEKY', 'ʙᴇᴋʏ'),
  accents: (pem) => inLetters(pem, 'BE', 'ḂÉ'),
  ROT13: rotated,
  'read backwards': backwards,
  'lines with numbers': (pem) =>
    pem
      .trim()
      .split('\n')
      .map((line, index) => `${index + 1} ${line}`)
      .join('\n'),
};

function inLetters(text: string, from: string, to: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => Array.from(to)[from.indexOf(letter)] ?? letter);
}

describe('a public key never becomes an HMAC secret in rarer writings', () => {
  for (const name of ['rsa', 'P-256', 'Ed25519'] as const) {
    for (const [what, bytes] of Object.entries(materialsOf(name))) {
      if (!forms[name].includes(what)) continue;
      it(`${name}, ${what}: ${Object.keys(writers).length} writings`, async () => {
        const missed: string[] = [];
        for (const [writing, write] of Object.entries(writers)) {
          if (what === 'a raw point' && withoutPoints.has(writing)) continue;
          const material = write(bytes);
          if (await isSecret(material)) missed.push(writing);
        }
        assert.deepEqual(missed, []);
      });
    }
    it(`${name}, PEM: in other letters, and turned around`, async () => {
      const pem = keyPair(name).publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const missed: string[] = [];
      for (const [writing, write] of Object.entries(texts)) if (await isSecret(write(pem))) missed.push(writing);
      assert.deepEqual(missed, []);
    });
  }

  it('what OpenSSL and OpenSSH print of one', async () => {
    const pairs = (bytes: Uint8Array): string =>
      (hex(bytes).match(/../g) ?? []).join(':').replaceAll(/.{45}/g, '$&\n    ');
    const { n = '' } = keyPair('rsa').publicKey.export({ format: 'jwk' });
    const modulus = Buffer.concat([Buffer.alloc(1), Buffer.from(n, 'base64url')]);
    const wire = (...fields: readonly Uint8Array[]): string =>
      base64(Buffer.concat(fields.flatMap((field) => [Buffer.from([0, 0, 0, field.length]), field])));
    const ed25519 = Buffer.from(keyPair('Ed25519').publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    const line = wire(Buffer.from('ssh-ed25519'), ed25519);
    for (const material of [
      `Public-Key: (2048 bit)\nModulus:\n    ${pairs(modulus)}\nExponent: 65537 (0x10001)\n`,
      `RSA Public-Key: (2048 bit)\nModulus (2048 bit):\n    ${pairs(modulus)}`,
      `Modulus=${hex(modulus).slice(2).toUpperCase()}\n`,
      `ED25519 Public-Key:\npub:\n    ${pairs(ed25519)}\n`,
      '    0:d=0  hl=4 l= 290 cons: SEQUENCE          \n    4:d=1  hl=2 l=  13 cons: SEQUENCE          \n',
      `ssh-key ${line}`,
      `key ${line} me@host`,
      `from="10.0.0.1" ssh-ed25519 ${line}`,
    ])
      assert.ok(!(await isSecret(material)), material.slice(0, 40));
  });

  async function isSecret(material: string | Uint8Array): Promise<boolean> {
    const parsed = await parseKey({ material, ...(typeof material === 'string' && { encoding: 'utf8' }) });
    return parsed.ok && parsed.keys.some(({ jwk }) => jwk.kty === 'oct');
  }
});

describe('a secret that holds a public key that is used beside it is none', () => {
  const { publicKey } = keyPair('rsa');
  const { n = '' } = publicKey.export({ format: 'jwk' });
  const number = new Uint8Array(Buffer.from(n, 'base64url'));
  const point = keyPair('Ed25519').publicKey.export({ format: 'jwk' });
  const x = new Uint8Array(Buffer.from(point.x ?? '', 'base64url'));

  const made: Readonly<Record<string, string | Uint8Array>> = {
    'the bare modulus': number,
    'the modulus with its sign': Buffer.concat([Buffer.alloc(1), number]),
    'the modulus backwards, as Microsoft has it': number.toReversed(),
    'the modulus in hex': hex(number),
    'the modulus in hex with colons': (hex(number).match(/../g) ?? []).join(':'),
    'the modulus in base64': base64(number),
    'the modulus in base64url': n,
    'the modulus in base64 behind another byte': base64(Buffer.concat([Buffer.of(7), number])),
    'the modulus as a decimal number': BigInt(`0x${hex(number)}`).toString(),
    'the modulus among other text': `my secret ${n}, really`,
    'the coordinate of Ed25519': x,
    'that coordinate in base64': base64(x),
    'that coordinate in hex': hex(x),
  };
  for (const [what, material] of Object.entries(made)) {
    it(what, async () => {
      const token = hs256({ iss: 'a', exp: 4_102_444_800 }, material);
      const secret = { material, ...(typeof material === 'string' && { encoding: 'utf8' as const }) };
      const others = [
        { material: publicKey.export({ format: 'jwk' }) },
        { material: keyPair('Ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString() },
      ];
      const profile = { issuer: 'a', audience: null, algorithms: ['HS256'] };
      assert.equal((await verify(token, { keys: [secret], profile })).signature, 'valid', 'by itself nobody can tell');
      const beside = await verify(token, { keys: [secret, ...others], profile });
      assert.notEqual(beside.signature, 'valid');
      assert.notEqual(beside.verdict, 'verified');
    });
  }

  it('but any other secret is used beside public keys', async () => {
    for (const length of [16, 32, 64, 256]) {
      const material = randomBytes(length).toString('base64');
      const token = hs256({}, material);
      const keys = [{ material, encoding: 'utf8' as const }, { material: publicKey.export({ format: 'jwk' }) }];
      assert.equal((await verify(token, { keys })).signature, 'valid');
    }
  });
});

describe('random secrets stay secrets', () => {
  it('however they are written, of whatever length', async () => {
    const plain = ['the bytes backwards', 'gzip', 'gzip in base64', 'gzip in hex'];
    const kept = Object.entries(writers).filter(([name]) => !plain.includes(name));
    let count = 0;
    for (const length of [16, 24, 32, 33, 48, 64, 65, 97, 128, 256, 512]) {
      for (const [writing, write] of kept) {
        count += 1;
        const material = write(randomBytes(length));
        const parsed = await parseKey({ material, ...(typeof material === 'string' && { encoding: 'utf8' }) });
        assert.ok(parsed.ok && parsed.keys[0]?.jwk.kty === 'oct', `${writing} of ${length} bytes`);
      }
    }
    assert.ok(count > 900);
  });
});
