import { knownSample } from '../token/knownSample.ts';
import type { IssuerProfile } from '../issuers/issuerProfile.ts';
import { once } from '../text/once.ts';
import { allFindings } from './allFindings.ts';
import type { Context, Finding } from '../text/finding.ts';
import type { RuleChoices } from '../rules/rule.ts';
import { timeOf } from '../claims/timeState.ts';
import type { TimeState } from '../claims/timeState.ts';
import { disclose } from '../token/disclosures.ts';
import { levelsOf } from '../token/nested.ts';
import type { Token } from '../token/token.ts';
import type { Decryption } from '../verify/decrypt.ts';
import type { Verification } from '../verify/verification.ts';
import { decryptedVerdict, signatureLine, signatureLines, verdictOn, viewsLine } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** What is known of a token from outside of it. What is absent is not known, and the report says nothing of it. */
export interface Knowledge {
  /** Where the token was seen. Default `live`. */
  readonly context?: Context;
  /** The severities that the user set for individual rules. */
  readonly rules?: RuleChoices;
  /** The clock tolerance of the settings, in seconds; the issuer's own goes before it. */
  readonly leewaySeconds?: number;
  /** The file that holds the token is under version control. */
  readonly isTracked?: boolean;
  /** What the keys of its issuer say, or those that the user chose. */
  readonly verification?: KnownVerification;
  /** The result of decrypting it. */
  readonly decryption?: Decryption;
  /** It was signed with a publicly known secret. */
  readonly knownSecret?: Finding | undefined;
  /** What the text around it and the tokens beside it show about it, at characters of the token. */
  readonly neighbours?: readonly Finding[];
}

/** What a token was held against, and what came of it. */
export interface KnownVerification {
  /** Whose keys and expectations these are: `staging`. Absent where they were entered directly. */
  readonly by?: string;
  /** The id by which the caller knows them. */
  readonly choice?: string;
  /** What is expected of the token: nothing while several issuers fit. */
  readonly profile: IssuerProfile;
  /** Absent while the verification is under way. */
  readonly result?: Verification;
  /** When it was made: its checks speak of that moment. */
  readonly at?: Date;
  /** Why keys are missing, stale or odd, in a sentence. */
  readonly problem?: string;
}

/**
 * Everything there is to say about a token at one moment. Surfaces choose how much of it they show, and decide nothing.
 */
export interface Report {
  readonly token: Token;
  readonly verdict: Verdict;
  /** What the verdict rests on, in sentences; empty where nothing was tried. */
  readonly basis: readonly string[];
  /** Why keys are missing, stale or odd, in a sentence. */
  readonly problem?: string;
  /** That the verification is under way, in a sentence. */
  readonly pending?: string;
  /** Where the token is printed as a sample: `jwt.io`. */
  readonly sample?: string;
  /**
   * What has to be known to read the token: how many signatures it has, what is hidden, what could not be read. In
   * sentences.
   */
  readonly notes: readonly string[];
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** The times of its claims; of tokens inside each other, those of the innermost (RFC 7519 §7.2). */
  readonly time: TimeState;
  /** The instants still to come at which any of this changes by itself. */
  readonly changesAt: readonly Date[];
}

/**
 * Judges a token with what is known about it at `now`. Findings cost most, so they are computed when first asked for.
 */
export function reportOn(token: Token, knowledge: Knowledge, now: Date): Report {
  const { verification, decryption } = knowledge;
  const { leewaySeconds = knowledge.leewaySeconds ?? 0, maxAgeSeconds } = verification?.profile ?? {};
  const times = levelsOf(token).map((level) => timeOf(level, now, leewaySeconds, maxAgeSeconds));
  const time = times.at(-1) ?? timeOf(token, now, leewaySeconds, maxAgeSeconds);
  const findings = once(() => findingsOn(token, knowledge, leewaySeconds, now));
  const notes = once(() => notesOn(token, findings()));
  const sample = knownSample(token);
  const isPending = verification !== undefined && verification.result === undefined;
  return {
    token,
    verdict:
      decryption === undefined
        ? verdictOn(token, time, verification?.result, verification?.by)
        : decryptedVerdict(decryption, time),
    basis: basisOf(token, knowledge),
    ...(verification?.problem !== undefined && { problem: verification.problem }),
    ...(isPending && { pending: `Verifying with the keys of ${verification.by ?? 'your choice'}.` }),
    ...(sample !== undefined && { sample }),
    get notes() {
      return notes();
    },
    get findings() {
      return findings();
    },
    time,
    changesAt: times.flatMap(({ changesAt }) => changesAt),
  };
}

function findingsOn(
  token: Token,
  { context, rules, isTracked, verification, knownSecret, neighbours = [] }: Knowledge,
  leewaySeconds: number,
  now: Date,
): readonly Finding[] {
  const fromVerify = verification?.result?.findings ?? [];
  // A failed verification may have found the same.
  const isNews = knownSecret !== undefined && !fromVerify.some(({ ruleId }) => ruleId === knownSecret.ruleId);
  const found = isNews ? [...fromVerify, knownSecret] : fromVerify;
  const options = {
    now,
    leewaySeconds,
    ...(context && { context }),
    ...(rules && { rules }),
    ...(isTracked !== undefined && { isTracked }),
    ...(verification && { profile: verification.profile }),
  };
  return allFindings(token, options, found, neighbours);
}

function basisOf(token: Token, { verification, decryption }: Knowledge): readonly string[] {
  if (decryption?.reason !== undefined) return [decryption.reason];
  const { result, problem } = verification ?? {};
  if (result === undefined) return [];
  // The problem says better why there was no key to check it with.
  const isSaid = problem !== undefined && result.signature === 'not-checked';
  const several = signatureLines(token, result);
  return several.length > 0 ? several : isSaid ? [] : [signatureLine(result)];
}

/** What a reader has to know about a token, except for a problem that a finding already underlines. */
export function notesOn(token: Token, findings: readonly Finding[]): readonly string[] {
  const { problem, headerOnly } = token;
  const isSaid = findings.some(({ start, end }) => problem !== undefined && start < problem.end && end > problem.start);
  const undisclosed = disclose(token)?.undisclosed ?? 0;
  return [
    viewsLine(token),
    headerOnly ? 'The token is longer than 256 KB, so only its header was decoded.' : undefined,
    isSaid ? undefined : problem?.message,
    undisclosed === 0
      ? undefined
      : `${undisclosed} ${undisclosed === 1 ? 'digest has' : 'digests have'} no disclosure: a hidden claim, or a decoy.`,
  ].filter((line) => line !== undefined);
}
