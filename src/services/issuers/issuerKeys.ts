import * as vscode from 'vscode';
import type { KeySource } from '../../core/issuers/issuerSettings.ts';
import { readEnvEntry } from '../../core/keys/envEntry.ts';
import type { KeyInput } from '../../core/keys/keyInput.ts';
import { visibleStart } from '../../core/text/visible.ts';
import type { SourcedIssuer } from './issuers.ts';
import { readAuthorization } from '../network/authorization.ts';
import type { JwksClient, KeySetRequest } from '../network/jwksClient.ts';
import { KeyFiles } from '../keys/keyFiles.ts';
import type { KeyFileSetting } from '../keys/keyFiles.ts';
import type { KeyStore } from '../keys/keyStore.ts';
import type { Host } from '../../platform/host/host.ts';
import { namedBy } from './namedBy.ts';

/** Without keys, `problem` says why there are none; with keys, what is odd about them. */
export interface IssuerKeyOutcome {
  readonly keys: readonly KeyInput[];
  readonly problem?: string;
  /** Of keys that came over the network. */
  readonly fetchedAt?: Date;
  /** Where the issuer's metadata says that its keys are. */
  readonly discovered?: string;
}

type Variable = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: string };

/**
 * Gets the keys that an issuer's settings point at: its metadata, a JWKS URL, a key file, a stored key or a variable of
 * the environment.
 */
export class IssuerKeys implements vscode.Disposable {
  readonly #jwks: JwksClient;
  readonly #keyStore: KeyStore;
  readonly #host: Pick<Host, 'environmentVariable'>;
  readonly #files = new KeyFiles();
  readonly #changed = new vscode.EventEmitter<void>();

  /**
   * Fires when issuers may have new keys, because a server or a file has. The key store announces changes of stored
   * keys.
   */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(jwks: JwksClient, keyStore: KeyStore, host: Pick<Host, 'environmentVariable'>) {
    this.#host = host;
    this.#jwks = jwks;
    this.#keyStore = keyStore;
    const tell = (): void => this.#changed.fire();
    this.#files.onDidChange(tell);
    jwks.onNews(tell);
  }

  async of({ profile, base }: SourcedIssuer, request: KeySetRequest): Promise<IssuerKeyOutcome> {
    const { keys: source, origin } = profile;
    const name = namedBy(profile);
    if ('discovery' in source) return this.#discovered(name, source.discovery, request);
    if ('jwksUri' in source) return this.#fromUrl(name, source, request);
    if ('jwksFile' in source) {
      const file = await this.#files.read(source.jwksFile, { origin, base });
      // The final line break that editors add is no part of a secret.
      return file.ok
        ? { keys: [{ name, material: file.text.replace(/\r?\n$/, '') }] }
        : { keys: [], problem: file.problem };
    }
    if ('env' in source) {
      const { env, envFile, encoding } = source;
      const variable =
        envFile === undefined ? processVariable(env, this.#host) : await this.#entry(envFile, env, { origin, base });
      return variable.ok
        ? { keys: [{ name, material: variable.value, ...(encoding && { encoding }) }] }
        : { keys: [], problem: variable.problem };
    }
    const stored = await this.#keyStore.get(source.secret);
    if (!stored.ok) return { keys: [], problem: stored.problem };
    return { keys: [origin === 'workspace' ? { ...stored.key, name } : stored.key] };
  }

  dispose(): void {
    this.#files.dispose();
    this.#changed.dispose();
  }

  async #entry(path: string, name: string, setting: KeyFileSetting): Promise<Variable> {
    const file = await this.#files.read(path, setting);
    if (!file.ok) return file;
    const entry = readEnvEntry(file.text, name);
    return entry.ok ? entry : { ok: false, problem: `The file ${visibleStart(path)} ${entry.problem}` };
  }

  /**
   * Where an issuer says its keys are is an address of its own: another origin than the issuer's needs its own
   * approval.
   */
  async #discovered(name: string, issuer: string, request: KeySetRequest): Promise<IssuerKeyOutcome> {
    const found = await this.#jwks.metadata(issuer, request);
    if (!found.ok) return { keys: [], problem: found.problem };
    const { jwksUri } = found.metadata;
    const outcome = await this.#fromUrl(name, { jwksUri }, request);
    const problems = [...found.notes, ...(outcome.problem === undefined ? [] : [outcome.problem])];
    return { ...outcome, discovered: jwksUri, ...(problems.length > 0 && { problem: problems.join(' ') }) };
  }

  async #fromUrl(
    name: string,
    { jwksUri, authorization }: Extract<KeySource, { readonly jwksUri: string }>,
    request: KeySetRequest,
  ): Promise<IssuerKeyOutcome> {
    const header = authorization === undefined ? undefined : await this.#authorization(authorization);
    if (header?.ok === false) return { keys: [], problem: header.problem };
    const set = await this.#jwks.keySet(jwksUri, { ...request, authorization: header?.value });
    if (!set.ok) return { keys: [], problem: set.problem };
    return {
      keys: [{ name, material: { keys: set.keys } }],
      fetchedAt: set.fetchedAt,
      ...(set.notes.length > 0 && { problem: set.notes.join(' ') }),
    };
  }

  async #authorization(name: string): Promise<ReturnType<typeof readAuthorization>> {
    const stored = await this.#keyStore.get(name);
    return stored.ok ? readAuthorization(stored.key, name) : stored;
  }
}

function processVariable(name: string, { environmentVariable }: Pick<Host, 'environmentVariable'>): Variable {
  const value = environmentVariable(name);
  return value === undefined || value === ''
    ? { ok: false, problem: `The environment variable ${visibleStart(name)} is not set where VS Code runs.` }
    : { ok: true, value };
}
