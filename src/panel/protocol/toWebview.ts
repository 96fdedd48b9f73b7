import { anyOf, exactly, isNumber, isString, object } from './guard.ts';
import type { Guarded } from './guard.ts';
import { isPanelView } from './pageView.ts';

/**
 * The contract between the extension host and the webview. The host holds the truth (token, form, result) and does all
 * the reading and verifying; the webview shows a view model and says what the person did. So core is shipped once,
 * hostile text reaches the page as plain strings only, and a webview that was hidden and destroyed loses nothing. Each
 * shape is a guard: both ends check what arrives.
 */

export type Reply = Guarded<typeof isReply>;
const isReply = anyOf(
  object({ type: exactly('reply'), id: isNumber, ok: exactly(true) }, { value: isString }),
  object({ type: exactly('reply'), id: isNumber, ok: exactly(false), error: isString }),
);

/** What the host sends. */
export type ToWebview = Guarded<typeof isToWebview>;
export const isToWebview = anyOf(object({ type: exactly('view'), view: isPanelView }), isReply);
