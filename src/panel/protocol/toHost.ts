import { anyOf, exactly, isBoolean, isNumber, isString, object, oneOf } from './guard.ts';
import type { Guarded } from './guard.ts';
import { isVerifyForm, isDraft } from './forms.ts';
import { isPart, isDisplay } from './remembered.ts';

const isWhere = object({ part: isPart, index: isNumber });

/** What the webview asks for. Each is answered by a `Reply`. */
export type Request = Guarded<typeof isRequest>;
const isRequest = anyOf(
  object({ type: exactly('ready') }),
  /** The token field changed. `pasted` is the text just pasted, in which a token is looked for. */
  object({ type: exactly('edit'), text: isString, revision: isNumber }, { pasted: isString }),
  object({ type: exactly('form'), form: isVerifyForm, revision: isNumber }),
  object({ type: exactly('display'), display: isDisplay }),
  object({ type: exactly('verify') }),
  /** Opens where the token is edited, and closes it. */
  object({ type: exactly('editor'), open: isBoolean }),
  object({ type: exactly('draft'), draft: isDraft, revision: isNumber }),
  /** Writes them into the header of the draft. */
  object({ type: exactly('algorithm'), alg: isString, enc: isString }),
  /** Signs or encrypts the draft and puts it in the token's place. */
  object({ type: exactly('make') }),
  /** Of the key that was made here. */
  object({ type: exactly('copyKey'), format: oneOf('jwk', 'pem', 'publicPem', 'publicJwks') }),
  /** Does what the explanation of this id offers. */
  object({ type: exactly('fix'), explanation: isString }),
  object({ type: exactly('openInner') }),
  /** Back to a token around this one; 0 is the outermost. */
  object({ type: exactly('openOuter'), depth: isNumber }),
  object({ type: exactly('pasteFromClipboard') }),
  object({ type: exactly('copyMember'), where: isWhere }),
  object({ type: exactly('copyJson'), part: isPart }),
  object({ type: exactly('copyToken') }),
  object({ type: exactly('copyRedacted') }),
  /** The whole of a value that the view cut; the reply carries it. */
  object({ type: exactly('wholeValue'), where: isWhere }),
  object({ type: exactly('revealSource') }),
  object({ type: exactly('addKey') }),
);

/** A request with the number its reply repeats. */
export type Call = Guarded<typeof isCall>;
export const isCall = object({ id: isNumber, request: isRequest });
