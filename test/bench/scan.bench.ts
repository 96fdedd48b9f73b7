import { find } from '../../src/core/token/find.ts';
import { scan } from '../../src/core/token/scan.ts';
import { hostileTexts } from '../unit/token/hostileTexts.ts';
import { fastest, report } from './measure.ts';
import { everyHeaderItsOwn, log, oneHeader, tokens } from './texts.ts';

const MEGABYTE = 1 << 20;

/** What cannot be avoided: finding the prefixes in native code, and reading the headers with Node's own decoders. */
function unavoidable(text: string, headers: readonly { readonly start: number; readonly end: number }[]): number {
  const prefix = /e(?:y[AIJKL]|w[0ko])/g;
  let count = 0;
  while (prefix.test(text)) count++;
  for (const { start, end } of headers) {
    const header = JSON.parse(Buffer.from(text.slice(start, end), 'base64url').toString()) as { readonly alg: unknown };
    if (typeof header.alg === 'string') count++;
  }
  return count;
}

/** Budget: at most 1.3 times what cannot be avoided. */
export async function benchThroughput(): Promise<void> {
  const texts = {
    '50 MB log, a token in 100 lines, one issuer': log(50 * MEGABYTE, oneHeader),
    '50 MB log, a token in 100 lines, no header twice': log(50 * MEGABYTE, everyHeaderItsOwn),
    '10 MB of nothing but tokens, one issuer': tokens(10 * MEGABYTE, oneHeader),
    '10 MB of nothing but tokens, no header twice': tokens(10 * MEGABYTE, everyHeaderItsOwn),
  };
  for (const [name, text] of Object.entries(texts)) {
    const headers = scan(text).map(({ start }) => ({ start, end: text.indexOf('.', start) }));
    const [ours = NaN, floor = NaN] = await fastest(15, [() => scan(text), () => unavoidable(text, headers)]);
    const speed = text.length / MEGABYTE / (ours / 1000);
    report(
      `scan, ${name}`,
      `${ours.toFixed(0)} ms, ${speed.toFixed(0)} MB/s, ${headers.length} tokens`,
      ours / floor,
      1.3,
    );
  }
}

/** Budget: what costs more to find costs at most three times as much as what is in one piece. */
export async function benchFind(): Promise<void> {
  const text = log(50 * MEGABYTE, oneHeader);
  const [all = NaN, plain = NaN] = await fastest(15, [() => find(text), () => scan(text)]);
  report('find, 50 MB log, against scan', `${all.toFixed(0)} ms`, all / plain, 3);
}

/** Budget: a megabyte of ten costs at most 1.5 times a megabyte alone. */
export async function benchLinearity(): Promise<void> {
  for (const [name, make] of Object.entries(hostileTexts)) {
    const large = make(10 * MEGABYTE);
    const small = Array.from({ length: 10 }, () => make(MEGABYTE));
    const [atOnce = NaN, inTen = NaN] = await fastest(5, [() => scan(large), () => small.map(scan)]);
    report(`scan, ten times as much of ${name}`, `${atOnce.toFixed(0)} ms for 10 MB`, atOnce / inTen, 1.5);
  }
}
