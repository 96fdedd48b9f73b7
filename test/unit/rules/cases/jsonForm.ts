import { claims, soundClaims, soundHeader } from '../tokens.ts';
import type { CasesByRule, Firing } from '../ruleCases.ts';
import { encode, jws } from '../../../support/jose.ts';

const [protectedHeader = '', payload = '', signature = ''] = claims({}).split('.');
const flattened = { payload, protected: protectedHeader, signature };
const general = { payload, signatures: [{ protected: encode({ alg: 'HS256' }), signature }] };
const text = { protected: encode({ alg: 'HS256' }), payload: encode('text'), signature };
const compact = claims({ sub: 'admin' });

/** A token in JSON form, underlined at these of its characters. */
function firing(value: object, fragment: string): Firing {
  const token = JSON.stringify(value);
  const start = token.indexOf(fragment);
  return { token, at: { start, end: start + fragment.length } };
}

export const jsonFormCases: CasesByRule = {
  'jwt-json-serialization': {
    fires: {
      'for claims with one signature': firing(flattened, `"protected":"${protectedHeader}"`),
      'for claims with a list of signatures': firing(general, '"signatures"'),
      'for text that the header calls a JWT': firing(
        { ...text, protected: encode(soundHeader) },
        `"protected":"${encode(soundHeader)}"`,
      ),
    },
    quiet: {
      'for a compact token': { token: claims({}) },
      'for text that nobody calls a JWT': { token: JSON.stringify(text) },
      'for claims without any signature': { token: JSON.stringify(soundClaims) },
      'for an SD-JWT with disclosures, which has a JSON form (RFC 9901 §8)': {
        token: JSON.stringify({ ...flattened, header: { disclosures: [encode(['salt', 'a', 1])] } }),
      },
    },
  },
  'jwt-polyglot': {
    fires: {
      'for a compact token in the name of a member (CVE-2022-39227)': firing(
        { [` ${compact}`]: '', ...text },
        `" ${compact}":""`,
      ),
      'for a compact token in the value of another member': firing({ ...text, other: compact }, `"other":"${compact}"`),
      'for JSON in place of the payload of a compact token': {
        token: `${protectedHeader}.{"sub":"x"}.${signature}`,
        at: { start: protectedHeader.length + 1, end: protectedHeader.length + 2 },
      },
    },
    quiet: {
      'for a token in JSON form alone': { token: JSON.stringify(flattened) },
      'for a compact token alone': { token: claims({}) },
      'for a quote and a brace behind a compact token': { token: `${claims({})}"}` },
      'for an unencoded payload of JSON that "b64" announces': {
        token: jws({ alg: 'HS256', b64: false, crit: ['b64'] }, '').replace('..', '.{"sub":"x"}.'),
      },
    },
  },
};
