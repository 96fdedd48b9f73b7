import { argumentLike, call, literal, pattern, secretAssignments, where, without } from './codeRow.ts';
import type { CodeRow, Finder } from './codeRow.ts';
import { decisionsOn } from './decodedDecisions.ts';
import type { CommentStyle } from './maskComments.ts';
import type { TextSubject } from '../textSubject.ts';
import { keyOf } from '../keys/secretKeys.ts';
import { storedTokens } from './webStorage.ts';

/** A programming language, as far as these rules read it. */
export interface CodeLanguage {
  /** VS Code's names of it. */
  readonly ids: readonly string[];
  readonly endings: readonly string[];
  readonly comments: CommentStyle;
  /** How a call that sends a request begins. */
  readonly requests?: RegExp;
  readonly rows: readonly CodeRow[];
}

const cStyle: CommentStyle = { line: ['//'], block: true, backtick: true };
const hashStyle: CommentStyle = { line: ['#'], block: false, backtick: false };
const pythonStyle: CommentStyle = { ...hashStyle, docstrings: true };

const secret = (find: Finder): CodeRow => ({
  ruleId: 'hardcoded-hmac-secret',
  message: 'A signing secret is in the source. Anyone who reads the code can make tokens.',
  find,
});
const disabled = (message: string, find: Finder): CodeRow => ({
  ruleId: 'verification-disabled',
  message,
  find,
});
const unverified = (find: Finder): CodeRow =>
  disabled('The signature is not verified here, so anyone can make such a token.', find);
const timeless = (find: Finder): CodeRow => disabled('Expired tokens are accepted here.', find);
const unsigned = (find: Finder): CodeRow => disabled('Tokens without a signature are made or accepted here.', find);
const unpinned = (find: Finder): CodeRow => ({
  ruleId: 'verify-without-algorithms',
  message: 'This call does not specify which algorithms it accepts.',
  find,
});
const decides = (decoders: RegExp): CodeRow => ({
  ruleId: 'decode-used-as-verify',
  message: 'A decision here depends on claims that are decoded but not verified.',
  find: decisionsOn(decoders),
});

/**
 * `algorithms: ['none']`, `algorithm="none"`, `:algorithm => 'none'`, `'alg' => 'none'`; not the type `'none' |
 * 'HS256'`, nor words of a message, whose quotation mark is still open.
 */
const algNone = String.raw`\balg(?:orithms?)?["']?\s{0,3}(?:=>|[:=])\s{0,3}(?:\[[^\]\n]{0,100}?)?["'](?<at>none)["'](?!\s{0,3}\|)`;
const noneAlgorithm = unsigned(
  where(
    /jw[tsk]|jose/i,
    // Looking back takes long, so it comes last.
    pattern(String.raw`(?=${algNone.replace('?<at>', '?:')})(?<!["'][A-Za-z][^"'\n]{0,200}\s)${algNone}`, 'i'),
  ),
);
const assigned = secret(secretAssignments);

/** One row for each library call worth knowing. Every pattern is bounded, so time is linear. */
export const codeLanguages: readonly CodeLanguage[] = [
  {
    ids: ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'vue', 'svelte', 'html', 'astro'],
    endings: ['.js', '.cjs', '.mjs', '.jsx', '.ts', '.cts', '.mts', '.tsx', '.vue', '.svelte', '.html', '.astro'],
    comments: cStyle,
    requests:
      /(?:\b(?:fetch|axios(?:\.\w{1,10})?|got(?:\.\w{1,10})?|ky(?:\.\w{1,10})?|request(?:\.\w{1,10})?|superagent\.\w{1,10}|http(?:Client)?\.(?:get|post|put|patch|delete|request)|(?:xhr|request)\.open)|\$\.ajax)(?:<[^<>()\n]{1,60}>)?\s?\(/gi,
    rows: [
      secret(
        keyOf(/\b(?:jwt|JWT|jsonwebtoken|jsonWebToken)\.(?:sign|verify|encode|decode)(?:<[^<>()\n]{1,60}>)?\s?\(/g, 1),
      ),
      secret(
        where(
          /(?:from|require\()\s?["'](?:jsonwebtoken|jwt-simple|hono\/jwt)["']/,
          keyOf(/(?<![\w.$]|function )(?:sign|verify|encode)(?:<[^<>()\n]{1,60}>)?\(/g, 1),
        ),
      ),
      secret(
        pattern(
          String.raw`\b[jJ]wt(?:Service)?\.(?:sign|verify)(?:Async)?\([^()\n]{0,200}?\{[^{}]{0,200}?\bsecret\s{0,3}:\s{0,3}${literal}`,
        ),
      ),
      secret(
        where(
          /\bfast-jwt\b/,
          pattern(String.raw`\bcreate(?:Signer|Verifier)\(\s?\{[^{}]{0,200}?\bkey\s{0,3}:\s{0,3}${literal}`),
        ),
      ),
      secret(
        where(
          /\b(?:jose|SignJWT|jwtVerify|EncryptJWT|jwtDecrypt)\b/,
          keyOf(/\b(?:new TextEncoder\(\)\.encode|createSecretKey|base64url\.decode)\(/g, 0),
        ),
      ),
      secret(pattern(String.raw`\bsecretOr(?:Private|Public)?Key\s{0,3}[:=]\s{0,3}${literal}`)),
      secret(
        pattern(
          String.raw`\b(?:expressjwt|expressJwt|expressJWT|koaJwt|jwt|JwtModule\.register|register\(\s{0,3}(?:fastifyJwt|jwt|require\('@fastify/jwt'\))\s?,)\s?\(?\s{0,20}\{[^{}]{0,200}?\bsecret\s{0,3}:\s{0,3}${literal}`,
        ),
      ),
      assigned,
      unverified(call(/\b(?:jwt|JWT|jsonwebtoken)\.verify\s?\(/g, argumentLike(/^(?:false|null|undefined|''|"")$/, 1))),
      unverified(call(/\bjwt\.decode\s?\(/g, argumentLike(/^true$/, 2))),
      timeless(
        where(
          /jsonwebtoken|passport|ExtractJwt|\bjwt(?:Service)?\.verify|\bfast-jwt\b/i,
          pattern(String.raw`\bignoreExpiration\s{0,3}[:=]\s{0,3}true\b`),
        ),
      ),
      unsigned(pattern(String.raw`\bUnsecuredJWT\.decode\b`)),
      noneAlgorithm,
      unpinned(
        call(
          /\b(?:jwt|JWT|jsonwebtoken)\.verify(?:<[^<>()\n]{1,60}>)?\s?\(|\bjwtVerify(?:<[^<>()\n]{1,60}>)?\s?\(/g,
          without(/\balgorithms\b/),
        ),
      ),
      decides(/\b(?:jwtDecode|jwt_decode|decodeJwt|(?:jwt|jsonwebtoken)\.decode)\s?(?:<[^<>()\n]{1,60}>)?\(/g),
      {
        ruleId: 'token-in-web-storage',
        message: 'Any script on the page can read a token that is stored here. Scripts cannot read an HttpOnly cookie.',
        find: storedTokens,
      },
    ],
  },
  {
    ids: ['python'],
    endings: ['.py', '.pyi'],
    comments: pythonStyle,
    requests:
      /\b(?:requests|httpx|session|client)\.(?:get|post|put|patch|delete|request)\(|\burllib\.request\.Request\(/g,
    rows: [
      secret(keyOf(/\bjw[ts]\.(?:encode|decode|sign|verify)\s?\(/g, 1, 'key=')),
      // Its arguments are header, payload and key.
      secret(where(/\b(?:from|import) (?:authlib|joserfc)\b/, keyOf(/\bjwt\.encode\s?\(/g, 2, 'key='))),
      secret(where(/\bSIMPLE_JWT\b/, pattern(String.raw`["'](?:SIGNING|VERIFYING)_KEY["']\s{0,3}:\s{0,3}${literal}`))),
      assigned,
      unverified(pattern(String.raw`["']?\bverify_signature["']?\s{0,3}[:=]\s{0,3}False\b`)),
      unverified(call(/\bjw[ts]\.(?:decode|verify)\s?\(/g, argumentLike(/^verify\s?=\s?False$/))),
      timeless(pattern(String.raw`["']?\bverify_exp["']?\s{0,3}[:=]\s{0,3}False\b`)),
      noneAlgorithm,
      unpinned(call(/\bjwt\.decode\s?\(/g, without(/algorithms|verify_signature|^verify\s?=\s?False$/))),
      decides(/\bjwt\.(?:get_unverified_claims|get_unverified_header)\s?\(/g),
    ],
  },
  {
    ids: ['go'],
    endings: ['.go'],
    comments: cStyle,
    requests: /\bhttp\.(?:NewRequest|NewRequestWithContext|Get|Post)\(/g,
    rows: [
      secret(keyOf(/\bSignedString\(/g, 0)),
      secret(where(/\bjwt\b/, pattern(String.raw`\breturn \[\]byte\(${literal}\)\s?,\s?nil`))),
      secret(keyOf(/\bWithKey\((?=\s?jwa\.HS)/g, 1)),
      secret(where(/\b(?:echojwt|jwtware|jwt)\./, pattern(String.raw`\bSigningKey\s?:\s{0,3}\[\]byte\(${literal}`))),
      secret(
        where(
          /\bGinJWTMiddleware\b|\bjose\.SigningKey\b|\bjwtware\./,
          pattern(String.raw`\bKey\s?:\s{0,10}\[\]byte\(${literal}`),
        ),
      ),
      secret(pattern(String.raw`\b[jJ][wW][tT]\w{0,20}\s{0,3}:?=\s{0,3}\[\]byte\(${literal}`)),
      assigned,
      unverified(
        pattern(
          String.raw`(?<=\.)(?:ParseUnverified(?=\()|UnsafeClaimsWithoutVerification\b)|\bjwt\.ParseInsecure\b|\bjwt\.WithVerify\(false\)`,
        ),
      ),
      timeless(
        pattern(
          String.raw`\bWithoutClaimsValidation\(\)|\bjwt\.WithValidate\(false\)|\bSkipClaimsValidation\s{0,3}[:=]\s{0,3}true\b`,
        ),
      ),
      unsigned(
        pattern(String.raw`(?<![!=]= ?|case )\bjwt\.(?:UnsafeAllowNoneSignatureType|SigningMethodNone)\b(?! [!=]=)`),
      ),
      unpinned(
        call(
          /\bjwt\.Parse(?:WithClaims)?\s?\(/g,
          without(/\bWith(?:ValidMethods|Key|KeySet|Verify)\b|\.Method\.\(|\.Alg\(\)/),
        ),
      ),
      decides(/\bParseUnverified\(/g),
    ],
  },
  {
    ids: ['java', 'kotlin', 'scala', 'groovy'],
    endings: ['.java', '.kt', '.kts', '.scala', '.groovy'],
    comments: { ...cStyle, backtick: false },
    requests:
      /\b(?:HttpRequest\.newBuilder|new (?:HttpGet|HttpPost|HttpPut|URL)|URI\.create|restTemplate\.\w{1,20}|client\.(?:get|post|put|patch|delete))\(|\.url\(/g,
    rows: [
      secret(keyOf(/\bAlgorithm\.HMAC(?:256|384|512)\(/g, 0)),
      secret(keyOf(/\b(?:hmacShaKeyFor|MACSigner|MACVerifier|setSigningKey|HmacKey)\(/g, 0)),
      secret(where(/\bhmacShaKeyFor\(/, keyOf(/\b(?:Decoders\.)?BASE64(?:URL)?\.decode\(/g, 0))),
      secret(keyOf(/\bsignWith\((?=\s{0,20}SignatureAlgorithm\.HS)/g, 1)),
      secret(
        keyOf(/\bJwt(?:Circe|Json\w{0,10}|Argonaut|PlayJson|UpickleImpl|Zio\w{0,6})?\.(?:encode|decode\w{0,10})\(/g, 1),
      ),
      secret(
        pattern(
          String.raw`\bSecretKeySpec\(\s{0,20}${literal}\.(?:getBytes|toByteArray)\([^()\n]{0,60}\)\s?,\s{0,20}"HmacSHA`,
        ),
      ),
      assigned,
      unverified(pattern(String.raw`\bset(?:SkipAllValidators|SkipSignatureVerification|DisableRequireSignature)\(\)`)),
      unsigned(
        pattern(
          String.raw`\bAlgorithm\.none\(\)|\bparse(?:UnsecuredClaims|ClaimsJwt)\b(?=\()|\.unsecured\(\)|\bAlgorithmConstraints\.NO_CONSTRAINTS\b|\bnew PlainJWT\b(?=\()`,
        ),
      ),
      decides(/\bJWT\.decode\s?\(/g),
    ],
  },
  {
    ids: ['csharp'],
    endings: ['.cs'],
    comments: { ...cStyle, backtick: false },
    requests: /\bnew HttpRequestMessage\(|\.(?:Get|Post|Put|Delete|Send)Async\(/g,
    rows: [
      secret(keyOf(/\bSymmetricSecurityKey\(/g, 0)),
      secret(keyOf(/\.WithSecret\(/g, 0)),
      secret(keyOf(/\bJWT\.(?:Encode|Decode)(?:<[^<>()\n]{1,60}>)?\(/g, 1)),
      assigned,
      disabled(
        'Part of the verification is turned off here.',
        pattern(String.raw`\bValidate(?:Issuer|Audience|IssuerSigningKey)\s{0,3}=\s{0,3}false\b`),
      ),
      timeless(pattern(String.raw`\b(?:ValidateLifetime|RequireExpirationTime)\s{0,3}=\s{0,3}false\b`)),
      unsigned(pattern(String.raw`\bRequireSignedTokens\s{0,3}=\s{0,3}false\b|\bJwsAlgorithm\.none\b`)),
      unverified(
        pattern(
          String.raw`\.DoNotVerifySignature\(\)|\bWithVerifySignature\(false\)|\bSignatureValidator\b(?=\s{0,3}=\s{0,3}(?:delegate\b|\(?\w{1,30}\s?,|_))`,
        ),
      ),
      unverified(
        where(
          /\bjwt|JsonWebToken/i,
          pattern(String.raw`\.Decode\w{0,10}(?:<[^<>()\n]{1,60}>)?\([^()\n]{0,200}?\b(?<at>verify: false)\b`),
        ),
      ),
      unpinned(
        pattern(
          String.raw`(?<at>\bnew TokenValidationParameters)\b(?:\(\))?\s{0,200}\{(?![^{}]{0,2000}ValidAlgorithms)`,
        ),
      ),
      decides(/\bReadJ(?:wtToken|sonWebToken)\(/g),
    ],
  },
  {
    ids: ['ruby'],
    endings: ['.rb'],
    comments: hashStyle,
    requests: /\b(?:HTTParty|RestClient|Faraday|HTTP)\.(?:get|post|put|patch|delete)\b|\bURI(?:\.parse)?\(/g,
    rows: [
      secret(keyOf(/\bJWT\.(?:encode|decode)(?:\(| )/g, 1)),
      assigned,
      unverified(call(/\bJWT\.decode(?:\(| )/g, argumentLike(/^false$/, 2))),
      timeless(pattern(String.raw`\bverify_expiration(?::|["']?\s?=>)\s{0,3}false\b`)),
      noneAlgorithm,
      unsigned(call(/\bJWT\.encode(?:\(| )/g, argumentLike(/^["']none["']$/, 2))),
      unpinned(
        call(/\bJWT\.decode(?:\(| )/g, (args, callee) =>
          args[2]?.text === 'false' ? undefined : without(/algorithm|jwks/)(args, callee),
        ),
      ),
    ],
  },
  {
    ids: ['php'],
    endings: ['.php'],
    comments: { line: ['//', '#'], block: true, backtick: false },
    requests: /\bcurl_init\(|\bHttp::with\w{1,20}|->request\(/g,
    rows: [
      secret(keyOf(/\bJWT::(?:encode|decode)\s?\(/g, 1)),
      secret(keyOf(/\bnew Key\((?=[^()\n]{1,400}["']HS\d{3}["'])/g, 0)),
      secret(keyOf(/\bInMemory::(?:plainText|base64Encoded)\(/g, 0)),
      secret(pattern(String.raw`\bdefine\(\s?["']\w{0,30}(?:JWT|TOKEN)_SECRET\w{0,10}["']\s?,\s{0,3}${literal}`)),
      assigned,
      unverified(call(/\bJWT::decode\s?\(/g, argumentLike(/^false$/i, 2))),
      unsigned(pattern(String.raw`\bConfiguration::forUnsecuredSigner\b|\bnew (?:Signer\\)?None\(\)`)),
      noneAlgorithm,
    ],
  },
  {
    ids: ['rust'],
    endings: ['.rs'],
    comments: { ...cStyle, backtick: false },
    requests: /\.(?:get|post|put|patch|delete)\(\s?"http/g,
    rows: [
      secret(keyOf(/\b(?:Encoding|Decoding)Key::from_(?:base64_)?secret\(/g, 0)),
      secret(
        where(
          /\bjwt(?:_simple)?\b/i,
          keyOf(/\b(?:Hmac(?:::<\w{1,20}>)?::new_from_slice|HS\d{3}Key::from_bytes)\(/g, 0),
        ),
      ),
      assigned,
      unverified(
        pattern(
          String.raw`\binsecure_disable_signature_validation\(\)|\bdangerous_(?:unsafe|insecure)_decode\w{0,20}|\binsecure_decode\b`,
        ),
      ),
      timeless(pattern(String.raw`\bvalidate_exp\s{0,3}[:=]\s{0,3}false\b`)),
    ],
  },
];

/** The language of a document, by what the editor calls it, else by its file name. */
export function languageOf(subject: TextSubject): CodeLanguage | undefined {
  const { languageId } = subject;
  return (
    codeLanguages.find(({ ids }) => ids.includes(languageId)) ??
    (languageId === '' ? codeLanguages.find(({ endings }) => subject.hasEnding(...endings)) : undefined)
  );
}
