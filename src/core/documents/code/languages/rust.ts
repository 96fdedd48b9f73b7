import { callSpan, wordOf } from '../codeCall.ts';
import { call, keyOf, optionIs, where } from '../codeRow.ts';
import type { CodeLanguage } from '../codeLanguage.ts';
import { namedRow, secretRow, timeless, unverified } from './rows.ts';

export const rustCode: CodeLanguage = {
  ids: { rust: ['.rs'] },
  requests: /\.(?:get|post|put|patch|delete)$/,
  rows: [
    secretRow(keyOf('from_secret from_base64_secret', /(?:En|De)codingKey\.from_(?:base64_)?secret$/, 0)),
    secretRow(
      where(/\bjwt(?:_simple)?\b/i, keyOf('new_from_slice', /Hmac(?:Sha\d+)?\.new_from_slice$|\.new_from_slice$/, 0)),
    ),
    secretRow(where(/\bjwt(?:_simple)?\b/i, keyOf('from_bytes', /HS\d{3}Key\.from_bytes$/, 0))),
    namedRow,
    unverified(call('insecure_disable_signature_validation', /./, (found) => callSpan(found))),
    unverified(
      call(
        'dangerous_insecure_decode dangerous_insecure_decode_with_validation dangerous_unsafe_decode insecure_decode',
        /./,
        wordOf,
      ),
    ),
    timeless(optionIs('validate_exp', /^false$/)),
  ],
};
