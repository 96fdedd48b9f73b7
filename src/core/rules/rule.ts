import { severities } from '../text/finding.ts';
import type { IssuerProfile } from '../issuers/issuerProfile.ts';
import type { AlgorithmFact } from '../facts/algorithms.ts';
import type { TokenType } from '../token/tokenType.ts';
import type { DisclosedClaims } from '../token/disclosures.ts';
import type { JsonObject } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import type { Token } from '../token/token.ts';
import type { ClaimId, Judgement } from '../claims/judgement.ts';
import type { Context, Finding, RelatedPlace, Severity } from '../text/finding.ts';

/**
 * What a rule judges, which decides its severity in each context: `structure` is wrong everywhere; `time` passes for
 * every stored sample; `content` and `absence` are matters of taste in tests, documentation and examples.
 */
export type RuleKind = 'structure' | 'time' | 'content' | 'absence';

/** One row of the catalogue: what people read about a rule, its severity, and how it finds what it finds. */
export interface Rule {
  /** Stable: diagnostic code, setting key and anchor in the documentation. */
  readonly id: string;
  readonly title: string;
  /** Why it matters, in a sentence or two. */
  readonly why: string;
  /** The section that says so, or what the rule rests on where no standard does. */
  readonly source: string;
  /** What to do about it. */
  readonly fix: string;
  readonly kind: RuleKind;
  /** In a live context; `severityIn` derives the others. */
  readonly severity: Severity;
  /** Contexts in which this rule has another severity than its kind. */
  readonly contexts?: Partial<Readonly<Record<Context, Severity>>>;
  /**
   * What has to be there: a token alone, or with it a profile, a key, or the word that its file is under version
   * control; or the text of a document, which `inspectText` judges.
   */
  readonly needs: 'token' | 'profile' | 'key' | 'repository' | 'document';
  /** Runs only when the user gives it a severity. */
  readonly optIn?: true;
  /** Absent where the rule needs a key (`verify` finds it) or a document (`inspectText`). */
  readonly check?: (subject: TokenSubject) => Iterable<Hit>;
}

/** Where a rule fires, in the token, and what it says there. What is missing has an empty span, behind a separator. */
export interface Hit extends Span {
  readonly message: string;
  /** The live severity of this hit, if it differs from that of its rule. */
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
}

/** A token with everything that rules ask about it, worked out once. */
export interface TokenSubject {
  readonly token: Token;
  readonly header: JsonObject | undefined;
  /** The claims: absent where the payload is no JSON object. */
  readonly payload: JsonObject | undefined;
  /** Of an SD-JWT, what it discloses. */
  readonly disclosed: DisclosedClaims | undefined;
  /** The facts of `alg`, if it is registered. */
  readonly alg: AlgorithmFact | undefined;
  readonly type: TokenType;
  /** Seconds since the epoch. */
  readonly now: number;
  readonly profile: IssuerProfile | undefined;
  /** What is to be said of its time, issuer, audience and type; none where its claims cannot be read. */
  readonly judgements: ReadonlyMap<ClaimId, Judgement>;
  /** It stands in a file under version control that is no test and no documentation. */
  readonly isTracked: boolean;
}

/** Only the span of something that has one. */
export function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** 0 for a hint, 3 for an error. */
export function severityRank(severity: Severity): number {
  return severities.length - 1 - severities.indexOf(severity);
}

/** The severity, or the limit where that is lower. */
export function atMost(limit: Severity, severity: Severity): Severity {
  return severityRank(severity) > severityRank(limit) ? limit : severity;
}

function oneLess(severity: Severity): Severity {
  return severities[severities.indexOf(severity) + 1] ?? 'hint';
}

/** The severity of a hit in a context. It is lower where such hits are common, and never silently lost. */
export function severityIn(context: Context, rule: Rule, live: Severity = rule.severity): Severity {
  const own = rule.contexts?.[context] ?? (context === 'example' ? rule.contexts?.docs : undefined);
  // A hit with a severity of its own is not described by the row of its rule.
  if (own && live === rule.severity) return own;
  if (context === 'live') return live;
  if (context === 'source') return rule.kind === 'time' ? oneLess(live) : live;
  switch (rule.kind) {
    case 'structure':
      return context === 'log' ? live : atMost('warning', live);
    case 'time':
      return atMost('information', live);
    case 'content':
    case 'absence':
      return 'hint';
  }
}

/** The severities that the user set for individual rules, by rule id. */
export type RuleChoices = ReadonlyMap<string, Severity | 'off'>;

/** The severity that the user set for a rule. It is final in every context. An opt-in rule is off without it. */
export function chosenSeverity(rule: Rule, choices: RuleChoices | undefined): Severity | 'off' | undefined {
  return choices?.get(rule.id) ?? (rule.optIn ? 'off' : undefined);
}

/** In the order of the text; at one place the worst first. */
export function byPlace(a: Finding, b: Finding): number {
  return a.start - b.start || severityRank(b.severity) - severityRank(a.severity) || a.end - b.end;
}
