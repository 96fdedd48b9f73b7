import { guessTokenType } from '../core/facts/tokenTypes.ts';
import { plain } from '../core/sentence.ts';
import type { TimeState } from '../core/time.ts';
import { member } from '../core/token/json.ts';
import type { ParsedToken } from '../core/token/token.ts';
import { signatureLine, verdictOn } from '../core/verdict.ts';
import type { Verification } from '../core/verify/verification.ts';
import { visibleStart } from '../core/visible.ts';
import type { Verdict } from './protocol.ts';

/** What is said where nothing is known yet. */
export const noToken: Verdict = {
  tone: 'neutral',
  title: plain('No token yet'),
  lines: ['Paste a token, or anything that contains one. It is decoded here and sent nowhere.'],
};

/** What is said while keys are fetched and tried. */
export const verifying: Verdict = { tone: 'neutral', title: plain('Verifying…'), lines: [] };

/** The banner: the verdict, what it rests on, and what the token is. */
export function bannerOn(token: ParsedToken, time: TimeState, verification: Verification | undefined): Verdict {
  const basis = verification ? [signatureLine(verification)] : unproven(token);
  return { ...verdictOn(token, time, verification), lines: [...basis, ...describe(token)] };
}

/** That what was only decoded proves nothing. */
function unproven({ kind }: ParsedToken): readonly string[] {
  switch (kind) {
    case 'malformed':
      return [];
    case 'jwe':
    case 'jwe-json':
      return ['Only its header can be read without the key.'];
    case 'unsecured':
      return ['Its algorithm is “none”: there is nothing to verify.'];
    case 'detached':
    case 'jws':
    case 'sd-jwt':
    case 'jws-json':
      return ['Decoded, not verified: anyone could have written this. Choose a key and verify it.'];
  }
}

/** What the token is, and what of it could not be read. */
function describe(token: ParsedToken): readonly string[] {
  return [
    ...(token.kind === 'malformed' ? [] : [sketch(token)]),
    ...(token.headerOnly ? ['It is longer than 256 KB: only its header was decoded.'] : []),
    ...(token.problem ? [token.problem.message] : []),
  ];
}

/** `Access token (a guess) signed with RS256 for orders-api from https://login.example` */
function sketch(token: ParsedToken): string {
  const { label, certain } = guessTokenType(token);
  const claim = (name: string): string | undefined => {
    const value = member(token.payload?.json, name)?.value;
    const first = value?.type === 'array' ? value.items[0] : value;
    return first?.type === 'string' && first.value !== '' ? visibleStart(first.value) : undefined;
  };
  const audience = claim('aud');
  const issuer = claim('iss');
  return [
    certain || label === 'JWT' ? label : `${label} (a guess)`,
    token.alg === undefined || token.kind === 'unsecured'
      ? undefined
      : `${token.kind === 'jwe' ? 'with' : 'signed with'} ${visibleStart(token.alg)}`,
    audience && `for ${audience}`,
    issuer && `from ${issuer}`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}
