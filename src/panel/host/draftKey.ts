import { makeableMaking, wantsOtherKey } from '../../core/fixes/fittingMaking.ts';
import type { Abilities } from '../../core/keys/fittingAlgorithms.ts';
import type { NewKey } from '../../core/keys/generateKey.ts';
import { LatestTurn } from '../../platform/latestTurn.ts';
import type { NewTokenKey, Signer } from '../../services/keys/signer.ts';
import type { Draft } from '../protocol/forms.ts';
import { newKeyChoice } from '../view/draftState.ts';

type KeyToUse = { readonly ok: true; readonly key: NewTokenKey } | { readonly ok: false; readonly problem: string };

/** The key that a draft is made with: one that is stored, one given in the form, or one made here. In memory only. */
export class DraftKey {
  readonly #signer: Pick<Signer, 'abilities'>;
  readonly #storedName: (choice: string) => string | undefined;
  #made: NewKey | undefined;
  #abilities: Abilities | undefined;
  /** Counts key checks, so that a slow check is not used for a later key. */
  readonly #look = new LatestTurn();

  /** `storedName` tells the name of the stored key that is chosen so. */
  constructor(signer: Pick<Signer, 'abilities'>, storedName: (choice: string) => string | undefined) {
    this.#signer = signer;
    this.#storedName = storedName;
  }

  /** The one that was made here. */
  get made(): NewKey | undefined {
    return this.#made;
  }

  /** What can be made with the key; `undefined` while that is not known. */
  get abilities(): Abilities | undefined {
    return this.#abilities;
  }

  /** Whether the draft is made with a stored key. */
  isStored({ choice }: Draft): boolean {
    return this.#storedName(choice) !== undefined;
  }

  /** Whether the key that was made here is of no use for what the draft's header says. */
  isOutgrown({ choice, header }: Draft): boolean {
    return choice === newKeyChoice && wantsOtherKey(header, this.#made?.alg);
  }

  /** Finds out what can be made with the draft's key; makes one first where that is asked for. Then calls `known`. */
  async look(draft: Draft, known: () => void): Promise<void> {
    await this.#look.take(
      async () => {
        const made = await this.#toMake(draft);
        const use = this.toUse(draft, made);
        return { made, abilities: use.ok ? await this.#signer.abilities(use.key) : undefined };
      },
      ({ made, abilities }) => {
        this.#made = made;
        this.#abilities = abilities;
        known();
      },
    );
  }

  /** The key to make the draft's token with, or what is missing. */
  toUse({ choice, keyText, encoding, password }: Draft, made = this.#made): KeyToUse {
    if (choice === newKeyChoice) {
      return made
        ? { ok: true, key: { given: { material: made } } }
        : { ok: false, problem: 'The new key is not ready yet.' };
    }
    const stored = this.#storedName(choice);
    if (stored !== undefined) return { ok: true, key: { stored } };
    if (keyText.trim() === '') return { ok: false, problem: 'Enter the secret or private key to make the token with.' };
    const material = keyText;
    return choice === 'secret'
      ? { ok: true, key: { given: { material, encoding } } }
      : { ok: true, key: { given: { material, ...(password !== '' && { password }) } } };
  }

  /** Forgets the key that was made here, and what is being found out. */
  forget(): void {
    this.#made = undefined;
    this.#look.callOff();
  }

  /** A key for the algorithms of the header; the one that was made before, if it is. */
  async #toMake(draft: Draft): Promise<NewKey | undefined> {
    if (draft.choice !== newKeyChoice) return undefined;
    if (this.#made && !this.isOutgrown(draft)) return this.#made;
    const { alg, enc } = makeableMaking(draft.header);
    const { generateKey } = await import('../../core/keys/generateKey.ts');
    return generateKey(alg, enc);
  }
}
