/** Names of configured issuers, of different environments, that have a key in common. */
export type SharedKeys = readonly (readonly string[])[];

/** A configured issuer and what its keys are known by. */
export interface KeyOwner {
  readonly name: string;
  /** An issuer of no environment shares its keys with nobody. */
  readonly environment?: string;
  readonly thumbprints: readonly string[];
}

/** For each key that is in use in more than one environment, whose it is. */
export function sharedAcrossEnvironments(owners: readonly KeyOwner[]): SharedKeys {
  const placed = owners.filter(({ environment }) => environment !== undefined);
  const thumbprints = new Set(placed.flatMap((owner) => owner.thumbprints));
  return [...thumbprints].flatMap((thumbprint) => {
    const holders = placed.filter((owner) => owner.thumbprints.includes(thumbprint));
    const isShared = new Set(holders.map(({ environment }) => environment)).size > 1;
    return isShared ? [holders.map(({ name }) => name)] : [];
  });
}
