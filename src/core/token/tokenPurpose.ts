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
  | 'credential'
  | 'client-assertion'
  | 'request-object'
  | 'proof'
  /** A key of an API that is made to last, and that only its owner may have. */
  | 'api-key'
  /** A key of an API that is made to last and to be published. */
  | 'public-key'
  | 'other'
  | 'unknown';
