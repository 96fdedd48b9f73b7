import type { Span } from '../../../src/core/text/span.ts';

/**
 * The specification of `scan`: one regular expression finds candidates, plain string work judges them. Slow, so for
 * small texts.
 */
export function referenceScan(text: string): readonly Span[] {
  const spans: Span[] = [];
  const candidates = new RegExp(CANDIDATE, 'g');
  for (let match = candidates.exec(text); match; match = candidates.exec(text)) {
    const header = match.groups?.['header'] ?? '';
    const start = match.index + match[0].length - header.length;
    const rest = text.slice(start);
    const compact = compactToken(rest, header);
    const token = compact?.split('.').length === 3 ? compact + disclosures(rest.slice(compact.length)) : compact;
    if (token) spans.push({ start, end: start + token.length });
    candidates.lastIndex = start + (token ?? header).length;
  }
  return spans;
}

const BOUNDARIES = [
  String.raw`(?<![A-Za-z0-9_-])`,
  String.raw`(?<=%(?:25)?[0-9A-Fa-f]{2})`,
  String.raw`(?<==3D)`,
  String.raw`(?<=\\[nrtbf])`,
  String.raw`(?<=\\x[0-9A-Fa-f]{2})`,
  String.raw`(?<=\\u[0-9A-Fa-f]{4})`,
  String.raw`(?<=\[[0-9;?]{0,16}[A-Za-z])`,
];
const CANDIDATE = String.raw`(?<=(?:${BOUNDARIES.join('|')})(?:[A-Za-z0-9_-]{0,40}[-_])?)(?<header>e(?:y[AIJKL]|w[0ko])[A-Za-z0-9_-]{13,})(?=={0,2}\.)`;

const SIGNATURE_BYTES: Record<string, number[]> = {
  HS256: [32],
  ES512: [132],
  Ed25519: [64],
  EdDSA: [64, 114],
  RS256: [128, 256, 384, 512, 640, 768, 896, 1024],
  none: [0],
};
const TAG_BYTES: Record<string, number[]> = { A128GCM: [16], 'A256CBC-HS512': [32] };

/** The compact token that `rest` begins with. Dots and padding at its end belong to it only if the token needs them. */
function compactToken(rest: string, header: string): string | undefined {
  const facts = readHeader(header);
  if (!facts) return undefined;
  const upToEllipsis = /^(?:(?!\.\.\.)[^])*/.exec(rest)?.[0] ?? '';
  const run = fitPadding(/^[\w-]+={0,2}(?:\.[\w-]*={0,2}){0,5}/.exec(upToEllipsis)?.[0] ?? '', rest);
  let parts = run.split('.');
  if (parts.length >= 3 && encodes(parts[2], SIGNATURE_BYTES[facts.alg])) {
    parts = parts.slice(0, 3);
    if (parts[2] === '' && rest.startsWith('…', parts.join('.').length)) return undefined;
  } else if (parts.length >= 5 && encodes(parts[4], TAG_BYTES[facts.enc])) {
    parts = parts.slice(0, 5);
  } else {
    const behind = rest.slice(run.length);
    if (parts.length <= 3 && /^[+/]/.test(behind)) {
      const standard = /^[\w-]+={0,2}\.[\w+/-]*={0,2}\.(?<signature>[\w+/-]+={0,2})/.exec(rest);
      if (encodes(standard?.groups?.['signature'], SIGNATURE_BYTES[facts.alg])) return fitPadding(standard![0], rest);
    }
    const filled = parts.slice(0, parts.findLastIndex((part) => part !== '') + 1);
    if (filled.length < 2 || (filled.length === 2 && /^(?:\.\.\.|…)/.test(behind))) return undefined;
    if (filled.length === 2 && parts.length > 2) return `${filled.join('.')}.`;
    parts = filled;
  }
  return parts.length < 2 || parts.slice(1).every((part) => part === '')
    ? undefined
    : fitPadding(parts.join('.'), rest);
}

/** RFC 9901 §4: disclosures end with a tilde each; behind the last may stand a key binding JWT. */
function disclosures(rest: string): string {
  const plain = /^(?:~[\w-]*)*/.exec(rest)?.[0] ?? '';
  const last = plain.slice(plain.lastIndexOf('~') + 1);
  const keyBinding = plain === '' ? undefined : compactToken(rest.slice(plain.length - last.length), last);
  return plain.slice(0, plain.length - last.length) + (keyBinding ?? last);
}

/** Drops the padding of the last part, unless the part's length calls for just that padding or a dot follows. */
function fitPadding(token: string, rest: string): string {
  const last = token.slice(token.lastIndexOf('.') + 1);
  const padding = /^=*/.exec(rest.slice(token.replace(/=*$/, '').length))?.[0] ?? '';
  const after = rest[token.replace(/=*$/, '').length + padding.length];
  const length = last.replace(/=*$/, '').length + padding.length;
  const fits = padding.length <= 2 && (length % 4 === 0 || after === '.');
  return token.replace(/=*$/, '') + (fits ? padding : '');
}

function encodes(part: string | undefined, lengths: readonly number[] | undefined): boolean {
  const bare = part?.replace(/=*$/, '').length ?? -1;
  return lengths?.some((bytes) => bare === Math.ceil((bytes * 4) / 3)) ?? false;
}

function readHeader(header: string): { readonly alg: string; readonly enc: string } | undefined {
  if (header.length < 16 || header.length > 16_384) return undefined;
  try {
    const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(header, 'base64url'));
    const { alg, enc } = JSON.parse(json) as Record<string, unknown>;
    return typeof alg === 'string' ? { alg, enc: typeof enc === 'string' ? enc : '' } : undefined;
  } catch {
    return undefined; // not JSON, or not UTF-8
  }
}
