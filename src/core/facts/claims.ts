import type { ClaimFact } from './claimFact.ts';
import type { JsonNode } from '../text/json.ts';
import { describeVendorClaim } from './vendorClaims.ts';

type ClaimRow = readonly [name: string, description: string, section: string, kind?: 'time'];

/** The IANA "JSON Web Token Claims" that tokens in the field carry, by the document that defines them. */
const registered: Readonly<Record<string, readonly ClaimRow[]>> = {
  'RFC 7519': [
    ['iss', 'Issuer', '§4.1.1'],
    ['sub', 'Subject', '§4.1.2'],
    ['aud', 'Audience', '§4.1.3'],
    ['exp', 'Expires', '§4.1.4', 'time'],
    ['nbf', 'Not valid before', '§4.1.5', 'time'],
    ['iat', 'Issued', '§4.1.6', 'time'],
    ['jti', 'Token ID', '§4.1.7'],
  ],
  'OIDC Core': [
    ['auth_time', 'When the user signed in', '§2', 'time'],
    ['nonce', 'Ties the token to one sign-in request', '§2'],
    ['acr', 'Authentication context class', '§2'],
    ['amr', 'How the user signed in', '§2'],
    ['azp', 'Authorized party: the client that the token was issued to', '§2'],
    ['at_hash', 'Hash of the access token', '§3.1.3.6'],
    ['c_hash', 'Hash of the authorization code', '§3.3.2.11'],
    ['sub_jwk', 'Public key of a self-issued ID token', '§7.4'],
    ['name', 'Full name', '§5.1'],
    ['given_name', 'First name', '§5.1'],
    ['family_name', 'Last name', '§5.1'],
    ['middle_name', 'Middle name', '§5.1'],
    ['nickname', 'Nickname', '§5.1'],
    ['preferred_username', 'User name (can change, does not identify the user)', '§5.1'],
    ['profile', 'Profile page', '§5.1'],
    ['picture', 'Picture', '§5.1'],
    ['website', 'Web page', '§5.1'],
    ['email', 'Email address', '§5.1'],
    ['email_verified', 'Whether the email address is verified', '§5.1'],
    ['gender', 'Gender', '§5.1'],
    ['birthdate', 'Date of birth', '§5.1'],
    ['zoneinfo', 'Time zone', '§5.1'],
    ['locale', 'Locale', '§5.1'],
    ['phone_number', 'Phone number', '§5.1'],
    ['phone_number_verified', 'Whether the phone number is verified', '§5.1'],
    ['address', 'Postal address', '§5.1.1'],
    ['updated_at', 'When the profile last changed', '§5.1', 'time'],
    ['_claim_names', 'Claims held by another provider', '§5.6.2'],
    ['_claim_sources', 'Where those claims are', '§5.6.2'],
  ],
  'OIDC Front-Channel Logout': [['sid', 'Session ID', '§3']],
  'OpenID Identity Assurance': [['verified_claims', 'Verified claims and their evidence', '§5']],
  'RFC 7800': [['cnf', 'Confirmation: the key that the holder must prove to have', '§3.1']],
  'RFC 8417': [
    ['events', 'Security events', '§2.2'],
    ['toe', 'Time of the event', '§2.2', 'time'],
    ['txn', 'Transaction ID', '§2.2'],
  ],
  'RFC 8693': [
    ['act', 'Actor: who acts for the subject', '§4.1'],
    ['scope', 'OAuth scopes', '§4.2'],
    ['client_id', 'Client that the token was issued to', '§4.3'],
    ['may_act', 'Who can act for the subject', '§4.4'],
  ],
  'RFC 9068': [
    ['roles', 'Roles of the user', '§2.2.3.1'],
    ['groups', 'Groups of the user', '§2.2.3.1'],
    ['entitlements', 'Entitlements of the user', '§2.2.3.1'],
  ],
  'RFC 9396': [['authorization_details', 'Authorization details', '§9.1']],
  'RFC 9449': [
    ['htm', 'HTTP method of the request', '§4.2'],
    ['htu', 'URL of the request', '§4.2'],
    ['ath', 'Hash of the access token', '§4.2'],
  ],
  'RFC 9493': [['sub_id', 'Subject identifier', '§4.1']],
  'RFC 9701': [['token_introspection', 'Introspection result of another token', '§5']],
  'RFC 9901': [
    ['_sd', 'Digests of hidden claims', '§4.2.4.1'],
    ['...', 'Digest of a hidden array element', '§4.2.4.2'],
    ['_sd_alg', 'Hash of the digests', '§4.1.1'],
    ['sd_hash', 'Hash of the presented SD-JWT', '§4.3'],
  ],
  'SD-JWT VC': [
    ['vct', 'Type of the credential', '§3.2.2.1'],
    ['vct#integrity', 'Hash of the type metadata', '§6'],
  ],
  'Token Status List': [
    ['status', 'Where the revocation status is published', '§6.1'],
    ['status_list', 'Revocation status list', '§5.1'],
    ['ttl', 'How long the list may be cached, in seconds', '§5.1'],
  ],
  'W3C VC Data Model': [
    ['vc', 'Verifiable credential', '1.1 §6.3.1'],
    ['vp', 'Verifiable presentation', '1.1 §6.3.1'],
  ],
  'RFC 8225': [
    ['orig', 'Originating telephone identity', '§5.2.1'],
    ['dest', 'Called telephone identity', '§5.2.1'],
    ['mky', 'Media key fingerprint', '§5.2.2'],
  ],
  'RFC 9200': [['ace_profile', 'Profile of constrained OAuth', '§5.8.4.3']],
  'RFC 9711': [
    ['eat_nonce', 'Freshness nonce of the attestation', '§4.1'],
    ['ueid', 'Universal entity ID of the device', '§4.2.1'],
    ['oemid', 'Hardware manufacturer', '§4.2.3'],
    ['hwmodel', 'Hardware model', '§4.2.4'],
    ['dbgstat', 'Debug status of the device', '§4.2.9'],
    ['eat_profile', 'Attestation profile', '§4.3.2'],
    ['submods', 'Attested submodules', '§4.2.18'],
  ],
};

const byName = new Map<string, ClaimFact>(
  Object.entries(registered).flatMap(([document, rows]) =>
    rows.map(([name, description, section, kind]) => [
      name,
      { name, description, source: `${document} ${section}`, ...(kind && { kind }) },
    ]),
  ),
);

/** The claims that are registered, in the order of the documents that define them. */
export const registeredClaims: readonly ClaimFact[] = [...byName.values()];

/**
 * What a claim means: its registered meaning, else the meaning that the likely issuer of this payload gives it.
 * A vendor's word for an ambiguous name (`uid`, `ver`) is given only where `payload` looks like that vendor's.
 */
export function describeClaim(name: string, payload?: JsonNode): ClaimFact | undefined {
  return byName.get(name) ?? describeVendorClaim(name, payload);
}
