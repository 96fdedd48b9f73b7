import type { AlgorithmFact } from '../facts/algorithms.ts';
import { isKnown } from '../keys/guessable.ts';
import { adviseOnKey } from '../keys/lintKey.ts';
import type { KeyFault } from '../keys/lintKey.ts';
import type { IssuerProfile } from '../issuers/issuerProfile.ts';
import { lintSecret } from '../keys/lintSecret.ts';
import { hasSeveralReadings } from '../keys/secretText.ts';
import type { Finding, Severity } from '../text/finding.ts';
import { base64urlBytes, encodeBase64url } from '../text/base64url.ts';
import { member } from '../text/json.ts';
import { visibleSpan } from '../text/span.ts';
import type { Span } from '../text/span.ts';
import type { Token } from '../token/token.ts';
import type { SignatureCheck } from './checkSignature.ts';
import { knownSecretFinding } from './tryKnownSecrets.ts';
import type { Explanation } from './verification.ts';

/** The rules of RULES.md 2.2 to 2.5 that need a key, with the severity of a live context; `inspect` has all others. */
const severityOfRule: Readonly<Record<string, Severity>> = {
  'signature-invalid': 'error',
  'key-confusion-hmac': 'error',
  'hmac-empty-key': 'error',
  'hmac-secret-known': 'error',
  'key-not-found': 'information',
  'key-type-mismatch': 'error',
  'key-alg-mismatch': 'error',
  'key-use-mismatch': 'error',
  'kid-missing-multikey': 'hint',
  'hmac-secret-encoding-ambiguous': 'information',
};

/** Explanations that say that anyone can have made the token. */
const forgeries: ReadonlySet<string> = new Set(['key-confusion-hmac', 'hmac-empty-key', 'hmac-secret-known']);

/** What the given keys reveal about the token, each finding at the characters of the token it is about. */
export function keyFindings(
  token: Token,
  signatureCheck: SignatureCheck,
  explanations: readonly Explanation[],
  profile: IssuerProfile,
): readonly Finding[] {
  const { outcome, misfit, usedKey, fact } = signatureCheck;
  /** According to the profile. The algorithm that the token names says nothing about the key. */
  const isSecretExpected = fact?.family === 'HMAC' && profile.algorithms?.includes(fact.name) === true;
  const signature = visibleSpan(token.signature ?? { start: 0, end: token.text.length });
  const findings: Finding[] = [];
  const add = (ruleId: string, message: string, { start, end }: Span, severity = severityOfRule[ruleId] ?? 'error') => {
    findings.push({ ruleId, severity, message, start, end });
  };
  const attack = explanations.find(({ id }) => forgeries.has(id));
  if (attack) add(attack.id, attack.detail, signature);
  else if (outcome === 'invalid') add('signature-invalid', signatureCheck.signature.detail, signature);

  if (misfit?.fault) {
    add(misfit.fault.ruleId, misfit.fault.message, headerSpan(token, 'kid', 'alg'), misfit.fault.severity);
  } else if (misfit) {
    add(
      isSecretExpected && misfit.ruleId === 'key-type-mismatch' ? 'hmac-secret-is-public-key' : misfit.ruleId,
      misfit.detail,
      misfit.ruleId === 'key-not-found' ? headerSpan(token, 'kid') : headerSpan(token, 'alg'),
    );
  }

  if (signatureCheck.isAmbiguous)
    add('kid-missing-multikey', 'The token has no `kid`, and several keys fit.', headerSpan(token, 'alg'));
  if (!attack && outcome === 'invalid' && isAmbiguousSecret(signatureCheck)) {
    add(
      'hmac-secret-encoding-ambiguous',
      'Text, hex, or base64? The secret can be read in several ways that result in different keys.',
      headerSpan(token, 'alg'),
    );
  }
  if (!attack && outcome === 'valid' && isKnownSecret(signatureCheck)) findings.push(knownSecretFinding(token));
  for (const { ruleId, message, severity } of faultsInUse(usedKey, fact))
    add(ruleId, message, headerSpan(token, 'alg'), severity);
  return findings;
}

/** The user's own secret, which made the signature, is publicly known. */
function isKnownSecret({ usedKey }: SignatureCheck): boolean {
  return usedKey?.jwk.kty === 'oct' && isKnown(base64urlBytes(usedKey.jwk.k));
}

/** There is no doubt if the signature holds, or if somebody has said how the secret is written. */
function isAmbiguousSecret({ usedKey, sources }: SignatureCheck): boolean {
  const input = sources.find(({ key }) => key === usedKey)?.input;
  return (
    usedKey?.jwk.kty === 'oct' &&
    typeof input?.material === 'string' &&
    input.encoding === undefined &&
    // The text was taken as it stands: it is no JWK, which says itself how its secret is written.
    usedKey.jwk.k === encodeBase64url(new TextEncoder().encode(input.material)) &&
    hasSeveralReadings(input.material)
  );
}

function faultsInUse(usedKey: SignatureCheck['usedKey'], fact: AlgorithmFact | undefined): readonly KeyFault[] {
  if (!usedKey || !fact) return [];
  const { jwk, faults } = usedKey;
  return jwk.kty === 'oct' ? lintSecret(base64urlBytes(jwk.k), fact) : [...faults, ...adviseOnKey(jwk)];
}

/** The first of these header parameters that is there; else the whole header. */
function headerSpan({ header, text }: Token, ...names: readonly string[]): Span {
  for (const name of names) {
    const found = member(header?.json, name);
    if (header && found) return header.locate(found);
  }
  return header?.segment ?? { start: 0, end: text.length };
}
