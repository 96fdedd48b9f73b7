import { knownSample } from '../../core/facts/knownSamples.ts';
import { read } from '../../core/sentence.ts';
import { shortDistance, timeState } from '../../core/time.ts';
import type { ShortDistance, TimeState } from '../../core/time.ts';
import { levelsOf } from '../../core/token/nested.ts';
import type { ParsedToken } from '../../core/token/token.ts';
import { signatureLine, verdictOn } from '../../core/report/verdict.ts';
import { visible } from '../../core/visible.ts';
import type { AutoAnswer } from '../../services/autoVerifier.ts';

/** What stands behind a token, and until when. */
export interface Hint {
  /** Short enough that VS Code shows all of it. */
  readonly label: string;
  readonly tooltip: string;
  readonly changesAt: readonly Date[];
}

/** VS Code cuts the hints of a line at this length (`editor.inlayHints.maximumLength`). */
const maximumLength = 43;

/** `✓ verified by staging · 12 min left`, `expired 3 h ago`; none where there is nothing to say, or it is a known sample. */
export function hintOf(
  token: ParsedToken,
  answer: AutoAnswer | undefined,
  leewaySeconds: number,
  now: Date,
): Hint | undefined {
  // The claims of a nested token are those of the innermost (RFC 7519 §7.2).
  const time = timeState(levelsOf(token).at(-1)?.payload?.json, now, leewaySeconds);
  const verdict = answer && verdictWords(answer);
  // How long a rejected token would have been good for is beside the point.
  const isLost = answer?.outcome?.verification.verdict === 'rejected' && time.state === 'active';
  const clock = isLost ? undefined : clockWords(time, now);
  if ((clock === undefined && verdict === undefined) || (answer === undefined && knownSample(token) !== undefined)) {
    return undefined;
  }
  return {
    label: fit(verdict, clock?.words),
    tooltip: tooltip(token, time, answer, now),
    changesAt: [...time.changesAt, ...(answer?.changesAt ?? []), ...(clock === undefined ? [] : [clock.changesAt])],
  };
}

function clockWords({ state, exp, nbf }: TimeState, now: Date): ShortDistance | undefined {
  const say = (seconds: number, sentence: (words: string) => string): ShortDistance => {
    const { words, changesAt } = shortDistance(seconds, now);
    return { words: sentence(words), changesAt };
  };
  if (state === 'expired' && exp !== undefined) return say(exp, (words) => `expired ${words} ago`);
  if (state === 'not-yet-valid' && nbf !== undefined) return say(nbf, (words) => `valid in ${words}`);
  if (state === 'active' && exp !== undefined) return say(exp, (words) => `${words} left`);
  return undefined;
}

interface VerdictWords {
  readonly words: string;
  readonly name: string;
}

function verdictWords({ outcome, issuer }: AutoAnswer): VerdictWords | undefined {
  switch (outcome?.verification.verdict) {
    case undefined:
      return undefined;
    case 'verified':
      return { words: '✓ verified by', name: issuer };
    case 'rejected':
      return { words: '✗ rejected by', name: issuer };
    case 'not-verified':
      return { words: 'not verified by', name: issuer };
  }
}

/** Both halves, the name cut to what is left. */
function fit(verdict: VerdictWords | undefined, clock: string | undefined): string {
  if (verdict === undefined) return clock ?? '';
  const rest = clock === undefined ? '' : ` · ${clock}`;
  const room = maximumLength - verdict.words.length - 1 - rest.length;
  const name = visible(verdict.name);
  return `${verdict.words} ${name.length > room ? `${name.slice(0, room - 1)}…` : name}${rest}`;
}

function tooltip(token: ParsedToken, time: TimeState, answer: AutoAnswer | undefined, now: Date): string {
  const { verification, problem } = answer?.outcome ?? {};
  const title = read(verdictOn(token, time, verification, answer?.issuer).title, now);
  const reason = problem ?? (verification && signatureLine(verification));
  return reason === undefined ? title : `${title}\n\n${reason}`;
}
