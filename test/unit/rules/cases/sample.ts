import { claims, encode, jws, soundHeader } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';

export const sampleCases: CasesByRule = {
  'known-sample': {
    fires: [
      {
        token: jws(soundHeader, { sub: '1234567890', name: 'John Doe', iat: 1516239022 }),
        at: { part: 1 },
        severity: 'hint',
      },
      { token: jws(soundHeader, { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true }), at: { part: 1 } },
      { token: jws({ alg: 'HS256' }, 'Payload'), at: { part: 1 } },
    ],
    quiet: [
      { token: claims({ name: 'John Doe' }) },
      { token: claims({ sub: '1234567890' }) },
      { token: encode('joe') },
    ],
  },
};
