import { knownSecrets } from '../../facts/knownSecrets.ts';
import type { Rule } from '../../rules/rule.ts';
import { languageOf } from './codeLanguages.ts';
import { isReference } from './codeRow.ts';
import { maskComments } from './maskComments.ts';
import type { DocumentHit, TextSubject } from '../textSubject.ts';

/**
 * Rules about program code that handles tokens. They read words, not data flow: what they say is worth a look, no
 * proof.
 */
export const codeRules: readonly Rule[] = [
  {
    id: 'hardcoded-hmac-secret',
    title: 'Signing secret in the source',
    why: 'Everybody who can read the code, its history or its builds can make tokens. One that is short, or known from documentation, can be found by anyone who has a token.',
    source: 'CWE-798, CWE-321',
    fix: 'Read the secret from the environment or a secret store, and replace the one that was written down.',
    kind: 'content',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'verification-disabled',
    title: 'Verification switched off',
    why: 'Anyone can make a token that is accepted without verification.',
    source: 'RFC 8725 §3.1, §3.3, CWE-347',
    fix: 'Verify signature, algorithm, time, issuer and audience, in tests too: with a key of their own.',
    kind: 'content',
    severity: 'warning',
    needs: 'document',
  },
  {
    id: 'token-in-web-storage',
    title: 'Token in web storage',
    why: 'Every script that runs on the page, injected ones too, can read web storage and send the token away.',
    source: 'OWASP HTML5 Security Cheat Sheet, OAuth 2.0 for Browser-Based Applications §8',
    fix: 'Keep the session in an HttpOnly cookie, or the token in memory.',
    kind: 'content',
    severity: 'information',
    needs: 'document',
  },
  {
    id: 'verify-without-algorithms',
    title: 'Accepted algorithms not pinned',
    why: 'Without a list of accepted algorithms the token chooses how it is verified.',
    source: 'RFC 8725 §3.1',
    fix: 'Pass the algorithms you expect.',
    kind: 'content',
    severity: 'hint',
    needs: 'document',
    optIn: true,
  },
  {
    id: 'decode-used-as-verify',
    title: 'Decoded claims decide',
    why: 'Anyone can write the claims of a token that is only decoded.',
    source: 'RFC 8725 §3.3, CWE-345',
    fix: 'Verify the token before its claims decide anything.',
    kind: 'content',
    severity: 'hint',
    needs: 'document',
    optIn: true,
  },
];

/** Code that these rules could report always contains one of these words. */
const marker = /jwt|jws|jose|token|bearer/i;

/** What the code of a document does with tokens that it should not. */
export function* findInCode(subject: TextSubject): Iterable<DocumentHit> {
  const language = languageOf(subject);
  const rows = language?.rows.filter((row) => subject.wants(row.ruleId)) ?? [];
  // A declaration of types does nothing.
  if (!language || rows.length === 0 || subject.hasEnding('.d.ts', '.d.mts', '.d.cts')) return;
  if (!marker.test(subject.text)) return;
  const code = maskComments(subject.text, language.comments);
  const seen = new Set<string>();
  for (const { ruleId, message, find } of rows) {
    for (const { start, end } of find(code)) {
      // Two rows may know the same call.
      const place = `${ruleId} ${start}`;
      if (seen.has(place)) continue;
      seen.add(place);
      if (ruleId !== 'hardcoded-hmac-secret') yield { start, end, ruleId, message };
      else if (!isReference(code.slice(start, end)))
        yield { start, end, ruleId, message, ...(isGuessableText(code.slice(start, end)) && { severity: 'error' }) };
    }
  }
}

/** Whether a secret is in everybody's list, or short enough to be found by trying. */
function isGuessableText(secret: string): boolean {
  return new TextEncoder().encode(secret).length < SHORTEST_SECRET || knownSecrets.includes(secret);
}

/** Bytes of the shortest secret that any HMAC of JOSE takes (RFC 7518 §3.2). */
const SHORTEST_SECRET = 32;
