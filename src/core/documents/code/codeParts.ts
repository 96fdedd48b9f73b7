import type { Span } from '../../text/span.ts';
import type { Grammar } from './grammars.ts';

/** The parts of a file that are code: of a page its scripts, of PHP what stands in its tags. */
export function codeParts(text: string, { parts }: Grammar): readonly Span[] {
  const whole = [{ start: 0, end: text.length }];
  if (parts === 'php') return /<\?(?:php|=)/i.test(text) ? phpParts(text) : whole;
  return parts === 'markup' && /<[A-Za-z][^<]{0,1000}>|^---/.test(text) ? markupParts(text) : whole;
}

function phpParts(text: string): readonly Span[] {
  const found: Span[] = [];
  const tag = /<\?(?:php|=)/gi;
  for (let opened = tag.exec(text); opened; opened = tag.exec(text)) {
    const closed = text.indexOf('?>', tag.lastIndex);
    const end = closed < 0 ? text.length : closed;
    found.push({ start: tag.lastIndex, end });
    tag.lastIndex = end;
  }
  return found;
}

/** A script, a comment, or an attribute whose value is code (`onclick=""`, `@click=""`, `:value=""`). */
const piece =
  /<!--|<script\b[^>]{0,2000}>|\s(?:on[a-z]{2,30}|[@:][\w.:-]{1,60}|v-[\w.:-]{1,60})=(?:"(?<double>[^"]{0,5000})"|'(?<single>[^']{0,5000})')/dgi;

function markupParts(text: string): readonly Span[] {
  const found: Span[] = [];
  const front = /^---\r?\n/.exec(text);
  const frontEnd = front ? text.indexOf('\n---', front[0].length - 1) : -1;
  if (front && frontEnd >= 0) found.push({ start: front[0].length, end: frontEnd });
  piece.lastIndex = Math.max(0, frontEnd);
  for (let next = piece.exec(text); next; next = piece.exec(text)) {
    const value = next.indices?.groups?.['double'] ?? next.indices?.groups?.['single'];
    if (value) {
      found.push({ start: value[0], end: value[1] });
      continue;
    }
    const closer = next[0] === '<!--' ? '-->' : '</script';
    const closed = text.indexOf(closer, piece.lastIndex);
    const end = closed < 0 ? text.length : closed;
    if (closer !== '-->') found.push({ start: piece.lastIndex, end });
    piece.lastIndex = end;
  }
  return found;
}
