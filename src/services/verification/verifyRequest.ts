import type { IssuerProfile } from '../../core/issuers/issuerProfile.ts';
import type { KeyInput } from '../../core/keys/keyInput.ts';
import type { KeyBindingExpectation } from '../../core/verify/checkKeyBinding.ts';

/** Something the user can verify with. `id` is the same after a restart and holds no key material. */
export interface KeyChoice {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly kind: 'issuer' | 'stored';
  /** How verdicts name it, where they say more than its label: that a workspace chose the key. */
  readonly by?: string;
  /** What a configured issuer expects of its tokens. */
  readonly profile?: IssuerProfile;
}

/** What to verify a token with. */
export interface VerifyRequest {
  /** Id of a {@link KeyChoice}. Without it and without `keys`: the one configured issuer that fits the token. */
  readonly choice?: string;
  /** Keys entered directly, in place of configured ones. */
  readonly keys?: readonly KeyInput[];
  /** Expectations that go before those of the issuer's profile, member by member. */
  readonly profile?: IssuerProfile;
  /** What the holder of an SD-JWT was asked to bind its presentation to. */
  readonly keyBinding?: KeyBindingExpectation;
  /** The payload of a token that does not carry it. */
  readonly detachedPayload?: Uint8Array;
  /** Where it fails, the user's other keys are tried as well, to say which of them would fit. */
  readonly tryOthers?: boolean;
  /** The user waits for the answer and may be asked to approve a host. */
  readonly interactive: boolean;
}
