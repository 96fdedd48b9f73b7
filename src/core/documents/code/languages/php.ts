import { argumentsSay, pathSpan } from '../codeCall.ts';
import type { CodeCall } from '../codeCall.ts';
import { call, keyOf, noneAlgorithm } from '../codeRow.ts';
import type { CodeLanguage } from '../codeLanguage.ts';
import type { Span } from '../../../text/span.ts';
import { keyless, namedRow, secretRow, unsignedRow, unverified } from './rows.ts';

const ofLibrary = /(?:^|[.\\])JWT\.(?:encode|decode)$/i;

/** `'none'` among the arguments behind the key: an algorithm, or one of a list. */
function noneAmong({ values: { code }, args }: CodeCall): Span | undefined {
  const [, , first] = args;
  const last = args.at(-1);
  if (!first || !last) return undefined;
  for (let at = first.from; at < last.to; at++) {
    const { kind, text, inner } = code.at(at);
    if (kind === 'string' && /^none$/i.test(text)) return { start: inner, end: inner + text.length };
  }
  return undefined;
}

export const phpCode: CodeLanguage = {
  ids: { php: ['.php', '.phtml'] },
  requests: /^curl_init$|^Http\.with\w{1,20}\.\w{1,10}$|\.request$/,
  rows: [
    secretRow(keyOf('encode decode', ofLibrary, 1)),
    secretRow(
      call('Key', /(?:^|\.)Key$/, (found) =>
        argumentsSay(found, /^HS\d{3}$/) && found.values.code.is(found.callee - 1, 'new', '\\') && found.args[0]
          ? found.values.literal(found.args[0])
          : undefined,
      ),
    ),
    secretRow(keyOf('plainText base64Encoded', /InMemory\.\w+$/, 0)),
    secretRow(keyOf('setSecret', /./, 0)),
    namedRow,
    unverified(
      call('decode', ofLibrary, ({ args, values }) => {
        const [, , verify] = args;
        return verify && /^false$/i.test(values.constant(verify) ?? '') ? verify.span : undefined;
      }),
    ),
    unsignedRow(call('forUnsecuredSigner', /Configuration\.forUnsecuredSigner$/, pathSpan)),
    unsignedRow(
      call('None', /(?:^|\.)None$/, ({ values: { code }, callee }) => {
        const isMade = [1, 3].some((back) => code.is(callee - back, 'new'));
        return isMade
          ? code.spanOf({ from: code.is(callee - 1, 'new') ? callee - 1 : callee - 3, to: callee + 3 })
          : undefined;
      }),
    ),
    unsignedRow(call('encode decode', ofLibrary, noneAmong)),
    unsignedRow(noneAlgorithm),
    keyless(
      call('encode', ofLibrary, ({ args, values }) => {
        const [, key] = args;
        return key && /^(?:null|'')$/i.test(values.constant(key) ?? '') ? key.span : undefined;
      }),
    ),
  ],
};
