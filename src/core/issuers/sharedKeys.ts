/** Names of configured issuers, of different environments, that have a key in common. */
export type SharedKeys = readonly (readonly string[])[];

/** A configured issuer and what its keys are known by. */
export interface KeyOwner {
  readonly name: string;
  /** Issuers without an environment are not compared. */
  readonly environment?: string;
  readonly thumbprints: readonly string[];
}

/** For each key that is in use in more than one environment, whose it is. */
export function sharedAcrossEnvironments(owners: readonly KeyOwner[]): SharedKeys {
  const placed = owners.filter(({ environment }) => environment !== undefined);
  const holdersOf = new Map<string, KeyOwner[]>();
  for (const owner of placed) {
    for (const thumbprint of new Set(owner.thumbprints)) {
      const holders = holdersOf.get(thumbprint);
      if (holders) holders.push(owner);
      else holdersOf.set(thumbprint, [owner]);
    }
  }
  return [...holdersOf.values()].flatMap((holders) => {
    const isShared = new Set(holders.map(({ environment }) => environment)).size > 1;
    return isShared ? [holders.map(({ name }) => name)] : [];
  });
}
