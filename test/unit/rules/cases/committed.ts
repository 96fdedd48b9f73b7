import { claims, header, NOW, soundClaims, soundHeader } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';
import { encode, jwe, jws } from '../../../support/jose.ts';

const isTracked = true;
const committed = { isTracked };
const quiet = (token: string) => ({ token, options: committed });
const { exp: _exp, ...eternal } = soundClaims;

export const committedCases: CasesByRule = {
  'token-committed': {
    fires: {
      'as a warning for a token that is signed and not expired': {
        token: claims({}),
        at: 'token',
        options: committed,
        severity: 'warning',
      },
      'for a token that never expires, in source code': {
        token: jws(soundHeader, eternal),
        at: 'token',
        options: { isTracked, context: 'source' },
      },
      'within the tolerance, in which a server may still accept it': {
        token: claims({ exp: NOW - 59 }),
        at: 'token',
        options: committed,
      },
      'for a key of ten years that only its owner may have': {
        token: claims({ iss: 'supabase', role: 'service_role' }),
        at: 'token',
        options: committed,
      },
      'for an SD-JWT': { token: `${claims({ _sd: [] })}~`, at: 'token', options: committed },
    },
    quiet: {
      'for a file that is not under version control': { token: claims({}) },
      'for a key that is made to be published': quiet(claims({ iss: 'supabase', role: 'anon' })),
      'in tests, where tokens belong': { token: claims({}), options: { isTracked, context: 'test' } },
      'in documentation, where tokens belong': { token: claims({}), options: { isTracked, context: 'docs' } },
      'for a token that expired': quiet(claims({ exp: NOW - 60 })),
      'for an expiry that cannot be read': quiet(claims({ exp: 'soon' })),
      'for a token that is not signed, which anyone can make': quiet(header({ alg: 'none' })),
      'for a placeholder instead of a signature': quiet(jws(soundHeader, soundClaims, encode('signature'))),
      'for a DPoP proof, which is of no use later': quiet(jws({ ...soundHeader, typ: 'dpop+jwt' }, eternal)),
      'for the sample of jwt.io': quiet(jws(soundHeader, { sub: '1234567890', name: 'John Doe' })),
      'for an encrypted token, of whose time nothing is known': quiet(jwe({})),
    },
  },
};
