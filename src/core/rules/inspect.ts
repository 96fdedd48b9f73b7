import { algorithm } from '../facts/algorithms.ts';
import { knownSample } from '../facts/knownSamples.ts';
import { guessTokenType } from '../facts/tokenTypes.ts';
import type { IssuerProfile } from '../keys/issuerProfile.ts';
import { clampTolerance } from '../time.ts';
import { disclose } from '../token/disclosures.ts';
import { nestedIn } from '../token/nested.ts';
import { parseToken } from '../token/parse.ts';
import type { Span } from '../token/span.ts';
import type { ParsedToken } from '../token/token.ts';
import { catalogue } from './catalogue.ts';
import type { Context, Finding } from './finding.ts';
import { byPlace, chosenSeverity, severityIn } from './rule.ts';
import type { Rule, RuleChoices, Subject } from './rule.ts';
import { hasWrongSegmentCount } from './structure.ts';

export interface InspectOptions {
  /** Default: the clock of this machine. */
  readonly now?: Date;
  /** Clock tolerance, 0 to 300. Default: the profile's, else 60. */
  readonly leewaySeconds?: number;
  /** Where the token was seen; sets the severities. Default `live`. */
  readonly context?: Context;
  /** What is expected of the token: without it nothing is unexpected. */
  readonly profile?: IssuerProfile;
  /** The file that holds the token is under version control. Default: nobody knows. */
  readonly isCommitted?: boolean;
  /** The user's word on single rules. It is final in every context; an opt-in rule runs only when it is given a severity here. */
  readonly rules?: RuleChoices;
}

/**
 * Everything that is wrong with a token, or worth knowing, as far as the token itself, the clock and the profile show it: no finding
 * does not mean that it is valid. In the order of the token; at one place the worst first. Never throws, whatever the text.
 */
export function inspect(token: string | ParsedToken, options: InspectOptions = {}): readonly Finding[] {
  const { context = 'live', rules } = options;
  const { views, ...parsed } = typeof token === 'string' ? parseToken(token) : token;
  if (views && views.length > 0) return findingsOfAll(views, options);
  const subject = subjectOf(parsed, options);
  const findings: Finding[] = [];
  for (const rule of rulesFor(subject)) {
    const chosen = chosenSeverity(rule, rules);
    if (chosen === 'off') continue;
    for (const { message, severity, related, ...place } of rule.check?.(subject) ?? []) {
      findings.push({
        ruleId: rule.id,
        severity: chosen ?? severityIn(context, rule, severity),
        message,
        ...visible(place),
        ...(related && { related }),
      });
    }
  }
  return [...findings, ...nestedFindings(subject.token, options)].toSorted(byPlace);
}

/** What is wrong with any signature or recipient of the general JSON serialization; what they share is said once. */
function findingsOfAll(views: readonly ParsedToken[], options: InspectOptions): readonly Finding[] {
  const findings = views.flatMap((view) => inspect(view, options));
  const places = new Map(findings.map((finding) => [`${finding.ruleId} ${finding.start} ${finding.end}`, finding]));
  return [...places.values()].toSorted(byPlace);
}

/** What is wrong with a token that the token carries as its content, at the characters that encode it. */
function nestedFindings(token: ParsedToken, options: InspectOptions): readonly Finding[] {
  const nested = nestedIn(token);
  if (!nested) return [];
  // Of what is committed the outer token is enough to say.
  return inspect(nested.token, { ...options, isCommitted: false }).map(({ related, ...finding }) => ({
    ...finding,
    ...nested.locate(finding),
    message: `Inner token: ${finding.message}`,
    ...(related && { related: related.map((place) => ({ ...place, ...nested.locate(place) })) }),
  }));
}

/** What is not there cannot be underlined: the separator in front of it is. */
function visible({ start, end }: Span): Span {
  return start < end ? { start, end } : { start: start - 1, end: start };
}

const segmentCountOnly = catalogue.filter(({ id }) => id === 'segment-count');
const structureOnly = catalogue.filter(({ kind }) => kind === 'structure');

/** The rules that have something to say about a token: not those about its time and claims if it is a sample. */
function rulesFor({ token }: Subject): readonly Rule[] {
  // With the wrong number of parts nobody can say which part is what.
  if (hasWrongSegmentCount(token)) return segmentCountOnly;
  return knownSample(token) === undefined ? catalogue : structureOnly;
}

function subjectOf(token: ParsedToken, options: InspectOptions): Subject {
  const { now = new Date(), leewaySeconds, profile, context = 'live', isCommitted = false } = options;
  const header = token.header?.json;
  const payload = token.payload?.json;
  return {
    token,
    header: header?.type === 'object' ? header : undefined,
    payload: payload?.type === 'object' ? payload : undefined,
    disclosed: disclose(token),
    alg: token.alg === undefined ? undefined : algorithm(token.alg),
    type: guessTokenType(token, profile?.tokenType),
    now: now.getTime() / 1000,
    leewaySeconds: clampTolerance(leewaySeconds ?? profile?.leewaySeconds),
    profile,
    isCommitted: isCommitted && (context === 'live' || context === 'source'),
  };
}
