import { describeKey } from '../../core/keys/jwk.ts';
import type { KeySummary } from '../../core/keys/keySummary.ts';
import type { LocatedKey } from '../../core/documents/keys/locateKeys.ts';
import { utcTime } from '../../core/text/time.ts';
import type { Finding } from '../../core/text/finding.ts';
import { cutSpan, escapeMarkdown, severityIcon } from '../../platform/markdownText.ts';

const forms: Readonly<Record<LocatedKey['form'], string>> = { jwk: 'JWK', pem: 'PEM', secret: 'as text' };
/** RFC 7517 §4.2. */
const uses: ReadonlyMap<string, string> = new Map([
  ['sig', 'signatures'],
  ['enc', 'encryption'],
]);

/**
 * What kind of key it is and how large, and what is wrong with it. Markdown with theme icons, all of it in our words.
 */
export function titleText({ jwk, form, certificate }: LocatedKey, findings: readonly Finding[]): string {
  const icon = jwk.kty === 'oct' || jwk.d !== undefined || jwk.priv !== undefined ? 'lock' : 'key';
  return [
    `$(${icon}) **${escapeMarkdown(describeKey(jwk))}** · ${certificate ? 'X.509 certificate' : forms[form]}`,
    ...findings.map(({ severity, message }) => `$(${severityIcon[severity]}) ${escapeMarkdown(message)}`),
  ].join('\n\n');
}

/** Key ID, use, algorithm and thumbprint as a table. Markdown without theme icons: a file's author wrote its values. */
export function detailsText({ jwk, certificate }: LocatedKey, summary: KeySummary | undefined): string {
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Key ID', jwk.kid],
    ['Use', jwk.use === undefined ? undefined : (uses.get(jwk.use) ?? jwk.use)],
    ['Operations', jwk.key_ops?.join(', ')],
    ['Algorithm', jwk.alg],
    ['Thumbprint (RFC 7638, SHA-256)', summary?.thumbprint],
    ['Certificate (SHA-256)', jwk['x5t#S256']],
    ['Valid from', certificate && utcTime(certificate.notBefore)],
    ['Valid until', certificate && utcTime(certificate.notAfter)],
    ['Issued by', certificate?.isSelfIssued === true ? 'itself' : undefined],
  ];
  const stated = rows.flatMap(([name, value]) => (value === undefined ? [] : [`| ${name} | ${cutSpan(value)} |`]));
  return stated.length === 0 ? '' : ['| | |', '|---|---|', ...stated].join('\n');
}
