import { isPlaceholder } from '../token/placeholder.ts';
import type { Rule, TokenSubject } from './rule.ts';
import { lastsWithoutExpiry } from './times.ts';

/** Rules about tokens in files that others get as well. */
export const committedRules: readonly Rule[] = [
  {
    id: 'token-committed',
    title: 'Usable token under version control',
    why: 'Anyone who gets the repository, now or later, can use the token until it expires.',
    source: 'CWE-798',
    fix: 'Revoke the token, and read it from the environment or a secret store.',
    kind: 'content',
    severity: 'warning',
    needs: 'repository',
    *check(subject) {
      if (subject.isTracked && looksUsable(subject)) {
        yield {
          start: 0,
          end: subject.token.text.length,
          message: `This file is under version control and contains ${
            subject.type.purpose === 'api-key' ? `a ${subject.type.label}` : 'a token'
          } that looks usable.`,
        };
      }
    },
  },
];

/** Signed, lasting, and not expired. Nobody can see the times of an encrypted token. */
function looksUsable({ token: { signature }, alg, payload, type, judgements }: TokenSubject): boolean {
  if (
    !payload ||
    type.purpose === 'public-key' ||
    alg?.use !== 'sig' ||
    alg.family === 'none' ||
    !signature?.text ||
    isPlaceholder(signature)
  )
    return false;
  const { state } = judgements.get('exp') ?? {};
  return state === 'absent' ? !lastsWithoutExpiry.has(type.purpose) : state === 'holds' || state === 'tolerated';
}
