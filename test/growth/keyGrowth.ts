import { createHash } from 'node:crypto';
import { parseIssuers } from '../../src/core/issuers/issuerSettings.ts';
import { readEnvEntry } from '../../src/core/keys/envEntry.ts';
import { readEnvLine } from '../../src/core/keys/envLine.ts';
import { interpretKey } from '../../src/core/keys/interpretKey.ts';
import { summarizeKeys } from '../../src/core/keys/keySummary.ts';
import { matchProfiles } from '../../src/core/issuers/matchProfiles.ts';
import { parseKey } from '../../src/core/keys/parseKey.ts';
import { readPem } from '../../src/core/keys/pem.ts';
import { sharedAcrossEnvironments } from '../../src/core/issuers/sharedKeys.ts';
import { parseSettings } from '../../src/core/settings/settings.ts';
import { verify } from '../../src/core/verify/verify.ts';
import { linesOf } from '../../src/core/verify/wordList.ts';
import { hs256 } from '../support/jose.ts';
import { NOW, soundClaims, soundHeader } from '../unit/rules/tokens.ts';
import { casesOf, many, repeated } from './growthCase.ts';
import type { GrowthCase } from './growthCase.ts';
import { longTokens } from './tokenGrowth.ts';

/** What is known of a key that was seen before is kept: each text has keys of its own. */
let fresh = 0;

/** What somebody may give as a key. */
const keyTexts: Readonly<Record<string, (size: number) => string>> = {
  'one letter': (size) => 'a'.repeat(size),
  'a word again and again': (size) => repeated('secret', size),
  'two letters and then a third': (size) => `${repeated('ab', size)}c`,
  'letters that never come back': (size) =>
    many(size, (index) => String.fromCodePoint(0x4e00 + (index % 20_000)), 1).join(''),
  hex: (size) => repeated('00ff', size),
  base64: (size) => repeated('AAAA', size),
  'base64 in base64': (size) => Buffer.from(repeated('AAAA', size * 0.75)).toString('base64'),
  spaces: (size) => ' '.repeat(size),
  'line breaks': (size) => '\n'.repeat(size),
  'backslashes and n': (size) => '\\n'.repeat(size / 2),
  quotes: (size) => '"'.repeat(size),
  'beginnings of PEM': (size) => repeated('-----BEGIN PRIVATE KEY-----', size),
  dashes: (size) => '-'.repeat(size),
  'PEM of backslashes': (size) => `-----BEGIN PRIVATE KEY-----${'\\'.repeat(size)}-----END PRIVATE KEY-----`,
  'PEM of spaces': (size) => `-----BEGIN PRIVATE KEY-----${' '.repeat(size)}-----END PRIVATE KEY-----`,
  'PEM of zeros': (size) => `-----BEGIN PUBLIC KEY-----\n${'A'.repeat(size)}\n-----END PUBLIC KEY-----`,
  'a JWK of a long secret': (size) => JSON.stringify({ kty: 'oct', k: repeated('YWJj', size) }),
  'a JWK of many members': (size) => `{"kty":"oct","k":"AAAA",${repeated('"a":1,', size)}"b":1}`,
  'a key set of secrets': (size) => JSON.stringify({ keys: many(size, () => ({ kty: 'oct', k: 'c2VjcmV0' })) }),
  'a key set of no keys': (size) => JSON.stringify({ keys: many(size, () => ({})) }),
  'a key set of points': (size) =>
    JSON.stringify({
      keys: many(size, (index) => ({ kty: 'OKP', crv: 'Ed25519', x: digest(fresh++), kid: `${index}` })),
    }),
  'a key with many certificates': (size) =>
    JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: digest(0), x5c: many(size, () => 'MIIB') }),
  'PEM blocks of nothing': (size) => repeated('-----BEGIN A-----\n-----END A-----\n', size),
  'lines of OpenSSH': (size) =>
    repeated('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA a\n', size),
  'JSON that opens': (size) => repeated('{"a":', size),
  'an OpenSSH line': (size) => `ssh-rsa ${repeated('AAAA', size)}`,
  'XML that opens': (size) => repeated('<RSAKeyValue><Modulus>', size),
  'a line of a .env file': (size) => `JWT_SECRET="${repeated('\\"', size)}`,
};

const digest = (index: number): string => createHash('sha256').update(`${index}`).digest('base64url');

const environmentFiles: Readonly<Record<string, (size: number) => string>> = {
  'quotes that open': (size) => repeated('A="\n', size),
  'the entry again and again': (size) => repeated('KEY=a\n', size),
  spaces: (size) => repeated('KEY=      \n', size),
  'words without a sign': (size) => `${'a'.repeat(size)}\n`,
  'spaces in front': (size) => ' '.repeat(size),
  comments: (size) => `KEY=a${repeated(' #', size)}`,
  references: (size) => `KEY="${repeated('${A}', size)}"`,
};

const entryOf = (index: number): object => ({
  name: `n${index}`,
  issuer: `https://issuer-${index}.example`,
  audience: 'a',
  algorithms: ['RS256'],
});

const settings: readonly GrowthCase[] = [
  {
    name: 'settings: issuers',
    prepare: (size) => {
      const entries = many(size, entryOf);
      return () => parseIssuers({ user: entries.slice(0, entries.length / 2), workspace: entries }, () => undefined);
    },
  },
  {
    name: 'settings: issuers of one name',
    prepare: (size) => {
      const entries = many(size, () => entryOf(0));
      return () => parseIssuers({ user: entries, workspace: entries }, () => undefined);
    },
  },
  {
    name: 'settings: everything wrong',
    prepare: (size) => {
      const nonsense = Object.fromEntries(many(size, (index) => [`a${index}`, 'b'] as const, 12));
      const ignore = many(size, (index) => `${index}`);
      return () => parseSettings({ 'diagnostics.rules': nonsense, 'diagnostics.contexts': nonsense, ignore });
    },
  },
  {
    name: 'profiles: of one issuer',
    prepare: (size) => {
      const profiles = many(size, (index) => ({ profile: { issuer: 'a', audience: `${index}` } }));
      const aud = many(size, (index) => `b${index}`);
      return () => matchProfiles({ iss: 'a', aud: aud.slice(0, 20) }, profiles);
    },
  },
  {
    name: 'profiles: nearly the issuer',
    prepare: (size) => {
      const profiles = many(size, () => ({ profile: { issuer: 'https://a.example/' } }));
      return () => matchProfiles({ iss: 'https://a.example' }, profiles);
    },
  },
  {
    name: 'keys of environments: all alike',
    prepare: (size) => {
      const owners = many(size, (index) => ({ name: `n${index}`, environment: `e${index}`, thumbprints: ['k'] }));
      return () => sharedAcrossEnvironments(owners);
    },
  },
  {
    name: 'word list: lines',
    prepare: (size) => {
      const pieces = many(size, () => new TextEncoder().encode('a\nb'), 3);
      return () => [...linesOf(pieces)].length;
    },
  },
];

const secret = 'kJ8f2-mP4q_Rz7w9Xc1vB6n3Lh5s0Dg-TyUe';
const now = new Date(NOW * 1000);
const keys = [{ name: 'mine', material: secret }];
const profile = { issuer: soundClaims.iss, audience: soundClaims.aud, algorithms: ['HS256'] };

/** A token that is verified, with claims that take room. */
function genuine(size: number): string {
  return hs256({ ...soundClaims, roles: many(size, (index) => `role-${index}`) }, secret, soundHeader);
}

/** Where signatures are many there is a budget, whose work is hashing: what is counted here is what surrounds it. */
const verified: readonly string[] = [
  'many names in crit',
  'one name in crit again and again',
  'many claims',
  'one claim again and again',
  'many disclosures',
  'many digests',
  'empty disclosures',
  'characters that are no base64url',
  'tokens within tokens',
  'many recipients',
];

/** What keys, settings and proofs are put through. */
export const keyGrowth: readonly GrowthCase[] = [
  ...casesOf('key', keyTexts, (material) => parseKey({ material })),
  ...casesOf('key of unknown kind', keyTexts, (material) => interpretKey(material)),
  ...casesOf('list of keys', keyTexts, (material) => summarizeKeys([{ material }]), { from: 2400 }),
  ...casesOf('PEM', keyTexts, readPem),
  ...casesOf('entry of a .env file', { ...environmentFiles, ...keyTexts }, (text) => [
    readEnvEntry(text, 'KEY'),
    readEnvLine(text),
  ]),
  ...settings,
  ...casesOf(
    'verify',
    { genuine, ...Object.fromEntries(verified.map((name) => [name, longTokens[name] ?? genuine])) },
    (token) => verify(token, { keys, profile, now }),
  ),
];
