import type { CodeAction } from 'vscode';
import { encodeBase64url } from '../../core/text/base64url.ts';
import { DEFAULT_CLOCK_TOLERANCE_SECONDS } from '../../core/text/time.ts';
import { codeAction, replacement } from './subject.ts';
import type { ActionSubject } from './subject.ts';

/** What can replace the characters that a problem in code or in a key document underlines. */
interface LiteralFix {
  readonly title: string;
  readonly rules: readonly string[];
  /** The new text; `undefined` where these characters are not what is fixed. */
  readonly replace: (text: string) => string | undefined;
}

/**
 * 256 bits: enough for every attack there is on HMAC secrets (RFC 8725 §3.5), and as many characters as HS256 needs
 * bytes and more.
 */
const SECRET_BYTES = 32;

const noneReplacement = (algorithm: string): LiteralFix => ({
  title: `Replace "none" with ${algorithm}`,
  rules: ['verification-disabled'],
  replace: (text) => {
    const [, quote = '', name = ''] = /^(["']?)(none)\1$/i.exec(text) ?? [];
    return name === '' ? undefined : quote + algorithm + quote;
  },
});

const literalFixes: readonly LiteralFix[] = [
  {
    title: 'Replace with a new 256-bit secret',
    rules: ['hmac-secret-short', 'hmac-secret-weak'],
    // The secret itself is underlined; in a JWK, its member.
    replace: (text) =>
      /["\n{]/.test(text) ? undefined : encodeBase64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))),
  },
  {
    title: `Set the tolerance to ${DEFAULT_CLOCK_TOLERANCE_SECONDS} seconds`,
    rules: ['leeway-excessive'],
    replace: (text) => {
      const [, before = ''] = /^("[^"]*"\s*:\s*)[^\s"]+$/.exec(text) ?? [];
      return before === '' ? undefined : `${before}${DEFAULT_CLOCK_TOLERANCE_SECONDS}`;
    },
  },
  ...['ES256', 'RS256', 'HS256'].map(noneReplacement),
];

/** Fixes of what is written in code and in key documents. */
export function literalChanges({ document, token, problems }: ActionSubject): readonly CodeAction[] {
  return token
    ? []
    : problems.flatMap((problem) =>
        literalFixes.flatMap(({ title, rules, replace }) => {
          const { range } = problem.diagnostic;
          const text = rules.includes(problem.ruleId) ? replace(document.getText(range)) : undefined;
          if (text === undefined) return [];
          const action = codeAction(title, [problem]);
          action.edit = replacement(document.uri, range, text);
          return [action];
        }),
      );
}
