import { claims, soundHeader } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';
import { encode, jwe, jws } from '../../../support/jose.ts';

export const sampleCases: CasesByRule = {
  'known-sample': {
    fires: {
      'as a hint for the claims of jwt.io': {
        token: jws(soundHeader, { sub: '1234567890', name: 'John Doe', iat: 1516239022 }),
        at: { part: 1 },
        severity: 'hint',
      },
      'for the claims of RFC 7519': {
        token: jws(soundHeader, { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true }),
        at: { part: 1 },
      },
      'for the payload of RFC 7515, Appendix A.4, whatever signs it': {
        token: jws({ alg: 'HS256' }, 'Payload'),
        at: { part: 1 },
      },
      'for the signature of RFC 7520 §4.5, which has a detached payload': {
        token: `${encode({ alg: 'HS256' })}..s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0`,
        at: 'token',
      },
      'for the tag of RFC 7520 §5.1, which is encrypted': {
        token: jwe({}).replace(/[^.]*$/, 'kvKuFBXHe5mQr4lqgobAUg'),
        at: 'token',
      },
    },
    quiet: {
      'for the name of the sample with other claims': { token: claims({ name: 'John Doe' }) },
      'for the subject of the sample with other claims': { token: claims({ sub: '1234567890' }) },
      'for an ordinary JWE': { token: jwe({}) },
      'for a word of a sample that is no token': { token: encode('joe') },
    },
  },
};
