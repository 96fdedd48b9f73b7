import type { Span } from '../text/span.ts';
import type { EnvironmentReference, TokenInText } from './environmentReference.ts';

/** How a format of settings refers to an environment variable, where it can. */
interface VariableFormat {
  readonly files: RegExp;
  /** What the file has to say for that. */
  readonly needs?: RegExp;
  readonly refer: (name: string) => string;
}

const dollarBraces = (name: string): string => `\${${name}}`;

const composeFile: VariableFormat = {
  files: /(?:^|\/)(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/i,
  refer: dollarBraces,
};

const variableFormats: readonly VariableFormat[] = [
  composeFile,
  // Spring, and what reads its files as it does.
  { files: /(?:^|\/)(?:application|bootstrap)(?:-[\w-]+)?\.(?:ya?ml|properties)$/i, refer: dollarBraces },
  { files: /(?:^|\/)serverless\.ya?ml$/i, needs: /^useDotenv:[ \t]*true\b/m, refer: (name) => `\${env:${name}}` },
  { files: /(?:^|\/)config\/(?:packages\/.+|services)\.ya?ml$/i, refer: (name) => `%env(${name})%` },
  { files: /(?:^|\/)supabase\/config\.toml$/i, refer: (name) => `env(${name})` },
];

/** Whether the `.env` that a file of settings reads is the one beside it. */
export function readsEnvBeside(fileName: string): boolean {
  return composeFile.files.test(fileName);
}

/**
 * How a file of settings can refer to an environment variable in place of a value; `undefined` for a format that knows
 * no variables, and for a value that one falls back to already.
 */
export function settingsReference(
  fileName: string,
  { text, token }: Pick<TokenInText, 'text' | 'token'>,
): EnvironmentReference | undefined {
  const format = variableFormats.find(({ files, needs }) => files.test(fileName) && (needs?.test(text) ?? true));
  if (!format) return undefined;
  const before = text.slice(text.lastIndexOf('\n', token.start - 1) + 1, token.start);
  if (before.lastIndexOf('${') > before.lastIndexOf('}')) return undefined;
  const quote = /\.ya?ml$/i.test(fileName) ? quoteInYaml(text, token, before) : '';
  if (quote === undefined) return undefined;
  const identifier = /([\w-]+)["']?\s*[:=]\s*["']?$/.exec(before)?.[1];
  return {
    // `secret` alone would be a name for anything.
    ...(identifier !== undefined && /jwt|token|auth|jws/i.test(identifier) && { identifier }),
    refer: (name) => ({ replacement: { ...token, text: quote + format.refer(name) + quote } }),
  };
}

/**
 * What has to stand around the reference in YAML: without quotes, its brackets would begin or end something between
 * brackets, and a percent sign may begin nothing. `undefined` where no quotes can be put.
 */
function quoteInYaml(text: string, { end }: Span, before: string): '"' | '' | undefined {
  if (['"', "'"].some((quote) => before.split(quote).length % 2 === 0)) return '';
  const behind = text.slice(end, end + LONGEST_LOOK);
  if (/(?:^|[:\s-])[ \t]+$/.test(before)) return /^[ \t]*(?:[\r\n,}\]]|$|[ \t]#)/.test(behind) ? '"' : undefined;
  return /[[{]/.test(before) ? undefined : '';
}

const LONGEST_LOOK = 200;
