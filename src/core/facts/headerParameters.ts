/** What a JOSE header parameter means. */
export interface HeaderFact {
  readonly name: string;
  /** For a person, in few words. */
  readonly description: string;
  readonly source: string;
}

const rows: readonly (readonly [name: string, description: string, source: string])[] = [
  ['alg', 'Algorithm', 'RFC 7515 §4.1.1'],
  ['jku', 'URL of a key set, named by the token', 'RFC 7515 §4.1.2'],
  ['jwk', 'Public key, contained in the token', 'RFC 7515 §4.1.3'],
  ['kid', 'Key ID', 'RFC 7515 §4.1.4'],
  ['x5u', 'URL of a certificate, named by the token', 'RFC 7515 §4.1.5'],
  ['x5c', 'Certificate chain, contained in the token', 'RFC 7515 §4.1.6'],
  ['x5t', 'SHA-1 thumbprint of the certificate', 'RFC 7515 §4.1.7'],
  ['x5t#S256', 'SHA-256 thumbprint of the certificate', 'RFC 7515 §4.1.8'],
  ['typ', 'Type of the token', 'RFC 7515 §4.1.9'],
  ['cty', 'Type of the content', 'RFC 7515 §4.1.10'],
  ['crit', 'Extensions that the verifier must understand', 'RFC 7515 §4.1.11'],
  ['enc', 'Content encryption', 'RFC 7516 §4.1.2'],
  ['zip', 'Compression before encryption', 'RFC 7516 §4.1.3'],
  ['epk', 'Ephemeral public key', 'RFC 7518 §4.6.1.1'],
  ['apu', 'Agreement PartyUInfo', 'RFC 7518 §4.6.1.2'],
  ['apv', 'Agreement PartyVInfo', 'RFC 7518 §4.6.1.3'],
  ['iv', 'Initialization vector of the key wrap', 'RFC 7518 §4.7.1.1'],
  ['tag', 'Authentication tag of the key wrap', 'RFC 7518 §4.7.1.2'],
  ['p2s', 'PBES2 salt', 'RFC 7518 §4.8.1.1'],
  ['p2c', 'PBES2 iteration count', 'RFC 7518 §4.8.1.2'],
  ['disclosures', 'Disclosures of an SD-JWT in JSON form', 'RFC 9901 §8.1'],
  ['kb_jwt', 'Key binding of an SD-JWT in JSON form', 'RFC 9901 §8.1'],
  ['iss', 'Issuer, copied from the claims', 'RFC 7519 §5.3'],
  ['sub', 'Subject, copied from the claims', 'RFC 7519 §5.3'],
  ['aud', 'Audience, copied from the claims', 'RFC 7519 §5.3'],
  ['b64', 'Whether the payload is base64url-encoded', 'RFC 7797 §3'],
  ['url', 'URL of the request', 'RFC 8555 §6.4.1'],
  ['nonce', 'Anti-replay nonce', 'RFC 8555 §6.5.2'],
  ['ppt', 'PASSporT extension', 'RFC 8225 §8.1'],
  ['svt', 'Signature validation tokens', 'RFC 9321 §9.3'],
  ['trust_chain', 'OpenID Federation trust chain', 'OpenID Federation 1.0 §4.3'],
];

/** The header parameters that are registered. */
export const headerParameters: readonly HeaderFact[] = rows.map(([name, description, source]) => ({
  name,
  description,
  source,
}));

const byName = new Map(headerParameters.map((fact) => [fact.name, fact]));

/** The registered meaning of a header parameter, by its exact name. */
export function describeHeader(name: string): HeaderFact | undefined {
  return byName.get(name);
}
