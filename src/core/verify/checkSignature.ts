import { algorithm } from '../facts/algorithms.ts';
import type { AlgorithmFact } from '../facts/algorithms.ts';
import { chooseKeys } from '../keys/chooseKey.ts';
import type { ChosenKeys, KeyHint, Misfit } from '../keys/chooseKey.ts';
import type { IssuerProfile } from '../issuers/issuerProfile.ts';
import { isGuessable } from '../keys/guessable.ts';
import { isPrivate, publicHalf } from '../keys/jwk.ts';
import { findPrimeModulus } from '../keys/lintKey.ts';
import type { KeyInput } from '../keys/keyInput.ts';
import type { ParsedKey } from '../keys/parsedKey.ts';
import type { GivenKeys, SourcedKey } from '../keys/readKeys.ts';
import { base64urlBytes } from '../text/base64url.ts';
import { isEncrypted } from '../token/isEncrypted.ts';
import { member } from '../text/json.ts';
import type { Token } from '../token/token.ts';
import type { Effort } from '../keys/effort.ts';
import { inSlices } from './guessSecret.ts';
import { detachedReason } from './signedParts.ts';
import type { Obstacle } from './signedParts.ts';
import type { Check, CheckOutcome, SignatureOutcome } from './verification.ts';
import { costOfVerifying, LONGEST_PORTABLE, verifySignature } from './verifySignature.ts';
import type { SignatureResult, SignedParts } from './verifySignature.ts';
import { listed } from '../text/visible.ts';

/** The cryptographic half of a verification. */
export interface SignatureCheck {
  readonly outcome: SignatureOutcome;
  readonly algorithm: Check;
  readonly key: Check;
  readonly signature: Check;
  /** Everything that could be read of the given keys, each with what it was read from. */
  readonly sources: readonly SourcedKey[];
  /** What was given and could not be read. */
  readonly refused: readonly KeyInput[];
  /** The key that was used, whether or not the signature held. */
  readonly usedKey?: ParsedKey;
  /** Why no key could be used. */
  readonly misfit?: Misfit;
  /** The token names no key, and more than one fits. */
  readonly isAmbiguous: boolean;
  /** The algorithm is not acceptable with any key. At most, a forgery can be recognised. */
  readonly isRefused?: true;
  /** The algorithm, where it is a registered one. */
  readonly fact?: AlgorithmFact;
  /** What is signed, where it is there to be checked. */
  readonly parts?: SignedParts;
  /** There was no time for every key: one of the others may match. */
  readonly isUnfinished?: true;
}

/**
 * Whether the token's signature holds with one of the keys, and whether its algorithm was allowed before the token
 * named it.
 */
export async function checkSignature(
  token: Token,
  { sources, problems, refused: unread }: GivenKeys,
  allowed: IssuerProfile['algorithms'],
  signed: SignedParts | Obstacle,
  effort: Effort,
): Promise<SignatureCheck> {
  const given = { sources, refused: unread, isAmbiguous: false };
  const unchecked = (algorithmCheck: Check, keyCheck: Check, { outcome, reason }: Obstacle) => ({
    ...given,
    outcome,
    algorithm: algorithmCheck,
    key: keyCheck,
    signature: check('signature', 'not-checked', reason),
  });
  const notLookedFor = check('key', 'not-checked', 'No key was searched for.');

  if (isEncrypted(token)) {
    const encrypted = 'The token is encrypted. Decrypt it first.';
    return unchecked(check('algorithm', 'not-checked', encrypted), notLookedFor, {
      outcome: 'not-checked',
      reason: encrypted,
    });
  }
  const fact = token.alg === undefined ? undefined : algorithm(token.alg);
  const refusal = refuseAlgorithm(token.alg, fact, allowed);
  if (refusal !== undefined) {
    const refused = unchecked(check('algorithm', 'fail', refusal), notLookedFor, {
      outcome: 'not-checked',
      reason: 'The algorithm is refused.',
    });
    return { ...refused, isRefused: true, ...(fact && !('reason' in signed) && { fact, parts: signed }) };
  }
  if (!fact) {
    const reason = 'The algorithm is not registered for JOSE and cannot be checked here.';
    return unchecked(check('algorithm', 'not-checked', reason), notLookedFor, { outcome: 'unsupported', reason });
  }
  if ('reason' in signed) return { ...unchecked(pinned(token, fact, allowed), notLookedFor, signed), fact };
  if (sources.length === 0) {
    const keyCheck = check('key', 'not-checked', problems.length > 0 ? problems.join(' ') : 'No key was specified.');
    return {
      ...unchecked(pinned(token, fact, allowed), keyCheck, {
        outcome: 'not-checked',
        reason: 'There is no key to check it with.',
      }),
      fact,
      parts: signed,
    };
  }

  const keys = sources.map(({ key }) => key);
  const choice = await chooseKeys(fact, keyHint(token), keys, effort);
  if (choice.misfit) {
    const { misfit, isNamed } = choice;
    const isPinned = misfit.ruleId === 'key-alg-mismatch';
    // A key that the token names and that contradicts it speaks against the token; a key that merely does not fit is no
    // evidence.
    const outcome = misfit.fault || (isNamed && !isPinned) ? 'fail' : 'not-checked';
    const algorithmCheck = isPinned ? check('algorithm', 'fail', misfit.detail) : pinned(token, fact, allowed);
    const keyCheck = check('key', outcome, [misfit.detail, ...problems].join(' '));
    return {
      ...unchecked(algorithmCheck, keyCheck, { outcome: 'not-checked', reason: 'No key fits the token.' }),
      fact,
      parts: signed,
      misfit,
    };
  }
  const tried = await tryKeys(choice, fact, signed, effort);
  // RFC 7515 appendix F: nothing between the dots is an empty payload where the signature says so, else one that is
  // elsewhere.
  if (tried.result !== 'valid' && token.kind === 'detached' && signed.payload === '') {
    const notTried = check('key', 'not-checked', 'There is no payload to try a key with.');
    return {
      ...unchecked(pinned(token, fact, allowed), notTried, { outcome: 'not-checked', reason: detachedReason }),
      fact,
    };
  }
  const { result, key } = tried;
  const prime = result === 'valid' && key ? await inSlices(findPrimeModulus(key.jwk)) : undefined;
  if (prime) {
    const misfit: Misfit = { ruleId: 'key-unusable', detail: prime.message, fault: prime };
    return {
      ...unchecked(pinned(token, fact, allowed, key), check('key', 'fail', prime.message), {
        outcome: 'not-checked',
        reason: 'No key fits the token.',
      }),
      fact,
      parts: signed,
      misfit,
    };
  }
  return {
    ...given,
    outcome: outcomeOf[result],
    algorithm: pinned(token, fact, allowed, key),
    key: checkOfKey(result, key),
    signature: checkOfSignature(tried, fact, choice.fitting.length + choice.unjudged),
    ...(key && { usedKey: key }),
    ...(result === 'stopped' && { isUnfinished: true }),
    isAmbiguous: choice.fitting.length + choice.unjudged > 1,
    fact,
    parts: signed,
  };
}

/** RFC 8725 §3.5: a secret that others can find proves nothing of who signed. */
function isGuessableKey({ jwk }: ParsedKey): boolean {
  return jwk.kty === 'oct' && isGuessable(base64urlBytes(jwk.k));
}

/** `stopped`: the keys that were tried do not match, and there was no time for the others. */
interface Trial {
  readonly result: SignatureResult | 'stopped';
  readonly count: number;
  readonly key?: ParsedKey;
}

/** The first key that the signature holds with; else what says most: that it does not match a key. */
async function tryKeys(
  { fitting: keys, unjudged }: ChosenKeys,
  { name }: AlgorithmFact,
  parts: SignedParts,
  effort: Effort,
): Promise<Trial> {
  let best: Trial | undefined;
  for (const [index, key] of keys.entries()) {
    if (!effort.affords(costOfVerifying(parts, key.jwk))) return { result: 'stopped', count: index };
    if (effort.isTired()) await effort.rest();
    const result = await verifySignature(parts, name, publicHalf(key.jwk));
    const trial = { result, count: index + 1, key };
    if (result === 'valid') return trial;
    if (best?.result !== 'invalid') best = trial;
  }
  if (unjudged > 0) return { result: 'stopped', count: keys.length };
  if (!best) throw new Error('A choice without a misfit has a key');
  return best;
}

const outcomeOf: Readonly<Record<Trial['result'], SignatureOutcome>> = {
  valid: 'valid',
  invalid: 'invalid',
  unsupported: 'unsupported',
  refused: 'not-checked',
  'too-long': 'not-checked',
  stopped: 'not-checked',
};

function checkOfKey(result: Trial['result'], key: ParsedKey | undefined): Check {
  if (!key) return check('key', 'not-checked', 'Not all matching keys were tried.');
  return result === 'refused'
    ? check('key', 'fail', `The ${key.description} is not safe to use.`)
    : result === 'valid' && isGuessableKey(key)
      ? check(
          'key',
          'not-checked',
          'The signature is valid, but the secret can be guessed, so anyone could have made the token.',
        )
      : check('key', 'pass', describeUse(key));
}

function checkOfSignature({ result, count }: Trial, { name }: AlgorithmFact, fitting: number): Check {
  switch (result) {
    case 'valid':
      return check('signature', 'pass', 'The signature matches the key.');
    case 'invalid':
      return check(
        'signature',
        'fail',
        fitting === 1
          ? 'The signature does not match the key.'
          : `The signature does not match any of the ${fitting} keys that fit.`,
      );
    case 'unsupported':
      return check('signature', 'not-checked', `${name} is not supported here. That says nothing about the signature.`);
    case 'too-long':
      return check(
        'signature',
        'not-checked',
        `${name} takes too long to check over a payload of more than ${LONGEST_PORTABLE / 1024} KB: this host has no cryptography of its own for it.`,
      );
    case 'refused':
      return check('signature', 'not-checked', 'The key was refused.');
    case 'stopped':
      return check(
        'signature',
        'not-checked',
        `There are too many signatures and keys to try them all. This signature was tried with ${count} of the ${fitting} keys that fit, and it does not match any of them.`,
      );
  }
}

function describeUse(key: ParsedKey): string {
  const used = `Checked with the ${key.description}.`;
  return isPrivate(key.jwk) ? `${used} Only its public half was used. A verifier does not need a private key.` : used;
}

/** RFC 8725 §3.1: the algorithm has to be settled before the token is read. */
function pinned(
  { protectedHeader }: Token,
  fact: AlgorithmFact,
  allowed: IssuerProfile['algorithms'],
  key?: ParsedKey,
): Check {
  // RFC 7515 §10.7: anyone can change what is not signed.
  if (!member(protectedHeader, 'alg'))
    return check('algorithm', 'not-checked', 'The algorithm is only in the unprotected header, which is not signed.');
  if (allowed && allowed.length > 0)
    return check('algorithm', 'pass', `${fact.name} is one of the allowed algorithms.`);
  if (key?.algorithms) return check('algorithm', 'pass', `The key is for ${fact.name}.`);
  return check(
    'algorithm',
    'not-checked',
    `No allowed algorithms were specified, so ${fact.name} comes only from the token itself.`,
  );
}

/** Why this algorithm is not acceptable with any key. */
function refuseAlgorithm(
  name: string | undefined,
  fact: AlgorithmFact | undefined,
  allowed: IssuerProfile['algorithms'],
): string | undefined {
  if (name === undefined) return 'The header has no algorithm (`alg`).';
  // RFC 8725 §2.1, §3.2; some libraries compare without case.
  if (name.trim().toLowerCase() === 'none') return 'The token is not signed (`alg` is `none`). Anyone can change it.';
  if (fact && fact.use !== 'sig') return `${fact.name} is for encryption. It cannot sign a token.`;
  if (fact?.family === 'obsolete') return `${fact.name} is too weak. JOSE prohibits it.`;
  if (allowed && allowed.length > 0 && !allowed.includes(name))
    return `${fact?.name ?? 'The algorithm'} is not allowed. Allowed: ${listed(allowed)}.`;
  return undefined;
}

/** How the token names its key. */
export function keyHint(token: Token): KeyHint {
  const text = (name: string) => {
    const value = member(token.header?.json, name)?.value;
    return value?.type === 'string' ? value.value : undefined;
  };
  const [kid, certificateThumbprint] = [text('kid'), text('x5t#S256')];
  return { ...(kid !== undefined && { kid }), ...(certificateThumbprint !== undefined && { certificateThumbprint }) };
}

function check(id: 'algorithm' | 'key' | 'signature', outcome: CheckOutcome, detail: string): Check {
  return { id, outcome, detail };
}
