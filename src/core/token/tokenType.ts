import { member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import type { Token } from './token.ts';
import type { TokenPurpose } from './tokenPurpose.ts';
import { vendorTypeOf } from './vendorTypes.ts';

export interface TokenType {
  readonly purpose: TokenPurpose;
  /** For a person: `Access token`. */
  readonly label: string;
  /** True only where `typ` or the shape says so; everything else is a guess and has to be shown as one. */
  readonly certain: boolean;
}

/** Media types that say exactly what a token is (RFC 8725 §3.11), without `application/`. */
const explicitTypes: ReadonlyMap<string, readonly [TokenPurpose, string]> = new Map([
  ['at+jwt', ['access', 'Access token']],
  ['dpop+jwt', ['dpop', 'DPoP proof']],
  ['kb+jwt', ['key-binding', 'Key binding JWT']],
  ['logout+jwt', ['logout', 'Logout token']],
  ['secevent+jwt', ['security-event', 'Security event token']],
  ['oauth-authz-req+jwt', ['request-object', 'Authorization request']],
  ['client-authentication+jwt', ['client-assertion', 'Client assertion']],
  ['openid4vci-proof+jwt', ['proof', 'Credential request proof']],
  ['passport', ['proof', 'Personal assertion token (PASSporT)']],
  ['oauth-client-attestation+jwt', ['other', 'Client attestation']],
  ['oauth-client-attestation-pop+jwt', ['proof', 'Client attestation proof']],
  ['token-introspection+jwt', ['other', 'Token introspection response']],
  ['entity-statement+jwt', ['other', 'OpenID Federation entity statement']],
  ['vc+jwt', ['credential', 'Verifiable credential']],
  ['vp+jwt', ['credential', 'Verifiable presentation']],
  ['statuslist+jwt', ['other', 'Status list token']],
]);

/** The `token_use` of Amazon Cognito and the `typ` claim of Keycloak. */
const vendorPurposes: ReadonlyMap<string, readonly [TokenPurpose, string]> = new Map([
  ['token_use:access', ['access', 'Access token']],
  ['token_use:id', ['id', 'ID token']],
  ['typ:Bearer', ['access', 'Access token']],
  ['typ:ID', ['id', 'ID token']],
  ['typ:Refresh', ['refresh', 'Refresh token']],
  ['typ:Offline', ['refresh', 'Refresh token']],
  ['typ:Logout', ['logout', 'Logout token']],
]);

/** Issuers whose only JWTs with claims about a user are ID tokens: Google, its Firebase, and Apple. */
const idTokenIssuers =
  /^(?:(?:https:\/\/)?accounts\.google\.com|https:\/\/(?:securetoken\.google\.com\/.+|appleid\.apple\.com))$/;

/** The member of `events` that a logout token must have (OIDC Back-Channel Logout §2.4). */
export const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** `typ` as it is compared: without letter case and without an `application/` prefix (RFC 7515 §4.1.9). */
export function normalizeType(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '');
}

/**
 * What a token is for: by `typ` where it is explicit, else by the type that a profile expects of it, else guessed from
 * its claims.
 */
export function guessTokenType(token: Token, expectedType = ''): TokenType {
  const typ = member(token.protectedHeader, 'typ')?.value;
  const explicit = explicitType(typ?.type === 'string' ? typ.value : '');
  if (explicit) return explicit;
  // Nothing else has tildes (RFC 9901 §4).
  if (token.presentation !== undefined) return { purpose: 'sd-jwt', label: 'SD-JWT', certain: true };
  const expected = explicitType(expectedType);
  if (expected) return expected;
  const payload = token.payload?.json;
  // OIDC Back-Channel Logout §2.4: this event is what makes a logout token; its `typ` is only recommended.
  if (member(member(payload, 'events')?.value, LOGOUT_EVENT))
    return { purpose: 'logout', label: 'Logout token', certain: true };
  const vendor = payload && vendorTypeOf(token.header?.json, payload);
  if (vendor) return { purpose: vendor.purpose, label: vendor.label, certain: false };
  const guess = isAcmeRequest(token.header?.json) ? acmeRequest : payload && guessFromClaims(payload);
  if (guess) return { purpose: guess[0], label: guess[1], certain: false };
  return { purpose: 'unknown', label: plainLabel(token), certain: true };
}

function explicitType(typ: string): TokenType | undefined {
  const type = normalizeType(typ);
  const explicit = explicitTypes.get(type);
  if (explicit) return { purpose: explicit[0], label: explicit[1], certain: true };
  return type.endsWith('+sd-jwt') ? { purpose: 'sd-jwt', label: 'SD-JWT credential', certain: true } : undefined;
}

const acmeRequest = ['proof', 'ACME request'] as const;

/** RFC 8555 §6.2: a signed request, which no URL but the named one accepts, and only once. */
export function isAcmeRequest(header: JsonNode | undefined): boolean {
  const has = (name: string): boolean => member(header, name) !== undefined;
  return has('url') && has('nonce') && (has('jwk') || has('kid'));
}

/** In this order: the marks that few other tokens carry come first. */
function guessFromClaims(payload: JsonNode): readonly [TokenPurpose, string] | undefined {
  const has = (name: string) => member(payload, name) !== undefined;
  const text = (name: string) => {
    const value = member(payload, name)?.value;
    return value?.type === 'string' ? value.value : undefined;
  };
  if (member(payload, 'events')?.value.type === 'object') return ['security-event', 'Security event token'];
  if (has('sd_hash')) return ['key-binding', 'Key binding JWT'];
  if (has('_sd') || has('_sd_alg')) return ['sd-jwt', 'SD-JWT'];
  if (has('htm') && has('htu')) return ['dpop', 'DPoP proof'];
  const vendor = vendorPurposes.get(`token_use:${text('token_use')}`) ?? vendorPurposes.get(`typ:${text('typ')}`);
  if (vendor) return vendor;
  if (member(payload, 'vc')?.value.type === 'object') return ['credential', 'Verifiable credential'];
  if (member(payload, 'vp')?.value.type === 'object') return ['credential', 'Verifiable presentation'];
  if (has('at_hash') || has('c_hash')) return ['id', 'ID token'];
  if (has('response_type') && has('client_id')) return ['request-object', 'Authorization request'];
  const hasScope = has('scope') || has('scp');
  if (!hasScope && has('aud') && (has('nonce') || looksLikeIdToken(text, has))) return ['id', 'ID token'];
  if (hasScope || has('client_id') || has('azp')) return ['access', 'Access token'];
  const issuer = text('iss');
  if (issuer !== undefined && issuer === text('sub') && has('aud') && has('jti'))
    return ['client-assertion', 'Client assertion'];
  return undefined;
}

/**
 * Without a `nonce` or a hash: it names the sign-in, or the client to which it was issued as its only audience (OIDC
 * Core §2).
 */
function looksLikeIdToken(text: (name: string) => string | undefined, has: (name: string) => boolean): boolean {
  const issuer = text('iss');
  if (issuer === undefined || !has('sub')) return false;
  if (idTokenIssuers.test(issuer)) return true;
  const client = text('azp');
  return client === undefined ? has('auth_time') && !has('client_id') : client === text('aud');
}

/** What any token of this shape may be called. */
function plainLabel(token: Token): string {
  if (token.kind === 'jwe' || token.kind === 'jwe-json') return 'Encrypted token';
  return token.payload?.json?.type === 'object' ? 'JWT' : 'Signed content';
}
