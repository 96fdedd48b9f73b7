import { claims, encode, jws, soundClaims, soundHeader } from '../tokens.ts';
import type { CasesByRule, Firing } from '../ruleCases.ts';

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
    fires: [
      firing(flattened, `"protected":"${protectedHeader}"`),
      firing(general, '"signatures"'),
      firing({ ...text, protected: encode(soundHeader) }, `"protected":"${encode(soundHeader)}"`),
    ],
    quiet: [
      { token: claims({}) },
      { token: JSON.stringify(text) },
      { token: JSON.stringify(soundClaims) },
      // RFC 9901 §8.
      { token: JSON.stringify({ ...flattened, header: { disclosures: [encode(['salt', 'a', 1])] } }) },
    ],
  },
  'jwt-polyglot': {
    fires: [
      // CVE-2022-39227: the name of a member is the token that one parser sees.
      firing({ [` ${compact}`]: '', ...text }, `" ${compact}":""`),
      firing({ ...text, other: compact }, `"other":"${compact}"`),
      {
        token: `${protectedHeader}.{"sub":"x"}.${signature}`,
        at: { start: protectedHeader.length + 1, end: protectedHeader.length + 2 },
      },
    ],
    quiet: [
      { token: JSON.stringify(flattened) },
      { token: claims({}) },
      { token: `${claims({})}"}` },
      { token: jws({ alg: 'HS256', b64: false, crit: ['b64'] }, '').replace('..', '.{"sub":"x"}.') },
    ],
  },
};
