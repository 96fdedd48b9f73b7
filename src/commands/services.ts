import type { Host } from '../platform/host/host.ts';
import type { Config } from '../services/config.ts';
import type { Issuers } from '../services/issuers/issuers.ts';
import type { KeyStore } from '../services/keys/keyStore.ts';
import type { Signer } from '../services/keys/signer.ts';
import type { JwksClient } from '../services/network/jwksClient.ts';
import type { TokenChooser } from '../services/tokens/tokenChooser.ts';
import type { TokenHandles } from '../services/tokens/tokenHandles.ts';
import type { TokenIndex } from '../services/tokens/tokenIndex.ts';
import type { Verifier } from '../services/verification/verifier.ts';

/** What commands work with. Each takes what it needs of it. */
export interface Services {
  readonly config: Config;
  readonly host: Host;
  readonly issuers: Issuers;
  readonly jwksClient: JwksClient;
  readonly keyStore: KeyStore;
  readonly signer: Signer;
  readonly tokenChooser: TokenChooser;
  readonly tokenHandles: TokenHandles;
  readonly tokenIndex: TokenIndex;
  readonly verifier: Verifier;
}
