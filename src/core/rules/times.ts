import type { ClaimState, ClaimId } from '../claims/judgement.ts';
import { looksLikeDuration, readNumericDate, timeClaims } from '../claims/numericDate.ts';
import type { DateReading } from '../claims/numericDate.ts';
import type { TokenPurpose } from '../token/tokenPurpose.ts';
import { duration, lengthIn, localTime } from '../text/time.ts';
import type { Span } from '../text/span.ts';
import { claim, lacksClaim } from '../claims/locate.ts';
import { spanOf } from './rule.ts';
import type { Located } from '../claims/locate.ts';
import type { Hit, Rule, TokenSubject } from './rule.ts';

/** Rules about the times that a token names. */
export const timeRules: readonly Rule[] = [
  {
    id: 'exp-expired',
    title: 'Expired',
    why: 'Verifiers refuse an expired token.',
    source: 'RFC 7519 §4.1.4',
    fix: 'Get a new token.',
    kind: 'time',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      yield* timeHit(subject, 'exp', 'expired', (time, seconds) =>
        looksLikeDuration(seconds)
          ? `Expired on ${time}: ${seconds} looks like a length of time in seconds, not like a time.`
          : `Expired on ${time}.`,
      );
    },
  },
  {
    id: 'nbf-future',
    title: 'Not valid yet',
    why: 'Verifiers refuse a token before the time in "nbf".',
    source: 'RFC 7519 §4.1.5',
    fix: 'Wait, or compare the clocks of the issuer and the verifier.',
    kind: 'time',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      yield* timeHit(subject, 'nbf', 'not-yet', (time) => `Not valid before ${time}.`);
    },
  },
  {
    id: 'iat-future',
    title: 'Issued in the future',
    why: 'The clock of the issuer is wrong, or the time is in the wrong unit. Many verifiers refuse such a token.',
    source: 'RFC 7519 §4.1.6',
    fix: 'Compare the clocks of the issuer and the verifier.',
    kind: 'time',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      yield* timeHit(
        subject,
        'iat',
        'future',
        (time) => `Issued in the future, on ${time}: a wrong clock or a wrong unit.`,
      );
    },
  },
  {
    id: 'exp-missing',
    title: 'No expiry',
    why: 'A token that never expires is valid until its key changes, even for a thief.',
    source: 'RFC 7519 §4.1.4, RFC 9068 §2.2',
    fix: 'Have the issuer set "exp".',
    kind: 'absence',
    severity: 'information',
    contexts: { source: 'hint' },
    needs: 'token',
    *check(subject) {
      const required = subject.profile?.requiredClaims?.includes('exp') ?? false;
      if (
        !subject.payload ||
        !lacksClaim(subject, 'exp') ||
        (lastsWithoutExpiry.has(subject.type.purpose) && !required)
      )
        return;
      yield {
        ...payloadSpan(subject),
        message: 'No expiry ("exp"): valid until the key changes.',
        ...(required && { severity: 'error' as const }),
      };
    },
  },
  {
    id: 'time-order',
    title: 'Times contradict each other',
    why: 'A token is never valid if it expires before it is issued or before it becomes valid.',
    source: 'RFC 7519 §4.1.4, §4.1.5',
    fix: 'Correct how the issuer computes these times.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      const exp = timeClaim(subject, 'exp');
      if (!exp || looksLikeDuration(exp.seconds)) return;
      for (const name of ['iat', 'nbf'] as const) {
        const begin = timeClaim(subject, name);
        if (!begin || exp.seconds > begin.seconds) continue;
        yield {
          ...exp.span,
          message: `"exp" is not after "${name}", so this token is never valid.`,
          related: [{ ...begin.span, message: `"${name}"` }],
        };
        return;
      }
    },
  },
  {
    id: 'lifetime-long',
    title: 'Long lifetime',
    why: 'A thief can use a stolen token until it expires. Bearer tokens should last an hour or less.',
    source: 'RFC 6750 §5.3; other kinds than access tokens: policy of this extension',
    fix: 'Shorten the lifetime, and renew tokens.',
    kind: 'time',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      const exp = timeClaim(subject, 'exp');
      const begin = timeClaim(subject, 'iat') ?? (claim(subject, 'iat') ? undefined : timeClaim(subject, 'nbf'));
      const lifetime = exp && begin ? exp.seconds - begin.seconds : 0;
      const [limit, unit] = lifetimeLimits[subject.type.purpose] ?? [366, 'day'];
      // In the unit of what is usual, so that the two numbers can be compared, and are not the same when rounded.
      const count = Math.floor(lifetime / unitSeconds[unit]);
      if (!exp || count <= limit) return;
      const words = count < 3 * limit ? lengthIn(unit, count) : duration(lifetime);
      const isUnknown = subject.type.purpose === 'unknown';
      yield {
        ...exp.span,
        message: `Valid for ${words}, but ${kindOf(subject)} is usually valid for ${lengthIn(unit, limit)} at most.`,
        ...(lifetime > (isUnknown ? 366 : 30) * DAY && { severity: 'warning' as const }),
      };
    },
  },
  {
    id: 'lifetime-unknown',
    title: 'Unknown lifetime',
    why: 'Without "iat" or "nbf", the total lifetime of the token is unknown.',
    source: 'RFC 7519 §4.1.6',
    fix: 'Have the issuer set "iat".',
    kind: 'absence',
    severity: 'hint',
    needs: 'token',
    optIn: true,
    *check(subject) {
      const exp = timeClaim(subject, 'exp');
      if (exp && lacksClaim(subject, 'iat') && lacksClaim(subject, 'nbf'))
        yield { ...exp.span, message: 'The lifetime is unknown: the token has no "iat" and no "nbf".' };
    },
  },
  {
    id: 'numericdate-type',
    title: 'Time is not a number',
    why: 'Times in a JWT are numbers of seconds. Verifiers refuse a string or null, or treat it as no limit.',
    source: 'RFC 7519 §2',
    fix: 'Have the issuer write seconds since 1970 as a number.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      yield* faults(subject, 'wrong-type', (name) => `"${name}" must be a number of seconds.`);
    },
  },
  {
    id: 'numericdate-milliseconds',
    title: 'Time in milliseconds',
    why: 'Times in a JWT count seconds. Read as seconds, a number of milliseconds is tens of thousands of years ahead, so the token never expires.',
    source: 'RFC 7519 §2',
    fix: 'Divide by 1000. In JavaScript, write Math.floor(Date.now() / 1000).',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      yield* faults(
        subject,
        'milliseconds',
        (name) => `"${name}" looks like milliseconds, but times in a JWT count seconds.`,
      );
    },
  },
  {
    id: 'numericdate-not-finite',
    title: 'Time out of range',
    why: 'Some verifiers read such a number as infinity, so the token never expires.',
    source: 'RFC 7519 §2',
    fix: 'Have the issuer write seconds since 1970.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      yield* faults(
        subject,
        'out-of-range',
        (name) => `"${name}" is out of range. It must be a time between 1970 and 9999.`,
      );
    },
  },
];

const DAY = 86_400;

const unitSeconds = { minute: 60, hour: 3600, day: DAY } as const;

/** The usual longest lifetime, by purpose; 366 days for the others. */
const lifetimeLimits: Partial<
  Readonly<Record<TokenPurpose, readonly [count: number, unit: keyof typeof unitSeconds]>>
> = {
  // RFC 6750 §5.3 wants an hour; Entra ID issues 60 to 90 minutes by default.
  access: [90, 'minute'],
  id: [24, 'hour'],
  refresh: [30, 'day'],
  unknown: [30, 'day'],
  'client-assertion': [10, 'minute'],
  // Credentials are bound to their holder's key and revoked by status, and last as long as the paper they stand for.
  'sd-jwt': [Infinity, 'day'],
  credential: [Infinity, 'day'],
  // Their vendor makes them for ten years.
  'public-key': [Infinity, 'day'],
  'api-key': [Infinity, 'day'],
};

/** Kinds that are bound to a moment or to another token, or for which `exp` is not recommended (RFC 8417 §2.2). */
export const lastsWithoutExpiry: ReadonlySet<TokenPurpose> = new Set([
  'security-event',
  'logout',
  'dpop',
  'proof',
  'key-binding',
  'sd-jwt',
  'credential',
  'request-object',
]);

/** A time claim that names a second and was not written in milliseconds, which has a rule of its own. */
export function timeClaim(
  subject: TokenSubject,
  name: (typeof timeClaims)[number],
): (Located & { readonly seconds: number }) | undefined {
  const located = claim(subject, name);
  const { seconds } = located ? readNumericDate(located.value) : {};
  return located && seconds !== undefined ? { ...located, seconds } : undefined;
}

/** A time that was judged so, with the local time that it names. */
function* timeHit(
  { judgements }: TokenSubject,
  id: ClaimId,
  wanted: ClaimState,
  message: (time: string, seconds: number) => string,
): Iterable<Hit> {
  const { state, span, seconds } = judgements.get(id) ?? {};
  if (state === wanted && span && seconds !== undefined)
    yield { ...span, message: message(localTime(seconds), seconds) };
}

/** The times that cannot be read for this reason. */
function* faults(
  subject: TokenSubject,
  reason: DateReading['fault'],
  message: (name: string) => string,
): Iterable<Hit> {
  for (const name of timeClaims) {
    const time = claim(subject, name);
    if (time && readNumericDate(time.value).fault === reason) yield { ...time.span, message: message(name) };
  }
}

/** `this kind of token (Access token)`, said to be a guess where it is one. */
function kindOf({ type }: TokenSubject): string {
  if (type.purpose === 'unknown') return 'a token';
  return `this kind of token (${type.certain ? type.label : `${type.label}, it seems`})`;
}

/** Where a missing claim would be. */
export function payloadSpan({ token }: TokenSubject): Span {
  return spanOf(token.payload?.segment ?? { start: 0, end: token.text.length });
}
