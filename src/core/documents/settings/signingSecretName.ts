import type { Section, Setting } from './setting.ts';

/** Words that say what a secret is for, where its own name does not: `jwt.secret`, `Tokens:Key`. */
const ofTokens: ReadonlySet<string> = new Set('jwt jwts jws jose jsonwebtoken nextauth hs256 hs384 hs512'.split(' '));
const ofSessions: ReadonlySet<string> = new Set(['token', 'tokens', 'auth', 'bearer']);
/** Words that make a key one that signs. */
const signing: ReadonlySet<string> = new Set(
  'signing sign signature hmac symmetric security secret shared hash hs256 hs384 hs512'.split(' '),
);
/** Words that make a secret something else, or a name, place or measure of one. */
const others: ReadonlySet<string> = new Set(
  `public private pub client consumer customer oauth oauth1 id ids identifier name names username user url urls uri uris endpoint file path paths dir folder
    header headers alg algorithm algorithms expiry expires expiration expire ttl lifetime length size bits prefix suffix type types format
    field label cookie cookies storage store keystore env environment version arn ref refs kid description help hint placeholder text title
    tooltip message error required invalid missing docs link section property existing from csrf xsrf webhook hook webhooks bot static turn anon role service ssl tls ssh cert certificate certs ca
    database db redis cache claim claims query param params encryption encrypted api captcha recaptcha enabled enable rotation count provider manager`.split(
    /\s+/,
  ),
);
/** Services whose secrets are passwords that they gave out, and other things that have secrets of their own. */
const vendors: ReadonlySet<string> = new Set(
  'twitter twilio slack discord telegram github gitlab google facebook apple aws azure stripe s3 oauth oauth1 webhook bot'.split(
    ' ',
  ),
);
/** Words that make any key one of a pair. */
const ofPairs: ReadonlySet<string> = new Set(['public', 'private', 'pub']);
/** Words that a plain name may have besides those of `signing`. */
const ofPlainNames: ReadonlySet<string> = new Set('key issuer audience access refresh server app auth my'.split(' '));
/** Words behind `secret` and `key` that change nothing. */
const fillers: ReadonlySet<string> = new Set(
  'base64 b64 hex value string text current default primary plain v1 v2 1 2 32 256 512 dev prod local production development'.split(
    ' ',
  ),
);
/** Names of sections that say nothing of what is in them. */
const neutral: ReadonlySet<string> = new Set(
  'token tokens access refresh auth authentication authorization settings setting options option config configuration conf properties params section app application data stringdata environment env variables vars core plugin default defaults security server hs256 symmetric local dev prod'.split(
    ' ',
  ),
);
/** Longer ones are no names. */
const LONGEST_NAME = 120;
const MOST_REMEMBERED = 500;
const glued =
  /jwt(?:s(?!ecret|ign))?|nextauth|token(?:s(?!ecret|ign))?|auth(?!or)|secret|signing|security|symmetric|hmac|access|refresh|bearer|settings?|options?|config|app|base64|key|sign|shared|issuer/g;

/** `JwtSecretKey` → jwt, secret, key. Words that people write together are told apart. */
const wordsOf = remembered((name): readonly string[] =>
  name
    .slice(0, LONGEST_NAME)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .flatMap((word) => {
      const parts = word.match(glued) ?? [];
      return parts.join('') === word ? parts : [word];
    }),
);

/** Deeper than this nobody looks for what a secret is for. */
const MOST_SEGMENTS = 8;

/** The names on the way to a setting, the nearest first. */
function segmentsOf(section: Section | undefined, name: string): readonly string[] {
  const segments = [...partsOf(name)];
  for (let at = section; at && segments.length < MOST_SEGMENTS; at = at.parent) segments.push(...partsOf(at.name));
  return segments.slice(0, MOST_SEGMENTS);
}

/** `Jwt:Key`, `Jwt__Key` and `jwt.key` are paths themselves. The last part first. */
const partsOf = remembered((name): readonly string[] =>
  name
    .slice(0, LONGEST_NAME)
    .split(/[.:/]|__/)
    .filter((part) => part !== '')
    .toReversed(),
);

/** The same few names stand in a file over and over. */
function remembered(read: (name: string) => readonly string[]): (name: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (name) => {
    const before = known.get(name);
    if (before) return before;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const found = read(name);
    known.set(name, found);
    return found;
  };
}

/** Names of the settings beside a secret that say that tokens are made with it. */
const beside = /^(?:valid)?_?-?(?:issuers?|audiences?|iss|aud)$/i;
const besideWeak =
  /^(?:alg|algorithm|expir\w*|(?:access|refresh)?_?-?token\w*|ttl|\w*(?:expir|lifetime|validity|duration)\w*|jwt\w*)$/i;
const ofClients = /^client_?-?(?:id|secret)$|^cert/i;

function hasBeside(section: Section, pattern: RegExp): boolean {
  for (const [name] of section.members(MOST_BESIDE)) if (pattern.test(name)) return true;
  return false;
}

const MOST_BESIDE = 100;

/**
 * Whether a setting is named like the secret that signs tokens, by its own name and by the sections it is in:
 * `JWT_SECRET`, `jwt.secret`, `Jwt:Key`, `token: { secret }`. `fileName` in lower case.
 */
export function isSigningSecretName(section: Section | undefined, name: string, fileName: string): boolean {
  const { own, outer } = ownAndOuter(segmentsOf(section, name));
  const words = essentialWords(own);
  // What stands in front of `JWT_SECRET` says whose it is.
  const from = Math.max(
    0,
    words.findLastIndex((word) => ofTokens.has(word)),
  );
  if (words.some((word, at) => (at >= from ? others.has(word) || vendors.has(word) : ofPairs.has(word)))) return false;
  if (outer.some((segment) => /ref$|encrypted/i.test(segment))) return false;
  if (isAppSettings(fileName) && isOfAppSettings(own, outer)) return true;
  const [before = '', last = ''] = [words.at(-2), words.at(-1)];
  const isSecret = last === 'secret' || (last === 'key' && before === 'secret');
  const isSigningKey = last === 'key' && (signing.has(before) || ofTokens.has(before));
  if (isSecret || isSigningKey) {
    if (words.some((word) => ofTokens.has(word))) return true;
    if (words.some((word) => ofSessions.has(word))) return !isOfVendor(outer);
  } else if (own.toLowerCase().replaceAll(/[_-]/g, '') === 'tokenkey') {
    return isAppSettings(fileName) || (section !== undefined && hasBeside(section, beside));
  } else if (words.length > 1 || last !== 'key' || isKeyOfEntry(section)) {
    return false;
  }
  if (!words.every((word) => signing.has(word) || ofPlainNames.has(word))) return false;
  return isAmongTokens(outer, isSecret || isSigningKey) || isBesideClaims(section, outer, isSecret || isSigningKey);
}

/** Of an entry in a list, the key beside its secret is what it is found by. */
function isKeyOfEntry(section: Section | undefined): boolean {
  return section?.name === '' && section.parent !== undefined && hasBeside(section, /secret/i);
}

/** `secret.key` and `secret: { value }` are one name in two parts. */
function ownAndOuter([own = '', ...outer]: readonly string[]): {
  readonly own: string;
  readonly outer: readonly string[];
} {
  const [first = '', ...rest] = outer;
  return /^(?:key|value|base64|string|text)$/i.test(own) &&
    /(?:secret|sign|signing|signature|hmac|symmetric)(?:[-_]?key)?$/i.test(first)
    ? { own: `${first}.${own}`, outer: rest }
    : { own, outer };
}

/** The words of a name but for those that change nothing. */
function essentialWords(name: string): readonly string[] {
  const words = [...wordsOf(name)];
  while (words.length > 1 && fillers.has(words.at(-1) ?? '')) words.pop();
  while (words.length > 1 && /^(?:base64|b64|hex)$/.test(words[0] ?? '')) words.shift();
  // `SECRET_JWT` and `secretKeyJwt` are in another order.
  if (ofTokens.has(words.at(-1) ?? '') && /^(?:secret|key)$/.test(words.at(-2) ?? '')) words.unshift(words.pop() ?? '');
  return words;
}

/**
 * Whether the sections around a plain `secret` or `key` make it one of tokens. A `key` has to be right inside, a secret
 * may be deeper.
 */
function isAmongTokens(outer: readonly string[], isTelling: boolean): boolean {
  for (const [distance, segment] of outer.entries()) {
    const words = wordsOf(segment);
    if (words.some((word) => ofTokens.has(word))) return isTelling || distance === 0;
    if (
      words.some((word) => others.has(word) || vendors.has(word)) ||
      !words.every((word) => neutral.has(word) || signing.has(word) || ofSessions.has(word))
    )
      return false;
    // Of all that is called token, only what is called so plainly is no password of somebody else.
    if (isTelling && words.some((word) => word === 'token' || word === 'tokens')) return !isOfVendor(outer);
    if (distance === 0 && words.at(-1) === 'tokens' && words.every((word) => ofSessions.has(word))) return true;
  }
  return false;
}

function isOfVendor(outer: readonly string[]): boolean {
  return outer.some((segment) => wordsOf(segment).some((word) => vendors.has(word)));
}

/** Whether the settings beside it are what tokens are made with: issuer, audience; in `auth` also a lifetime. */
function isBesideClaims(section: Section | undefined, outer: readonly string[], isTelling: boolean): boolean {
  if (!section || hasBeside(section, ofClients)) return false;
  return hasBeside(section, beside) || (isTelling && /^auth/i.test(outer[0] ?? '') && hasBeside(section, besideWeak));
}

/** A file of settings of ASP.NET. */
function isAppSettings(fileName: string): boolean {
  return /(?:^|\/)(?:appsettings|appconfig|usersecrets|secrets)(?:\.[\w-]+)*\.json$/.test(fileName);
}

/** `AppSettings:Secret` and `AppSettings:Token`, as tutorials for ASP.NET call the secret. */
function isOfAppSettings(own: string, [section = '', ...more]: readonly string[]): boolean {
  if (more.length > 0 || !/^(?:app(?:lication)?_?(?:settings|config)?|settings)?$/i.test(section)) return false;
  return /^(?:secret|secret_?key|security_?key|signing_?key)$/i.test(own) || (section !== '' && /^token$/i.test(own));
}

/** Names beside a key that say that it is only the name of an entry elsewhere. */
const refers = /^(?:name|secret_?-?name|existing_?-?secret\w*|optional|vault|mount\w*|remote_?-?ref)$/i;

/** Whether a setting belongs to a reference to a secret: `{ name: auth, key: jwt-secret }`. */
export function isOfReference({ section, name }: Setting): boolean {
  return name !== 'value' && /key$/i.test(name) && hasBeside(section, refers);
}

/** Of an entry in a list of names and values (`name: JWT_SECRET`, `value: …`), the name; else `undefined`. */
export function nameBeside({ section, name }: Setting): string | undefined {
  if (!/^(?:default_?)?value$/i.test(name)) return undefined;
  for (const key of ['name', 'Name', 'key', 'Key', 'variable']) {
    const given = section.valueOf(key);
    if (given !== undefined) return given;
  }
  return undefined;
}
