import { judgeClaims } from '../claims/judgeClaims.ts';
import { algorithm } from '../facts/algorithms.ts';
import { knownSample } from '../token/knownSample.ts';
import { guessTokenType } from '../token/tokenType.ts';
import type { IssuerProfile } from '../issuers/issuerProfile.ts';
import { clampTolerance } from '../text/time.ts';
import { disclose } from '../token/disclosures.ts';
import { nestedIn } from '../token/nested.ts';
import { parseToken } from '../token/parse.ts';
import { visibleSpan } from '../text/span.ts';
import type { Token } from '../token/token.ts';
import { tokenRules } from './tokenRules.ts';
import type { Context, Finding } from '../text/finding.ts';
import { byPlace, chosenSeverity, severityIn, severityRank } from './rule.ts';
import type { Hit, Rule, RuleChoices, TokenSubject } from './rule.ts';
import { hasWrongSegmentCount } from './structure.ts';
import { readInspectOptions } from '../issuers/options.ts';

export interface InspectOptions {
  /** Default: the clock of this machine. */
  readonly now?: Date;
  /** Clock tolerance, 0 to 300. Default: the profile's, else 60. */
  readonly leewaySeconds?: number;
  /** Where the token was seen; sets the severities. Default `live`. */
  readonly context?: Context;
  /** What is expected of the token: without it nothing is unexpected. */
  readonly profile?: IssuerProfile;
  /** The file that holds the token is under version control. Default: unknown. */
  readonly isTracked?: boolean;
  /**
   * The severities that the user set for individual rules. They are final in every context; an opt-in rule runs only
   * when it has a severity here.
   */
  readonly rules?: RuleChoices;
}

/**
 * Everything that is wrong with a token, or worth knowing, as far as the token itself, the clock and the profile show
 * it: no finding does not mean that it is valid. Of one rule the first fifty, where the last says how many there are
 * more. In the order of the token; at one place the worst first. Never throws, whatever the text. Invalid options are
 * refused with the error `options-invalid`, and what is found without them follows.
 */
export function inspect(token: string, options: InspectOptions = {}): readonly Finding[] {
  return typeof token === 'string'
    ? inspectParsed(parseToken(token), options)
    : [refusedOptions('The token must be text.', 0)];
}

/** As {@link inspect}, of a token that was read already. */
export function inspectParsed(parsed: Token, given: InspectOptions = {}): readonly Finding[] {
  const reading = readInspectOptions(given);
  if (!reading.ok) return [refusedOptions(reading.fault, parsed.text.length), ...inspectParsed(parsed)];
  const options = reading.value;
  const { text, views = [] } = parsed;
  const judged = views.length > 0 ? views.slice(0, Math.max(1, Math.floor(MOST_READ / text.length))) : [parsed];
  const findings = judged.flatMap((view) => findingsOf(view, options));
  // A finding that several signatures or recipients share is given once.
  const places = new Map(findings.map((finding) => [findingKey(finding), finding]));
  return [...places.values(), ...nestedFindings(parsed, options)].toSorted(byPlace);
}

/** The finding for invalid options. It is not a rule of the catalogue: no token can cause it. */
export function refusedOptions(message: string, length: number): Finding {
  return { ruleId: 'options-invalid', severity: 'error', message, start: 0, end: length };
}

function findingKey({ ruleId, start, end, message }: Finding): string {
  return [ruleId, start, end, message].join(' ');
}

/**
 * Each signature is judged together with the payload that all have in common: so much text is read for that at most, in
 * UTF-16 code units.
 */
const MOST_READ = 512 * 1024;

/** What is wrong with a token, without what is wrong with a token inside it. */
function findingsOf({ views: _views, ...parsed }: Token, options: InspectOptions): readonly Finding[] {
  const { context = 'live', rules } = options;
  const subject = subjectOf(parsed, options);
  const findings: Finding[] = [];
  for (const rule of rulesFor(subject)) {
    const chosen = chosenSeverity(rule, rules);
    if (chosen === 'off') continue;
    for (const { message, severity, related, ...place } of firstOf(rule.check?.(subject) ?? [], rule)) {
      findings.push({
        ruleId: rule.id,
        severity: chosen ?? severityIn(context, rule, severity),
        message,
        ...visibleSpan(place),
        ...(related && { related }),
      });
    }
  }
  return findings;
}

/** Findings of one rule that are listed one by one: who writes a token can give it tens of thousands. */
const MOST_LISTED = 50;
/** How many more of them are counted. */
const MOST_COUNTED = 1000;

/**
 * The first hits of a rule. The last of them stands for those that follow, and is as severe as the worst: a grave one
 * must not hide behind many others.
 */
function* firstOf(hits: Iterable<Hit>, { severity: own }: Rule): Iterable<Hit> {
  let count = 0;
  let last: Hit | undefined;
  for (const hit of hits) {
    if (++count < MOST_LISTED) {
      yield hit;
      continue;
    }
    last ??= hit;
    const isWorse = severityRank(hit.severity ?? own) > severityRank(last.severity ?? own);
    if (isWorse) last = { ...last, severity: hit.severity ?? own };
    if (count > MOST_LISTED + MOST_COUNTED) break;
  }
  if (last) yield count === MOST_LISTED ? last : { ...last, message: `${last.message} ${moreOf(count - MOST_LISTED)}` };
}

function moreOf(count: number): string {
  const number =
    count > MOST_COUNTED
      ? 'more than 1,000 other problems'
      : count === 1
        ? 'one other problem'
        : `${count} other problems`;
  return `The token has ${number} of this kind.`;
}

/** What is wrong with a token that the token carries as its content, at the characters that encode it. */
function nestedFindings(token: Token, options: InspectOptions): readonly Finding[] {
  const nested = nestedIn(token);
  if (!nested) return [];
  // That the file is under version control is said only of the outer token.
  return inspectParsed(nested.token, { ...options, isTracked: false }).map(({ related, ...finding }) => ({
    ...finding,
    ...nested.locate(finding),
    message: `Inner token: ${finding.message}`,
    ...(related && { related: related.map((place) => ({ ...place, ...nested.locate(place) })) }),
  }));
}

const segmentCountOnly = tokenRules.filter(({ id }) => id === 'segment-count');
const structureOnly = tokenRules.filter(({ kind }) => kind === 'structure');

/** The rules that apply to a token. Those about its time and claims do not apply to a sample. */
function rulesFor({ token }: TokenSubject): readonly Rule[] {
  // With the wrong number of parts nobody can say which part is what.
  if (hasWrongSegmentCount(token)) return segmentCountOnly;
  return knownSample(token) === undefined ? tokenRules : structureOnly;
}

function subjectOf(token: Token, options: InspectOptions): TokenSubject {
  const { now = new Date(), leewaySeconds, profile, context = 'live', isTracked = false } = options;
  const header = token.header?.json;
  const payload = token.payload?.json;
  const clock = { now, leewaySeconds: clampTolerance(leewaySeconds ?? profile?.leewaySeconds) };
  const judgements = payload?.type === 'object' ? judgeClaims(token, profile ?? {}, clock) : [];
  return {
    token,
    header: header?.type === 'object' ? header : undefined,
    payload: payload?.type === 'object' ? payload : undefined,
    disclosed: disclose(token),
    alg: token.alg === undefined ? undefined : algorithm(token.alg),
    type: guessTokenType(token, profile?.tokenType),
    now: now.getTime() / 1000,
    judgements: new Map(judgements.map((judgement) => [judgement.id, judgement])),
    profile,
    isTracked: isTracked && (context === 'live' || context === 'source'),
  };
}
