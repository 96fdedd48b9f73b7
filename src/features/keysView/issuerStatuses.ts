import type { KeySummary } from '../../core/keys/keySummary.ts';
import { BackgroundAnswers } from '../../platform/backgroundAnswers.ts';
import type { IssuerKeyOutcome, IssuerKeys } from '../../services/issuers/issuerKeys.ts';
import type { SourcedIssuer } from '../../services/issuers/issuers.ts';
import type { MetadataRequest } from '../../services/network/jwksClient.ts';

/** What is known of an issuer's keys. */
export interface IssuerStatus extends Pick<IssuerKeyOutcome, 'fetchedAt' | 'discovered'> {
  readonly keys: readonly KeySummary[];
  readonly problems: readonly string[];
}

/**
 * The latest status of each issuer. It is looked up when someone asks for it, and what was known is shown until the
 * answer is there.
 */
export class IssuerStatuses {
  readonly #issuerKeys: Pick<IssuerKeys, 'of'>;
  readonly #answers: BackgroundAnswers<SourcedIssuer, IssuerStatus | undefined>;

  /** `onChanged` is called when a status has arrived. */
  constructor(issuerKeys: Pick<IssuerKeys, 'of'>, onChanged: () => void) {
    this.#issuerKeys = issuerKeys;
    this.#answers = new BackgroundAnswers<SourcedIssuer, IssuerStatus | undefined>({
      keyOf: ({ id }) => id,
      find: (issuer) => this.#look(issuer, { interactive: false }).catch(unreadable),
      initial: undefined,
      isSame: Object.is,
      changed: onChanged,
      // A search that failed has that as its status.
      failed: () => undefined,
    });
  }

  /** What is known now. Starts to find out the rest without asking the user anything. */
  of(issuer: SourcedIssuer): IssuerStatus | undefined {
    return this.#answers.about(issuer);
  }

  /** The status as it is after looking. */
  async look(issuer: SourcedIssuer, request: MetadataRequest): Promise<IssuerStatus> {
    const looking = this.#look(issuer, request);
    await this.#answers.seek(issuer, () => looking);
    return looking;
  }

  /** Settings, stored keys or the network have changed: everything known is checked again when it is next asked for. */
  outdate(): void {
    this.#answers.outdate();
  }

  /** Forgets the issuers that are no longer there. */
  keepOnly(ids: readonly string[]): void {
    this.#answers.keepOnly((id) => ids.includes(id));
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

/** The view waits for a status, so an error that nobody expected is one. */
function unreadable(error: unknown): IssuerStatus {
  return {
    keys: [],
    problems: [`The keys could not be read: ${error instanceof Error ? error.message : String(error)}`],
  };
}
