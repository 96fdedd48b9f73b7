import type { KeySummary } from '../../core/keys/keySummary.ts';
import type { IssuerKeyOutcome, IssuerKeys } from '../../services/issuerKeys.ts';
import type { SourcedIssuer } from '../../services/issuers.ts';
import type { MetadataRequest } from '../../services/jwksClient.ts';

/** What is known of an issuer's keys. */
export interface IssuerStatus extends Pick<IssuerKeyOutcome, 'fetchedAt' | 'discovered'> {
  readonly keys: readonly KeySummary[];
  readonly problems: readonly string[];
}

interface Entry {
  status?: IssuerStatus;
  isCurrent: boolean;
  /** Counts the looks: only the latest one has a say. */
  turn: number;
}

/** The latest status of each issuer. It is looked up when someone asks for it, and what was known is shown until the answer is there. */
export class IssuerStatuses {
  readonly #issuerKeys: Pick<IssuerKeys, 'of'>;
  readonly #onChanged: () => void;
  readonly #entries = new Map<string, Entry>();

  /** `onChanged` is called when a status has arrived. */
  constructor(issuerKeys: Pick<IssuerKeys, 'of'>, onChanged: () => void) {
    this.#issuerKeys = issuerKeys;
    this.#onChanged = onChanged;
  }

  /** What is known now. Asks for the rest without asking the user for anything. */
  of(issuer: SourcedIssuer): IssuerStatus | undefined {
    const entry = this.#entry(issuer);
    if (!entry.isCurrent) void this.look(issuer, { interactive: false });
    return entry.status;
  }

  /** The status as it is after looking. */
  async look(issuer: SourcedIssuer, request: MetadataRequest): Promise<IssuerStatus> {
    const entry = this.#entry(issuer);
    entry.isCurrent = true;
    entry.turn += 1;
    const { turn } = entry;
    const status = await this.#look(issuer, request);
    if (turn === entry.turn) {
      entry.status = status;
      this.#onChanged();
    }
    return status;
  }

  /** Settings, stored keys or the network have changed: what is known is looked at again when it is next asked for. */
  outdate(): void {
    for (const entry of this.#entries.values()) entry.isCurrent = false;
  }

  /** Forgets the issuers that are no longer there. */
  keepOnly(ids: readonly string[]): void {
    for (const id of this.#entries.keys()) {
      if (!ids.includes(id)) this.#entries.delete(id);
    }
  }

  #entry({ id }: SourcedIssuer): Entry {
    const entry = this.#entries.get(id) ?? { isCurrent: false, turn: 0 };
    this.#entries.set(id, entry);
    return entry;
  }

  async #look(issuer: SourcedIssuer, request: MetadataRequest): Promise<IssuerStatus> {
    const { keys: inputs, problem, fetchedAt, discovered } = await this.#issuerKeys.of(issuer, request);
    const { summarizeKeys } = await import('../../core/keys/keySummary.ts');
    const { keys, problems } = await summarizeKeys(inputs);
    return {
      keys,
      problems: [...(problem === undefined ? [] : [problem]), ...problems],
      ...(fetchedAt !== undefined && { fetchedAt }),
      ...(discovered !== undefined && { discovered }),
    };
  }
}
