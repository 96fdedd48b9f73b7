import { isAcmeRequest } from '../token/tokenType.ts';
import { thumbprintOf } from '../keys/thumbprint.ts';
import { isLoopback } from '../text/origin.ts';
import { member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import { privateMember } from './carriedKeys.ts';
import { claim, headerMember, stringOf } from '../claims/locate.ts';
import type { Rule, TokenSubject } from './rule.ts';

/** Rules about header parameters by which a token names, brings or locates the key it is to be verified with. */
export const keySourceRules: readonly Rule[] = [
  {
    id: 'header-jwk',
    title: 'Token contains its own key',
    why: 'A verifier that trusts the key inside a token accepts tokens from anyone. Only a proof of possession should contain such a key.',
    source: 'RFC 7515 §4.1.3, CVE-2018-0114',
    fix: 'Verify with keys you configured, and compare them with this key.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      const jwk = headerMember(subject, 'jwk');
      if (!jwk || provesPossession(subject)) return;
      yield { ...jwk.span, message: 'This token contains its own key. A verifier must never trust that key alone.' };
    },
  },
  {
    id: 'private-key-in-header',
    title: 'Private key inside the token',
    why: 'Anyone who sees this token has the private key and can sign as its owner.',
    source: 'RFC 7515 §4.1.3, RFC 9449 §4.2, RFC 7517 §9.2',
    fix: 'Replace the key, and put only public members in tokens.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ token: { header, payload } }) {
      const places = [
        [header, member(header?.json, 'jwk')],
        [header, member(header?.json, 'epk')],
        [payload, member(member(payload?.json, 'cnf')?.value, 'jwk')],
      ] as const;
      for (const [part, jwk] of places) {
        const secret = privateMember(jwk?.value);
        if (part && secret) yield { ...part.locate(secret), message: 'The token contains private key material.' };
      }
    },
  },
  {
    id: 'header-url-key',
    title: 'Token names the URL of its key',
    why: 'A verifier that fetches the key from a URL in the token accepts tokens from anyone. An attacker can also send it to any address.',
    source: 'RFC 7515 §4.1.2, §4.1.5, RFC 8725 §3.10',
    fix: 'Verify with keys you configured. This extension never fetches such a URL.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      for (const name of ['jku', 'x5u']) {
        const url = headerMember(subject, name);
        if (url) {
          yield {
            ...url.span,
            message: `The token names the URL of its key ("${name}"). A verifier must not follow it without checking.`,
          };
        }
      }
    },
  },
  {
    id: 'header-url-unsafe',
    title: 'Unsafe key URL',
    why: 'Such a URL leads a server to itself, to its own network, or to a host that is unrelated to the issuer.',
    source: 'RFC 8725bis §3.10',
    fix: 'Refuse this token.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check(subject) {
      const iss = claim(subject, 'iss');
      const issuer = issuerHost(stringOf(iss));
      for (const name of ['jku', 'x5u']) {
        const url = headerMember(subject, name);
        if (!url) continue;
        const reason = url.value.type === 'string' ? unsafeUrl(url.value.value) : 'it is not a string';
        if (reason !== undefined) {
          yield { ...url.span, message: `Do not fetch "${name}": ${reason}.` };
        } else if (iss && issuer !== undefined && issuer !== hostOf(stringOf(url) ?? '')) {
          yield {
            ...url.span,
            severity: 'warning',
            message: `"${name}" points to a different host than the issuer.`,
            related: [{ ...iss.span, message: 'The issuer' }],
          };
        }
      }
    },
  },
  {
    id: 'x5t-sha1',
    title: 'SHA-1 thumbprint',
    why: 'Attackers can make two certificates with the same SHA-1 thumbprint.',
    source: 'RFC 7515 §4.1.7',
    fix: 'Use "x5t#S256".',
    kind: 'structure',
    severity: 'hint',
    needs: 'token',
    optIn: true,
    *check(subject) {
      const thumbprint = headerMember(subject, 'x5t');
      if (thumbprint && !headerMember(subject, 'x5t#S256'))
        yield { ...thumbprint.span, message: '"x5t" is a SHA-1 thumbprint. Use "x5t#S256" instead.' };
    },
  },
  {
    id: 'kid-suspicious',
    title: 'Suspicious key ID',
    why: 'If a server uses the key ID as a file name, in a database query, or in a shell, an attacker can choose what it reads.',
    source: 'RFC 8725 §3.10',
    fix: 'Refuse this token, and look up key IDs only in a fixed list.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      const kid = headerMember(subject, 'kid');
      const text = stringOf(kid)?.slice(0, 4096);
      // RFC 8555 §6.2: there it must be the URL of the account.
      if (isAcmeRequest(subject.header) && text !== undefined && /^https:\/\/[\w.:-]+\/[\w./-]*$/.test(text)) return;
      const reason = text === undefined ? undefined : suspicions.find(({ in: matches }) => matches(text))?.looksLike;
      if (kid && reason !== undefined)
        yield { ...kid.span, message: `"kid" looks like ${reason}. Servers that use it without checking are at risk.` };
    },
  },
  {
    id: 'thumbprint-uri-invalid',
    title: 'Malformed thumbprint URI',
    why: 'A JWK thumbprint URI names a key by its hash. With an unknown hash or the wrong length, it does not name a key. If it belongs to another key than the one in the token, it misleads.',
    source: 'RFC 9278 §3, RFC 7638 §3',
    fix: 'Write the hash name and the base64url thumbprint of the key.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check(subject) {
      const places = [
        [headerMember(subject, 'kid'), headerMember(subject, 'jwk')],
        // A subject that issues its own ID token brings its key (SIOPv2 §11.1).
        [claim(subject, 'sub'), claim(subject, 'sub_jwk')],
        [claim(subject, 'iss'), undefined],
      ] as const;
      for (const [located, jwk] of places) {
        const uri = stringOf(located);
        if (!located || uri === undefined) continue;
        if (isBadThumbprintUri(uri)) {
          yield { ...located.span, message: 'The JWK thumbprint URI is malformed.' };
        } else if (jwk && namesAnotherKey(uri, jwk.value)) {
          yield {
            ...located.span,
            severity: 'error',
            message: 'The JWK thumbprint URI does not match the key beside it.',
            related: [{ ...jwk.span, message: 'The key' }],
          };
        }
      }
    },
  },
];

/** Proofs of possession carry their key: RFC 9449 §4.2, OpenID4VCI, and ACME requests (RFC 8555 §6.2). */
function provesPossession(subject: TokenSubject): boolean {
  const { purpose, certain } = subject.type;
  if (certain && (purpose === 'dpop' || purpose === 'proof')) return true;
  return headerMember(subject, 'url') !== undefined && headerMember(subject, 'nonce') !== undefined;
}

/**
 * What a suspicious key ID looks like. A bare `/`, `:` or `.`, a DID, URN or ARN is not suspicious: real key IDs have
 * them.
 */
const suspicions: readonly { readonly looksLike: string; readonly in: (kid: string) => boolean }[] = [
  { looksLike: 'a path', in: (kid) => /\.\.[/\\]|%2e%2e|^[A-Za-z]:[/\\]/i.test(kid) || isAbsolutePath(kid) },
  { looksLike: 'a URL', in: (kid) => /^(?:file|https?):/i.test(kid) },
  { looksLike: 'text with control characters', in: (kid) => /[\0\r\n]/.test(kid) },
  { looksLike: 'a database query', in: (kid) => sqlAfterQuote.test(kid) },
  { looksLike: 'a command', in: (kid) => kid.includes('$(') || kid.includes('`') || kid.includes('|') },
  { looksLike: 'a lookup', in: (kid) => /\$\{jndi/i.test(kid) || kid.includes('*)(') },
];

/** A quote that ends a string of SQL, and what may come next; comments may stand for the space between. */
const sqlAfterQuote =
  /['"](?:\s|\/\*[^*]*\*\/)*(?:--|;|#|\)|(?:or|and|union|select|insert|update|delete|drop|exec|having|like|limit|where|order|into|when|xor)\b)/i;

/** Standard base64 of a hash may begin with a slash too, but is long and nothing else. */
function isAbsolutePath(kid: string): boolean {
  return kid.startsWith('/') && !/^[A-Za-z0-9+/]{27,}={0,2}$/.test(kid);
}

/** Why a server must not fetch a URL that a token names; undefined if nothing speaks against it. */
function unsafeUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return 'it is not a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:') return 'it is not https';
  if (url.username || url.password) return 'it contains a user name';
  if (text.includes('@')) return 'it contains "@", before which some readers see a user name';
  if (url.hash || text.includes('#')) return 'it contains a fragment';
  const host = url.hostname.replace(/\.$/, '');
  if (isLoopback(host)) return 'it leads to the server itself';
  if (host.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(host)) return 'it names an address instead of a host';
  if (/\.(?:local|localhost|internal|localdomain|lan|home\.arpa)$/.test(host) || !host.includes('.'))
    return 'it leads into a local network';
  if (/[/\\](?:\.|%2e){2}(?:[/\\?]|%2f|%5c|$)/i.test(text)) return 'it climbs out of its folder';
  return redirection.test(url.pathname + url.search) ? 'it redirects to another URL' : undefined;
}

/** Another URL in the path or the query, written plainly or percent-encoded. */
const redirection = /[/?&=](?:https?(?::|%3a)|(?:\/|%2f){2})/i;

function hostOf(url: string): string | undefined {
  const hostname = URL.canParse(url) ? new URL(url).hostname : '';
  return hostname === '' ? undefined : hostname;
}

/** The host of an issuer that is a URL, or the name of a host; other issuers have none to compare with. */
function issuerHost(issuer: string | undefined): string | undefined {
  if (issuer === undefined) return undefined;
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(issuer) ? issuer.toLowerCase() : hostOf(issuer);
}

const thumbprintPrefix = 'urn:ietf:params:oauth:jwk-thumbprint:';

/** Characters of a thumbprint by the name of its hash in the IANA "Named Information Hash Algorithm" registry. */
const thumbprintLengths: ReadonlyMap<string, number> = new Map([
  ['sha-256', 43],
  ['sha-384', 64],
  ['sha-512', 86],
  ['sha3-224', 38],
  ['sha3-256', 43],
  ['sha3-384', 64],
  ['sha3-512', 86],
]);

function namesAnotherKey(uri: string, jwk: JsonNode): boolean {
  const thumbprint = uri.startsWith(`${thumbprintPrefix}sha-256:`) ? thumbprintOf(jwk) : undefined;
  return thumbprint !== undefined && !uri.endsWith(`:${thumbprint}`);
}

function isBadThumbprintUri(text: string): boolean {
  if (!text.startsWith(thumbprintPrefix)) return false;
  const [hash = '', value = '', ...more] = text.slice(thumbprintPrefix.length).split(':');
  return more.length > 0 || value.length !== thumbprintLengths.get(hash) || !/^[A-Za-z0-9_-]+$/.test(value);
}
