/**
 * What an algorithm is for: `sig` in a JWS header's `alg`, `key` in a JWE header's `alg`, `enc` in a JWE header's
 * `enc`.
 */
export type AlgorithmUse = 'sig' | 'key' | 'enc';

export type AlgorithmFamily =
  | 'none'
  | 'HMAC'
  | 'RSA-PKCS1'
  | 'RSA-PSS'
  | 'ECDSA'
  | 'EdDSA'
  | 'ML-DSA'
  | 'RSA1_5'
  | 'RSA-OAEP'
  | 'AES-KW'
  | 'AES-GCM-KW'
  | 'direct'
  | 'ECDH-ES'
  | 'ECDH-ES-KW'
  | 'PBES2'
  | 'AES-CBC-HMAC'
  | 'AES-GCM'
  | 'obsolete';

/** Everything the extension knows about one JOSE algorithm, in one place. */
export interface AlgorithmFact {
  readonly name: string;
  readonly use: AlgorithmUse;
  readonly family: AlgorithmFamily;
  /** For a person: `RSA PKCS#1 v1.5, SHA-256`. */
  readonly description: string;
  readonly rfc: string;
  /** `kty` of the keys that fit (RFC 7517 §4.1); absent for `none` and content encryption. */
  readonly keyType?: 'oct' | 'RSA' | 'EC' | 'OKP' | 'AKP';
  /** The one curve the algorithm allows. */
  readonly curve?: string;
  /** WebCrypto's name of the hash. */
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  /** Bytes of every signature; absent where the key decides (RSA, `EdDSA`). `none` has 0. */
  readonly signatureLength?: number;
  /** Content encryption: bytes of the initialization vector, the tag and the key. */
  readonly ivLength?: number;
  readonly tagLength?: number;
  readonly keyLength?: number;
  /**
   * The hosts whose own cryptography is not used for it: if some hosts lack it, the same answer everywhere is worth
   * more than speed.
   */
  readonly portable?: 'everywhere' | 'browsers';
}

/** Curves that some host lacks, and that are therefore portable everywhere. */
export const portableCurves: ReadonlySet<string> = new Set(['secp256k1', 'Ed448', 'X448']);

/** The curves of key agreement (RFC 7518 §6.2.1.1, RFC 8037 §3.2). */
export const agreementCurves: ReadonlySet<string> = new Set(['P-256', 'P-384', 'P-521', 'X25519', 'X448']);

/** Chromium has no AES with 192 bits. */
const aes = (bits: number): Pick<AlgorithmFact, 'portable'> => (bits === 192 ? { portable: 'browsers' } : {});
const onCurve = (curve: string): Pick<AlgorithmFact, 'curve' | 'portable'> => ({
  curve,
  ...(portableCurves.has(curve) && { portable: 'everywhere' }),
});

const sha = { 256: 'SHA-256', 384: 'SHA-384', 512: 'SHA-512' } as const;
type Bits = keyof typeof sha;

const hmacRow = (bits: Bits): AlgorithmFact => ({
  name: `HS${bits}`,
  use: 'sig',
  family: 'HMAC',
  description: `HMAC with a shared secret, SHA-${bits}`,
  rfc: 'RFC 7518 §3.2',
  keyType: 'oct',
  hash: sha[bits],
  signatureLength: bits / 8,
});

const rsaPkcs1 = (bits: Bits): AlgorithmFact => ({
  name: `RS${bits}`,
  use: 'sig',
  family: 'RSA-PKCS1',
  description: `RSA PKCS#1 v1.5, SHA-${bits}`,
  rfc: 'RFC 7518 §3.3',
  keyType: 'RSA',
  hash: sha[bits],
});

const rsaPss = (bits: Bits): AlgorithmFact => ({
  name: `PS${bits}`,
  use: 'sig',
  family: 'RSA-PSS',
  description: `RSA-PSS, SHA-${bits}`,
  rfc: 'RFC 7518 §3.5',
  keyType: 'RSA',
  hash: sha[bits],
});

const ecdsa = (
  name: string,
  curve: string,
  bits: Bits,
  signatureLength: number,
  rfc = 'RFC 7518 §3.4',
): AlgorithmFact => ({
  name,
  use: 'sig',
  family: 'ECDSA',
  description: `ECDSA on ${curve}, SHA-${bits}`,
  rfc,
  keyType: 'EC',
  ...onCurve(curve),
  hash: sha[bits],
  signatureLength,
});

const edwards = (curve: string, signatureLength: number): AlgorithmFact => ({
  name: curve,
  use: 'sig',
  family: 'EdDSA',
  description: `EdDSA on ${curve}`,
  rfc: 'RFC 9864 §2.2',
  keyType: 'OKP',
  ...onCurve(curve),
  signatureLength,
});

const mlDsa = (level: number, signatureLength: number): AlgorithmFact => ({
  name: `ML-DSA-${level}`,
  use: 'sig',
  family: 'ML-DSA',
  description: `ML-DSA-${level}, post-quantum signature (FIPS 204)`,
  rfc: 'RFC 9964',
  keyType: 'AKP',
  signatureLength,
  portable: 'everywhere',
});

const rsaOaep = (name: string, hash: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512', rfc: string): AlgorithmFact => ({
  name,
  use: 'key',
  family: 'RSA-OAEP',
  description: `RSA-OAEP key encryption, ${hash}`,
  rfc,
  keyType: 'RSA',
  hash,
});

const aesKeyWrap = (bits: number): AlgorithmFact => ({
  name: `A${bits}KW`,
  use: 'key',
  family: 'AES-KW',
  description: `AES-${bits} key wrap`,
  rfc: 'RFC 7518 §4.4',
  keyType: 'oct',
  keyLength: bits / 8,
  ...aes(bits),
});

const aesGcmKeyWrap = (bits: number): AlgorithmFact => ({
  name: `A${bits}GCMKW`,
  use: 'key',
  family: 'AES-GCM-KW',
  description: `AES-${bits} GCM key wrap`,
  rfc: 'RFC 7518 §4.7',
  keyType: 'oct',
  keyLength: bits / 8,
  ...aes(bits),
});

const ecdhKeyWrap = (bits: number): AlgorithmFact => ({
  name: `ECDH-ES+A${bits}KW`,
  use: 'key',
  family: 'ECDH-ES-KW',
  description: `ECDH-ES key agreement with AES-${bits} key wrap`,
  rfc: 'RFC 7518 §4.6',
  keyLength: bits / 8,
  ...aes(bits),
});

const pbes2 = (bits: Bits, wrap: number): AlgorithmFact => ({
  name: `PBES2-HS${bits}+A${wrap}KW`,
  use: 'key',
  family: 'PBES2',
  description: `Password (PBKDF2, SHA-${bits}) with AES-${wrap} key wrap`,
  rfc: 'RFC 7518 §4.8',
  keyType: 'oct',
  hash: sha[bits],
  keyLength: wrap / 8,
  ...aes(wrap),
});

const aesCbcHmac = (bits: number, hashBits: Bits): AlgorithmFact => ({
  name: `A${bits}CBC-HS${hashBits}`,
  use: 'enc',
  family: 'AES-CBC-HMAC',
  description: `AES-${bits} CBC with HMAC SHA-${hashBits}`,
  rfc: 'RFC 7518 §5.2',
  hash: sha[hashBits],
  ivLength: 16,
  tagLength: hashBits / 16,
  keyLength: bits / 4,
  ...aes(bits),
});

const aesGcm = (bits: number): AlgorithmFact => ({
  name: `A${bits}GCM`,
  use: 'enc',
  family: 'AES-GCM',
  description: `AES-${bits} GCM`,
  rfc: 'RFC 7518 §5.3',
  ivLength: 12,
  tagLength: 16,
  keyLength: bits / 8,
  ...aes(bits),
});

/** Registered for WebCrypto's JWK export only, with the requirement "Prohibited": never to be seen in a token. */
const prohibited = (name: string, use: AlgorithmUse, description: string): AlgorithmFact => ({
  name,
  use,
  family: 'obsolete',
  description: `${description}, prohibited in JOSE`,
  rfc: 'IANA JOSE registry',
});

/**
 * The IANA "JSON Web Signature and Encryption Algorithms" that can stand in a token, in the order in which people are
 * offered them.
 */
export const algorithms: readonly AlgorithmFact[] = [
  hmacRow(256),
  hmacRow(384),
  hmacRow(512),
  rsaPkcs1(256),
  rsaPkcs1(384),
  rsaPkcs1(512),
  rsaPss(256),
  rsaPss(384),
  rsaPss(512),
  ecdsa('ES256', 'P-256', 256, 64),
  ecdsa('ES384', 'P-384', 384, 96),
  ecdsa('ES512', 'P-521', 512, 132),
  ecdsa('ES256K', 'secp256k1', 256, 64, 'RFC 8812 §3.2'),
  {
    name: 'EdDSA',
    use: 'sig',
    family: 'EdDSA',
    description: 'EdDSA, curve named by the key',
    rfc: 'RFC 8037 §3.1',
    keyType: 'OKP',
  },
  edwards('Ed25519', 64),
  edwards('Ed448', 114),
  mlDsa(44, 2420),
  mlDsa(65, 3309),
  mlDsa(87, 4627),
  { name: 'none', use: 'sig', family: 'none', description: 'No signature', rfc: 'RFC 7518 §3.6', signatureLength: 0 },
  {
    name: 'RSA1_5',
    use: 'key',
    family: 'RSA1_5',
    description: 'RSA PKCS#1 v1.5 key encryption',
    rfc: 'RFC 7518 §4.2',
    keyType: 'RSA',
    portable: 'everywhere',
  },
  rsaOaep('RSA-OAEP', 'SHA-1', 'RFC 7518 §4.3'),
  rsaOaep('RSA-OAEP-256', 'SHA-256', 'RFC 7518 §4.3'),
  rsaOaep('RSA-OAEP-384', 'SHA-384', 'IANA JOSE registry (W3C WebCrypto)'),
  rsaOaep('RSA-OAEP-512', 'SHA-512', 'IANA JOSE registry (W3C WebCrypto)'),
  aesKeyWrap(128),
  aesKeyWrap(192),
  aesKeyWrap(256),
  {
    name: 'dir',
    use: 'key',
    family: 'direct',
    description: 'The shared key encrypts the content directly',
    rfc: 'RFC 7518 §4.5',
    keyType: 'oct',
  },
  {
    name: 'ECDH-ES',
    use: 'key',
    family: 'ECDH-ES',
    description: 'ECDH-ES key agreement, used directly',
    rfc: 'RFC 7518 §4.6',
  },
  ecdhKeyWrap(128),
  ecdhKeyWrap(192),
  ecdhKeyWrap(256),
  aesGcmKeyWrap(128),
  aesGcmKeyWrap(192),
  aesGcmKeyWrap(256),
  pbes2(256, 128),
  pbes2(384, 192),
  pbes2(512, 256),
  aesCbcHmac(128, 256),
  aesCbcHmac(192, 384),
  aesCbcHmac(256, 512),
  aesGcm(128),
  aesGcm(192),
  aesGcm(256),
  prohibited('RS1', 'sig', 'RSA PKCS#1 v1.5, SHA-1'),
  prohibited('HS1', 'sig', 'HMAC, SHA-1'),
];

const byName = new Map(algorithms.map((fact) => [fact.name, fact]));

/** The facts of an algorithm by its exact name: names are case-sensitive (RFC 7515 §4.1.1). */
export function algorithm(name: string): AlgorithmFact | undefined {
  return byName.get(name);
}

/** Algorithms as a sentence lists them: what is no name of one is somebody's text, and is not quoted. */
export function namesOfAlgorithms(names: readonly string[]): string {
  return [...new Set(names.map((name) => byName.get(name)?.name ?? 'an unknown algorithm'))].join(', ');
}

/**
 * Bytes of the signatures that an algorithm makes: none where the key decides, two for `EdDSA`, which has two curves
 * (RFC 8032 §5).
 */
export function signatureLengths({ name, signatureLength }: AlgorithmFact): readonly number[] {
  if (name === 'EdDSA') return [64, 114];
  return signatureLength === undefined ? [] : [signatureLength];
}

/** The names of all signature algorithms a profile may allow, in the table's order. */
export const signatureAlgorithms: readonly string[] = algorithms
  .filter((fact) => fact.use === 'sig' && fact.family !== 'none' && fact.family !== 'obsolete')
  .map((fact) => fact.name);
