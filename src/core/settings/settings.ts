import { parseIssuers } from '../issuers/issuerSettings.ts';
import type { ConfiguredIssuer } from '../issuers/issuerSettings.ts';
import { isLoopback, parseFetchableUrl } from '../text/origin.ts';
import { ruleOf } from '../documents/catalogue.ts';
import { contexts, defaultContextGlobs } from '../rules/context.ts';
import type { ContextGlob } from '../rules/context.ts';
import { alternativesOf } from '../rules/glob.ts';
import type { Severity } from '../text/finding.ts';
import { quoteName } from '../text/visible.ts';
import { severities } from '../text/finding.ts';
import { isFingerprint } from '../token/fingerprint.ts';
import { clampTolerance, DEFAULT_CLOCK_TOLERANCE_SECONDS, MAX_CLOCK_TOLERANCE_SECONDS } from '../text/time.ts';

/** Every setting, validated and clamped. What could not be used is listed in `problems` and replaced by its default. */
export interface Settings {
  readonly enabled: boolean;
  readonly diagnostics: {
    readonly enabled: boolean;
    /** Whether the rules about program code run. */
    readonly codeRules: boolean;
    /** Whether the rule about signing secrets in settings files runs. */
    readonly settingsRules: boolean;
    /** The severities that the user set for individual rules, by rule id. */
    readonly rules: ReadonlyMap<string, Severity | 'off'>;
    /** For `contextOf`; the last match decides. */
    readonly contexts: readonly ContextGlob[];
  };
  /** Fingerprints of tokens whose problems are not listed. */
  readonly ignore: ReadonlySet<string>;
  /** 0 to 300. */
  readonly clockToleranceSeconds: number;
  readonly issuers: readonly ConfiguredIssuer[];
  readonly hover: { readonly enabled: boolean };
  readonly inlayHints: { readonly enabled: boolean };
  /**
   * As `approvalFor` and `URL.origin` write them: `https://login.example.com`, `http://localhost:8080/jwks`,
   * `http://localhost:8080`.
   */
  readonly allowedOrigins: readonly string[];
  readonly problems: readonly SettingProblem[];
}

/** What is wrong with a setting, in a sentence. */
export interface SettingProblem {
  readonly key: keyof RawSettings;
  readonly message: string;
}

/**
 * Raw values by their key after `jwtInspector.`, as the editor has them: any value can have any type. `issuers` are the
 * user's; `workspaceIssuers` are those a workspace or folder adds, which cannot replace the user's.
 */
export interface RawSettings {
  readonly enabled?: unknown;
  readonly 'diagnostics.enabled'?: unknown;
  readonly 'diagnostics.codeRules'?: unknown;
  readonly 'diagnostics.settingsRules'?: unknown;
  readonly 'diagnostics.rules'?: unknown;
  readonly 'diagnostics.contexts'?: unknown;
  readonly ignore?: unknown;
  readonly clockTolerance?: unknown;
  readonly issuers?: unknown;
  readonly workspaceIssuers?: unknown;
  readonly 'hover.enabled'?: unknown;
  readonly 'inlayHints.enabled'?: unknown;
  readonly 'network.allowedOrigins'?: unknown;
}

/** Reads settings that anyone may have written. Never throws; keeps what is good. */
export function parseSettings(raw: RawSettings): Settings {
  const problems: SettingProblem[] = [];
  const counts = new Map<keyof RawSettings, number>();
  /** The first few of a setting; how many more there are is said at the end. */
  const reporter = (key: keyof RawSettings) => (message: string) => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count <= MOST_PROBLEMS) problems.push({ key, message });
  };

  const flag = (key: keyof RawSettings): boolean => {
    const value = raw[key] ?? true;
    if (typeof value === 'boolean') return value;
    reporter(key)('It must be true or false. The value true is used.');
    return true;
  };
  /** The entries of an object whose values are words of a closed list. */
  const table = <T extends string>(key: keyof RawSettings, words: readonly T[]): [string, T][] => {
    const value = raw[key] ?? {};
    if (typeof value !== 'object' || Array.isArray(value)) {
      reporter(key)('It must be an object.');
      return [];
    }
    return Object.entries(value).flatMap(([name, word]): [string, T][] => {
      const known = words.find((candidate) => candidate === word);
      if (known !== undefined) return [[name, known]];
      reporter(key)(`The value of ${quoteName(name)} must be one of ${words.join(', ')}. It is ignored.`);
      return [];
    });
  };

  const isRule = (id: string): boolean => {
    const isKnown = ruleOf(id) !== undefined;
    if (!isKnown) reporter('diagnostics.rules')(`There is no rule ${quoteName(id)}. It is ignored.`);
    return isKnown;
  };

  const settings = {
    enabled: flag('enabled'),
    diagnostics: {
      enabled: flag('diagnostics.enabled'),
      codeRules: flag('diagnostics.codeRules'),
      settingsRules: flag('diagnostics.settingsRules'),
      rules: new Map(table('diagnostics.rules', [...severities, 'off']).filter(([id]) => isRule(id))),
      contexts: [
        ...(raw['diagnostics.contexts'] === undefined
          ? defaultContextGlobs
          : affordable(table('diagnostics.contexts', [...contexts, 'off']), reporter('diagnostics.contexts'))),
      ],
    },
    ignore: new Set(fingerprints(raw.ignore, reporter('ignore'))),
    clockToleranceSeconds: clockTolerance(raw.clockTolerance, reporter('clockTolerance')),
    issuers:
      raw.issuers === undefined && raw.workspaceIssuers === undefined
        ? []
        : parseIssuers({ user: raw.issuers, workspace: raw.workspaceIssuers }, reporter('issuers')),
    hover: { enabled: flag('hover.enabled') },
    inlayHints: { enabled: flag('inlayHints.enabled') },
    allowedOrigins: origins(raw['network.allowedOrigins'], reporter('network.allowedOrigins')),
  };
  for (const [key, count] of counts) {
    if (count > MOST_PROBLEMS)
      problems.push({ key, message: `There are ${count - MOST_PROBLEMS} more problems like these.` });
  }
  return { ...settings, problems };
}

/** How many problems of each setting are listed one by one. */
const MOST_PROBLEMS = 20;

/** How much work all globs together may cost: files are matched while somebody types. */
const MOST_GLOBS = 500;
const LONGEST_GLOB = 500;

/**
 * The rows that can be matched without a noticeable delay. The user's rows come first, so that a workspace cannot push
 * them out.
 */
function affordable(rows: readonly ContextGlob[], report: (message: string) => void): readonly ContextGlob[] {
  const short = rows.filter(([glob]) => {
    if (glob.length > LONGEST_GLOB)
      report(`A glob of ${glob.length} characters is ignored: the maximum is ${LONGEST_GLOB}.`);
    return glob.length <= LONGEST_GLOB;
  });
  let cost = 0;
  const kept: ContextGlob[] = [];
  for (const row of short) {
    cost += alternativesOf(row[0]);
    if (cost > MOST_GLOBS) break;
    kept.push(row);
  }
  if (kept.length < short.length) {
    report(
      `The last ${short.length - kept.length} globs are ignored: the maximum is ${MOST_GLOBS}, counting each alternative in braces.`,
    );
  }
  return kept;
}

/** The entries of a list up to `most`. Leaving others out is reported as a problem. */
function first(list: readonly unknown[], most: number, report: (message: string) => void): readonly unknown[] {
  if (list.length > most) report(`The last ${list.length - most} entries are ignored: the maximum is ${most}.`);
  return list.slice(0, most);
}

const MOST_FINGERPRINTS = 10_000;
const MOST_ORIGINS = 500;

function clockTolerance(raw: unknown, report: (message: string) => void): number {
  const seconds = raw ?? DEFAULT_CLOCK_TOLERANCE_SECONDS;
  const clamped = clampTolerance(typeof seconds === 'number' ? seconds : undefined);
  if (clamped !== seconds)
    report(`It must be a number of seconds from 0 to ${MAX_CLOCK_TOLERANCE_SECONDS}. ${clamped} is used.`);
  return clamped;
}

function fingerprints(raw: unknown, report: (message: string) => void): readonly string[] {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) {
    report('It must be a list of fingerprints.');
    return [];
  }
  return first(raw, MOST_FINGERPRINTS, report).filter((entry: unknown, index): entry is string => {
    const isGood = typeof entry === 'string' && isFingerprint(entry);
    if (!isGood) report(`Entry ${index + 1} is ignored: a fingerprint must have 43 base64url characters.`);
    return isGood;
  });
}

function origins(raw: unknown, report: (message: string) => void): readonly string[] {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) {
    report('It must be a list of origins such as "https://login.example.com".');
    return [];
  }
  const accepted = first(raw, MOST_ORIGINS, report).flatMap((entry: unknown, index): string[] => {
    const parsed = parseFetchableUrl(typeof entry === 'string' ? entry : '');
    if (!parsed.ok) report(`Entry ${index + 1} is ignored: it ${parsed.problem}.`);
    else if (isLoopback(parsed.url.hostname) && entry !== parsed.url.origin) return [parsed.url.href];
    else if (parsed.url.pathname !== '/' || parsed.url.search)
      report(`Entry ${index + 1} is ignored: an origin must not have a path (use only scheme, host, and port).`);
    else return [parsed.url.origin];
    return [];
  });
  return [...new Set(accepted)];
}
