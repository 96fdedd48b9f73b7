import * as vscode from 'vscode';
import { timeOf } from '../../core/claims/timeState.ts';
import { relativeTime } from '../../core/text/time.ts';
import { find } from '../../core/token/find.ts';
import { tokenOf } from '../../core/token/tokenOf.ts';
import { redact } from '../../core/token/redact.ts';
import { tokenIn } from '../../core/token/foundToken.ts';
import { visibleStart } from '../../core/text/visible.ts';
import { askLine, inform, pickOne } from '../../platform/messages.ts';
import type { TokenHandles, TokenSource } from './tokenHandles.ts';
import type { TokenIndex } from './tokenIndex.ts';

/** What was looked for, for a message that it was not found. */
const lookedFor =
  'A token has three base64url parts separated by dots (five if encrypted), and its first part decodes to a JSON header with “alg”.';

/** Finds out which token a command is meant for. */
export class TokenChooser {
  readonly #tokenIndex: TokenIndex;
  readonly #tokenHandles: TokenHandles;

  constructor(tokenIndex: TokenIndex, tokenHandles: TokenHandles) {
    this.#tokenIndex = tokenIndex;
    this.#tokenHandles = tokenHandles;
  }

  /**
   * The argument if it is a token, else the selection's token, else the one at the cursor, else the clipboard's, else
   * what the user pastes. Where there are several, the user picks. `undefined` when there is none, which has then been
   * said, or the user canceled.
   */
  async choose(argument: unknown): Promise<TokenSource | undefined> {
    if (typeof argument === 'string') {
      const tokens = tokensOf(argument);
      return tokens.length > 0 ? pick(tokens) : { text: argument.trim() };
    }
    if (isHandleArgument(argument)) {
      const source = this.#tokenHandles.get(argument.handle);
      return source ?? pick([], 'This link is from an earlier hover. Hover over the token again.');
    }
    const editor = vscode.window.activeTextEditor;
    if (editor?.selections.some((selection) => !selection.isEmpty) === true)
      return pick(this.#selected(editor), `The selection does not contain a JSON Web Token. ${lookedFor}`);
    const atCursor = editor && this.#atCursor(editor);
    if (atCursor !== undefined) return atCursor;
    const copied = tokensOf(await vscode.env.clipboard.readText());
    return copied.length > 0 ? pick(copied) : ask();
  }

  #atCursor({ document, selection }: vscode.TextEditor): TokenSource | undefined {
    const token = this.#tokenIndex.tokenAt(document, selection.active);
    return token && { text: token.text, uri: document.uri.toString(), start: token.start };
  }

  /**
   * The tokens that the selections touch, each text once; a selection that cuts a token out of a longer word counts as
   * it stands.
   */
  #selected({ document, selections }: vscode.TextEditor): readonly TokenSource[] {
    const uri = document.uri.toString();
    const sources = selections.flatMap((selection): readonly TokenSource[] => {
      const touched = this.#tokenIndex.tokensWithin(document, selection);
      return touched.length > 0
        ? touched.map(({ text, start }) => ({ text, uri, start }))
        : tokensOf(document.getText(selection));
    });
    return [...new Map(sources.map((source) => [source.text, source])).values()];
  }
}

function isHandleArgument(argument: unknown): argument is { readonly handle: string } {
  return (
    typeof argument === 'object' && argument !== null && 'handle' in argument && typeof argument.handle === 'string'
  );
}

/** The tokens of a text that is no document, each once. */
function tokensOf(text: string): readonly TokenSource[] {
  return [...new Set(find(text).map((found) => tokenIn(text, found)))].map((token) => ({ text: token }));
}

/** The only one, or the one the user picks. Where there is none, says `none`. */
async function pick(sources: readonly TokenSource[], none = lookedFor): Promise<TokenSource | undefined> {
  const [first, ...others] = sources;
  if (first === undefined) void inform(none);
  if (others.length === 0) return first;
  const now = new Date();
  const rows = sources.map((source, index) => ({
    value: source,
    label: `${index + 1}. ${pickLabel(source.text, now)}`,
    detail: redact(source.text),
  }));
  return pickOne(rows, 'Select a token', { matchOnDetail: true });
}

/** `RS256, expired 3 hours ago`. */
function pickLabel(text: string, now: Date): string {
  const token = tokenOf(text);
  const { state, exp } = timeOf(token, now, 0);
  const time =
    exp === undefined ? undefined : `${state === 'expired' ? 'expired' : 'expires'} ${relativeTime(exp, now)}`;
  return [token.alg === undefined ? 'no algorithm' : visibleStart(token.alg), time]
    .filter((part) => part !== undefined)
    .join(', ');
}

async function ask(): Promise<TokenSource | undefined> {
  const asked = {
    title: 'JSON Web Token',
    prompt: 'Paste a token, or text that contains one.',
    placeHolder: 'eyJ…',
  };
  const text = await askLine(asked, (value) =>
    value.trim() === '' || find(value).length > 0 ? undefined : `No token in this text yet. ${lookedFor}`,
  );
  return text === undefined ? undefined : pick(tokensOf(text));
}
