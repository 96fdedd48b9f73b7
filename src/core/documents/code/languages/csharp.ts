import { callSpan, wordOf } from '../codeCall.ts';
import { call, keyOf, usedMember, option, optionIs, where } from '../codeRow.ts';
import type { Finder } from '../codeRow.ts';
import type { CodeLanguage } from '../codeLanguage.ts';
import { decides, disabled, namedRow, partly, secretRow, timeless, unpinned, unsignedRow, unverified } from './rows.ts';

/** `new TokenValidationParameters { … }` that names no algorithms. */
const withoutAlgorithms: Finder = function* find({ code }) {
  for (const index of code.placesOf('TokenValidationParameters')) {
    if (!code.is(index - 1, 'new')) continue;
    const open = code.is(index + 1, '(') ? code.pair(index + 1) + 1 : index + 1;
    const args = code.is(open, '{') ? code.argumentsAt(open) : undefined;
    if (args && !args.some(({ name }) => name === 'ValidAlgorithms'))
      yield code.spanOf({ from: index - 1, to: index + 1 });
  }
};

export const csharpCode: CodeLanguage = {
  ids: { csharp: ['.cs', '.csx'] },
  requests: /(?:^|\.)(?:HttpRequestMessage|(?:Get|Post|Put|Delete|Send)\w{0,12}Async)$/,
  rows: [
    secretRow(keyOf('SymmetricSecurityKey', /SymmetricSecurityKey$/, 0)),
    secretRow(keyOf('WithSecret', /\.WithSecret$/, 0)),
    secretRow(keyOf('Encode Decode DecodeToObject', /\bJWT\.(?:Encode|Decode\w{0,10})$/, 1)),
    namedRow,
    partly(optionIs('ValidateIssuer ValidateAudience ValidateIssuerSigningKey', /^false$/)),
    timeless(optionIs('ValidateLifetime RequireExpirationTime', /^false$/)),
    disabled(
      'The keys that verify tokens may be loaded over plain HTTP here, where anyone on the way can replace them.',
      optionIs('RequireHttpsMetadata', /^false$/),
    ),
    unsignedRow(optionIs('RequireSignedTokens', /^false$/)),
    unsignedRow(usedMember('none', /JwsAlgorithm\.none$/)),
    unverified(
      call('DoNotVerifySignature', /./, (found) => ({ start: wordOf(found).start - 1, end: callSpan(found).end })),
    ),
    unverified(
      call('WithVerifySignature MustVerifySignature', /\.WithVerifySignature$/, (found) =>
        found.args[0] && found.values.constant(found.args[0]) === 'false' ? callSpan(found) : undefined,
      ),
    ),
    unverified(
      option('SignatureValidator SignatureValidatorUsingConfiguration', ({ values: { code }, key, value }) =>
        code.is(value.from, 'delegate', '(', '_') || code.is(value.from + 1, '=>')
          ? code.spanOf({ from: key, to: key + 1 })
          : undefined,
      ),
    ),
    unverified(
      where(
        /\bjwt|JsonWebToken/i,
        call(
          'Decode DecodeToObject DecodeToObjectAsync',
          /\.Decode\w{0,16}$/,
          ({ args, values }) => args.find((each) => each.name === 'verify' && values.constant(each) === 'false')?.span,
        ),
      ),
    ),
    unpinned(withoutAlgorithms),
    decides('ReadJwtToken ReadJsonWebToken', /./),
  ],
};
