import { reportOn } from '../../src/core/report/report.ts';
import { parseToken } from '../../src/core/token/parse.ts';
import { brokenTokens, MarkedIndex, serializedTokens } from '../../src/core/token/markedIndex.ts';
import { SpanIndex } from '../../src/core/token/spanIndex.ts';
import { claimsText, verdictText } from '../../src/features/hover/hoverText.ts';
import { fastest, report } from './measure.ts';
import { log, oneHeader } from './texts.ts';
import { hs256 } from '../support/jose.ts';

const keystrokes = 2000;

/** Types behind a token in the midst of a text, as a person does: one letter behind the other. */
function typist(text: string): () => void {
  const middle = text.indexOf(' status=200', text.length >>> 2);
  const front = text.slice(0, middle);
  const back = text.slice(middle);
  const indexes = [new SpanIndex(text), new MarkedIndex(text, brokenTokens), new MarkedIndex(text, serializedTokens)];
  let typed = '';
  // An editor keeps lines; here, only what is near the cursor is ever read.
  const slice = (start: number, end: number): string =>
    front.slice(start, end) +
    typed.slice(Math.max(0, start - middle), Math.max(0, end - middle)) +
    back.slice(Math.max(0, start - middle - typed.length), Math.max(0, end - middle - typed.length));
  return () => {
    for (let key = 0; key < keystrokes; key++) {
      const start = middle + typed.length;
      typed = typed.length < 40 ? `${typed}x` : '';
      const edit = typed === '' ? { start: middle, removed: 40, inserted: 0 } : { start, removed: 0, inserted: 1 };
      for (const index of indexes) index.update([edit], slice);
    }
  };
}

/** Budget: a keystroke in 50 MB costs at most twice what it costs in 10 KB. */
export async function benchKeystroke(): Promise<void> {
  const [large = NaN, small = NaN] = await fastest(15, [
    typist(log(50 << 20, oneHeader)),
    typist(log(10 << 10, oneHeader)),
  ]);
  const each = (milliseconds: number): string => `${((milliseconds / keystrokes) * 1000).toFixed(1)} µs`;
  report('keystroke in a document of 50 MB', `${each(large)} to ${each(small)} in 10 KB`, large / small, 2);
}

/** Budget: all of a hover's own work on a token of 8 KB within a millisecond. */
export async function benchHover(): Promise<void> {
  const groups = Array.from({ length: 195 }, (_, n) => `urn:corp:group:${n * 7919}:member`);
  const claims = {
    iss: 'https://login.corp.io',
    aud: 'orders-api',
    sub: 'u17',
    iat: 1_716_477_361,
    exp: 1_716_480_961,
    groups,
  };
  const text = hs256(claims, 'bench', { alg: 'HS256', typ: 'at+jwt' });
  const hover = (): string => {
    const now = new Date();
    const sight = reportOn(parseToken(text), { leewaySeconds: 60 }, now);
    return verdictText(sight, now) + claimsText(sight, now);
  };
  const [milliseconds = NaN] = await fastest(200, [hover]);
  report(
    `hover on a token of ${(text.length / 1024).toFixed(1)} KB, in ms`,
    `${milliseconds.toFixed(2)} ms`,
    milliseconds,
    1,
  );
}
