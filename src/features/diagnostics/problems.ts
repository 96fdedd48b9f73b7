import type { Context, Finding, Severity } from '../../core/rules/finding.ts';
import { inspect } from '../../core/rules/inspect.ts';
import { loudnessOf } from '../../core/rules/rule.ts';
import { timeState } from '../../core/time.ts';
import { parseToken } from '../../core/token/parse.ts';

export interface ProblemOptions {
  readonly context: Context;
  /** The user's word on single rules. */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  readonly leewaySeconds: number;
}

/** What Problems say about one token, and until when. */
export interface TokenProblems {
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** The instants at which this changes by itself. */
  readonly changesAt: readonly Date[];
}

/** Which findings of a token become problems. */
export function tokenProblems(text: string, options: ProblemOptions, now: Date): TokenProblems {
  const token = parseToken(text);
  const findings = inspect(token, { ...options, now }).toSorted(
    (a, b) => loudnessOf(b.severity) - loudnessOf(a.severity),
  );
  return { findings, changesAt: timeState(token.payload?.json, now, options.leewaySeconds).changesAt };
}

/** Remembers what was said about tokens until it changes, so that typing in a file full of tokens inspects none of the others anew. */
export class ProblemCache {
  #options: ProblemOptions | undefined;
  #known = new Map<string, TokenProblems>();

  /** The problems of each of these texts, in order. Forgets all other texts. */
  refresh(texts: Iterable<string>, options: ProblemOptions, now: Date): ReadonlyMap<string, TokenProblems> {
    const known = sameOptions(this.#options, options) ? this.#known : new Map<string, TokenProblems>();
    const next = new Map<string, TokenProblems>();
    for (const text of texts) {
      const before = known.get(text);
      const stillTrue = before?.changesAt.every((instant) => instant > now) ?? false;
      next.set(text, before !== undefined && stillTrue ? before : tokenProblems(text, options, now));
    }
    this.#options = options;
    this.#known = next;
    return next;
  }
}

/** Settings objects are the same as long as no setting changes. */
function sameOptions(a: ProblemOptions | undefined, b: ProblemOptions): boolean {
  return a !== undefined && a.context === b.context && a.rules === b.rules && a.leewaySeconds === b.leewaySeconds;
}
