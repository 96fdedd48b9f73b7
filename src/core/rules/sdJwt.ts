import { readBase64url } from '../text/base64url.ts';
import { disclosureFault, isSelective } from '../token/disclosures.ts';
import { collectionsIn } from '../text/json.ts';
import type { JsonMember, JsonNode } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import type { Token, TextPart } from '../token/token.ts';
import { foldAlgorithm } from './algorithm.ts';
import { keyBindingOf } from './keyBinding.ts';
import { headerMember, openClaim } from '../claims/locate.ts';
import { spanOf } from './rule.ts';
import type { Hit, Rule, TokenSubject } from './rule.ts';

/** Rules about SD-JWTs (RFC 9901): everything but the signatures, which need keys. */
export const sdJwtRules: readonly Rule[] = [
  {
    id: 'sd-jwt-missing-tilde',
    title: 'SD-JWT without a tilde',
    why: 'An SD-JWT ends with "~", or with a key binding JWT after the last "~". In any other form, verifiers mistake it for another kind of token or refuse it.',
    source: 'RFC 9901 §4',
    fix: 'Copy the whole token again, including the "~" at the end.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const { token } = subject;
      const { length } = token.text;
      // In the JSON serialization the disclosures stand in the unprotected header (RFC 9901 §8).
      if (token.flattened) return;
      if (token.kind !== 'sd-jwt') {
        for (const { part, found } of membersOf(token)) {
          if (found.name !== '_sd' && found.name !== '_sd_alg') continue;
          yield { ...part.locate(found), message: 'The claims are from an SD-JWT, but the token has no "~".' };
          return;
        }
      } else if (token.keyBinding) {
        if (token.keyBinding.text.split('.').length !== 3) {
          yield {
            ...spanOf(token.keyBinding),
            message: 'The text after the last "~" is not a key binding JWT: it does not have three parts.',
          };
        }
      } else if (!token.text.endsWith('~')) {
        yield { start: length - 1, end: length, message: 'An SD-JWT ends with "~" or with a key binding JWT.' };
      }
    },
  },
  {
    id: 'sd-jwt-alg-none',
    title: 'Unsigned SD-JWT',
    why: 'Anyone can make an SD-JWT or a key binding that is not signed. Verifiers must refuse it.',
    source: 'RFC 9901 §4.1, §4.3, §7.1',
    fix: 'Refuse this token.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      if (!isSelective(subject.token)) return;
      const alg = headerMember(subject, 'alg');
      if (alg && foldAlgorithm(subject.token.alg ?? '') === 'none')
        yield { ...alg.span, message: 'An SD-JWT must be signed.' };
      const binding = keyBindingOf(subject);
      if (binding && foldAlgorithm(binding.token.alg ?? '') === 'none')
        yield { ...binding.locate('header', 'alg'), message: 'A key binding JWT must be signed.' };
    },
  },
  {
    id: 'sd-jwt-disclosure-malformed',
    title: 'Malformed disclosure',
    why: 'A disclosure is a JSON array of salt, name, and value, or of salt and value. Verifiers refuse a token with any other disclosure.',
    source: 'RFC 9901 §4.2, §7.1',
    fix: 'Copy the token again, or check how the issuer makes disclosures.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ header, token, disclosed }) {
      if (!header) return;
      yield* refusals(disclosed, 'sd-jwt-disclosure-malformed');
      if (disclosed) return;
      for (const disclosure of token.disclosures) {
        const fault = disclosureFault(disclosure.json);
        if (fault !== undefined)
          yield { ...spanOf(disclosure.segment), message: `This disclosure is malformed: ${fault}.` };
      }
    },
  },
  {
    id: 'sd-jwt-disclosure-unreferenced',
    title: 'Unsigned disclosure',
    why: 'Anyone can append a disclosure. It counts only if the signed claims, or another disclosure that counts, contain its digest. Verifiers refuse a token with any other disclosure.',
    source: 'RFC 9901 §7.1',
    fix: 'Refuse this token, or present it again with only the disclosures that its issuer made.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ disclosed }) {
      yield* refusals(disclosed, 'sd-jwt-disclosure-unreferenced');
    },
  },
  {
    id: 'sd-jwt-digest-duplicate',
    title: 'Digest appears twice',
    why: 'Each hidden claim has its own digest. Verifiers refuse a token in which one appears twice.',
    source: 'RFC 9901 §7.1',
    fix: 'Have the issuer use a new salt for each claim.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ token }) {
      const seen = new Map<string, Span>();
      for (const { part, digest } of digestsOf(token)) {
        if (digest.type !== 'string') continue;
        const place = part.locate(digest);
        const earlier = seen.get(digest.value);
        if (earlier) {
          const related = [{ ...earlier, message: 'The earlier one' }];
          yield { ...place, message: 'This digest appears twice.', related };
        } else {
          seen.set(digest.value, place);
        }
      }
    },
  },
  {
    id: 'sd-jwt-alg-misplaced',
    title: 'Unsafe or misplaced "_sd_alg"',
    why: '"_sd_alg" names the hash of the digests once, at the top level of the claims. The hash must resist collisions.',
    source: 'RFC 9901 §4.1.1, §9.4',
    fix: 'Use sha-256, and name it only at the top level.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ token }) {
      for (const { part, found, depth } of membersOf(token)) {
        if (found.name !== '_sd_alg') continue;
        if (depth > 0 || part !== token.payload) {
          yield { ...part.locate(found), message: '"_sd_alg" belongs to the top level of the claims.' };
        } else if (found.value.type !== 'string' || !digestHashes.has(found.value.value)) {
          yield {
            ...part.locate(found),
            message: '"_sd_alg" must name a hash that is safe for digests (sha-256, sha-384, sha-512).',
          };
        }
      }
    },
  },
  {
    id: 'sd-jwt-salt-short',
    title: 'Short salt',
    why: 'With a short salt, attackers can find the value of a hidden claim by trying.',
    source: 'RFC 9901 §9.3',
    fix: 'Have the issuer use random salts of 128 bits or more.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check({ token }) {
      for (const disclosure of token.disclosures) {
        const salt = disclosure.json?.type === 'array' ? disclosure.json.items[0] : undefined;
        if (salt?.type !== 'string' || saltLength(salt.value) >= 16) continue;
        yield {
          ...disclosure.locate(salt),
          message: 'The salt is shorter than 128 bits. Attackers can guess the hidden value.',
        };
      }
    },
  },
  {
    id: 'sd-jwt-validity-claim-hidden',
    title: 'Hidden validity claim',
    why: 'The holder of the token could leave out its expiry, audience, or key, and a verifier would not notice.',
    source: 'RFC 9901 §9.7',
    fix: 'Have the issuer write such claims openly in the token.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      for (const disclosure of subject.token.disclosures) {
        const name =
          disclosure.json?.type === 'array' && disclosure.json.items.length === 3
            ? disclosure.json.items[1]
            : undefined;
        if (name?.type !== 'string' || !validityClaims.has(name.value) || openClaim(subject, name.value)) continue;
        // Inside of another claim such a name says nothing of the token.
        if ((subject.disclosed?.places.get(disclosure) ?? name.value) !== name.value) continue;
        yield { ...disclosure.locate(name), message: `"${name.value}" must not be hidden in a disclosure.` };
      }
    },
  },
];

/** The faults of this rule for which a verifier refuses the token when it puts the disclosures in place. */
function* refusals(disclosed: TokenSubject['disclosed'], rule: string): Iterable<Hit> {
  for (const { ruleId, message, start, end } of disclosed?.faults ?? [])
    if (ruleId === rule) yield { start, end, message };
}

/** The hashes of the IANA "Named Information Hash Algorithm" registry that resist collisions. */
const digestHashes: ReadonlySet<string> = new Set([
  'sha-256',
  'sha-384',
  'sha-512',
  'sha3-256',
  'sha3-384',
  'sha3-512',
]);

const validityClaims: ReadonlySet<string> = new Set(['iss', 'exp', 'nbf', 'cnf', 'aud']);

/** The number of bytes of a salt: of the decoded bytes if it is base64url, otherwise of the text. */
function saltLength(salt: string): number {
  const { bytes, fault } = readBase64url(salt);
  return fault ? new TextEncoder().encode(salt).length : bytes.length;
}

interface FoundMember {
  readonly part: TextPart;
  readonly found: JsonMember;
  readonly depth: number;
}

/** All members, at any depth, of the claims and the disclosures. */
function* membersOf(token: Token): Iterable<FoundMember> {
  for (const part of [token.payload, ...token.disclosures]) {
    for (const { node, depth } of part?.json ? collectionsIn(part.json) : [])
      if (part && node.type === 'object') for (const found of node.members) yield { part, found, depth };
  }
}

/** The digests of hidden claims (`_sd`) and of hidden array elements (`...`). */
function* digestsOf(token: Token): Iterable<{ readonly part: TextPart; readonly digest: JsonNode }> {
  for (const { part, found } of membersOf(token)) {
    if (found.name === '...') yield { part, digest: found.value };
    if (found.name === '_sd' && found.value.type === 'array')
      for (const digest of found.value.items) yield { part, digest };
  }
}
