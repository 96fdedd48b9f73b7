/** Words that make `SECRET` or `KEY` the secret of tokens, and words that make it something else. */
const ofTokens: ReadonlySet<string> = new Set(
  'jwt jwts jws jose token tokens auth authentication nextauth hs256 hs384 hs512'.split(' '),
);
/** How names end that hold a secret. */
const endings: readonly (readonly string[])[] = [
  'secret',
  'secret key',
  'signing key',
  'hmac key',
  'signing secret',
].map((ending) => ending.split(' '));
/** Words behind those that change nothing. */
const suffixes: ReadonlySet<string> = new Set(
  `prod production dev development test testing staging local default fallback value string str text base64 b64 hex
  bytes raw current old new previous primary secondary key`.split(/\s+/),
);
const others: ReadonlySet<string> = new Set(
  `public private pub client oauth oauth2 anon csrf xsrf ids names urls name id uri url path file header field label
  property missing invalid required`.split(/\s+/),
);

/** Each such name has a word of both kinds: a quick test before the exact one. */
const telling = /^(?=.*(?:secret|key))(?=.*(?:jw[ts]|jose|token|auth|hs\d))/is;

/**
 * Whether a variable, constant or setting is named like the shared secret of tokens: `JWT_SECRET`, `accessTokenSecret`,
 * `jwt.signing-key`. Its last words count: `JWT_SECRET_PATH` and `fake_secret_token` are none.
 */
export function isSecretName(name: string): boolean {
  if (!telling.test(name)) return false;
  const words = name
    .slice(-LONGEST)
    .replaceAll(/([a-z0-9])([A-Z])|([A-Z]+)(?=[A-Z][a-z])/g, (_, lower?: string, upper?: string, run?: string) =>
      run === undefined ? `${lower}_${upper}` : `${run}_`,
    )
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .flatMap((word) => glued.get(word) ?? word)
    .filter((word) => word !== '');
  let count = words.length;
  while (
    count > 1 &&
    (suffixes.has(words[count - 1] ?? '') || /^\d+$/.test(words[count - 1] ?? '')) &&
    !isEnding(words.slice(0, count))
  )
    count--;
  const rest = words.slice(0, count);
  return isEnding(rest) && rest.some((word) => ofTokens.has(word)) && !rest.some((word) => others.has(word));
}

const LONGEST = 100;
const glued: ReadonlyMap<string, readonly string[]> = new Map([
  ['jwtsecret', ['jwt', 'secret']],
  ['jwtsecretkey', ['jwt', 'secret', 'key']],
  ['secretkey', ['secret', 'key']],
  ['signingkey', ['signing', 'key']],
  ['authsecret', ['auth', 'secret']],
  ['tokensecret', ['token', 'secret']],
]);

function isEnding(words: readonly string[]): boolean {
  return endings.some((ending) => ending.every((word, index) => words[words.length - ending.length + index] === word));
}
