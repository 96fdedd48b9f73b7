/** Words that make `SECRET` or `KEY` the secret of tokens, and words that make it something else. */
const ofTokens: ReadonlySet<string> = new Set('jwt jws jose token tokens auth nextauth hs256 hs384 hs512'.split(' '));
const ofKeys: ReadonlySet<string> = new Set('secret signing hmac'.split(' '));
const others: ReadonlySet<string> = new Set(
  `public private pub client oauth id ids name names url uri file path header alg algorithm algorithms expiry expires
    expiration ttl length size prefix type issuer audience field label cookie storage env version arn ref kid
    description help hint placeholder text title tooltip message error required invalid missing docs link section property`.split(
    /\s+/,
  ),
);

/** Each such name has a word of both kinds: a quick test before the exact one. */
const telling = /^(?=.*(?:secret|key))(?=.*(?:jw[ts]|jose|token|auth|hs\d))/is;

/**
 * Whether a variable, constant or setting is named like the shared secret of tokens: `JWT_SECRET`, `accessTokenSecret`,
 * `jwt.signing-key`.
 */
export function isSecretName(name: string): boolean {
  if (!telling.test(name)) return false;
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .flatMap((word) => (word === 'jwtsecret' ? ['jwt', 'secret'] : word));
  const has = (set: ReadonlySet<string>): boolean => words.some((word) => set.has(word));
  if (has(others)) return false;
  return has(ofTokens) && (words.includes('secret') || (words.includes('key') && has(ofKeys)));
}
