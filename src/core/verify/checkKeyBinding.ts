import { algorithm } from '../facts/algorithms.ts';
import { readKeys } from '../keys/readKeys.ts';
import { MAX_KEY_BINDING_AGE_SECONDS } from '../claims/timeState.ts';
import { digestOf } from '../token/disclosures.ts';
import type { ShownClaims } from '../token/disclosures.ts';
import { member, toPlain } from '../text/json.ts';
import { tokenOf } from '../token/tokenOf.ts';
import { normalizeType } from '../token/tokenType.ts';
import type { Token } from '../token/token.ts';
import { judgeClaims } from '../claims/judgeClaims.ts';
import type { ClaimClock } from '../claims/judgeClaims.ts';
import { claimChecks } from './claimChecks.ts';
import { checkCritical } from './checkCritical.ts';
import { checkEncoding } from './checkEncoding.ts';
import type { Effort } from '../keys/effort.ts';
import { checkSignature } from './checkSignature.ts';
import { signedParts } from './signedParts.ts';
import type { Check } from './verification.ts';

/** What a verifier asked the holder of an SD-JWT to bind the presentation to. */
export interface KeyBindingExpectation {
  readonly nonce?: string;
  readonly audience?: string;
}

/**
 * Judges the key binding JWT of an SD-JWT (RFC 9901 §7.3): that the holder of the key in `cnf` made this presentation,
 * for this verifier and now. The claims are those of the SD-JWT with its disclosures in place. `undefined` where there
 * is no key binding and none was asked for.
 */
export async function checkKeyBinding(
  token: Token,
  { claims, hidesClaims }: ShownClaims,
  expected: KeyBindingExpectation | undefined,
  clock: ClaimClock,
  effort: Effort,
): Promise<Check | undefined> {
  if (!token.keyBinding)
    return expected && check('fail', 'A key binding is required, but the token does not have one.');
  const binding = tokenOf(token.keyBinding.text);
  const fault =
    faultOfForm(binding) ??
    faultOfHash(token, binding) ??
    faultOfClaims(binding, expected, clock) ??
    faultOfAlgorithm(binding);
  if (fault !== undefined) return check('fail', fault);

  const confirmation = member(claims, 'cnf')?.value;
  if (!confirmation && hidesClaims) {
    return check(
      'not-checked',
      'The key that the token is bound to (`cnf`) may be among the claims that are not disclosed.',
    );
  }
  if (!confirmation) return check('fail', 'The claims do not name the key that the token is bound to (`cnf`).');
  const holder = member(confirmation, 'jwk')?.value;
  if (holder?.type !== 'object') {
    return check(
      'not-checked',
      'The token does not contain the key it is bound to as a `jwk`. This is not supported here.',
    );
  }
  // There is only one key, whatever name the binding gives it.
  const members = holder.members.filter(({ name }) => name !== 'kid');
  const keys = [{ material: toPlain({ ...holder, members }) as JsonWebKey }];
  const critical = checkCritical(binding.protectedHeader);
  const signatureCheck = await checkSignature(
    binding,
    await readKeys(keys),
    undefined,
    signedParts(binding, critical, undefined),
    effort,
  );
  // The issuer confirms the key, so a binding that does not match it is not by its holder.
  if (signatureCheck.outcome === 'invalid' || signatureCheck.misfit)
    return check('fail', 'The key binding is not signed with the key that the token is bound to.');
  if (signatureCheck.outcome !== 'valid') {
    const { key, signature } = signatureCheck;
    return check(
      key.outcome === 'fail' ? 'fail' : 'not-checked',
      key.outcome === 'pass' ? signature.detail : key.detail,
    );
  }
  const missing = [
    ...(expected?.nonce === undefined ? ['nonce'] : []),
    ...(expected?.audience === undefined ? ['audience'] : []),
  ].join(' and ');
  return missing === ''
    ? check('pass', 'The holder of the key made this presentation, for the expected audience and nonce.')
    : check('not-checked', `The holder of the key made this presentation. No expected ${missing} was specified.`);
}

/** RFC 9901 §4.3: a JWT, so it is compact, like `kb_jwt` in JSON serialization (§8.1). */
function faultOfForm(binding: Token): string | undefined {
  if (binding.kind !== 'jws' && binding.kind !== 'unsecured')
    return 'The key binding JWT is not reliable. It is not a JWT in compact form.';
  const encoding = checkEncoding(binding, undefined);
  if (encoding.outcome !== 'pass') return `The key binding JWT is not reliable. ${encoding.detail}`;
  const type = member(binding.protectedHeader, 'typ')?.value;
  if (type?.type !== 'string' || normalizeType(type.value) !== 'kb+jwt')
    return 'The `typ` of a key binding JWT must be `kb+jwt`.';
  return claimText(binding, 'aud') === undefined || claimText(binding, 'nonce') === undefined
    ? 'The key binding JWT must name one audience and a nonce.'
    : undefined;
}

/** RFC 9901 §4.3.1: over all that stands before it, up to and including the last tilde. */
function faultOfHash(token: Token, binding: Token): string | undefined {
  const bound = digestOf(token.presentation ?? '', token);
  if (bound === undefined) return undefined; // the encoding check says that the hash is not known
  return claimText(binding, 'sd_hash') === bound
    ? undefined
    : 'The key binding was made for another token or for other disclosures.';
}

function faultOfClaims(
  binding: Token,
  expected: KeyBindingExpectation | undefined,
  clock: ClaimClock,
): string | undefined {
  if (binding.payload?.json?.type !== 'object') return undefined;
  const { audience, nonce } = expected ?? {};
  // RFC 9901 §7.3 step 5: one that is not fresh has to be refused, whatever its nonce: it may be a replay.
  const maxAgeSeconds = MAX_KEY_BINDING_AGE_SECONDS;
  const profile = { requiredClaims: ['iat'], maxAgeSeconds, ...(audience !== undefined && { audience }) };
  const checks = claimChecks(judgeClaims(binding, profile, clock), clock.now);
  const failed = checks.find(({ outcome }) => outcome === 'fail');
  if (failed) return `Key binding: ${failed.detail}`;
  return nonce !== undefined && claimText(binding, 'nonce') !== nonce
    ? 'The nonce of the key binding is not the expected one. The token may be replayed.'
    : undefined;
}

/** RFC 9901 §4.3: signed, and not with a secret that the verifier shares. */
function faultOfAlgorithm({ alg }: Token): string | undefined {
  const fact = alg === undefined ? undefined : algorithm(alg);
  return alg?.trim().toLowerCase() === 'none' || fact?.keyType === 'oct'
    ? 'A key binding JWT must be signed with a private key.'
    : undefined;
}

function claimText({ payload }: Token, name: string): string | undefined {
  const value = member(payload?.json, name)?.value;
  return value?.type === 'string' ? value.value : undefined;
}

function check(outcome: Check['outcome'], detail: string): Check {
  return { id: 'key-binding', outcome, detail };
}
