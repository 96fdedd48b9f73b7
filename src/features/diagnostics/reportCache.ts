import { reportOn } from '../../core/report/report.ts';
import type { Knowledge, Report } from '../../core/report/report.ts';
import type { Token } from '../../core/token/token.ts';
import type { IndexedToken } from '../../services/tokens/tokenIndex.ts';

/** A report on a token, and what it rests on. */
interface KnownReport {
  readonly knowledge: Knowledge;
  readonly report: Report;
}

/**
 * Remembers the reports on tokens until they change, so that typing in a file full of tokens does not judge the other
 * tokens again.
 */
export class ReportCache {
  #known = new Map<string, KnownReport>();

  /** The report on each of these tokens, by text, with what is known of them now. Forgets all others. */
  refresh(
    tokens: Iterable<Pick<IndexedToken, 'text' | 'parsed'>>,
    about: (token: Token) => Knowledge,
    now: Date,
  ): ReadonlyMap<string, Report> {
    const next = new Map<string, KnownReport>();
    for (const indexed of tokens) {
      const before = this.#known.get(indexed.text);
      const token = before?.report.token ?? indexed.parsed;
      const knowledge = about(token);
      const stillTrue =
        before !== undefined &&
        isSame(before.knowledge, knowledge) &&
        before.report.changesAt.every((instant) => instant > now);
      next.set(indexed.text, stillTrue ? before : { knowledge, report: reportOn(token, knowledge, now) });
    }
    this.#known = next;
    return new Map([...next].map(([text, { report }]) => [text, report]));
  }
}

/** Answers and settings are the same objects as long as they are true. */
function isSame(a: Knowledge, b: Knowledge): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as ReadonlySet<keyof Knowledge>;
  return [...names].every((name) => a[name] === b[name]);
}
