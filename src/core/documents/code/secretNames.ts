import { isSecretName } from '../keys/secretName.ts';
import { MOST_MATCHES, isCompared, asSharedSecret } from './codeRow.ts';
import type { Giving } from './givings.ts';
import { ownersOf } from './owners.ts';
import { insteadOf, withoutClosure } from './values.ts';
import type { Literal, Values } from './values.ts';
import { bare, pathAt } from './wordPath.ts';

/** A name that says what it is only with the name of its owner: `jwt.secret`, `JwtOptions.Key`. */
const partial = /^(?:secret|key|(?:secret|signing|hmac)_?key|signing_?secret|secret_?(?:value|string))$/i;
/** Names of what is kept to be refused. */
const refused =
  /placeholder|forbidden|insecure|weak|known|blocked|disallowed|banned|unsafe|reject|denied|invalid|example|dummy/i;

/** Texts that are given to a name which says that it is the secret of tokens, or that stand in for one. */
export function* namedSecrets(values: Values): Iterable<Literal> {
  let count = 0;
  for (const [name, givings] of values.givings) {
    const isWhole = isSecretName(name);
    if ((!isWhole && !partial.test(name)) || isOnlyCompared(values, name, givings)) continue;
    for (const giving of givings) {
      if (!giving.value || (!isWhole && !isOwned(values, giving)) || isKeptToRefuse(values, giving)) continue;
      const literal = asSecret(values.literal(giving.value));
      if (literal && ++count <= MOST_MATCHES) yield literal;
    }
  }
  yield* defaults(values);
}

function isOwned(values: Values, { key, name }: Giving): boolean {
  const [owner = '', outer = ''] = ownersOf(values.code, key).filter(
    (word) => !/^(?:this|self|config|app)$/i.test(word),
  );
  return (
    isSecretName(`${owner}_${name}`) || (/^(?:options|settings)$/i.test(owner) && isSecretName(`${outer}_${name}`))
  );
}

/** Whether a value is only kept to be refused, by what it belongs to. */
function isKeptToRefuse(values: Values, { key }: Giving): boolean {
  return ownersOf(values.code, key).some((owner) => refused.test(owner));
}

/** Whether what a name gets is only compared with what comes from outside. */
function isOnlyCompared(values: Values, name: string, givings: readonly Giving[]): boolean {
  const { code } = values;
  const keys = new Set(givings.map(({ key }) => key));
  const uses = code
    .placesOf(code.at(givings[0]?.key ?? -1).text)
    .slice(0, MOST_USES)
    .filter((index) => !keys.has(index) && code.at(index).kind === 'word' && isReading(values, index));
  return (
    refused.test(name) ||
    (uses.length > 0 &&
      uses.every((index) => isCompared(values, index) || isCompared(values, pathAt(code, index).from)))
  );
}

/** Whether this name is read here: `process.env.NAME` reads another. */
function isReading({ code }: Values, index: number): boolean {
  return !code.is(index + 1, '=', ':', ':=') && !(code.is(index - 1, '.') && code.is(index - 2, 'env'));
}

const MOST_USES = 60;

/** `process.env.JWT_SECRET || "a"`, `getenv("JWT_SECRET", "a")`, `setenv("JWT_SECRET", "a")`. */
function* defaults(values: Values): Iterable<Literal> {
  const { code } = values;
  let count = 0;
  for (const name of code.words) {
    if (!/secret/i.test(name) || !isSecretName(bare(name))) continue;
    for (const index of code.placesOf(name)) {
      if (++count > MOST_MATCHES) return;
      const literal = asSecret(standingIn(values, index));
      if (literal) yield literal;
    }
  }
}

function standingIn(values: Values, index: number): Literal | undefined {
  const { code } = values;
  const { kind } = code.at(index);
  const isArgument = kind === 'string' && code.is(index - 1, '(') && code.at(index - 2).kind === 'word';
  if (isArgument && code.is(index + 1, ',')) {
    const callee = code.at(index - 2).text;
    if (!/env|^(?:get|fetch|define|set_?default|set_var|set_?property|getOr\w{1,8})$/i.test(callee)) return undefined;
    const args = code.argumentsAt(index - 1);
    const given = args?.find((argument) => argument.name === 'default') ?? (args?.length === 2 ? args[1] : undefined);
    return given && values.literal(given);
  }
  const end =
    isArgument || (kind === 'string' && code.is(index - 1, '[')) ? index + 2 : kind === 'word' ? index + 1 : 0;
  // `var("JWT_SECRET").unwrap_or("a")`
  const isReplaced = isArgument && code.is(end, '.') && insteadOf.has(code.at(end + 1).text);
  const [replacement] = isReplaced ? (code.argumentsAt(end + 2) ?? []) : [];
  if (replacement) return values.literal(withoutClosure(code, replacement));
  if (end === 0 || !code.is(end, '||', '??', '?:')) return undefined;
  const { isPlain, kind: next } = code.at(end + 1);
  return next === 'string' && isPlain ? values.literal({ from: end + 1, to: end + 2 }) : undefined;
}

/** `JWT_SECRET`, `auth_key`; not the secret `my_secret_key`. */
const name =
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^(?:jwt|auth|access|refresh|session|token)[-_.:]?(?:[tT]oken[-_.:]?)?[kK]ey$/;
const place =
  /^(?:arn|vault|ssm|op|file):|^[a-z][a-z0-9+.-]*:\/\/|^@?(?:projects|\/(?:run|etc|var|mnt|opt|usr|home|app|secrets|dev))\//i;
/** Marks of what is filled in later, and names of types. */
const mark = /^[%<].*[%>]$|^\[.*\]$|^[x*.]+$|^(?:redacted|string)$/i;

/** How texts begin that people write as a secret: `my-jwt-secret`. */
const asWritten = /^(?:your|my|our|some|super|this|the|very|change|default|test|dev|demo|example|sample|top)(?![a-z])/i;

/**
 * Whether the text that is given to a name is not a secret but the name of one, a path to one, or a mark that something
 * else is filled in. What is handed to a signer is a secret whatever it looks like.
 */
function standsForSecret(text: string): boolean {
  const isName = isSecretName(text) && !/\s/.test(text) && !asWritten.test(text);
  return (
    isName || name.test(text) || place.test(text) || mark.test(text) || /\$\{|#\{|\{\{|^\$[A-Za-z_]\w*$/.test(text)
  );
}

function asSecret(literal: Literal | undefined): Literal | undefined {
  const secret = asSharedSecret(literal);
  return secret && !standsForSecret(secret.text) ? secret : undefined;
}
