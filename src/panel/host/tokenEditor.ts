import { fittingMaking, orUsual } from '../../core/fixes/fittingMaking.ts';
import { makingOf, withMaking, draftOf } from '../../core/fixes/tokenDraft.ts';
import type { Making } from '../../core/fixes/tokenDraft.ts';
import { algorithm } from '../../core/facts/algorithms.ts';
import { toPlain } from '../../core/text/json.ts';
import { wholeToken } from '../../core/token/nested.ts';
import type { Token } from '../../core/token/token.ts';
import { claimsToSign, readObject } from '../../core/fixes/writtenClaims.ts';
import type { Signer } from '../../services/keys/signer.ts';
import { notMade } from '../../services/keys/signing.ts';
import type { Signing } from '../../services/keys/signing.ts';
import type { Draft, KeyValues } from '../protocol/forms.ts';
import type { DraftState } from '../view/draftState.ts';
import { DraftKey } from './draftKey.ts';

/**
 * The token that a person writes in the panel: its header and claims, and the key it is made with. Lives in memory
 * only.
 */
export class TokenEditor {
  readonly #signer: Pick<Signer, 'make'>;
  readonly #key: DraftKey;
  readonly #changed: () => void;
  #draft: Draft | undefined;
  /**
   * What the draft began with, and whether the person has changed it since: one that was not touched follows the token
   * on the page.
   */
  #origin = '';
  #isTouched = false;
  #making = false;
  #problem: string | undefined;

  /** `storedName` tells the name of the stored key that is chosen so; `changed` hears of whatever changes by itself. */
  constructor(
    signer: Pick<Signer, 'make' | 'abilities'>,
    storedName: (choice: string) => string | undefined,
    changed: () => void,
  ) {
    this.#signer = signer;
    this.#key = new DraftKey(signer, storedName);
    this.#changed = changed;
  }

  get state(): DraftState | undefined {
    return (
      this.#draft && {
        draft: this.#draft,
        abilities: this.#key.abilities,
        newKey: this.#key.made,
        making: this.#making,
        problem: this.#problem,
      }
    );
  }

  /** Begins with a token; without a token, with the claims that every verifier checks. */
  async open(token: Token | undefined, key: KeyValues): Promise<void> {
    this.#begin(token, key);
    await this.#lookAtKey();
  }

  /** As {@link open}, unless this token is being edited already. */
  async openOnce(token: Token | undefined, key: KeyValues): Promise<void> {
    if (!this.#draft || this.#origin !== identity(token)) await this.open(token, key);
  }

  close(): void {
    this.#draft = undefined;
    this.#key.forget();
  }

  /**
   * Another token is on the page, or its content has been opened: a draft that nobody has changed becomes one of it.
   */
  follow(token: Token | undefined): void {
    if (this.#draft && !this.#isTouched && this.#origin !== identity(token)) {
      this.#begin(token, this.#draft);
      this.#fit();
    }
  }

  /** Takes what the person has written. */
  async change(draft: Draft): Promise<void> {
    const before = this.#draft;
    this.#draft = draft;
    this.#problem = undefined;
    this.#isTouched ||= before?.header !== draft.header || before.claims !== draft.claims;
    const isOtherKey = before === undefined || keyInWords(before) !== keyInWords(draft);
    if (isOtherKey || this.#key.isOutgrown(draft)) await this.#lookAtKey();
  }

  /** Writes the algorithms into the header. A key that was made here is made anew where it is of no use for them. */
  async choose(alg: string, enc: string): Promise<void> {
    if (this.#draft) {
      this.#isTouched = true;
      this.#problem = undefined;
      this.#write({ alg, enc: orUsual(enc) });
      await this.#lookAtKey();
    }
  }

  /** Keys may have been stored anew: looks at the one that is chosen again. */
  async renewKey(): Promise<void> {
    if (this.#draft && this.#key.isStored(this.#draft)) await this.#lookAtKey();
  }

  /**
   * The token, made at `now` (seconds); `undefined` where it was not made. Uses a stored key only as far as the person
   * allows it.
   */
  async make(now: number): Promise<string | undefined> {
    if (!this.#draft || this.#making) return undefined;
    this.#making = true;
    this.#changed();
    try {
      const signing = await this.#sign(this.#draft, now);
      this.#problem = signing.kind === 'refused' ? signing.problem : undefined;
      return signing.kind === 'signed' ? signing.token : undefined;
    } catch (error) {
      this.#problem = `The token could not be made: ${error instanceof Error ? error.message : String(error)}`;
      return undefined;
    } finally {
      this.#making = false;
      this.#changed();
    }
  }

  async #sign(draft: Draft, now: number): Promise<Signing> {
    const header = readObject(draft.header);
    const claims = readObject(draft.claims);
    const isEncrypted = algorithm(makingOf(draft.header).alg)?.use === 'key';
    // RFC 7519 §5.2: a token may be encrypted whole.
    const inner = isEncrypted && wholeToken(draft.claims) ? draft.claims.trim() : undefined;
    const key = this.#key.toUse(draft);
    if (!header.ok) return notMade(`Header: ${header.problem}`);
    if (inner === undefined && !claims.ok) return notMade(`Claims: ${claims.problem}`);
    if (!key.ok) return notMade(key.problem);
    const content = inner ?? (claims.ok ? claimsToSign(claims.root, now) : '');
    const parameters = toPlain(header.root) as Record<string, unknown>;
    return this.#signer.make({ claims: content, header: parameters, key: key.key }, 'editor');
  }

  #begin(token: Token | undefined, { choice, encoding, keyText, password }: KeyValues): void {
    this.#draft = { ...draftOf(token), choice, encoding, keyText, password };
    this.#origin = identity(token);
    this.#isTouched = false;
    this.#problem = undefined;
  }

  /** Finds out what can be made with the key, and lets the header say something that can. */
  async #lookAtKey(): Promise<void> {
    if (!this.#draft) return;
    await this.#key.look(this.#draft, () => {
      this.#fit();
      this.#changed();
    });
  }

  /** Lets the header name an algorithm of the same use that the key is good for, and the key. */
  #fit(): void {
    const making = this.#draft && fittingMaking(this.#draft.header, this.#key.abilities);
    if (making) this.#write(making);
  }

  #write(making: Making): void {
    if (this.#draft) this.#draft = { ...this.#draft, header: withMaking(this.#draft.header, making) };
  }
}

/** A token and what is known of its content. */
function identity(token: Token | undefined): string {
  return token === undefined ? '' : `${token.text} ${token.payload?.text ?? ''}`;
}

function keyInWords({ choice, keyText, encoding, password }: Draft): string {
  return JSON.stringify([choice, keyText, encoding, password]);
}
