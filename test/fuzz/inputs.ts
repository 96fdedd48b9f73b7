import { generateKeyPairSync } from 'node:crypto';
import { encode, hs256, issue, jwe } from '../support/jose.ts';
import { codeCases } from '../unit/documents/codeCases.ts';
import { documentCases } from '../unit/documents/documentCases.ts';
import { readMarks } from '../unit/documents/marked.ts';
import { brokenTexts } from '../growth/tokenGrowth.ts';
import { hostileTexts } from '../unit/token/hostileTexts.ts';
import type { Random } from './random.ts';

/** Stands in claims: no message may repeat it. */
export const claimCanary = 'canary-of-a-claim-7Qx2';
/** Is the secret that tokens are signed with. */
export const secretCanary = 'kJ8f2-mP4q_Rz7w9Xc1vB6n3Lh5s0Dg-TyUe';
/** The moment of all of it, in seconds. */
export const now = 1_700_000_000;

const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const edwards = generateKeyPairSync('ed25519');

/** A token that its key verifies, and the key. */
export interface Genuine {
  readonly token: string;
  readonly material: string;
  readonly algorithm: string;
}

const claimsOf = (random: Random): object => ({
  iss: 'https://login.corp.io',
  aud: 'orders-api',
  iat: now - 60,
  exp: now + 600,
  sub: claimCanary,
  ...(random.chance(0.3) && { roles: [claimCanary, random.below(9)] }),
});

export function genuine(random: Random): Genuine {
  const spki = (pair: typeof elliptic): string => pair.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  switch (random.below(3)) {
    case 0:
      return { token: hs256(claimsOf(random), secretCanary), material: secretCanary, algorithm: 'HS256' };
    case 1:
      return {
        token: issue('ES256', elliptic.privateKey, claimsOf(random)),
        material: spki(elliptic),
        algorithm: 'ES256',
      };
    default:
      return {
        token: issue('EdDSA', edwards.privateKey, claimsOf(random)),
        material: spki(edwards),
        algorithm: 'EdDSA',
      };
  }
}

/** Stands in headers, which keep some of it when they are redacted. */
export const headerCanary = 'canary-of-a-header-4Kd9';

const values: readonly ((random: Random) => unknown)[] = [
  () => headerCanary,
  () => null,
  (random) => random.below(2 ** 31) * (random.chance(0.5) ? 1 : 1000),
  () => 1e300,
  () => ['none', headerCanary],
  () => ({ kty: 'RSA', n: 'AQAB', e: 'AQAB' }),
  () => '\u202e\u0000[x](command:a)',
  () => ['b64', 'b64', 'exp'],
  () => 'https://a.example/../%00',
  () => ({ '...': headerCanary, _sd: [headerCanary, 1] }),
  () => 'eyJhbGciOiJub25lIn0.e30.',
];
const names =
  'alg typ cty kid jwk jku x5u x5c crit b64 zip enc epk p2c p2s iv tag iss sub aud exp nbf iat jti scope cnf _sd _sd_alg events vct nonce __proto__ constructor'.split(
    ' ',
  );

function object(random: Random): object {
  const count = random.below(6);
  return Object.fromEntries(Array.from({ length: count }, () => [random.pick(names), random.pick(values)(random)]));
}

/** A token of any kind, sound or nearly. */
export function token(random: Random): string {
  const header = { alg: random.pick(['HS256', 'none', 'ES256', 'RS256', 'ML-DSA-44', 'dir', 'x']), ...object(random) };
  const part = encode(header);
  const payload = encode({ ...claimsOf(random), ...object(random) });
  const signature = encode(Buffer.alloc(random.pick([0, 32, 64, 256]), random.below(256)));
  const disclosures = Array.from({ length: random.below(4) }, () => encode(['salt', random.pick(names), claimCanary]));
  switch (random.below(6)) {
    case 0:
      return genuine(random).token;
    case 1:
      return `${part}.${payload}.${signature}`;
    case 2:
      return `${[`${part}.${payload}.${signature}`, ...disclosures].join('~')}~`;
    case 3:
      return jwe({ enc: 'A128GCM', ...header });
    case 4:
      return JSON.stringify({ payload, protected: part, signature, ...object(random) });
    default:
      return JSON.stringify({
        payload,
        signatures: [{ protected: part, signature, header: object(random) }],
        ...object(random),
      });
  }
}

const pieces = [
  '.',
  '~',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  '\n',
  '\r\n',
  ' ',
  '=',
  '+',
  '%20',
  '\ufeff',
  '\u202e',
  '\ud800',
  '\0',
  'eyJ',
  '-----BEGIN ',
  'jwt',
  '__proto__',
  '💥',
  'A'.repeat(300),
  '/*',
  '`',
  "'",
  '#',
  '<<EOF',
  '`',
];

/**
 * The text with a few changes: characters and pieces deleted, doubled, inserted, exchanged, or mixed with those of
 * another text.
 */
export function mutated(text: string, random: Random, other = ''): string {
  let changed = text;
  for (let count = 1 + random.below(3); count > 0; count--) {
    const at = random.below(changed.length + 1);
    const to = Math.min(changed.length, at + random.pick([1, 1, 2, 4, 20, 200]));
    const [front, middle, back] = [changed.slice(0, at), changed.slice(at, to), changed.slice(to)];
    changed =
      [
        () => front + back,
        () => front + middle + middle + back,
        () => front + random.pick(pieces) + middle + back,
        () => front + random.pick(pieces) + back,
        () => front + String.fromCharCode(changed.charCodeAt(at) ^ (1 << random.below(7))) + changed.slice(at + 1),
        () => front + other.slice(random.below(other.length + 1)),
        () => back + front,
      ][random.below(7)]?.() ?? changed;
  }
  return changed.slice(0, 40_000);
}

const documents = [
  ...codeCases.flatMap(({ languageId, fires }) => Object.values(fires).map((text) => ({ languageId, text }))),
  ...Object.values(documentCases).flatMap(({ fires }) =>
    Object.values(fires).map(({ text, options }) => ({ languageId: options?.languageId ?? 'json', text })),
  ),
].map(({ languageId, text }) => ({ languageId, text: readMarks(text).text }));
const makers = [...Object.values(hostileTexts), ...Object.values(brokenTexts)];

/** A document with tokens, keys, secrets and code. */
export function document(random: Random): {
  readonly languageId: string;
  readonly fileName: string;
  readonly text: string;
} {
  const { languageId, text } = random.pick(documents);
  const texts = [text, random.pick(documents).text, token(random), random.pick(makers)(random.below(2000))];
  const chosen = texts.filter(() => random.chance(0.6)).join(random.pick(['\n', '\n\n', ' ', '"', ': ']));
  return {
    languageId: random.chance(0.8) ? languageId : random.pick(['yaml', 'dotenv', 'markdown', 'http', 'go', 'php', '']),
    fileName: random.pick(['a.ts', '.env', 'settings.json', 'jwks.json', 'a.http', '../\u202e.pem', 'x'.repeat(300)]),
    text: random.chance(0.8) ? mutated(chosen, random, text) : chosen,
  };
}

/** Key material in some writing, whole or damaged. */
export function key(random: Random): string {
  const der = elliptic.publicKey.export({ format: 'der', type: 'spki' });
  const jwk = JSON.stringify({ ...edwards.privateKey.export({ format: 'jwk' }), ...object(random) });
  const texts = [
    elliptic.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    elliptic.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    der.toString('hex'),
    der.toString('base64'),
    jwk,
    `{"keys":[${jwk},${jwk}]}`,
    secretCanary,
    `JWT_SECRET=${secretCanary}`,
    Buffer.from(secretCanary).toString('base64url'),
    JSON.stringify({ kty: 'oct', k: Buffer.from(secretCanary).toString('base64url') }),
  ];
  const text = random.pick(texts);
  return random.chance(0.7) ? mutated(text, random, random.pick(texts)) : text;
}

const settingNames = [
  'diagnostics.rules',
  'diagnostics.contexts',
  'issuers',
  'workspaceIssuers',
  'ignore',
  'clockTolerance',
  'enabled',
  'network.allowedOrigins',
];
const issuerNames = [
  'name',
  'issuer',
  'audience',
  'algorithms',
  'jwksUri',
  'key',
  'keyFile',
  'envFile',
  'clockTolerance',
  'discovery',
  'environment',
  'requiredClaims',
  'maxAge',
];

/** Settings as anyone may have written them. */
export function settings(random: Random): Readonly<Record<string, unknown>> {
  const entry = (): object =>
    Object.fromEntries(issuerNames.filter(() => random.chance(0.4)).map((name) => [name, random.pick(values)(random)]));
  const value = (): unknown =>
    random.chance(0.5) ? [entry(), entry(), random.pick(values)(random)] : random.pick(values)(random);
  return Object.fromEntries(settingNames.filter(() => random.chance(0.5)).map((name) => [name, value()]));
}
