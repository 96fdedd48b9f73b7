import { knownSecrets } from '../../facts/knownSecrets.ts';
import type { Rule } from '../../rules/rule.ts';
import { languageOf } from './codeLanguages.ts';
import { Values } from './values.ts';
import type { DocumentHit, TextSubject } from '../textSubject.ts';

/** Rules about program code that handles tokens. They follow values within a file only, so a finding is not proof. */
export const codeRules: readonly Rule[] = [
  {
    id: 'hardcoded-hmac-secret',
    title: 'Signing secret in the source',
    why: 'Anyone who can read the code, its history, or its builds can make tokens. If the secret is short or known from documentation, anyone who has a token can find it.',
    source: 'CWE-798, CWE-321',
    fix: 'Read the secret from the environment or a secret store, and replace the exposed secret.',
    kind: 'content',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'verification-disabled',
    title: 'Verification turned off',
    why: 'Anyone can make a token that is accepted without verification.',
    source: 'RFC 8725 §3.1, §3.3, CWE-347',
    fix: 'Verify the signature, algorithm, times, issuer, and audience, also in tests. Give tests their own key.',
    kind: 'content',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'token-in-web-storage',
    title: 'Token in web storage',
    why: 'Every script that runs on the page, including injected scripts, can read web storage and send the token elsewhere.',
    source: 'OWASP HTML5 Security Cheat Sheet, OAuth 2.0 for Browser-Based Applications §8',
    fix: 'Keep the session in an HttpOnly cookie, or keep the token in memory.',
    kind: 'content',
    severity: 'information',
    needs: 'document',
  },
  {
    id: 'verify-without-algorithms',
    title: 'Accepted algorithms not specified',
    why: 'Without a list of accepted algorithms, the token determines how it is verified.',
    source: 'RFC 8725 §3.1',
    fix: 'Pass the algorithms you expect.',
    kind: 'content',
    severity: 'hint',
    needs: 'document',
    optIn: true,
  },
  {
    id: 'decode-used-as-verify',
    title: 'Decision based on decoded claims',
    why: 'Anyone can write the claims of a token that is only decoded.',
    source: 'RFC 8725 §3.3, CWE-345',
    fix: 'Verify the token before you use its claims for a decision.',
    kind: 'content',
    severity: 'hint',
    needs: 'document',
    optIn: true,
  },
];

/** Code that these rules could report always contains one of these words. */
const marker = /jwt|jws|jose|token|bearer|jsonwebtoken|secret/i;

/** What the code of a document does with tokens that it should not. */
export function* findInCode(subject: TextSubject): Iterable<DocumentHit> {
  const rows = languageOf(subject)?.language.rows.filter((row) => subject.wants(row.ruleId)) ?? [];
  // A declaration of types does nothing.
  if (rows.length === 0 || subject.hasEnding('.d.ts', '.d.mts', '.d.cts')) return;
  if (!marker.test(subject.text) || !subject.code) return;
  const values = new Values(subject.code);
  const seen = new Set<string>();
  for (const { ruleId, message, find } of rows) {
    for (const { start, end } of find(values)) {
      // Two rows may know the same call.
      const place = `${ruleId} ${start}`;
      if (seen.has(place)) continue;
      seen.add(place);
      const isGuessable = ruleId === 'hardcoded-hmac-secret' && isGuessableText(subject.text.slice(start, end));
      yield { start, end, ruleId, message, ...(isGuessable && { severity: 'error' }) };
    }
  }
}

/** Whether a secret is in everybody's list, or short enough to be found by trying. */
function isGuessableText(secret: string): boolean {
  return new TextEncoder().encode(secret).length < SHORTEST_SECRET || knownSecrets.includes(secret);
}

/** Bytes of the shortest secret that any HMAC of JOSE takes (RFC 7518 §3.2). */
const SHORTEST_SECRET = 32;
