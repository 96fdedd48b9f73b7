import { argumentsSay, pathSpan } from '../codeCall.ts';
import { call, isOptionOf, keyOf, noneAlgorithm, optionIs, optionKey, where } from '../codeRow.ts';
import type { Values } from '../values.ts';
import type { CodeLanguage } from '../codeLanguage.ts';
import { decides, keyless, namedRow, secretRow, timeless, unpinned, unsignedRow, unverified } from './rows.ts';

const ofLibrary =
  /(?:^|[._])(?:jw[ts]|jwt\.JWT|py_?jwt|PyJWT|JWT|jws\.JWS)(?:\(\))?\.(?:encode|decode|sign|verify|serialize_compact|deserialize_compact)$/i;
const authlib = /\b(?:authlib|joserfc)\b/;
/** Words of libraries that sign: there `SECRET_KEY` of Flask and Django is what signs. */
const signing =
  /\bitsdangerous\b|\bflask_jwt|\bjose\b|simplejwt|\bSIMPLE_JWT\b|\bjwt\b|\bJWTManager\b|\bauthlib\b|\bjoserfc\b/i;

export const pythonCode: CodeLanguage = {
  ids: { python: ['.py', '.pyi', '.pyw'] },
  requests:
    /^(?:requests|httpx|session|client|(?:self\.)?(?:session|client))\.(?:get|post|put|patch|delete|request)$|^urllib\.request\.Request$|^Request$/,
  rows: [
    secretRow(keyOf('encode decode sign verify', ofLibrary, 1, 'key', 'secret')),
    // Its arguments are header, payload and key.
    secretRow(where(authlib, keyOf('encode serialize_compact', ofLibrary, 2, 'key'))),
    secretRow(keyOf('import_key', /Oct(?:et)?(?:Key)?\.import_key$/, 0)),
    secretRow(
      keyOf(
        'URLSafeTimedSerializer URLSafeSerializer TimedJSONWebSignatureSerializer JSONWebSignatureSerializer TimedSerializer',
        /./,
        0,
        'secret_key',
      ),
    ),
    secretRow(where(/\bSIMPLE_JWT\b/, optionKey('SIGNING_KEY VERIFYING_KEY'))),
    secretRow(optionKey('secret secret_key', isOptionOf(/jwt/i))),
    secretRow(
      where(
        signing,
        optionKey('SECRET_KEY secret_key', ({ values, key }) => isSetting(values, key)),
      ),
    ),
    namedRow,
    unverified(where(/jw[tsk]|jose/i, optionIs('verify_signature', /^False$/))),
    unverified(
      call(
        'decode verify',
        ofLibrary,
        ({ args, values }) => args.find((each) => each.name === 'verify' && values.constant(each) === 'False')?.span,
      ),
    ),
    timeless(where(/jw[tsk]|jose/i, optionIs('verify_exp', /^False$/))),
    unsignedRow(noneAlgorithm),
    keyless(
      call('encode sign', ofLibrary, (found) => {
        const [, key] = found.args;
        return key &&
          /^(?:None|'')$/.test(found.values.constant(key) ?? '') &&
          key.name === undefined &&
          !argumentsSay(found, /^none$/)
          ? key.span
          : undefined;
      }),
    ),
    unpinned(
      call('decode', /(?:^|\.)jwt\.decode$/, (found) =>
        found.args.length >= 2 &&
        !argumentsSay(found, /^(?:algorithms|verify_signature)$/) &&
        !found.args.some(({ name }) => name === 'verify')
          ? pathSpan(found)
          : undefined,
      ),
    ),
    decides('get_unverified_claims get_unverified_header', /\bjwt\.get_unverified_/),
  ],
};

/** `SECRET_KEY = …`, `config["SECRET_KEY"] = …`, `config.update(SECRET_KEY=…)`; no argument of another function. */
function isSetting({ code }: Values, key: number): boolean {
  const opener = code.opener(key);
  return !code.is(opener, '(') || code.is(opener - 1, 'update', 'from_mapping', 'setdefault', 'dict');
}
