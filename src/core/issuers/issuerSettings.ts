import { signatureAlgorithms } from '../facts/algorithms.ts';
import type { IssuerProfile } from './issuerProfile.ts';
import { secretEncodings } from '../keys/keyInput.ts';
import type { SecretEncoding } from '../keys/keyInput.ts';
import { parseFetchableUrl, parseIssuerUrl } from '../text/origin.ts';
import { quoteName } from '../text/visible.ts';
import { MAX_CLOCK_TOLERANCE_SECONDS } from '../text/time.ts';
import { isSeconds, isText, profileKinds } from './options.ts';
import type { OptionKind } from './options.ts';

/** Where an issuer's keys come from. */
export type KeySource =
  | {
      readonly jwksUri: string;
      /** The name of a key in SecretStorage that goes to this URL, and to no other, as its `Authorization` header. */
      readonly authorization?: string;
    }
  /** The issuer, which is asked at its well-known addresses where its keys are. */
  | { readonly discovery: string }
  /** Relative paths resolve against the workspace folder that holds the setting; a workspace's file stays inside it. */
  | { readonly jwksFile: string }
  | {
      /** The name of an environment variable. */
      readonly env: string;
      /**
       * The `.env` file that sets it; without one it is that of VS Code itself. Its path resolves as that of a
       * `jwksFile` does.
       */
      readonly envFile?: string;
      /** How a secret becomes bytes. Default `utf8`. */
      readonly encoding?: SecretEncoding;
    }
  /** The name of a key in SecretStorage. */
  | { readonly secret: string };

/** An entry of the setting `jwtInspector.issuers`. */
export interface ConfiguredIssuer extends IssuerProfile {
  readonly name: string;
  /** `production`, `staging`, …: the user's own word. */
  readonly environment?: string;
  readonly keys: KeySource;
  /** Who wrote the entry: a workspace is trusted less than the user. */
  readonly origin: 'user' | 'workspace';
}

/** An entry of `jwtInspector.issuers` that finds its keys by discovery, as it stands in the settings. */
export interface IssuerEntry {
  readonly name: string;
  readonly issuer: string;
  readonly audience?: string | readonly string[];
  readonly algorithms: readonly string[];
  readonly discovery: true;
}

/** An entry as a workspace or user wrote it, or the reason why it cannot be used. */
type ParsedIssuer =
  | { readonly ok: true; readonly issuer: ConfiguredIssuer }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads `jwtInspector.issuers`. An entry with anything wrong is left out whole, because half of a profile checks less
 * than its author meant. A workspace's entry for an issuer or a name that the user configured is left out too: a
 * workspace cannot loosen what the user trusts.
 */
export function parseIssuers(
  raw: { readonly user: unknown; readonly workspace: unknown },
  report: (problem: string) => void,
): readonly ConfiguredIssuer[] {
  const accepted: ConfiguredIssuer[] = [];
  const names = new Set<string>();
  const claimed = new Set<IssuerProfile['issuer']>();
  for (const origin of ['user', 'workspace'] as const) {
    for (const [index, entry] of list(raw[origin], report).entries()) {
      const label = `Entry ${index + 1}${origin === 'workspace' ? ' of the workspace' : ''}`;
      const parsed = parseIssuer(entry, origin);
      if (!parsed.ok) {
        report(`${label} is ignored: ${parsed.problem}.`);
      } else if (names.has(parsed.issuer.name)) {
        report(`${label} is ignored: an earlier entry has the same name.`);
      } else if (origin === 'workspace' && claimed.has(parsed.issuer.issuer ?? undefined)) {
        report(`${label} is ignored: your user settings already configure this issuer.`);
      } else {
        accepted.push(parsed.issuer);
        names.add(parsed.issuer.name);
        if (origin === 'user') claimed.add(parsed.issuer.issuer ?? undefined);
      }
    }
  }
  return accepted;
}

function list(raw: unknown, report: (problem: string) => void): readonly unknown[] {
  if (raw === undefined || raw === null) return [];
  if (Array.isArray(raw)) {
    if (raw.length > MOST_ISSUERS)
      report(`The last ${raw.length - MOST_ISSUERS} entries are ignored: the maximum is ${MOST_ISSUERS}.`);
    return raw.slice(0, MOST_ISSUERS) as readonly unknown[];
  }
  report('It must be a list of issuers.');
  return [];
}

/** How many are read from the user's settings, and from the workspace's: every token is compared with all of them. */
const MOST_ISSUERS = 500;

interface SettingMember extends OptionKind {
  /** What it is called in a profile. */
  readonly as: keyof IssuerProfile | 'environment';
  readonly userOnly?: true;
}

/** As in a profile, but a list that is written down names something. */
function written(as: keyof IssuerProfile): SettingMember {
  const { accepts, must } = profileKinds[as];
  return { as, must, accepts: (value) => accepts(value) && !(Array.isArray(value) && value.length === 0) };
}

/** What an entry may say besides its name and the source of its keys. */
const members: Readonly<Record<string, SettingMember>> = {
  issuer: written('issuer'),
  audience: written('audience'),
  algorithms: written('algorithms'),
  tokenType: written('tokenType'),
  requiredClaims: written('requiredClaims'),
  maximumAge: written('maxAgeSeconds'),
  clockTolerance: {
    as: 'leewaySeconds',
    accepts: (value) => isSeconds(value) && value <= MAX_CLOCK_TOLERANCE_SECONDS,
    must: `a number of seconds from 0 to ${MAX_CLOCK_TOLERANCE_SECONDS}`,
    userOnly: true,
  },
  environment: { as: 'environment', accepts: isText, must: 'a string' },
};

const sources = ['discovery', 'jwksUri', 'jwksFile', 'key', 'secret'];
const known = ['name', ...Object.keys(members), ...sources, 'authorization', 'envFile', 'encoding'];

function parseIssuer(raw: unknown, origin: ConfiguredIssuer['origin']): ParsedIssuer {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return no('it must be an object');
  const entry = new Map<string, unknown>(Object.entries(raw).filter(([, value]) => value !== undefined));
  const stranger = [...entry.keys()].find((name) => !known.includes(name));
  if (stranger !== undefined) return no(`${quoteName(stranger)} is not a property of an issuer (${known.join(', ')})`);

  const name = entry.get('name');
  if (!isText(name)) return no('"name" is missing');
  const stated = Object.entries(members).filter(([member]) => entry.has(member));
  for (const [member, { accepts, must, userOnly }] of stated) {
    if (userOnly && origin === 'workspace') return no(`"${member}" is for user settings only`);
    if (!accepts(entry.get(member))) return no(`"${member}" must be ${must}`);
  }
  const profile = Object.fromEntries(stated.map(([member, { as }]) => [as, entry.get(member)])) as IssuerProfile;
  const unknownAlgorithm = profile.algorithms?.find((algorithm) => !signatureAlgorithms.includes(algorithm));
  if (unknownAlgorithm !== undefined)
    return no(`${quoteName(unknownAlgorithm)} is not a signature algorithm (names are case-sensitive)`);
  const keys = parseKeySource(entry, origin);
  return typeof keys === 'string' ? no(keys) : { ok: true, issuer: { name, keys, origin, ...profile } };
}

/** Why a profile is held against tokens of any issuer, in a sentence; `undefined` where it names the one it means. */
export function unrestrictedBecause(issuer: IssuerProfile['issuer']): string | undefined {
  if (issuer === undefined)
    return 'It has no "issuer": its keys are tried on tokens from any issuer, and no token is reported as verified.';
  if (issuer === null) return '"issuer" is null: tokens from any issuer are accepted.';
  return issuer.includes('*') ? '"issuer" is compared exactly: "*" is not a wildcard.' : undefined;
}

/** The one key source of an entry, or what is wrong with it. */
function parseKeySource(entry: ReadonlyMap<string, unknown>, origin: ConfiguredIssuer['origin']): KeySource | string {
  const [source, second] = sources.filter((name) => entry.has(name));
  if (source === undefined || second !== undefined)
    return 'it needs exactly one of "discovery", "jwksUri", "jwksFile", "key", and "secret"';
  const authorization = entry.get('authorization');
  if (authorization !== undefined) {
    if (source !== 'jwksUri') return '"authorization" works only with "jwksUri"';
    if (!isText(authorization)) return '"authorization" must be the name of a stored key';
    if (origin === 'workspace')
      return '"authorization" is for user settings only: a workspace must not choose where your stored secrets are sent';
  }
  const ofKeys = ['envFile', 'encoding'].find((member) => source !== 'key' && entry.has(member));
  if (ofKeys !== undefined) return `"${ofKeys}" works only with "key"`;
  const value = entry.get(source);
  if (source === 'discovery') return parseDiscovery(value, entry.get('issuer'));
  if (!isText(value)) return `"${source}" must be a string`;
  if (source === 'jwksFile') return { jwksFile: value };
  if (source === 'secret') return { secret: value };
  if (source === 'jwksUri') {
    const parsed = parseFetchableUrl(value);
    if (!parsed.ok) return `"jwksUri" ${parsed.problem}`;
    return { jwksUri: parsed.url.href, ...(isText(authorization) && { authorization }) };
  }
  return parseVariable(value, entry.get('envFile'), entry.get('encoding'));
}

function parseVariable(key: string, envFile: unknown, encoding: unknown): KeySource | string {
  const env = /^\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(key)?.[1];
  // The value may be the secret itself: it is not repeated in the message.
  if (env === undefined)
    return '"key" must name an environment variable, as in "${env:JWT_SECRET}"; keys do not belong in settings';
  if (envFile !== undefined && !isText(envFile)) return '"envFile" must be the path of a file such as ".env"';
  const stated = secretEncodings.find((name) => name === encoding);
  if (encoding !== undefined && stated === undefined) return `"encoding" must be one of ${secretEncodings.join(', ')}`;
  return { env, ...(envFile !== undefined && { envFile }), ...(stated !== undefined && { encoding: stated }) };
}

function parseDiscovery(value: unknown, issuer: unknown): KeySource | string {
  if (value !== true) return '"discovery" must be true, or left out';
  if (!isText(issuer)) return '"discovery" needs an "issuer"';
  const parsed = parseIssuerUrl(issuer);
  return parsed.ok ? { discovery: issuer } : `"discovery" needs the URL of an issuer: "issuer" ${parsed.problem}`;
}

function no(problem: string): ParsedIssuer {
  return { ok: false, problem };
}
