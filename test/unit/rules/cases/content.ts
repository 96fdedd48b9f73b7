import { claims, encode, jws, soundHeader } from '../tokens.ts';
import type { CasesByRule, Firing } from '../ruleCases.ts';

const at = (name: string, value: unknown) => ({ payload: `"${name}":${JSON.stringify(value)}` });
const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIE';
const nested = 'eyJhbGciOiJIUzI1NiJ9.e30.AAAA';

/** An SD-JWT with this one disclosure, underlined at the characters that encode a piece of it. */
function disclosing(disclosure: readonly unknown[], piece: string): Firing {
  const issued = claims({});
  const text = JSON.stringify(disclosure);
  const first = text.indexOf(piece);
  const offset = issued.length + 1;
  const start = offset + Math.floor((first * 4) / 3);
  return {
    token: `${issued}~${encode(text)}~`,
    at: { start, end: offset + Math.ceil(((first + piece.length) * 4) / 3) },
  };
}

export const contentCases: CasesByRule = {
  'payload-private-key': {
    fires: [
      { token: claims({ key: pem }), at: at('key', pem) },
      { token: claims({ keys: [{ signing: { kty: 'EC', d: 'x' } }] }), at: at('signing', { kty: 'EC', d: 'x' }) },
      {
        token: claims({
          jwks: {
            keys: [
              { kty: 'EC', x: 'x' },
              { kty: 'EC', d: 'x' },
            ],
          },
        }),
        at: { payload: '{"kty":"EC","d":"x"}' },
      },
      { token: claims({ certificates: [pem] }), at: { payload: JSON.stringify(pem) } },
    ],
    quiet: [
      { token: claims({ key: '-----BEGIN PUBLIC KEY-----' }) },
      { token: claims({ cnf: { jwk: { kty: 'EC', d: 'x' } } }) },
      { token: claims({ key: { kty: 'EC', x: 'x' } }) },
    ],
  },
  'payload-credential': {
    fires: [
      { token: claims({ password: 'hunter2' }), at: at('password', 'hunter2'), severity: 'warning' },
      { token: claims({ db: [{ clientSecret: 's3cr3t' }] }), at: at('clientSecret', 's3cr3t') },
      { token: claims({ aws: 'AKIAIOSFODNN7EXAMPLE' }), at: at('aws', 'AKIAIOSFODNN7EXAMPLE') },
      { token: claims({ refresh_token: 'r1' }), at: at('refresh_token', 'r1') },
      { token: claims({ 'https://corp.io/claims/api-key': 'k1' }), at: at('https://corp.io/claims/api-key', 'k1') },
      { token: claims({ passwords: [], password: ['', 'hunter2'] }), at: { payload: '"hunter2"' } },
      { token: claims({ keys: [['AKIAIOSFODNN7EXAMPLE']] }), at: { payload: '"AKIAIOSFODNN7EXAMPLE"' } },
      disclosing(['salt', 'password', 'hunter2'], '"password","hunter2"'),
      disclosing(['salt', { pin: { secret: 'hunter2' } }], '"secret":"hunter2"'),
    ],
    quiet: [
      { token: claims({ password: true, password_expires: 'tomorrow', pwd_changed_at: 'x', secret_id: 'x' }) },
      { token: claims({ password: '***', secret: '', api_key: '[redacted]' }) },
      { token: claims({ note: 'the password is AKIAIOSFODNN7EXAMPLE' }) },
      { token: jws({ alg: 'HS256' }, 'password: hunter2') },
      { token: `${claims({})}~${encode(['password', 'hunter2', true])}~` },
    ],
  },
  'payload-card-number': {
    fires: [
      { token: claims({ card: '4111 1111 1111 1111' }), at: at('card', '4111 1111 1111 1111') },
      { token: claims({ pan: 5500005555555559 }), at: at('pan', 5500005555555559) },
      { token: claims({ cards: ['6200000000000005'] }), at: { payload: '"6200000000000005"' } },
    ],
    quiet: [
      { token: claims({ user_ids: ['4111111111111111'] }) },
      { token: claims({ card: '4111111111111112' }) },
      { token: claims({ user_id: '4111111111111111' }) },
      { token: claims({ n: '9111111111111111' }) },
    ],
  },
  'payload-ssn': {
    fires: [
      { token: claims({ ssn: '536-22-1234' }), at: at('ssn', '536-22-1234') },
      { token: claims({ person: { tax_id: '001-01-0001' } }), at: at('tax_id', '001-01-0001') },
    ],
    quiet: [
      { token: claims({ order: '536-22-1234' }) },
      { token: claims({ ssn: '123-45-6789' }) },
      { token: claims({ ssn: '000-12-1234' }) },
    ],
  },
  'payload-nested-token': {
    fires: [
      { token: claims({ inner: nested }), at: at('inner', nested) },
      { token: jws(soundHeader, { a: { b: nested } }), at: at('b', nested) },
      { token: claims({ list: ['x', nested] }), at: { payload: JSON.stringify(nested) } },
    ],
    quiet: [
      { token: claims({ inner: 'eyJhbGciOiJIUzI1NiJ9' }) },
      { token: claims({ inner: 'a.b.c' }) },
      { token: claims({ vp: { verifiableCredential: [nested] }, _claim_sources: { a: { JWT: nested } } }) },
      // The nonce of RFC 9449 §8, and a session of Flask.
      { token: claims({ nonce: 'eyJ7S_zG.eyJH0-Z.HX4w-7v' }) },
      { token: claims({ session: 'eyJ1c2VyX2lkIjo0Mn0.ZkDdAQ.aGVsbG8' }) },
    ],
  },
  'payload-pii': {
    fires: [
      { token: claims({ email: 'a@b.io' }), at: at('email', 'a@b.io'), severity: 'hint' },
      { token: claims({ address: { country: 'x' } }), at: at('address', { country: 'x' }) },
    ],
    quiet: [
      { token: claims({ email: 'a@b.io', at_hash: 'x' }) },
      { token: claims({ email: '', email_verified: true }) },
    ],
  },
};
