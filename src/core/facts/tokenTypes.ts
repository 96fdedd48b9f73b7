import { member } from '../token/json.ts';
import type { JsonNode } from '../token/json.ts';
import type { ParsedToken } from '../token/token.ts';

/** What a token is for; decides which claims it needs and how long it usually lives. */
export type TokenPurpose =
  | 'access'
  | 'id'
  | 'refresh'
  | 'logout'
  | 'security-event'
  | 'dpop'
  | 'key-binding'
  | 'sd-jwt'
  | 'client-assertion'
  | 'request-object'
  | 'proof'
  | 'other'
  | 'unknown';

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
  ['oauth-client-attestation+jwt', ['other', 'Client attestation']],
  ['oauth-client-attestation-pop+jwt', ['proof', 'Client attestation proof']],
  ['token-introspection+jwt', ['other', 'Token introspection response']],
  ['entity-statement+jwt', ['other', 'OpenID Federation entity statement']],
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

/** `typ` as it is compared: without letter case and without an `application/` prefix (RFC 7515 §4.1.9). */
export function normalizeType(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '');
}

/** What a token is for: by `typ` where it is explicit, else guessed from its claims. */
export function guessTokenType(token: ParsedToken): TokenType {
  const typ = member(token.header?.json, 'typ')?.value;
  if (typ?.type === 'string') {
    const type = normalizeType(typ.value);
    const explicit = explicitTypes.get(type);
    if (explicit) return { purpose: explicit[0], label: explicit[1], certain: true };
    if (type.endsWith('+sd-jwt')) return { purpose: 'sd-jwt', label: 'SD-JWT credential', certain: true };
  }
  // Nothing else has tildes (RFC 9901 §4).
  if (token.kind === 'sd-jwt') return { purpose: 'sd-jwt', label: 'SD-JWT', certain: true };
  const payload = token.payload?.json;
  const guess = payload && guessFromClaims(payload);
  if (guess) return { purpose: guess[0], label: guess[1], certain: false };
  return { purpose: 'unknown', label: plainLabel(token), certain: true };
}

/** In this order: the marks that few other tokens carry come first. */
function guessFromClaims(payload: JsonNode): readonly [TokenPurpose, string] | undefined {
  const has = (name: string) => member(payload, name) !== undefined;
  const text = (name: string) => {
    const value = member(payload, name)?.value;
    return value?.type === 'string' ? value.value : undefined;
  };
  const events = member(payload, 'events')?.value;
  if (events) {
    const isLogout = member(events, 'http://schemas.openid.net/event/backchannel-logout') !== undefined;
    return isLogout ? ['logout', 'Logout token'] : ['security-event', 'Security event token'];
  }
  if (has('sd_hash')) return ['key-binding', 'Key binding JWT'];
  if (has('_sd') || has('_sd_alg')) return ['sd-jwt', 'SD-JWT'];
  if (has('htm') && has('htu')) return ['dpop', 'DPoP proof'];
  const vendor = vendorPurposes.get(`token_use:${text('token_use')}`) ?? vendorPurposes.get(`typ:${text('typ')}`);
  if (vendor) return vendor;
  if (has('at_hash') || has('c_hash')) return ['id', 'ID token'];
  const hasScope = has('scope') || has('scp');
  if (has('nonce') && has('aud') && !hasScope) return ['id', 'ID token'];
  if (has('response_type') && has('client_id')) return ['request-object', 'Authorization request'];
  if (hasScope || has('client_id') || has('azp')) return ['access', 'Access token'];
  const issuer = text('iss');
  if (issuer !== undefined && issuer === text('sub') && has('aud') && has('jti'))
    return ['client-assertion', 'Client assertion'];
  return undefined;
}

/** What any token of this shape may be called. */
function plainLabel(token: ParsedToken): string {
  if (token.kind === 'jwe' || token.kind === 'jwe-json') return 'Encrypted token';
  return token.payload?.json?.type === 'object' ? 'JWT' : 'Signed content';
}
