import { algorithm } from '../core/facts/algorithms.ts';
import { guessTokenType } from '../core/facts/tokenTypes.ts';
import { plain } from '../core/sentence.ts';
import type { TimeState } from '../core/time.ts';
import { disclose } from '../core/token/disclosures.ts';
import { member } from '../core/token/json.ts';
import { nestedIn } from '../core/token/nested.ts';
import type { ParsedToken } from '../core/token/token.ts';
import { signatureLine, signatureLines, verdictOn, viewsLine, withTime } from '../core/report/verdict.ts';
import type { Verification } from '../core/verify/verification.ts';
import { visibleStart } from '../core/visible.ts';
import type { DecryptOutcome } from '../services/verifier.ts';
import { isEncrypted } from './plaintext.ts';
import type { Verdict } from './protocol.ts';

/** What is said where nothing is known yet. */
export const noToken: Verdict = {
  tone: 'neutral',
  title: plain('No token yet'),
  lines: ['Paste a token, or anything that contains one. It is decoded here and sent nowhere.'],
};

/** What is said while keys are fetched and tried. */
export function working(token: ParsedToken): Verdict {
  const rounds = member(token.header?.json, 'p2c')?.value;
  const notice =
    rounds?.type === 'number'
      ? [`Making the key out of the passphrase takes ${rounds.text} rounds. Any change calls it off.`]
      : [];
  return isEncrypted(token)
    ? { tone: 'neutral', title: plain('Decrypting…'), lines: notice }
    : { tone: 'neutral', title: plain('Verifying…'), lines: [] };
}

/** The banner of an encrypted token that was tried to open. Opened is not verified: that takes a signature. */
export function bannerOnDecrypted(token: ParsedToken, time: TimeState, { decryption }: DecryptOutcome): Verdict {
  const { outcome, reason = '' } = decryption;
  switch (outcome) {
    case 'decrypted':
      return {
        tone: 'neutral',
        title: withTime('Decrypted, not verified', time),
        lines: [nestedIn(token) ? innerToken : writers(token), ...describe(token)],
      };
    case 'failed':
      return { tone: 'caution', title: plain('Not decrypted'), lines: [reason, ...describe(token)] };
    case 'unsupported':
      return { tone: 'caution', title: plain('Cannot be decrypted here'), lines: [reason, ...describe(token)] };
  }
}

const innerToken = 'There is a token inside. Open it to verify who signed it.';

/** Who could have made an encrypted token. */
function writers({ alg = '' }: ParsedToken): string {
  return algorithm(alg)?.keyType === 'oct'
    ? 'It is not signed: anyone who has the secret could have written this.'
    : 'It is not signed: anyone who has the public key could have written this.';
}

/** The banner: the verdict, what it rests on, and what the token is. */
export function bannerOn(token: ParsedToken, time: TimeState, verification: Verification | undefined): Verdict {
  const basis = verification ? [signatureLine(verification), ...signatureLines(token, verification)] : unproven(token);
  return { ...verdictOn(token, time, verification), lines: [...basis, ...describe(token)] };
}

/** That what was only decoded proves nothing. */
function unproven({ kind }: ParsedToken): readonly string[] {
  switch (kind) {
    case 'malformed':
      return [];
    case 'jwe':
    case 'jwe-json':
      return ['Only its header can be read without the key. Choose a key and decrypt it.'];
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
    ...[viewsLine(token)].filter((line) => line !== undefined),
    ...(token.headerOnly ? ['It is longer than 256 KB: only its header was decoded.'] : []),
    ...(token.problem ? [token.problem.message] : []),
    ...undisclosed(token),
  ];
}

/** How much of an SD-JWT its holder keeps back. */
function undisclosed(token: ParsedToken): readonly string[] {
  const count = disclose(token)?.undisclosed ?? 0;
  return count === 0
    ? []
    : [`${count} ${count === 1 ? 'digest has' : 'digests have'} no disclosure: kept back, or a decoy.`];
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
