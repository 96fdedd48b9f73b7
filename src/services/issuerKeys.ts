import { environmentVariable } from '#host';
import type { KeySource } from '../core/issuerSettings.ts';
import type { KeyInput } from '../core/keys/keyInput.ts';
import type { SourcedIssuer } from './issuers.ts';
import { readAuthorization } from './jwks/authorization.ts';
import type { JwksClient, KeySetRequest } from './jwksClient.ts';
import { readKeyFile } from './keyFile.ts';
import type { KeyStore } from './keyStore.ts';

/** Without keys, `problem` says why there are none; with keys, what is odd about them. */
export interface IssuerKeyOutcome {
  readonly keys: readonly KeyInput[];
  readonly problem?: string;
  /** Of keys that came over the network. */
  readonly fetchedAt?: Date;
  /** Where the issuer's metadata says that its keys are. */
  readonly discovered?: string;
}

/** Gets the keys that an issuer's settings point at: its metadata, a JWKS URL, a key file, a stored key or an environment variable. */
export class IssuerKeys {
  readonly #jwks: JwksClient;
  readonly #keyStore: KeyStore;

  constructor(jwks: JwksClient, keyStore: KeyStore) {
    this.#jwks = jwks;
    this.#keyStore = keyStore;
  }

  async of({ profile, base }: SourcedIssuer, request: KeySetRequest): Promise<IssuerKeyOutcome> {
    const { name, keys: source, origin } = profile;
    if ('discovery' in source) return this.#discovered(name, source.discovery, request);
    if ('jwksUri' in source) return this.#fromUrl(name, source, request);
    if ('jwksFile' in source) {
      const file = await readKeyFile(source.jwksFile, { origin, base });
      return file.ok ? { keys: [{ name, material: file.text }] } : { keys: [], problem: file.problem };
    }
    if ('env' in source) {
      const value = environmentVariable(source.env);
      return value === undefined || value === ''
        ? { keys: [], problem: `The environment variable ${source.env} is not set where VS Code runs.` }
        : { keys: [{ name, material: value }] };
    }
    const stored = await this.#keyStore.get(source.secret);
    return stored.ok ? { keys: [stored.key] } : { keys: [], problem: stored.problem };
  }

  /** Where an issuer says its keys are is an address of its own: another origin than the issuer's needs its own approval. */
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
