import { claims, soundHeader } from '../tokens.ts';
import { disclosing } from '../ruleCases.ts';
import type { CasesByRule } from '../ruleCases.ts';
import { encode, jws } from '../../../support/jose.ts';

const at = (name: string, value: unknown) => ({ payload: `"${name}":${JSON.stringify(value)}` });
const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIE';
const nested = 'eyJhbGciOiJIUzI1NiJ9.e30.AAAA';

export const contentCases: CasesByRule = {
  'payload-private-key': {
    fires: {
      'for PEM': { token: claims({ key: pem }), at: at('key', pem) },
      'for a private JWK inside of a list': {
        token: claims({ keys: [{ signing: { kty: 'EC', d: 'x' } }] }),
        at: at('signing', { kty: 'EC', d: 'x' }),
      },
      'for the private one in a key set, and not for the public one beside it': {
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
      'for PEM in a list, at the element': {
        token: claims({ certificates: [pem] }),
        at: { payload: JSON.stringify(pem) },
      },
    },
    quiet: {
      'for a public key': { token: claims({ key: '-----BEGIN PUBLIC KEY-----' }) },
      'for the key that the token is bound to, which private-key-in-header reports': {
        token: claims({ cnf: { jwk: { kty: 'EC', d: 'x' } } }),
      },
      'for a public JWK': { token: claims({ key: { kty: 'EC', x: 'x' } }) },
    },
  },
  'payload-credential': {
    fires: {
      'as a warning for a password': {
        token: claims({ password: 'hunter2' }),
        at: at('password', 'hunter2'),
        severity: 'warning',
      },
      'for a secret deep inside a claim': {
        token: claims({ db: [{ clientSecret: 's3cr3t' }] }),
        at: at('clientSecret', 's3cr3t'),
      },
      'for a key of AWS under any name': {
        token: claims({ aws: 'AKIAIOSFODNN7EXAMPLE' }),
        at: at('aws', 'AKIAIOSFODNN7EXAMPLE'),
      },
      'for a refresh token': { token: claims({ refresh_token: 'r1' }), at: at('refresh_token', 'r1') },
      'for a name that has a namespace in front': {
        token: claims({ 'https://corp.io/claims/api-key': 'k1' }),
        at: at('https://corp.io/claims/api-key', 'k1'),
      },
      'for an element of a list of passwords, and not for an empty one': {
        token: claims({ passwords: [], password: ['', 'hunter2'] }),
        at: { payload: '"hunter2"' },
      },
      'for a key of AWS in a list of lists': {
        token: claims({ keys: [['AKIAIOSFODNN7EXAMPLE']] }),
        at: { payload: '"AKIAIOSFODNN7EXAMPLE"' },
      },
      'for a password in a disclosure': disclosing(['salt', 'password', 'hunter2'], '"password","hunter2"'),
      'for a secret inside a disclosed element': disclosing(
        ['salt', { pin: { secret: 'hunter2' } }],
        '"secret":"hunter2"',
      ),
    },
    quiet: {
      'for a flag, and for names that only speak of a password': {
        token: claims({ password: true, password_expires: 'tomorrow', pwd_changed_at: 'x', secret_id: 'x' }),
      },
      'for values that are masked, empty or redacted': {
        token: claims({ password: '***', secret: '', api_key: '[redacted]' }),
      },
      'for a key within a sentence': { token: claims({ note: 'the password is AKIAIOSFODNN7EXAMPLE' }) },
      'for a payload that is no claims': { token: jws({ alg: 'HS256' }, 'password: hunter2') },
      'for a disclosure in which the name stands in place of the salt': {
        token: `${claims({})}~${encode(['password', 'hunter2', true])}~`,
      },
    },
  },
  'payload-card-number': {
    fires: {
      'for a number with spaces': {
        token: claims({ card: '4111 1111 1111 1111' }),
        at: at('card', '4111 1111 1111 1111'),
      },
      'for a number that is no text': { token: claims({ pan: 5500005555555559 }), at: at('pan', 5500005555555559) },
      'for a number of an Asian network in a list, at the element': {
        token: claims({ cards: ['6200000000000005'] }),
        at: { payload: '"6200000000000005"' },
      },
    },
    quiet: {
      'for a list of IDs': { token: claims({ user_ids: ['4111111111111111'] }) },
      'for a number whose check digit is wrong': { token: claims({ card: '4111111111111112' }) },
      'for an ID': { token: claims({ user_id: '4111111111111111' }) },
      'for a number that no network has': { token: claims({ n: '9111111111111110' }) },
    },
  },
  'payload-ssn': {
    fires: {
      'for a number under its usual name': { token: claims({ ssn: '536-22-1234' }), at: at('ssn', '536-22-1234') },
      'for a tax number inside of another claim': {
        token: claims({ person: { tax_id: '001-01-0001' } }),
        at: at('tax_id', '001-01-0001'),
      },
    },
    quiet: {
      'for such digits under another name': { token: claims({ order: '536-22-1234' }) },
      'for the number that examples use': { token: claims({ ssn: '123-45-6789' }) },
      'for a number that is never issued': { token: claims({ ssn: '000-12-1234' }) },
    },
  },
  'payload-nested-token': {
    fires: {
      'for a token as a claim': { token: claims({ inner: nested }), at: at('inner', nested) },
      'for a token inside of a claim': { token: jws(soundHeader, { a: { b: nested } }), at: at('b', nested) },
      'for a token in a list, at the element': {
        token: claims({ list: ['x', nested] }),
        at: { payload: JSON.stringify(nested) },
      },
    },
    quiet: {
      'for a header alone': { token: claims({ inner: 'eyJhbGciOiJIUzI1NiJ9' }) },
      'for three words with dots between them': { token: claims({ inner: 'a.b.c' }) },
      'for presentations and claim sources, in which tokens belong': {
        token: claims({ vp: { verifiableCredential: [nested] }, _claim_sources: { a: { JWT: nested } } }),
      },
      'for a nonce that looks like a token (RFC 9449 §8)': { token: claims({ nonce: 'eyJ7S_zG.eyJH0-Z.HX4w-7v' }) },
      'for a session of Flask': { token: claims({ session: 'eyJ1c2VyX2lkIjo0Mn0.ZkDdAQ.aGVsbG8' }) },
    },
  },
  'payload-pii': {
    fires: {
      'as a hint for an e-mail address': {
        token: claims({ email: 'a@b.io' }),
        at: at('email', 'a@b.io'),
        severity: 'hint',
      },
      'for an address, which is an object': {
        token: claims({ address: { country: 'x' } }),
        at: at('address', { country: 'x' }),
      },
    },
    quiet: {
      'for an ID token, whose purpose it is': { token: claims({ email: 'a@b.io', at_hash: 'x' }) },
      'for an empty value and for a flag': { token: claims({ email: '', email_verified: true }) },
    },
  },
};
