import { claims, encode, header, jwe, jws, NOW, soundClaims, soundHeader } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';

const isCommitted = true;
const committed = { isCommitted };
const quiet = (token: string) => ({ token, options: committed });
const { exp: _exp, ...eternal } = soundClaims;

export const committedCases: CasesByRule = {
  'token-committed': {
    fires: [
      { token: claims({}), at: 'token', options: committed, severity: 'warning' },
      { token: jws(soundHeader, eternal), at: 'token', options: { isCommitted, context: 'source' } },
      { token: claims({ exp: NOW - 59 }), at: 'token', options: committed },
      { token: `${claims({ _sd: [] })}~`, at: 'token', options: committed },
    ],
    quiet: [
      { token: claims({}) },
      { token: claims({}), options: { isCommitted, context: 'test' } },
      { token: claims({}), options: { isCommitted, context: 'docs' } },
      quiet(claims({ exp: NOW - 60 })),
      quiet(claims({ exp: 'soon' })),
      quiet(header({ alg: 'none' })),
      quiet(jws(soundHeader, soundClaims, encode('signature'))),
      quiet(jws({ ...soundHeader, typ: 'dpop+jwt' }, eternal)),
      quiet(jws(soundHeader, { sub: '1234567890', name: 'John Doe' })),
      quiet(jwe({})),
    ],
  },
};
