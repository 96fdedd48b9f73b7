import * as vscode from 'vscode';
import { claimsInSeconds, renewedClaims } from '../core/cures/renewClaims.ts';
import type { KeyInput } from '../core/keys/keyInput.ts';
import { toPlain } from '../core/token/json.ts';
import { parseToken } from '../core/token/parse.ts';
import type { KeyStore } from './keyStore.ts';

/** What changes in a token that is signed again: all its times, or only those that are not in seconds. */
export type Change = 'renew' | 'seconds';

/** Who wants a signature: a person in the editor, or a command that brought its own token. Each is allowed by itself. */
export type Caller = 'editor' | 'command';

export type Resigning =
  | { readonly kind: 'signed'; readonly token: string }
  | { readonly kind: 'refused'; readonly problem: string }
  /** The user did not want the key to be used. */
  | { readonly kind: 'cancelled' };

/** Asks whether a stored key may sign. */
export type AskToSign = (keyName: string, caller: Caller) => Promise<boolean>;

/** A key that has signed a token, as far as that can be told. */
interface Signatory {
  readonly name: string;
  readonly key: KeyInput;
  readonly thumbprint: string | undefined;
}

/** Signs tokens again with the stored key that signed them before, once the user has allowed that. */
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

  /** The token with other times, signed with the stored secret or private key whose signature it bears. `now` in seconds. */
  async resign(token: string, change: Change, caller: Caller, now: number): Promise<Resigning> {
    const { header, payload } = parseToken(token);
    if (header?.json?.type !== 'object' || payload?.json?.type !== 'object') {
      return refused('Only a signed token whose claims can be read can be signed again.');
    }
    const { text, json } = payload;
    const claims = change === 'renew' ? renewedClaims(text, json, now) : claimsInSeconds(text, json);
    if (claims === undefined) {
      return refused('The times of this token are in seconds already.');
    }
    const signatory = await this.#signatoryOf(token);
    if (signatory === undefined) {
      return refused(
        'No stored key has signed this token. Store its secret or private key with “JWT: Add Key…”, then try again.',
      );
    }
    if (!(await this.#isAllowed(signatory.name, caller))) {
      return { kind: 'cancelled' };
    }
    return signAgain(claims, toPlain(header.json) as object, signatory);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #signatoryOf(token: string): Promise<Signatory | undefined> {
    for (const { name, kind } of this.#keyStore.list()) {
      const stored = kind === 'public key' ? undefined : await this.#keyStore.get(name);
      const used = stored?.ok === true ? await keyThatSigned(token, stored.key) : undefined;
      if (stored?.ok === true && used !== undefined) {
        return { name, key: stored.key, thumbprint: used.thumbprint };
      }
    }
    return undefined;
  }

  async #isAllowed(keyName: string, caller: Caller): Promise<boolean> {
    const permission = `${caller}/${keyName}`;
    if (!this.#allowed.has(permission) && (await this.#ask(keyName, caller))) {
      this.#allowed.add(permission);
    }
    return this.#allowed.has(permission);
  }
}

async function signAgain(claims: string, header: object, { name, key, thumbprint }: Signatory): Promise<Resigning> {
  const { sign } = await import('../core/verify/sign.ts');
  try {
    const token = await sign(claims, { key, header });
    // A set may hold several private keys.
    const used = await keyThatSigned(token, key);
    return used?.thumbprint === thumbprint
      ? { kind: 'signed', token }
      : refused(`“${name}” holds several keys. Store the one that signs by itself.`);
  } catch (error) {
    // `sign` throws sentences for people: what the key, or the header, does not allow.
    return refused(error instanceof Error ? error.message : String(error));
  }
}

async function keyThatSigned(token: string, key: KeyInput): Promise<{ readonly thumbprint?: string } | undefined> {
  const { verify } = await import('../core/verify/verify.ts');
  const { signature, key: used } = await verify(token, { keys: [key] });
  return signature === 'valid' ? (used ?? {}) : undefined;
}

function refused(problem: string): Resigning {
  return { kind: 'refused', problem };
}

async function askToSign(keyName: string, caller: Caller): Promise<boolean> {
  const allow = 'Sign';
  const who = caller === 'editor' ? 'Sign' : 'A command wants to sign';
  const answer = await vscode.window.showWarningMessage(
    `${who} a new token with the stored key “${keyName}”${caller === 'editor' ? '?' : '. Let it?'}`,
    {
      modal: true,
      detail:
        'The new token is valid wherever the old one was. ' +
        'You are asked once for this key, and again after a key was changed or VS Code was restarted.',
    },
    allow,
  );
  return answer === allow;
}
