import { createHash } from 'node:crypto';

import { bytes, claims, encode, header, jws, NOW, soundClaims } from '../tokens.ts';
import type { CasesByRule } from '../ruleCases.ts';

const salt = Buffer.from(bytes(16)).toString('base64url');
const digest = Buffer.from(bytes(32)).toString('base64url');
const disclosure = [salt, 'email', 'a@b.io'];
const bindingClaims = { iat: NOW, aud: 'verifier', nonce: 'n1', sd_hash: digest };
const bindingHeader = { alg: 'ES256', typ: 'kb+jwt' };
const binding = (others: object, parameters: object = {}) =>
  jws({ ...bindingHeader, ...parameters }, { ...bindingClaims, ...others });

const issued = (others: object, parameters: object = {}) =>
  jws({ alg: 'ES256', typ: 'dc+sd-jwt', ...parameters }, { ...soundClaims, ...others });

/** The issuer's token, disclosures and what stands behind the last tilde. */
const present = (token: string, disclosures: readonly unknown[], last = ''): string =>
  [token, ...disclosures.map(encode), last].join('~');

/** With a key binding made for what stands before it. */
const bound = (others: object = {}, parameters: object = {}, disclosures: readonly unknown[] = [], sdAlg?: string) => {
  const before = present(issued({ _sd_alg: sdAlg }), disclosures);
  const hash = createHash((sdAlg ?? 'sha-256').replace('-', ''));
  return before + binding({ sd_hash: hash.update(before).digest('base64url'), ...others }, parameters);
};

const digestOf = (value: unknown, hash = 'sha256') => createHash(hash).update(encode(value)).digest('base64url');

/** The characters that encode a fragment of the piece with this index, counted by tildes; of its part with that index, counted by dots, or of all. */
function inPiece(token: string, index: number, fragment?: string, dot = 0): { start: number; end: number } {
  const pieces = token.split('~');
  const parts = (pieces[index] ?? '').split('.');
  const start = [...pieces.slice(0, index), ...parts.slice(0, Math.max(dot, 0))].reduce(
    (offset, { length }) => offset + length + 1,
    0,
  );
  const part = dot < 0 ? parts.join('.') : (parts[dot] ?? '');
  if (fragment === undefined) return { start, end: start + part.length };
  const first = Buffer.from(part, 'base64url').lastIndexOf(fragment);
  return {
    start: start + Math.floor((first * 4) / 3),
    end: start + Math.ceil(((first + Buffer.byteLength(fragment)) * 4) / 3),
  };
}

const firing = (token: string, index: number, fragment?: string, dot = 0) => ({
  token,
  at: inPiece(token, index, fragment, dot),
});
const serialized = (token: string): string => {
  const [protectedHeader, payload, signature] = token.split('.');
  return JSON.stringify({
    payload,
    protected: protectedHeader,
    signature,
    header: { disclosures: [encode(disclosure)] },
  });
};
const sound = present(issued({ _sd: [digest] }), [disclosure]);
const untied = present(issued({}), [disclosure], 'AAAA');

export const sdJwtCases: CasesByRule = {
  'sd-jwt-missing-tilde': {
    fires: [
      { token: issued({ _sd: [digest] }), at: { payload: `"_sd":["${digest}"]` } },
      { token: claims({ _sd_alg: 'sha-256' }), at: { payload: '"_sd_alg":"sha-256"' } },
      { token: untied, at: { start: untied.length - 1, end: untied.length } },
      { token: claims({ address: { _sd: [digest] } }), at: { payload: `"_sd":["${digest}"]` } },
      firing(present(issued({}), [disclosure], 'AAAA.AAAA'), 2, undefined, -1),
    ],
    quiet: [
      { token: sound },
      { token: present(issued({}), [disclosure], binding({})) },
      { token: claims({}) },
      // RFC 9901 §8: in the JSON serialization the disclosures stand beside the signature.
      { token: serialized(issued({ _sd: [digest] })) },
    ],
  },
  'sd-jwt-alg-none': {
    fires: [
      { token: present(issued({}, { alg: 'none' }), []), at: { header: '"alg":"none"' } },
      firing(present(issued({}), [], binding({}, { alg: 'NONE' })), 1, '"alg":"NONE"'),
    ],
    quiet: [{ token: sound }, { token: header({ alg: 'none' }) }],
  },
  'sd-jwt-disclosure-malformed': {
    fires: [
      firing(present(issued({}), [[salt]]), 1),
      firing(present(issued({}), [disclosure, { salt }]), 2),
      firing(present(issued({}), [[salt, '_sd', []]]), 1),
      firing(present(issued({}), [[7, 'name', 'x']]), 1),
      firing(present(issued({}), ['text']), 1),
      firing(present(issued({ _sd: [digestOf([salt, 'sub', 'x'])] }), [[salt, 'sub', 'x']]), 1),
    ],
    quiet: [{ token: sound }, { token: present(issued({}), [[salt, 'an array element']]) }],
  },
  'sd-jwt-disclosure-unreferenced': {
    fires: [
      firing(sound, 1),
      firing(present(issued({ _sd: [digestOf(disclosure)] }), [disclosure, disclosure]), 2),
      firing(present(issued({ _sd: [digestOf(disclosure)], _sd_alg: 'sha-512' }), [disclosure]), 1),
      firing(present(issued({ _sd: [digestOf([salt, 'x'])] }), [[salt, 'x']]), 1),
    ],
    quiet: [
      { token: present(issued({ _sd: [digestOf(disclosure)] }), [disclosure]) },
      {
        token: present(issued({ a: [{ '...': digestOf([salt, 'x'], 'sha384') }], _sd_alg: 'sha-384' }), [[salt, 'x']]),
      },
      {
        token: present(issued({ _sd: [digestOf([salt, 'a', { _sd: [digestOf(disclosure)] }])] }), [
          disclosure,
          [salt, 'a', { _sd: [digestOf(disclosure)] }],
        ]),
      },
      { token: present(issued({ _sd_alg: 'sha3-256' }), [disclosure]) },
    ],
  },
  'sd-jwt-digest-duplicate': {
    fires: [
      firing(present(issued({ _sd: [digest], address: { _sd: [digest] } }), []), 0, `"${digest}"`, 1),
      firing(present(issued({ list: [{ '...': digest }, { '...': digest }] }), []), 0, `"${digest}"`, 1),
    ],
    quiet: [{ token: sound }, { token: present(issued({ _sd: [digest, salt], copy: digest }), []) }],
  },
  'sd-jwt-alg-misplaced': {
    fires: [
      { token: present(issued({ _sd_alg: 'sha-1' }), []), at: { payload: '"_sd_alg":"sha-1"' } },
      { token: present(issued({ address: { _sd_alg: 'sha-256' } }), []), at: { payload: '"_sd_alg":"sha-256"' } },
    ],
    quiet: [{ token: present(issued({ _sd_alg: 'sha-512' }), []) }, { token: sound }],
  },
  'sd-jwt-salt-short': {
    fires: [
      firing(present(issued({}), [['c2FsdA', 'email', 'x']]), 1, '"c2FsdA"'),
      firing(present(issued({}), [['a salt of 15 ch.'.slice(1), 'x']]), 1, '" salt of 15 ch."'),
    ],
    quiet: [{ token: sound }, { token: present(issued({}), [['sixteen bytes ok', 'x']]) }],
  },
  'sd-jwt-validity-claim-hidden': {
    fires: [
      firing(present(jws({ alg: 'ES256' }, { iss: 'a' }), [[salt, 'exp', NOW]]), 1, '"exp"'),
      firing(present(issued({}), [disclosure, [salt, 'cnf', {}]]), 2, '"cnf"'),
    ],
    quiet: [
      { token: sound },
      { token: present(issued({}), [[salt, 'aud', 'inner']]) },
      // The expiry of a passport is not that of the token.
      {
        token: present(jws({ alg: 'ES256' }, { passport: { _sd: [digestOf([salt, 'exp', NOW])] } }), [
          [salt, 'exp', NOW],
        ]),
      },
    ],
  },
  'kb-jwt-invalid': {
    fires: [
      firing(bound({}, { typ: 'JWT' }), 1, '"typ":"JWT"'),
      firing(bound({ aud: ['a'] }), 1, '"aud":["a"]', 1),
      firing(bound({ nonce: undefined }), 1, undefined, 1),
      firing(bound({ sd_hash: digest }), 1, `"sd_hash":"${digest}"`, 1),
      firing(present(issued({}), [], jws(bindingHeader, 'text')), 1, undefined, 1),
    ],
    quiet: [{ token: bound() }, { token: bound({}, {}, [disclosure], 'sha-512') }, { token: sound }],
  },
  'sd-jwt-key-binding-missing': {
    fires: [
      { token: present(issued({ cnf: { jkt: 'x' } }), [disclosure]), at: { payload: '"cnf":{"jkt":"x"}' } },
      { token: present(issued({ cnf: {} }), []), at: { payload: '"cnf":{}' } },
    ],
    quiet: [{ token: present(issued({ cnf: {} }), [], binding({})) }, { token: sound }, { token: claims({ cnf: {} }) }],
  },
};
