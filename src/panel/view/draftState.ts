import type { Abilities } from '../../core/keys/fittingAlgorithms.ts';
import type { NewKey } from '../../core/keys/generateKey.ts';
import type { Draft } from '../protocol/forms.ts';

/** The key of a new token: made here, entered directly, or a stored one. */
export const newKeyChoice = 'new';

/** Everything about a token that is being written. */
export interface DraftState {
  readonly draft: Draft;
  /** What can be made with its key; `undefined` while none is given, or while it is being looked at. */
  readonly abilities: Abilities | undefined;
  /** The key that was made here. */
  readonly newKey: NewKey | undefined;
  readonly making: boolean;
  /** Why the last token was not made. */
  readonly problem: string | undefined;
}
