import { knownSample } from '../token/knownSample.ts';
import { payloadSpan } from './times.ts';
import type { Rule } from './rule.ts';

export const sampleRules: readonly Rule[] = [
  {
    id: 'known-sample',
    title: 'Documentation sample',
    why: 'This token comes from documentation and protects nothing, so problems with its times and claims are not listed. Errors in its structure still are.',
    source: 'policy of this extension',
    fix: 'No action needed.',
    kind: 'structure',
    severity: 'hint',
    needs: 'token',
    *check(subject) {
      const sample = knownSample(subject.token);
      if (sample !== undefined)
        yield { ...payloadSpan(subject), message: `This is a well-known sample from the documentation of ${sample}.` };
    },
  },
];
