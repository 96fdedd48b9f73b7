import { calculateJwkThumbprint } from 'jose';

import { type AlgorithmFact, algorithm } from '../facts/algorithms.ts';
import { chooseKeys, type KeyHint, type Misfit } from '../keys/chooseKey.ts';
import type { IssuerProfile } from '../keys/issuerProfile.ts';
import { isPrivate, publicHalf } from '../keys/jwk.ts';
import type { KeyInput } from '../keys/keyInput.ts';
import type { ParsedKey } from '../keys/parsedKey.ts';
import { parseKey } from '../keys/parseKey.ts';
import { member } from '../token/json.ts';
import type { ParsedToken } from '../token/token.ts';
import type { Check, CheckOutcome, SignatureOutcome, UsedKey } from './verification.ts';
import { type SignedParts, verifySignature } from './verifySignature.ts';

/** The cryptographic half of a verification. */
export interface Proof {
  readonly outcome: SignatureOutcome;
  readonly algorithm: Check;
  readonly key: Check;
  readonly signature: Check;
  /** The key that was used, whether or not the signature held. */
  readonly usedKey?: ParsedKey;
  /** Why no key could be used. */
  readonly misfit?: Misfit;
  /** Everything that could be read of the given keys. */
  readonly keys: readonly ParsedKey[];
}

/** A token without a `kid` is tried with at most so many keys that fit. */
const maxTried = 32;

/** Whether the token's signature holds with one of the keys, and whether its algorithm was allowed before the token named it. */
export async function prove(
  token: ParsedToken,
  inputs: readonly KeyInput[],
  allowed: IssuerProfile['algorithms'],
  parts: SignedParts | string,
): Promise<Proof> {
  const { keys, problems } = await parseKeys(inputs);
  const unused = (
    algorithmCheck: Check,
    keyCheck: Check,
    reason: string,
    outcome: SignatureOutcome = 'not-checked',
  ): Proof => ({
    outcome,
    algorithm: algorithmCheck,
    key: keyCheck,
    signature: check('signature', 'not-checked', reason),
    keys,
  });

  if (token.kind === 'jwe') {
    const encrypted = 'The token is encrypted: decrypt it first.';
    return unused(check('algorithm', 'not-checked', encrypted), check('key', 'not-checked', encrypted), encrypted);
  }
  const name = token.alg;
  const fact = name === undefined ? undefined : algorithm(name);
  const refusal = refuseAlgorithm(name, fact, allowed);
  if (refusal !== undefined) {
    return unused(
      check('algorithm', 'fail', refusal),
      check('key', 'not-checked', 'No key was looked for.'),
      'The algorithm is refused.',
    );
  }
  if (!fact) {
    const unknown = 'The algorithm is not one that JOSE registers; it cannot be checked here.';
    return unused(
      check('algorithm', 'not-checked', unknown),
      check('key', 'not-checked', 'No key was looked for.'),
      unknown,
      'unsupported',
    );
  }

  const pinnedByProfile = allowed !== undefined && allowed.length > 0;
  const algorithmCheck = (key?: ParsedKey): Check => {
    if (pinnedByProfile) return check('algorithm', 'pass', `${fact.name} is one of the allowed algorithms.`);
    if (key?.algorithms) return check('algorithm', 'pass', `The key is for ${fact.name}.`);
    return check(
      'algorithm',
      'not-checked',
      `No allowed algorithms were given: only the token itself says ${fact.name}.`,
    );
  };
  if (keys.length === 0) {
    const detail = problems.length > 0 ? problems.join(' ') : 'No key was given.';
    return unused(algorithmCheck(), check('key', 'not-checked', detail), 'There is no key to check it with.');
  }

  const choice = chooseKeys(fact, keyHint(token), keys);
  if ('misfit' in choice) {
    const { misfit, named } = choice;
    const detail = [misfit.detail, ...problems].join(' ');
    const contradicted = misfit.ruleId === 'key-unusable' || (named && misfit.ruleId !== 'key-alg-mismatch');
    return {
      ...unused(
        misfit.ruleId === 'key-alg-mismatch' ? check('algorithm', 'fail', misfit.detail) : algorithmCheck(),
        check('key', contradicted ? 'fail' : 'not-checked', detail),
        'No key fits the token.',
      ),
      misfit,
    };
  }
  if (typeof parts === 'string') {
    return unused(algorithmCheck(choice.fitting[0]), check('key', 'not-checked', 'No key was looked for.'), parts);
  }
  return tryKeys(choice.fitting.slice(0, maxTried), fact, parts, algorithmCheck, keys);
}

async function tryKeys(
  candidates: readonly ParsedKey[],
  fact: AlgorithmFact,
  parts: SignedParts,
  algorithmCheck: (key: ParsedKey) => Check,
  keys: readonly ParsedKey[],
): Promise<Proof> {
  let last: Proof | undefined;
  for (const key of candidates) {
    const result = await verifySignature(parts, fact.name, publicHalf(key.jwk));
    const proof: Proof = {
      outcome: result === 'refused' ? 'not-checked' : result,
      algorithm: algorithmCheck(key),
      key:
        result === 'refused'
          ? check('key', 'fail', `The ${key.description} is refused: it is not a sound key.`)
          : check('key', 'pass', describeUse(key)),
      signature: signatureCheck(result, fact, candidates.length),
      usedKey: key,
      keys,
    };
    if (result === 'valid') return proof;
    // An honest "does not match" says more than "could not be tried".
    if (last?.outcome !== 'invalid') last = proof;
  }
  if (!last) throw new Error('There is at least one candidate');
  return last;
}

function signatureCheck(
  result: Awaited<ReturnType<typeof verifySignature>>,
  { name }: AlgorithmFact,
  tried: number,
): Check {
  switch (result) {
    case 'valid':
      return check('signature', 'pass', 'The signature matches the key.');
    case 'invalid':
      return check(
        'signature',
        'fail',
        tried === 1
          ? 'The signature does not match the key.'
          : `The signature matches none of the ${tried} keys that fit.`,
      );
    case 'unsupported':
      return check('signature', 'not-checked', `${name} is not supported here. That says nothing about the signature.`);
    case 'refused':
      return check('signature', 'not-checked', 'The key was refused.');
  }
}

function describeUse(key: ParsedKey): string {
  const used = `Checked with the ${key.description}.`;
  return isPrivate(key.jwk) ? `${used} Only its public half was used: a verifier needs no private key.` : used;
}

/** Identifies a key to a person: RFC 7638 thumbprint of its public half. */
export async function identify({ jwk, name }: ParsedKey): Promise<UsedKey> {
  const thumbprint = await calculateJwkThumbprint(publicHalf(jwk));
  return { ...(name !== undefined && { name }), ...(jwk.kid !== undefined && { kid: jwk.kid }), thumbprint };
}

/** Why no key in the world makes this algorithm acceptable. */
function refuseAlgorithm(
  name: string | undefined,
  fact: AlgorithmFact | undefined,
  allowed: IssuerProfile['algorithms'],
): string | undefined {
  if (name === undefined) return 'The header names no algorithm (`alg`).';
  // RFC 8725 §2.1, §3.2; some libraries compare without case.
  if (name.trim().toLowerCase() === 'none') return 'The token is not signed (`alg` is `none`): anyone can change it.';
  if (fact && fact.use !== 'sig') return `${fact.name} encrypts; it cannot sign a token.`;
  if (fact?.family === 'obsolete') return `${fact.name} is too weak: JOSE prohibits it.`;
  if (allowed && allowed.length > 0 && !allowed.includes(name)) {
    return `${fact?.name ?? 'The algorithm'} is not allowed. Allowed: ${allowed.join(', ')}.`;
  }
  return undefined;
}

async function parseKeys(
  inputs: readonly KeyInput[],
): Promise<{ keys: readonly ParsedKey[]; problems: readonly string[] }> {
  const keys: ParsedKey[] = [];
  const problems: string[] = [];
  for (const input of inputs) {
    const parsed = await parseKey(input);
    if (parsed.ok) keys.push(...parsed.keys);
    problems.push(...(parsed.ok ? parsed.skipped : [parsed.problem]));
  }
  return { keys, problems };
}

function keyHint(token: ParsedToken): KeyHint {
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
