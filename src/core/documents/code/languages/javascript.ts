import { argumentOf, argumentsSay, chainOf, pathSpan } from '../codeCall.ts';
import type { CodeCall } from '../codeCall.ts';
import {
  call,
  isOptionOf,
  keyOf,
  usedMember,
  noneAlgorithm,
  optionIs,
  optionKey,
  asSharedSecret,
  where,
} from '../codeRow.ts';
import type { CodeLanguage } from '../codeLanguage.ts';
import { storedTokens } from '../webStorage.ts';
import { decides, keyless, namedRow, secretRow, timeless, unpinned, unsignedRow, unverified } from './rows.ts';

/** Functions of the libraries, by any name that the file gives them: `jwt.sign`, `hono/jwt.sign`. */
const ofLibrary = /(?:jwt|jsonwebtoken|jwt-simple)[\w-]*\.(?:default\.)?\w+$/i;
const ofJose = /\b(?:jose|SignJWT|jwtVerify|EncryptJWT|jwtDecrypt)\b/;
const nothing = /^(?:false|null|undefined|''|0)$/;

/** What is encoded to be signed is no key. */
function isContent({ values: { code }, callee }: CodeCall): boolean {
  let opener = code.opener(callee);
  if (code.is(opener, '(') && code.is(opener - 1, 'encode')) opener = code.opener(opener);
  return /^(?:Compact|Flattened|General|setProtected)/.test(code.at(opener - 1).text);
}

export const javascriptCode: CodeLanguage = {
  ids: {
    javascript: ['.js', '.cjs', '.mjs'],
    javascriptreact: ['.jsx'],
    typescript: ['.ts', '.cts', '.mts'],
    typescriptreact: ['.tsx'],
    vue: ['.vue'],
    svelte: ['.svelte'],
    html: ['.html', '.htm'],
    astro: ['.astro'],
  },
  requests:
    /^(?:(?:window\.)?(?:fetch|axios|got|ky|request|ofetch)(?:\.\w{1,10})?|(?:[\w.]+\.)?(?:superagent|axios)\.\w{1,10}|(?:[\w.]+\.)?http(?:Client)?\.(?:get|post|put|patch|delete|request)|(?:xhr|request)\.open|\$\.ajax|jQuery\.ajax)$/i,
  rows: [
    secretRow(keyOf('sign verify encode decode create signAsync verifyAsync', ofLibrary, 1)),
    secretRow(keyOf('sign', /KJUR\.jws\.JWS\.sign$/, 3)),
    secretRow(keyOf('verify verifyJWT', /KJUR\.jws\.JWS\.verify/, 1)),
    secretRow(keyOf('jwtVerify compactVerify jwtDecrypt compactDecrypt', /./, 1)),
    secretRow(
      call('sign encrypt', /./, (found) =>
        chainOf(found).some((name) =>
          /^(?:(?:Compact|Flattened|General)?Sign(?:JWT)?|(?:Compact)?Encrypt(?:JWT)?)$/.test(name),
        ) && found.args[0]
          ? asSharedSecret(found.values.literal(found.args[0]))
          : undefined,
      ),
    ),
    secretRow(
      where(
        ofJose,
        call('encode createSecretKey decode', /TextEncoder|\.encode$|createSecretKey$|base64url\.decode$/, (found) =>
          isContent(found) || !found.args[0] || !/createSecretKey|base64url|encode$/.test(found.path)
            ? undefined
            : asSharedSecret(found.values.literal(found.args[0])),
        ),
      ),
    ),
    secretRow(optionKey('secretOrKey secretOrPrivateKey secretOrPublicKey')),
    secretRow(optionKey('secret', isOptionOf(/jwt|\bjws\b|next-?auth|better-?auth|getToken|authjs/i))),
    secretRow(optionKey('key', isOptionOf(/^(?:fast-jwt\.)?create(?:Signer|Verifier)$/))),
    namedRow,
    unverified(
      call('verify', ofLibrary, (found) => {
        const key = argumentOf(found, 1);
        return key && nothing.test(found.values.constant(key) ?? '') && !key.name ? key.span : undefined;
      }),
    ),
    // jwt-simple: anything that is true turns it off.
    unverified(
      call('decode', ofLibrary, (found) => {
        const off = argumentOf(found, 2);
        if (!off) return undefined;
        const value = found.values.constant(off) ?? 'unknown';
        return /^(?:true|[1-9]\d*|'.+')$/.test(value) ? off.span : undefined;
      }),
    ),
    keyless(
      call('sign', ofLibrary, (found) => {
        const key = argumentOf(found, 1);
        const isNothing = key && /^(?:null|undefined|'')$/.test(found.values.constant(key) ?? '');
        return isNothing && !argumentsSay(found, /^none$/i) ? key.span : undefined;
      }),
    ),
    timeless(
      where(/jsonwebtoken|passport|ExtractJwt|\bjwt(?:Service)?\b|fast-jwt/i, optionIs('ignoreExpiration', /^true$/)),
    ),
    unsignedRow(usedMember('decode encode', /UnsecuredJWT\.(?:decode|encode)$/)),
    unsignedRow(call('UnsecuredJWT', /UnsecuredJWT$/, (found) => pathSpan(found))),
    unsignedRow(usedMember('None', /JWK\.None$/)),
    unsignedRow(noneAlgorithm),
    unpinned(
      call('verify jwtVerify', /(?:^|\.)jwtVerify$|(?:jwt|jsonwebtoken)\.(?:default\.)?verify$/i, (found) =>
        found.args.length >= 2 && !argumentsSay(found, /^algorithms$/) ? pathSpan(found) : undefined,
      ),
    ),
    decides(
      'jwtDecode jwt_decode decodeJwt decode default',
      /(?:^|\.)(?:jwtDecode|jwt_decode|decodeJwt)$|(?:jwt|jsonwebtoken)\.(?:default\.)?decode$|^jwt-decode(?:\.\w+)?$/i,
    ),
    {
      ruleId: 'token-in-web-storage',
      message: 'Any script on the page can read a token that is stored here. Scripts cannot read an HttpOnly cookie.',
      find: storedTokens,
    },
  ],
};
