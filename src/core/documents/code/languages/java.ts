import { argumentsSay, callSpan, chainOf, wordOf } from '../codeCall.ts';
import type { CodeCall } from '../codeCall.ts';
import { call, keyOf, usedMember, asSharedSecret } from '../codeRow.ts';
import type { CodeLanguage } from '../codeLanguage.ts';
import type { Span } from '../../../text/span.ts';
import { isJoint } from '../wordPath.ts';
import { springDefaults } from './springDefaults.ts';
import { decides, disabled, namedRow, secretRow, unsignedRow, unverified } from './rows.ts';

/** The key is beside the algorithm, in either order. */
function signedWith(found: CodeCall): Span | undefined {
  if (argumentsSay(found, /^(?:RS|PS|ES)\d{3}$|^EdDSA$/)) return undefined;
  for (const argument of found.args) {
    const { code } = found.values;
    if (code.is(argument.to - 1, 'HS256', 'HS384', 'HS512')) continue;
    const literal = asSharedSecret(found.values.literal(argument));
    if (literal) return literal;
  }
  return undefined;
}

/** What a parser of JJWT is made by, from its name if it has one. */
function parserChain(found: CodeCall): readonly string[] {
  const chain = chainOf(found);
  const name = chain.at(-2) ?? '';
  if (chain.length > 2) return chain;
  const { code, givings } = found.values;
  const value = givings.get(name)?.find((giving) => giving.value)?.value;
  const words: string[] = [];
  for (let at = value?.from ?? 0; at < (value?.to ?? 0); at++) words.push(code.at(at).text);
  return [...words, ...chain];
}

/** Since JJWT 0.12 a parser that has a way to verify refuses what is not signed. */
function parsesUnsigned(found: CodeCall): Span | undefined {
  const chain = parserChain(found);
  const isParser = chain.some((name) => /^(?:Jwts|JwtParser|parserBuilder)$/.test(name));
  return isParser &&
    found.args.length === 1 &&
    !chain.some((name) => /^(?:verifyWith|keyLocator|decryptWith)$/.test(name))
    ? wordOf(found)
    : undefined;
}

function madeUnsigned(found: CodeCall): Span | undefined {
  const chain = chainOf(found);
  if (chain[0] !== 'Jwts' && !chain.slice(0, 4).includes('Jwts')) return undefined;
  if (!chain.includes('builder') || chain.some((name) => /^(?:sign\w*|encrypt\w*|apply|also|let)$/.test(name)))
    return undefined;
  const { code } = found.values;
  const builder = code
    .placesOf('builder')
    .findLast((index) => index < found.callee && code.is(index - 2, 'Jwts') && isJoint(code, index - 1));
  return builder === undefined ? wordOf(found) : code.spanOf({ from: builder - 2, to: builder + 3 });
}

export const javaCode: CodeLanguage = {
  ids: { java: ['.java'], kotlin: ['.kt', '.kts'], scala: ['.scala', '.sc'], groovy: ['.groovy', '.gradle'] },
  requests:
    /(?:^|\.)(?:HttpRequest\.newBuilder|HttpGet|HttpPost|HttpPut|URL|URI\.create|restTemplate\.\w{1,20}|client\.(?:get|post|put|patch|delete))$|(?:Request|Builder|[Cc]lient)\b.{0,200}\.url$/,
  rows: [
    secretRow(keyOf('HMAC256 HMAC384 HMAC512', /Algorithm\.HMAC\d{3}$/, 0)),
    secretRow(keyOf('hmacShaKeyFor MACSigner MACVerifier setSigningKey HmacKey', /./, 0)),
    secretRow(call('signWith', /./, signedWith)),
    secretRow(
      call(
        'encode decode decodeRaw decodeRawAll decodeAll decodeJson validate',
        /^(?:[\w.]+\.)?Jwt(?:Circe|Json\w{0,10}|Argonaut|PlayJson|UpickleImpl|Zio\w{0,6})?\.\w+$/,
        (found) =>
          found.args[1] && !argumentsSay(found, /^(?:RS|PS|ES)\d{3}$|^EdDSA$/)
            ? asSharedSecret(found.values.literal(found.args[1]))
            : undefined,
      ),
    ),
    secretRow(
      call('SecretKeySpec', /SecretKeySpec$/, (found) =>
        found.args[0] && argumentsSay(found, /^HmacSHA|^HS\d{3}$/i)
          ? asSharedSecret(found.values.literal(found.args[0]))
          : undefined,
      ),
    ),
    secretRow(springDefaults),
    namedRow,
    disabled(
      'The claims are not checked here, so expired tokens and tokens for others are accepted.',
      call('setSkipAllValidators setSkipAllDefaultValidators', /./, (found) => callSpan(found)),
    ),
    unverified(call('setSkipSignatureVerification setDisableRequireSignature', /./, (found) => callSpan(found))),
    unsignedRow(call('none', /Algorithm\.none$/, (found) => callSpan(found, 'path'))),
    unsignedRow(call('parseUnsecuredClaims parseClaimsJwt parsePlaintextJwt parseUnsecuredContent', /./, wordOf)),
    unsignedRow(call('parse', /\.parse$/, parsesUnsigned)),
    unsignedRow(call('compact', /\.compact$/, madeUnsigned)),
    unsignedRow(
      call('unsecured', /\.unsecured$/, (found) =>
        found.args.length === 0 ? { start: wordOf(found).start - 1, end: callSpan(found).end } : undefined,
      ),
    ),
    unsignedRow(usedMember('NO_CONSTRAINTS', /AlgorithmConstraints\.NO_CONSTRAINTS$/)),
    unsignedRow(
      call('PlainJWT', /PlainJWT$/, (found) => {
        const { start, end } = wordOf(found);
        return found.values.code.is(found.callee - 1, 'new')
          ? { start: found.values.code.at(found.callee - 1).start, end }
          : { start, end };
      }),
    ),
    decides('decode', /(?:^|\.)JWT\.decode$/),
  ],
};
