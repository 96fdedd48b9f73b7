import { allFindings } from '../../core/rules/allFindings.ts';
import type { Context, Finding, Severity } from '../../core/rules/finding.ts';
import { timeState } from '../../core/time.ts';
import { levelsOf } from '../../core/token/nested.ts';
import { parseToken } from '../../core/token/parse.ts';
import type { AutoAnswer } from '../../services/autoVerifier.ts';

export interface ProblemOptions {
  readonly context: Context;
  /** The user's word on single rules. */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  readonly leewaySeconds: number;
  /** The document is under version control. */
  readonly isCommitted: boolean;
}

/** What Problems say about one token, and until when. */
export interface TokenProblems {
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** The instants at which this changes by itself. */
  readonly changesAt: readonly Date[];
  /** What its configured issuer's keys say, as far as it was known. */
  readonly answer: AutoAnswer | undefined;
  /** That everybody knows its secret, as far as it was tried. */
  readonly knownSecret: Finding | undefined;
}

/** Which findings of a token become problems. */
export function tokenProblems(
  text: string,
  answer: AutoAnswer | undefined,
  knownSecret: Finding | undefined,
  options: ProblemOptions,
  now: Date,
): TokenProblems {
  const token = parseToken(text);
  const leewaySeconds = answer?.profile.leewaySeconds ?? options.leewaySeconds;
  const expected = answer === undefined ? {} : { profile: answer.profile };
  const proven = answer?.outcome?.verification.findings ?? [];
  // A failed verification may have found the same.
  const isNews = knownSecret !== undefined && !proven.some(({ ruleId }) => ruleId === knownSecret.ruleId);
  const findings = allFindings(
    token,
    { ...options, ...expected, leewaySeconds, now },
    isNews ? [...proven, knownSecret] : proven,
  );
  const changesAt = levelsOf(token).flatMap(({ payload }) => timeState(payload?.json, now, leewaySeconds).changesAt);
  return { findings, changesAt, answer, knownSecret };
}

/** Remembers what was said about tokens until it changes, so that typing in a file full of tokens inspects none of the others anew. */
export class ProblemCache {
  #options: ProblemOptions | undefined;
  #known = new Map<string, TokenProblems>();

  /** The problems of each of these texts, in order, with what is known of their keys and secrets now. Forgets all other texts. */
  refresh(
    texts: Iterable<string>,
    answerTo: (text: string) => AutoAnswer | undefined,
    knownSecretOf: (text: string) => Finding | undefined,
    options: ProblemOptions,
    now: Date,
  ): ReadonlyMap<string, TokenProblems> {
    const known = sameOptions(this.#options, options) ? this.#known : new Map<string, TokenProblems>();
    const next = new Map<string, TokenProblems>();
    for (const text of texts) {
      const answer = answerTo(text);
      const knownSecret = knownSecretOf(text);
      const before = known.get(text);
      const stillTrue =
        before?.answer === answer &&
        before?.knownSecret === knownSecret &&
        before?.changesAt.every((instant) => instant > now);
      next.set(
        text,
        before !== undefined && stillTrue === true ? before : tokenProblems(text, answer, knownSecret, options, now),
      );
    }
    this.#options = options;
    this.#known = next;
    return next;
  }
}

/** Settings objects are the same as long as no setting changes. */
function sameOptions(a: ProblemOptions | undefined, b: ProblemOptions): boolean {
  return a !== undefined && (Object.keys(a) as (keyof ProblemOptions)[]).every((name) => a[name] === b[name]);
}
