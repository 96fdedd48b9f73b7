import { argumentsSay, pathSpan } from '../codeCall.ts';
import { call, keyOf, noneAlgorithm, optionIs } from '../codeRow.ts';
import type { CodeLanguage } from '../codeLanguage.ts';
import { keyless, namedRow, secretRow, timeless, unpinned, unsignedRow, unverified } from './rows.ts';

const ofLibrary = /(?:^|\.)JWT\.(?:encode|decode)$/;

export const rubyCode: CodeLanguage = {
  ids: { ruby: ['.rb', '.rake', '.ru'] },
  requests: /^(?:HTTParty|RestClient|Faraday|HTTP)\.(?:get|post|put|patch|delete)$|^URI(?:\.parse)?$|^Kernel\.URI$/,
  rows: [
    secretRow(keyOf('encode decode', ofLibrary, 1)),
    namedRow,
    unverified(
      call('decode', ofLibrary, ({ args, values }) => {
        const [, , verify] = args;
        return verify && !verify.name && values.constant(verify) === 'false' ? verify.span : undefined;
      }),
    ),
    timeless(optionIs('verify_expiration', /^false$/)),
    unsignedRow(noneAlgorithm),
    unsignedRow(
      call('encode', ofLibrary, ({ args, values }) => {
        const [, , algorithm] = args;
        return algorithm && !algorithm.name && /^'none'$/i.test(values.constant(algorithm) ?? '')
          ? algorithm.span
          : undefined;
      }),
    ),
    keyless(
      call('encode', ofLibrary, (found) => {
        const [, key] = found.args;
        return key && /^(?:nil|'')$/.test(found.values.constant(key) ?? '') && argumentsSay(found, /^HS\d{3}$/)
          ? key.span
          : undefined;
      }),
    ),
    unpinned(
      call('decode', ofLibrary, (found) => {
        const [, , verify] = found.args;
        const isOff = verify !== undefined && found.values.constant(verify) === 'false';
        return !isOff && found.args.length >= 2 && !argumentsSay(found, /algorithm|jwks/) ? pathSpan(found) : undefined;
      }),
    ),
  ],
};
