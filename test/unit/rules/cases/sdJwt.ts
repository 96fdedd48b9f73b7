import { claims, header, NOW, soundClaims } from '../tokens.ts';
import { spanOfText } from '../ruleCases.ts';
import type { CasesByRule } from '../ruleCases.ts';
import { bytes, digest, encode, jws } from '../../../support/jose.ts';

const salt = encode(bytes(16));
const someDigest = encode(bytes(32));
const disclosure = [salt, 'email', 'a@b.io'];
const bindingClaims = { iat: NOW, aud: 'verifier', nonce: 'n1', sd_hash: someDigest };
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
  const hash = (sdAlg ?? 'sha-256').replace('-', '');
  return before + binding({ sd_hash: digest(before, hash), ...others }, parameters);
};

const hashOf = (value: unknown, hash?: string) => digest(encode(value), hash);

/**
 * The characters that encode a fragment of the piece with this index, counted by tildes; of its part with that index,
 * counted by dots, or of all.
 */
function inPiece(token: string, index: number, fragment?: string, dot = 0): { start: number; end: number } {
  const pieces = token.split('~');
  const parts = (pieces[index] ?? '').split('.');
  const start = [...pieces.slice(0, index), ...parts.slice(0, Math.max(dot, 0))].reduce(
    (offset, { length }) => offset + length + 1,
    0,
  );
  const part = dot < 0 ? parts.join('.') : (parts[dot] ?? '');
  if (fragment === undefined) return { start, end: start + part.length };
  return spanOfText(part, start, fragment);
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
const sound = present(issued({ _sd: [someDigest] }), [disclosure]);
const untied = present(issued({}), [disclosure], 'AAAA');

export const sdJwtCases: CasesByRule = {
  'sd-jwt-missing-tilde': {
    fires: {
      'for digests in a token without a tilde': {
        token: issued({ _sd: [someDigest] }),
        at: { payload: `"_sd":["${someDigest}"]` },
      },
      'for the name of a hash in a token without a tilde': {
        token: claims({ _sd_alg: 'sha-256' }),
        at: { payload: '"_sd_alg":"sha-256"' },
      },
      'for characters behind the last tilde that are no key binding': {
        token: untied,
        at: { start: untied.length - 1, end: untied.length },
      },
      'for digests inside of a claim, in a token without a tilde': {
        token: claims({ address: { _sd: [someDigest] } }),
        at: { payload: `"_sd":["${someDigest}"]` },
      },
      'for two parts behind the last tilde': firing(present(issued({}), [disclosure], 'AAAA.AAAA'), 2, undefined, -1),
    },
    quiet: {
      'for a token that ends with its tilde': { token: sound },
      'for a token that ends with a key binding': { token: present(issued({}), [disclosure], binding({})) },
      'for an ordinary token': { token: claims({}) },
      'for the JSON serialization, where disclosures stand beside the signature (RFC 9901 §8)': {
        token: serialized(issued({ _sd: [someDigest] })),
      },
    },
  },
  'sd-jwt-alg-none': {
    fires: {
      'for an issuer that signs nothing': {
        token: present(issued({}, { alg: 'none' }), []),
        at: { header: '"alg":"none"' },
      },
      'for a key binding that is not signed, however it is spelled': firing(
        present(issued({}), [], binding({}, { alg: 'NONE' })),
        1,
        '"alg":"NONE"',
      ),
    },
    quiet: {
      'for a signed SD-JWT': { token: sound },
      'for an unsigned token that is no SD-JWT, which alg-none reports': { token: header({ alg: 'none' }) },
    },
  },
  'sd-jwt-disclosure-malformed': {
    fires: {
      'for a list of the salt alone': firing(present(issued({}), [[salt]]), 1),
      'for an object, at that disclosure': firing(present(issued({}), [disclosure, { salt }]), 2),
      'for a claim named like the list of digests': firing(present(issued({}), [[salt, '_sd', []]]), 1),
      'for a salt that is a number': firing(present(issued({}), [[7, 'name', 'x']]), 1),
      'for text in place of a list': firing(present(issued({}), ['text']), 1),
      'for a claim that the token has openly': firing(
        present(issued({ _sd: [hashOf([salt, 'sub', 'x'])] }), [[salt, 'sub', 'x']]),
        1,
      ),
    },
    quiet: {
      'for a name and a value behind the salt': { token: sound },
      'for a value alone, which is an element of a list': { token: present(issued({}), [[salt, 'an array element']]) },
    },
  },
  'sd-jwt-disclosure-unreferenced': {
    fires: {
      'for a disclosure whose digest nothing has': firing(sound, 1),
      'for the second of two equal disclosures': firing(
        present(issued({ _sd: [hashOf(disclosure)] }), [disclosure, disclosure]),
        2,
      ),
      'for a digest that was made with another hash than the token names': firing(
        present(issued({ _sd: [hashOf(disclosure)], _sd_alg: 'sha-512' }), [disclosure]),
        1,
      ),
      'for an element of a list whose digest stands among the claims': firing(
        present(issued({ _sd: [hashOf([salt, 'x'])] }), [[salt, 'x']]),
        1,
      ),
    },
    quiet: {
      'for a disclosure whose digest the claims have': {
        token: present(issued({ _sd: [hashOf(disclosure)] }), [disclosure]),
      },
      'for an element of a list, with the hash that the token names': {
        token: present(issued({ a: [{ '...': hashOf([salt, 'x'], 'sha384') }], _sd_alg: 'sha-384' }), [[salt, 'x']]),
      },
      'for a disclosure whose digest another disclosure has': {
        token: present(issued({ _sd: [hashOf([salt, 'a', { _sd: [hashOf(disclosure)] }])] }), [
          disclosure,
          [salt, 'a', { _sd: [hashOf(disclosure)] }],
        ]),
      },
      'for a hash that we cannot compute': { token: present(issued({ _sd_alg: 'sha3-256' }), [disclosure]) },
    },
  },
  'sd-jwt-digest-duplicate': {
    fires: {
      'at the second of two places among the claims': firing(
        present(issued({ _sd: [someDigest], address: { _sd: [someDigest] } }), []),
        0,
        `"${someDigest}"`,
        1,
      ),
      'at the second of two elements of a list': firing(
        present(issued({ list: [{ '...': someDigest }, { '...': someDigest }] }), []),
        0,
        `"${someDigest}"`,
        1,
      ),
    },
    quiet: {
      'for a digest that appears once': { token: sound },
      'for the same text in a claim, which is no digest there': {
        token: present(issued({ _sd: [someDigest, salt], copy: someDigest }), []),
      },
    },
  },
  'sd-jwt-alg-misplaced': {
    fires: {
      'for SHA-1, which does not resist collisions': {
        token: present(issued({ _sd_alg: 'sha-1' }), []),
        at: { payload: '"_sd_alg":"sha-1"' },
      },
      'for a hash that is named inside of a claim': {
        token: present(issued({ address: { _sd_alg: 'sha-256' } }), []),
        at: { payload: '"_sd_alg":"sha-256"' },
      },
    },
    quiet: {
      'for SHA-512 at the top': { token: present(issued({ _sd_alg: 'sha-512' }), []) },
      'for no hash at all, which means SHA-256': { token: sound },
    },
  },
  'sd-jwt-salt-short': {
    fires: {
      'for the four bytes that a salt encodes': firing(present(issued({}), [['c2FsdA', 'email', 'x']]), 1, '"c2FsdA"'),
      'for a text of 15 characters': firing(
        present(issued({}), [['a salt of 15 ch.'.slice(1), 'x']]),
        1,
        '" salt of 15 ch."',
      ),
    },
    quiet: {
      'for 16 encoded bytes': { token: sound },
      'for a text of 16 characters': { token: present(issued({}), [['sixteen bytes ok', 'x']]) },
    },
  },
  'sd-jwt-validity-claim-hidden': {
    fires: {
      'for an expiry that the holder may leave out': firing(
        present(jws({ alg: 'ES256' }, { iss: 'a' }), [[salt, 'exp', NOW]]),
        1,
        '"exp"',
      ),
      'for the key that the token is bound to, at that disclosure': firing(
        present(issued({}), [disclosure, [salt, 'cnf', {}]]),
        2,
        '"cnf"',
      ),
    },
    quiet: {
      'for an e-mail address': { token: sound },
      'for a hidden audience when there is one openly': { token: present(issued({}), [[salt, 'aud', 'inner']]) },
      'for the expiry of a passport, which is not that of the token': {
        token: present(jws({ alg: 'ES256' }, { passport: { _sd: [hashOf([salt, 'exp', NOW])] } }), [
          [salt, 'exp', NOW],
        ]),
      },
    },
  },
  'kb-jwt-invalid': {
    fires: {
      'for another type than key bindings have': firing(bound({}, { typ: 'JWT' }), 1, '"typ":"JWT"'),
      'for a list of audiences: it is made for one verifier': firing(bound({ aud: ['a'] }), 1, '"aud":["a"]', 1),
      'for a key binding without a nonce': firing(bound({ nonce: undefined }), 1, undefined, 1),
      'for the hash of another presentation': firing(bound({ sd_hash: someDigest }), 1, `"sd_hash":"${someDigest}"`, 1),
      'for text in place of claims': firing(present(issued({}), [], jws(bindingHeader, 'text')), 1, undefined, 1),
    },
    quiet: {
      'for a key binding made for this presentation': { token: bound() },
      'for a disclosure, and the hash that the token names': { token: bound({}, {}, [disclosure], 'sha-512') },
      'for an SD-JWT without a key binding': { token: sound },
    },
  },
  'sd-jwt-key-binding-missing': {
    fires: {
      'for a credential bound to a thumbprint': {
        token: present(issued({ cnf: { jkt: 'x' } }), [disclosure]),
        at: { payload: '"cnf":{"jkt":"x"}' },
      },
      'for a credential bound to an empty claim': {
        token: present(issued({ cnf: {} }), []),
        at: { payload: '"cnf":{}' },
      },
    },
    quiet: {
      'for a credential with its key binding': { token: present(issued({ cnf: {} }), [], binding({})) },
      'for a credential that is bound to no key': { token: sound },
      'for a bound token that is no SD-JWT': { token: claims({ cnf: {} }) },
    },
  },
};
