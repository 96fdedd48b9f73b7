import type * as vscode from 'vscode';
import { claimsInSeconds, renewedClaims } from '../../core/fixes/renewClaims.ts';
import type { KeyInput } from '../../core/keys/keyInput.ts';
import { algorithm } from '../../core/facts/algorithms.ts';
import type { Abilities } from '../../core/keys/fittingAlgorithms.ts';
import { toPlain } from '../../core/text/json.ts';
import { tokenOf } from '../../core/token/tokenOf.ts';
import type { UsedKey } from '../../core/verify/verification.ts';
import { quoted } from '../../core/text/visible.ts';
import { confirm } from '../../platform/messages.ts';
import type { KeyStore, StoredKeyAnswer } from './keyStore.ts';
import { notMade } from './signing.ts';
import type { Signing } from './signing.ts';

/** What changes in a token that is signed again: all its times, or only those that are not in seconds. */
export type Change = 'renew' | 'seconds';

/** Who asks for a signature: a person in the editor, or a command with its own token. Each needs its own permission. */
export type Caller = 'editor' | 'command';

/** A key that a new token is made with: a stored one by its name, or one that the person has given or had made. */
export type NewTokenKey = { readonly stored: string } | { readonly given: KeyInput };

export interface NewToken {
  /** JSON, as it is to stand in the token. */
  readonly claims: string;
  /** Its `alg` says whether the token is signed or encrypted; without one the key decides how it is signed. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly key: NewTokenKey;
}

/** Asks whether a stored key may sign. */
export type AskToSign = (keyName: string, caller: Caller) => Promise<boolean>;

/** A key that has signed a token, as far as that can be told. */
interface Signatory {
  readonly name: string;
  readonly key: KeyInput;
  readonly used: UsedKey;
}

/** Makes tokens with the user's keys. A stored secret or private key is used once the user has allowed that. */
export class Signer implements vscode.Disposable {
  readonly #keyStore: KeyStore;
  readonly #ask: AskToSign;
  /** Caller and key, until a key changes: the same name may then stand for another one. */
  readonly #allowed = new Set<string>();
  readonly #subscription: vscode.Disposable;

  constructor(keyStore: KeyStore, ask: AskToSign = askToSign) {
    this.#keyStore = keyStore;
    this.#ask = ask;
    this.#subscription = keyStore.onDidChange(() => {
      this.#allowed.clear();
    });
  }

  /**
   * The token with other times, signed with the stored secret or private key whose signature it bears. `now` in
   * seconds.
   */
  async resign(token: string, change: Change, caller: Caller, now: number): Promise<Signing> {
    const { header, payload } = tokenOf(token);
    if (header?.json?.type !== 'object' || payload?.json?.type !== 'object')
      return notMade('Only signed tokens with readable claims can be signed again.');
    const { text, json } = payload;
    const claims = change === 'renew' ? renewedClaims(text, json, now) : claimsInSeconds(text, json);
    if (claims === undefined) return notMade('The times of this token are already in seconds.');
    const signatory = await this.#signatoryOf(token);
    if (signatory === undefined) {
      return notMade(
        'This token was not signed with a stored key. Store its secret or private key with “JWT: Add Key…”, and then try again.',
      );
    }
    if (!(await this.#isAllowed(signatory.name, caller))) return { kind: 'cancelled' };
    return signAgain(claims, toPlain(header.json) as object, signatory);
  }

  /** A new token, signed or encrypted. */
  async make({ claims, header, key }: NewToken, caller: Caller): Promise<Signing> {
    const given = await this.#inputOf(key);
    if (!given.ok) return notMade(given.problem);
    const { use, keyType } = algorithm(String(header['alg'])) ?? {};
    const isPublicHalfEnough = use === 'key' && keyType !== 'oct';
    if ('stored' in key && !isPublicHalfEnough && !(await this.#isAllowed(key.stored, caller)))
      return { kind: 'cancelled' };
    try {
      if (use === 'key') {
        const { encrypt } = await import('../../core/verify/encrypt.ts');
        return { kind: 'signed', token: await encrypt(claims, { key: given.key, header }) };
      }
      const { sign } = await import('../../core/verify/sign.ts');
      return { kind: 'signed', token: await sign(claims, { key: given.key, header }) };
    } catch (error) {
      return notMade(sentenceOf(error));
    }
  }

  /** What can be made with a key. Looks at the key, and uses it for nothing. */
  async abilities(key: NewTokenKey): Promise<Abilities> {
    const given = await this.#inputOf(key);
    if (!given.ok) return given;
    const { abilitiesOf } = await import('../../core/keys/fittingAlgorithms.ts');
    return abilitiesOf(given.key);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #inputOf(key: NewTokenKey): Promise<StoredKeyAnswer> {
    return 'stored' in key ? this.#keyStore.get(key.stored) : { ok: true, key: key.given };
  }

  async #signatoryOf(token: string): Promise<Signatory | undefined> {
    for (const { name, kind } of this.#keyStore.list()) {
      const stored = kind === 'public key' ? undefined : await this.#keyStore.get(name);
      const used = stored?.ok === true ? await keyThatSigned(token, stored.key) : undefined;
      if (stored?.ok === true && used !== undefined) return { name, key: stored.key, used };
    }
    return undefined;
  }

  async #isAllowed(keyName: string, caller: Caller): Promise<boolean> {
    const permission = `${caller}/${keyName}`;
    if (!this.#allowed.has(permission) && (await this.#ask(keyName, caller))) this.#allowed.add(permission);
    return this.#allowed.has(permission);
  }
}

async function signAgain(claims: string, header: object, { name, key, used }: Signatory): Promise<Signing> {
  const { sign } = await import('../../core/verify/sign.ts');
  try {
    const token = await sign(claims, { key, header });
    // A set may hold several private keys.
    const { isSameKey } = await import('../../core/verify/identify.ts');
    const now = await keyThatSigned(token, key);
    return now !== undefined && isSameKey(now, used)
      ? { kind: 'signed', token }
      : notMade(`${quoted(name)} contains several keys. Store the signing key separately.`);
  } catch (error) {
    return notMade(sentenceOf(error));
  }
}

async function keyThatSigned(token: string, key: KeyInput): Promise<UsedKey | undefined> {
  const { verify } = await import('../../core/verify/verify.ts');
  const { signature, key: used } = await verify(token, { keys: [key] });
  return signature === 'valid' ? used : undefined;
}

/** `sign` and `encrypt` throw sentences for people: what the key, or the header, does not allow. */
function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function askToSign(keyName: string, caller: Caller): Promise<boolean> {
  const which = `the stored key ${quoted(keyName)}`;
  return confirm(
    caller === 'editor' ? `Make a new token with ${which}?` : `Allow a command to make a new token with ${which}?`,
    'The new token is valid wherever this key is trusted. ' +
      'You are asked once for this key, and again after a key changes or VS Code restarts.',
    'Use Key',
  );
}
