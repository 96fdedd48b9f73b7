import { algorithm } from '../../core/facts/algorithms.ts';
import { guessTokenType } from '../../core/token/tokenType.ts';
import { plain } from '../../core/text/sentence.ts';
import { member } from '../../core/text/json.ts';
import { nestedIn } from '../../core/token/nested.ts';
import type { Token } from '../../core/token/token.ts';
import type { Report } from '../../core/report/report.ts';
import { titleOf } from '../../core/report/verdict.ts';
import type { Decryption } from '../../core/verify/decrypt.ts';
import { visibleStart } from '../../core/text/visible.ts';
import { isJweKind } from './plaintext.ts';
import type { Banner } from '../protocol/pageView.ts';

/** The text shown while nothing is known yet. */
export const noToken: Banner = {
  tone: 'neutral',
  title: plain('No token yet'),
  lines: ['Paste a token, or anything that contains one. It is decoded here and not sent anywhere.'],
};

/** The text shown while keys are fetched and tried. */
export function working(token: Token): Banner {
  const iterations = member(token.header?.json, 'p2c')?.value;
  const notice =
    iterations?.type === 'number'
      ? [`Deriving the key from the passphrase takes ${iterations.text} iterations. Any change cancels it.`]
      : [];
  return isJweKind(token)
    ? { tone: 'neutral', title: plain('Decrypting…'), lines: notice }
    : { tone: 'neutral', title: plain('Verifying…'), lines: [] };
}

const innerTokenLine = 'This token contains another token. Open it to verify who signed it.';

/** Who could have made an encrypted token. */
function writers({ alg = '' }: Token): string {
  return algorithm(alg)?.keyType === 'oct'
    ? 'It is not signed. Anyone who has the secret could have written this.'
    : 'It is not signed. Anyone who has the public key could have written this.';
}

/** The banner: the verdict, what it rests on, and what the token is. */
export function bannerOn(report: Report, decryption: Decryption | undefined): Banner {
  const { token, verdict, notes } = report;
  const { tone } = verdict;
  const sketched = token.kind === 'malformed' ? [] : [sketch(token)];
  return { tone, title: titleOf(verdict), lines: [...basis(report, decryption), ...sketched, ...notes] };
}

function basis({ token, basis: known, pending }: Report, decryption: Decryption | undefined): readonly string[] {
  if (pending !== undefined) return [pending];
  if (decryption?.outcome === 'decrypted') return [nestedIn(token) ? innerTokenLine : writers(token)];
  return known.length > 0 ? known : decodedOnly(token);
}

/** Says that a token that was only decoded proves nothing, or why it could not be decoded. */
function decodedOnly({ kind, problem }: Token): readonly string[] {
  switch (kind) {
    case 'malformed':
      return problem ? [problem.message] : [];
    case 'jwe':
    case 'jwe-json':
      return ['Only the header can be read without the key. Choose a key and decrypt the token.'];
    case 'unsecured':
      return ['Its algorithm is “none”, so there is nothing to verify.'];
    case 'detached':
    case 'jws':
    case 'sd-jwt':
    case 'jws-json':
      return ['Decoded, not verified: anyone could have written this. Choose a key and verify the token.'];
  }
}

/** `Access token (a guess) signed with RS256 for orders-api from https://login.example` */
function sketch(token: Token): string {
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
