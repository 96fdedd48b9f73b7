import { unrestrictedBecause } from '../../core/issuers/issuerSettings.ts';
import type { ConfiguredIssuer, KeySource } from '../../core/issuers/issuerSettings.ts';
import type { KeySummary } from '../../core/keys/keySummary.ts';
import { SHARED_KEY } from '../../core/documents/settings/settingsDocument.ts';
import type { SharedKeys } from '../../core/issuers/sharedKeys.ts';
import { duration, localTime } from '../../core/text/time.ts';
import { inert, listed, quoted, visibleStart } from '../../core/text/visible.ts';
import type { StoredKey } from '../../services/keys/keyStore.ts';
import type { IssuerStatus } from './issuerStatuses.ts';

/** Longest part of a row or of its tooltip. No real address is longer. */
const longestPart = 200;

/** A row of the view as a person reads it. All of it is plain text. */
export interface KeyRow {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** Name of a codicon. */
  readonly icon: string;
}

/** An issuer: its state at a glance. */
export function issuerRow({ name, issuer, environment, origin }: ConfiguredIssuer, status?: IssuerStatus): KeyRow {
  const where = origin === 'workspace' ? 'workspace settings' : undefined;
  const parts = [environment, issuer ?? undefined, status && countOf(status.keys), where];
  const tooltip = status && inert(status.problems.join('\n'));
  return {
    label: visibleStart(name),
    description: parts.flatMap((part) => (part === undefined ? [] : [visibleStart(part, longestPart)])).join(' · '),
    icon: status === undefined ? 'loading~spin' : stateIcon(status),
    ...(tooltip !== undefined && tooltip !== '' && { tooltip }),
  };
}

/** What stands below an issuer: problems first, then what its tokens have to look like, then its keys. */
export function issuerDetails(profile: ConfiguredIssuer, status: IssuerStatus): readonly KeyRow[] {
  const { audience, algorithms, tokenType, requiredClaims, maxAgeSeconds, leewaySeconds, keys } = profile;
  return [
    ...status.problems.map(problemRow),
    fact('Keys from', sourceText(keys), 'link'),
    ...(status.discovered === undefined ? [] : [fact('Discovered', status.discovered, 'arrow-right')]),
    ...(status.fetchedAt === undefined
      ? []
      : [fact('Last refresh', localTime(status.fetchedAt.getTime() / 1000), 'history')]),
    fact('Algorithms', algorithms === undefined ? 'as named by its keys' : listed(algorithms), 'shield'),
    fact('Audience', audienceText(audience), 'target'),
    ...(tokenType === undefined ? [] : [fact('Type', tokenType, 'symbol-misc')]),
    ...(requiredClaims === undefined ? [] : [fact('Required claims', listed(requiredClaims), 'checklist')]),
    ...(maxAgeSeconds === undefined ? [] : [fact('Maximum age', duration(maxAgeSeconds), 'clock')]),
    ...(leewaySeconds === undefined ? [] : [fact('Clock tolerance', duration(leewaySeconds), 'clock')]),
    ...status.keys.map(keyRow),
  ];
}

/**
 * What is risky about how an issuer is configured, by the rule that reports it in Problems. Tokens without an issuer
 * are not risky if the settings state that.
 */
export function risksOf(
  { name, issuer }: ConfiguredIssuer,
  sharedKeys: SharedKeys,
): readonly { readonly ruleId: string; readonly message: string }[] {
  const unrestricted = issuer === null ? undefined : unrestrictedBecause(issuer);
  return [
    ...(unrestricted === undefined ? [] : [{ ruleId: 'issuer-unrestricted', message: unrestricted }]),
    ...(sharedKeys.some((names) => names.includes(name))
      ? [{ ruleId: 'key-shared-across-environments', message: SHARED_KEY }]
      : []),
  ];
}

/** One key of a set. */
export function keyRow({ kid, description, algorithms, thumbprint, faults }: KeySummary): KeyRow {
  const [label, ...rest] = [...(kid === undefined ? [] : [shorten(kid)]), description];
  const tooltip = [
    ...(kid === undefined ? [] : [`Key ID: ${visibleStart(kid, longestPart)}`]),
    description,
    ...(algorithms === undefined ? [] : [`Algorithms: ${listed(algorithms)}`]),
    ...(thumbprint === undefined ? [] : [`Thumbprint (RFC 7638, SHA-256): ${thumbprint}`]),
    ...faults,
  ];
  return {
    label: visibleStart(label, longestPart),
    description: [...rest, ...(algorithms ?? []), ...(thumbprint === undefined ? [] : [thumbprint])]
      .map((part) => visibleStart(part, longestPart))
      .join(' · '),
    tooltip: inert(tooltip.join('\n')),
    icon: faults.length > 0 ? 'warning' : 'key',
  };
}

const storedIcons: Readonly<Record<StoredKey['kind'], string>> = {
  secret: 'lock',
  'public key': 'key',
  'private key': 'gist-secret',
  'key set': 'library',
};

/** A key in SecretStorage. */
export function storedKeyRow({ name, kind, detail }: StoredKey): KeyRow {
  return { label: visibleStart(name), description: visibleStart(detail, longestPart), icon: storedIcons[kind] };
}

export function problemRow(problem: string): KeyRow {
  return { label: inert(problem), tooltip: inert(problem), icon: 'warning' };
}

/** What an icon says beyond the words beside it, for those who do not see it. */
const iconWords: Readonly<Record<string, string>> = {
  error: 'Problem',
  warning: 'Problem',
  'loading~spin': 'Getting keys',
};

/** A row as a screen reader says it, where its words alone would not do. */
export function spokenRow({ label, description, icon }: KeyRow): string | undefined {
  const said = iconWords[icon];
  return said && `${said}: ${[label, description].filter(Boolean).join(', ')}`;
}

/** Where keys come from, in words. */
export function sourceText(source: KeySource): string {
  if ('discovery' in source) return 'discovery';
  if ('jwksUri' in source) {
    const { jwksUri, authorization } = source;
    return authorization === undefined ? jwksUri : `${jwksUri}, authorized by ${quoted(authorization)}`;
  }
  if ('jwksFile' in source) return `file ${source.jwksFile}`;
  if ('env' in source)
    return source.envFile === undefined ? `environment variable ${source.env}` : `${source.env} of ${source.envFile}`;
  return `stored key ${quoted(source.secret)}`;
}

/** `2 keys` */
export function countOf(keys: readonly unknown[]): string {
  return keys.length === 1 ? '1 key' : `${keys.length} keys`;
}

/** A name that a server gave, on one line and cut. */
export function shorten(text: string): string {
  const shown = visibleStart(text);
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}

function fact(label: string, text: string, icon: string): KeyRow {
  return {
    label,
    description: visibleStart(text, longestPart),
    tooltip: `${label}: ${visibleStart(text, longestPart)}`,
    icon,
  };
}

function audienceText(audience: ConfiguredIssuer['audience']): string {
  if (audience === null) return 'not used';
  if (audience === undefined) return 'not specified, so no token is reported as verified';
  return listed(typeof audience === 'string' ? [audience] : audience);
}

function stateIcon({ keys, problems }: IssuerStatus): string {
  if (keys.length === 0) return 'error';
  return problems.length > 0 || keys.some(({ faults }) => faults.length > 0) ? 'warning' : 'organization';
}
