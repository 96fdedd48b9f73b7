import { argumentsSay, callSpan, pathSpan, wordOf } from '../codeCall.ts';
import type { CodeCall } from '../codeCall.ts';
import { call, keyOf, usedMember, optionIs, optionKey, asSharedSecret, where } from '../codeRow.ts';
import type { Finder, SetOption } from '../codeRow.ts';
import type { CodeLanguage } from '../codeLanguage.ts';
import type { Span } from '../../../text/span.ts';
import type { Values } from '../values.ts';
import { decides, keyless, namedRow, partly, secretRow, timeless, unpinned, unsignedRow, unverified } from './rows.ts';

const isKey = /^(?:Key|SigningKey)$/;
const MOST_FUNCTIONS = 200;

/** What functions return that give a key for a token: `func(t *jwt.Token) (any, error) { return []byte("a"), nil }`. */
const returnedKeys: Finder = function* find(values) {
  const { code } = values;
  for (const index of code.placesOf('func').slice(0, MOST_FUNCTIONS)) {
    const open = [index + 1, index + 2].find((at) => code.is(at, '('));
    if (open === undefined || !takesToken(values, open)) continue;
    let body = code.pair(open) + 1;
    for (let steps = 0; steps < LONGEST_RESULT && !code.is(body, '{'); steps++) body = code.next(body);
    const end = code.is(body, '{') ? code.pair(body) : -1;
    for (let at = body + 1; at < end; at++) {
      if (!code.is(at, 'return')) continue;
      let comma = at + 1;
      while (comma < end && !code.is(comma, ',') && !code.at(comma + 1).isFresh) comma = code.next(comma);
      const literal = asSharedSecret(values.literal({ from: at + 1, to: comma }));
      if (literal) yield literal;
    }
  }
};

const LONGEST_RESULT = 12;

/** `(token *jwt.Token)` and nothing else. */
function takesToken({ code, aliases }: Values, open: number): boolean {
  const close = code.pair(open);
  return (
    close === open + 6 &&
    code.is(close - 1, 'Token') &&
    code.is(open + 2, '*') &&
    /jwt/i.test(aliases.get(code.at(open + 3).text) ?? code.at(open + 3).text)
  );
}

function isOwnedBy(owner: RegExp): (found: SetOption) => boolean {
  return ({ values, key }) => {
    const opener = values.code.opener(key);
    return values.code.is(opener, '{') && owner.test(values.pathOf(opener - 1));
  };
}

function firstKey(found: CodeCall): Span | undefined {
  const [key] = found.args;
  return key && found.values.constant(key) === 'nil' ? key.span : undefined;
}

export const goCode: CodeLanguage = {
  ids: { go: ['.go'] },
  requests: /^http\.(?:NewRequest|NewRequestWithContext|Get|Post)$/,
  rows: [
    secretRow(keyOf('SignedString', /\.SignedString$/, 0)),
    secretRow(where(/jwt/i, returnedKeys)),
    secretRow(
      call('WithKey', /WithKey$/, (found) =>
        argumentsSay(found, /^HS\d{3}$/) && found.args[1]
          ? asSharedSecret(found.values.literal(found.args[1]))
          : undefined,
      ),
    ),
    secretRow(
      optionKey(
        'SigningKey Key Secret SecretKey',
        isOwnedBy(
          /^(?:echojwt|jwtware|jwt|middleware)\.\w*Config$|GinJWTMiddleware$|^jose\.SigningKey$|^jwtware\.SigningKey$|^jwt\.\w+$/i,
        ),
      ),
    ),
    secretRow(keyOf('NewHS256 NewHS384 NewHS512 NewSignerHS NewVerifierHS', /^jwt\./, 0)),
    secretRow(keyOf('NewSignerHS NewVerifierHS', /^jwt\./, 1)),
    secretRow(function* find(values) {
      // A variable that is named like a key of JWTs, and holds bytes.
      for (const [name, givings] of values.givings) {
        if (!/^jwt_?(?:signing_?)?(?:key|token)?(?:bytes)?$|^jwt\w{0,20}key$/i.test(name) || isKey.test(name)) continue;
        for (const { value } of givings) {
          if (!value || !values.code.is(value.from, '[')) continue;
          const literal = asSharedSecret(values.literal(value));
          if (literal) yield literal;
        }
      }
    }),
    namedRow,
    unverified(
      call('ParseUnverified', /ParseUnverified$/, (found) => (isOfLibrary(found) ? undefined : wordOf(found))),
    ),
    unverified(call('UnsafeClaimsWithoutVerification', /\.UnsafeClaimsWithoutVerification$/, wordOf)),
    unverified(call('ParseInsecure', /jwt\.ParseInsecure$/, pathSpan)),
    unverified(
      call('WithVerify', /jwt\.WithVerify$/, (found) => (saysFalse(found) ? callSpan(found, 'path') : undefined)),
    ),
    timeless(call('WithoutClaimsValidation', /./, (found) => callSpan(found))),
    timeless(
      call('WithValidate', /jwt\.WithValidate$/, (found) => (saysFalse(found) ? callSpan(found, 'path') : undefined)),
    ),
    timeless(optionIs('SkipClaimsValidation', /^true$/)),
    unverified(where(/\boidc\b/, optionIs('InsecureSkipSignatureCheck', /^true$/))),
    timeless(where(/\boidc\b/, optionIs('SkipExpiryCheck', /^true$/))),
    partly(where(/\boidc\b/, optionIs('SkipClientIDCheck SkipIssuerCheck', /^true$/))),
    unsignedRow(usedMember('UnsafeAllowNoneSignatureType SigningMethodNone', /jwt\.\w+$/i)),
    keyless(call('SignedString', /\.SignedString$/, firstKey)),
    unpinned(
      call('Parse ParseWithClaims', /^jwt\.Parse(?:WithClaims)?$/, (found) =>
        found.args.length >= 2 &&
        !argumentsSay(found, /^(?:WithValidMethods|WithKey|WithKeySet|WithVerify|Method|Alg)$/)
          ? pathSpan(found)
          : undefined,
      ),
    ),
    decides('ParseUnverified', /ParseUnverified$/),
  ],
};

function saysFalse({ args, values }: CodeCall): boolean {
  return args[0] !== undefined && values.constant(args[0]) === 'false';
}

/** In the library itself, the parser that verifies begins with it. */
function isOfLibrary({ values: { code } }: CodeCall): boolean {
  return code.is(0, 'package') && code.is(1, 'jwt');
}
