import { LOGOUT_EVENT, normalizeType } from '../token/tokenType.ts';
import { member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import { isCompleteJwk, privateMember } from './carriedKeys.ts';
import { claim, headerMember, lacksClaim, openClaim, protectedMember, stringOf } from '../claims/locate.ts';
import { atMost, spanOf } from './rule.ts';
import type { Located } from '../claims/locate.ts';
import type { Hit, Rule, TokenSubject } from './rule.ts';
import { payloadSpan } from './times.ts';

/** Rules about tokens of one kind: what its specification requires and forbids. */
export const tokenKindRules: readonly Rule[] = [
  {
    id: 'issuer-form',
    title: 'Issuer is not a plain https URL',
    why: 'OpenID Connect and RFC 9068 build the URLs of keys and metadata from the issuer.',
    source: 'OIDC Core §2, RFC 8414 §2',
    fix: 'Use an https URL without a query, a fragment, or a user name.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      const { purpose, certain } = subject.type;
      const isStandard = purpose === 'id' || (purpose === 'access' && certain);
      const iss = claim(subject, 'iss');
      const text = stringOf(iss);
      if (!isStandard || !iss || text === undefined || isPlainHttps(text)) return;
      // Google's ID tokens may leave out the scheme; its documentation says so. Who issues for himself has no metadata
      // (SIOPv2 §9).
      if (text === 'accounts.google.com' || text === stringOf(claim(subject, 'sub'))) return;
      yield { ...iss.span, message: 'The issuer must be an https URL without a query, a fragment, or a user name.' };
    },
  },
  {
    id: 'at-jwt-claims',
    title: 'Access token lacks required claims',
    why: 'A resource server that follows RFC 9068 refuses this access token.',
    source: 'RFC 9068 §2.2',
    fix: 'Have the issuer add the missing claims.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const { purpose, certain } = subject.type;
      if (purpose === 'access' && certain)
        yield* lacking(subject, 'an access token', ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti']);
    },
  },
  {
    id: 'at-jwt-alg',
    title: 'Access token with an unsuitable algorithm',
    why: 'Access tokens must be signed, and a key pair is best. With a shared secret, each resource server can make tokens.',
    source: 'RFC 9068 §2.1',
    fix: 'Sign with a private key.',
    kind: 'structure',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      const alg = headerMember(subject, 'alg');
      if (!alg || subject.type.purpose !== 'access' || !subject.type.certain) return;
      if (subject.alg?.family === 'none')
        yield { ...alg.span, severity: 'error', message: 'An access token (at+jwt) must be signed.' };
      if (subject.alg?.family === 'HMAC')
        yield { ...alg.span, message: 'An access token (at+jwt) should be signed with a private key.' };
    },
  },
  {
    id: 'id-token-claims',
    title: 'ID token violates OpenID Connect',
    why: 'A client that follows OpenID Connect refuses this ID token.',
    source: 'OIDC Core §2, §3.1.3.7',
    fix: 'Have the provider issue the claims that OpenID Connect requires.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    check: (subject) => noErrorByGuess(subject, idTokenFaults(subject)),
  },
  {
    id: 'logout-token',
    title: 'Malformed logout token',
    why: 'A client refuses a logout token without these claims. It also refuses one that could be mistaken for an ID token.',
    source: 'OIDC Back-Channel Logout §2.4, §2.6',
    fix: 'Have the provider issue logout tokens as the specification requires.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      if (subject.type.purpose !== 'logout') return;
      yield* lacking(subject, 'a logout token', ['iss', 'aud', 'iat', 'exp', 'jti', 'events']);
      if (subject.payload && lacksClaim(subject, 'sub') && lacksClaim(subject, 'sid'))
        yield { ...payloadSpan(subject), message: 'A logout token must have "sub" or "sid", or both.' };
      const events = claim(subject, 'events');
      if (events && member(events.value, LOGOUT_EVENT)?.value.type !== 'object')
        yield { ...events.span, message: '"events" must be an object with the back-channel logout event.' };
      const nonce = claim(subject, 'nonce');
      if (nonce) yield { ...nonce.span, message: 'A logout token must not have a "nonce".' };
    },
  },
  {
    id: 'dpop-proof',
    title: 'Malformed DPoP proof',
    why: 'Servers refuse a DPoP proof that does not bind the key, the method, and the URL.',
    source: 'RFC 9449 §4.2, §4.3',
    fix: 'Have the client make proofs as RFC 9449 requires.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    check: (subject) => noErrorByGuess(subject, dpopFaults(subject)),
  },
  {
    id: 'cnf-invalid',
    title: 'Malformed confirmation claim',
    why: 'If the claim does not name a key correctly, the token is not bound to any key.',
    source: 'RFC 7800 §3, RFC 9449 §6.1, RFC 8705 §3.1',
    fix: 'Write the SHA-256 thumbprint as 43 base64url characters, or the public key as a JWK.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const cnf = claim(subject, 'cnf');
      if (!cnf) return;
      if (cnf.value.type !== 'object') yield { ...cnf.span, message: '"cnf" must be an object.' };
      for (const name of ['jkt', 'x5t#S256']) {
        const thumbprint = member(cnf.value, name);
        if (thumbprint && !isSha256(thumbprint.value)) {
          yield {
            ...cnf.part.locate(thumbprint),
            message: `"cnf.${name}" must be a SHA-256 thumbprint: 43 base64url characters.`,
          };
        }
      }
      const jwk = member(cnf.value, 'jwk');
      if (jwk && !isCompleteJwk(jwk.value))
        yield { ...cnf.part.locate(jwk), message: '"cnf.jwk" is not a complete JWK.' };
      const secret = jwk && privateMember(jwk.value);
      if (secret) yield { ...cnf.part.locate(secret), message: '"cnf.jwk" must be a public key.' };
    },
  },
  {
    id: 'client-assertion',
    title: 'Malformed client assertion',
    why: 'An authorization server refuses a client assertion without these claims.',
    source: 'RFC 7523 §3, OIDC Core §9',
    fix: 'Set "iss" and "sub" to the client, and add "aud", "exp" and "jti".',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      if (subject.type.purpose !== 'client-assertion' || !subject.type.certain) return;
      yield* lacking(subject, 'a client assertion', ['iss', 'sub', 'aud', 'exp', 'jti']);
      const iss = claim(subject, 'iss');
      const sub = claim(subject, 'sub');
      if (iss && sub && stringOf(iss) !== stringOf(sub)) {
        yield {
          ...iss.span,
          message: '"iss" and "sub" of a client assertion must be the same.',
          related: [{ ...sub.span, message: 'The subject' }],
        };
      }
    },
  },
  {
    id: 'security-event',
    title: 'Malformed security event',
    why: 'A receiver refuses a security event token that does not state what happened, when, and who reports it.',
    source: 'RFC 8417 §2.2',
    fix: 'Have the transmitter write the claims that RFC 8417 requires.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      if (subject.type.purpose !== 'security-event' || !subject.type.certain) return;
      yield* lacking(subject, 'a security event token', ['iss', 'iat', 'jti', 'events']);
      const events = claim(subject, 'events');
      if (events && (events.value.type !== 'object' || events.value.members.length === 0))
        yield { ...events.span, message: '"events" must be an object with at least one event.' };
      const exp = claim(subject, 'exp');
      if (exp) {
        yield {
          ...exp.span,
          severity: 'hint',
          message: 'A security event should not have "exp", because an event does not expire.',
        };
      }
    },
  },
  {
    id: 'sd-jwt-vc',
    title: 'Malformed SD-JWT VC',
    why: 'A verifier cannot use a credential without a type, and must not rely on the holder to disclose its type and status.',
    source: 'SD-JWT VC §3.2.2',
    fix: 'Have the issuer write "vct", and "status" if there is one, openly.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const typ = normalizeType(stringOf(protectedMember(subject, 'typ')) ?? '');
      if (typ !== 'dc+sd-jwt' && typ !== 'vc+sd-jwt') return;
      const hidden = [...(subject.disclosed?.places ?? [])].filter(([, place]) => openClaims.has(place));
      for (const [{ segment }, place] of hidden)
        yield { ...spanOf(segment), message: `"${place}" of an SD-JWT VC must not be hidden in a disclosure.` };
      // A claim that must be open counts as missing even if it may be hidden.
      if (subject.payload && !hidden.some(([, place]) => place === 'vct') && !openClaim(subject, 'vct'))
        yield { ...payloadSpan(subject), message: 'This token lacks "vct", which an SD-JWT VC requires.' };
      const vct = claim(subject, 'vct');
      if (vct && !stringOf(vct)) yield { ...vct.span, message: '"vct" must be a non-empty string.' };
    },
  },
];

/** What an SD-JWT VC says openly, besides what every SD-JWT does: `sd-jwt-validity-claim-hidden`. */
const openClaims: ReadonlySet<string> = new Set(['vct', 'vct#integrity', 'status']);

function isPlainHttps(text: string): boolean {
  if (!URL.canParse(text) || !text.startsWith('https://')) return false;
  const { username, password } = new URL(text);
  return !username && !password && !text.includes('?') && !text.includes('#');
}

/** One hit that lists the missing required claims. A guess about the token is not stated as a fact. */
function* lacking(subject: TokenSubject, what: string, names: readonly string[]): Iterable<Hit> {
  if (!subject.payload) return;
  const absent = names.filter((name) => lacksClaim(subject, name));
  if (absent.length === 0) return;
  const list = absent.map((name) => `"${name}"`).join(', ');
  const guess = subject.type.certain ? '' : ' (it looks like one)';
  yield { ...payloadSpan(subject), message: `This token lacks ${list}, which ${what} requires${guess}.` };
}

/** A token whose kind is only guessed may be of another kind, for which this is right: that is no error. */
function* noErrorByGuess({ type }: TokenSubject, hits: Iterable<Hit>): Iterable<Hit> {
  for (const hit of hits) yield type.certain ? hit : { ...hit, severity: atMost('warning', hit.severity ?? 'error') };
}

function* idTokenFaults(subject: TokenSubject): Iterable<Hit> {
  if (subject.type.purpose !== 'id') return;
  yield* lacking(subject, 'an ID token', ['iss', 'sub', 'aud', 'exp', 'iat']);
  const sub = claim(subject, 'sub');
  const text = stringOf(sub);
  if (sub && text !== undefined && !/^[\x20-\x7e]{0,255}$/.test(text))
    yield { ...sub.span, message: '"sub" of an ID token must have at most 255 ASCII characters.' };
  const aud = claim(subject, 'aud');
  if (aud?.value.type === 'array' && aud.value.items.length > 1 && lacksClaim(subject, 'azp')) {
    yield {
      ...aud.span,
      severity: 'warning',
      message: 'An ID token for several audiences should name its authorized party ("azp").',
    };
  }
  for (const name of ['x5u', 'x5c', 'jku', 'jwk']) {
    const parameter = headerMember(subject, name);
    if (parameter) yield { ...parameter.span, severity: 'warning', message: `An ID token should not carry "${name}".` };
  }
}

/** A few minutes: proofs are made for one request (RFC 9449 §4.3, step 11). */
const OLDEST_PROOF_SECONDS = 300;

function* dpopFaults(subject: TokenSubject): Iterable<Hit> {
  if (subject.type.purpose !== 'dpop' || !subject.payload) return;
  yield* lacking(subject, 'a DPoP proof', ['jti', 'htm', 'htu', 'iat']);
  const alg = headerMember(subject, 'alg');
  if (alg && (subject.alg?.family === 'none' || subject.alg?.family === 'HMAC'))
    yield { ...alg.span, message: 'A DPoP proof must be signed with a private key.' };
  const { header } = subject.token;
  const jwk = headerMember(subject, 'jwk');
  const secret = privateMember(jwk?.value);
  if (header && jwk?.value.type !== 'object')
    yield { ...(jwk?.span ?? spanOf(header.segment)), message: 'A DPoP proof must contain its public key ("jwk").' };
  if (header && secret) yield { ...header.locate(secret), message: 'The key of a DPoP proof must be a public key.' };
  const htu = claim(subject, 'htu');
  if (htu && /[?#]/.test(stringOf(htu) ?? ''))
    yield { ...htu.span, message: '"htu" must not have a query or fragment.' };
  const ath = claim(subject, 'ath');
  if (ath && !isSha256(ath.value))
    yield { ...ath.span, message: '"ath" must be a SHA-256 hash: 43 base64url characters.' };
  const iat = claim(subject, 'iat');
  if (isOlderThan(iat, subject.now - OLDEST_PROOF_SECONDS)) {
    yield {
      ...iat.span,
      severity: 'hint',
      message: 'This DPoP proof is older than a few minutes, so servers refuse it.',
    };
  }
}

function isOlderThan(time: Located | undefined, instant: number): time is Located {
  return time?.value.type === 'number' && time.value.value < instant;
}

function isSha256(value: JsonNode): boolean {
  return value.type === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value.value);
}
