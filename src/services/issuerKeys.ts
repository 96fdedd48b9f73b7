import { environmentVariable } from '#host';
import type { KeyInput } from '../core/keys/keyInput.ts';
import type { SourcedIssuer } from './issuers.ts';
import type { JwksClient, KeySetRequest } from './jwksClient.ts';
import { readKeyFile } from './keyFile.ts';
import type { KeyStore } from './keyStore.ts';

/** Without keys, `problem` says why there are none; with keys, what is odd about them. */
export interface IssuerKeyOutcome {
  readonly keys: readonly KeyInput[];
  readonly problem?: string;
}

/** Gets the keys that an issuer's settings point at: a JWKS URL, a key file, a stored key or an environment variable. */
export class IssuerKeys {
  readonly #jwks: JwksClient;
  readonly #keyStore: KeyStore;

  constructor(jwks: JwksClient, keyStore: KeyStore) {
    this.#jwks = jwks;
    this.#keyStore = keyStore;
  }

  async of({ profile, base }: SourcedIssuer, request: KeySetRequest): Promise<IssuerKeyOutcome> {
    const { name, keys: source, origin } = profile;
    if ('jwksUri' in source) {
      const set = await this.#jwks.keySet(source.jwksUri, request);
      if (!set.ok) return { keys: [], problem: set.problem };
      return {
        keys: [{ name, material: { keys: set.keys } }],
        ...(set.notes.length > 0 && { problem: set.notes.join(' ') }),
      };
    }
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
}
