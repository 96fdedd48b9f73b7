import { knownSample } from '../token/knownSample.ts';
import { payloadSpan } from './times.ts';
import type { Rule } from './rule.ts';

export const sampleRules: readonly Rule[] = [
  {
    id: 'known-sample',
    title: 'Documentation sample',
    why: 'This token is printed in documentation and protects nothing, so that its age and its claims are not worth a problem. Errors of its structure are still listed.',
    source: 'policy of this extension',
    fix: 'Nothing to do.',
    kind: 'structure',
    severity: 'hint',
    needs: 'token',
    *check(subject) {
      const sample = knownSample(subject.token);
      if (sample !== undefined)
        yield { ...payloadSpan(subject), message: `A well-known sample from the documentation of ${sample}.` };
    },
  },
];
