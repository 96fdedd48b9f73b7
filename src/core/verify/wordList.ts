/** In characters. A longer line is not a secret, and its rest is left out. */
const longestLine = 65_536;

/**
 * The lines of a file in UTF-8 that comes in pieces, whatever they cut through: ended by LF or CRLF, with or without a
 * byte order mark.
 */
export function* linesOf(pieces: Iterable<Uint8Array>): Generator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop()?.slice(0, longestLine) ?? '';
    for (const line of lines) yield withoutReturn(line);
  }
  const last = withoutReturn(rest + decoder.decode());
  if (last !== '') yield last;
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
