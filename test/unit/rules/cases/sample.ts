import { claims, encode, jwe, jws, soundHeader } from '../tokens.ts';
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
      // RFC 7520, sections 4.5 and 5.1.
      { token: `${encode({ alg: 'HS256' })}..s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0`, at: 'token' },
      { token: jwe({}).replace(/[^.]*$/, 'kvKuFBXHe5mQr4lqgobAUg'), at: 'token' },
    ],
    quiet: [
      { token: claims({ name: 'John Doe' }) },
      { token: claims({ sub: '1234567890' }) },
      { token: jwe({}) },
      { token: encode('joe') },
    ],
  },
};
