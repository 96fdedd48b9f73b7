import * as vscode from 'vscode';
import type { ConfiguredIssuer } from '../../core/issuers/issuerSettings.ts';
import type { IssuerProfile } from '../../core/issuers/issuerProfile.ts';
import type { KeyInput } from '../../core/keys/keyInput.ts';
import { matchProfiles, namelessProfiles } from '../../core/issuers/matchProfiles.ts';
import type { IssuerClaims } from '../../core/issuers/matchProfiles.ts';
import { member, toPlain } from '../../core/text/json.ts';
import type { Token } from '../../core/token/token.ts';
import type { OtherKey } from '../../core/verify/experiments.ts';
import type { Decryption } from '../../core/verify/decrypt.ts';
import type { Verification } from '../../core/verify/verification.ts';
import type { IssuerOfKeys } from '../../core/verify/foreignKey.ts';
import { listed } from '../../core/text/visible.ts';
import type { IssuerKeys } from '../issuers/issuerKeys.ts';
import type { Issuers, SourcedIssuer } from '../issuers/issuers.ts';
import { keysAtHand } from '../issuers/keysAtHand.ts';
import { namedBy } from '../issuers/namedBy.ts';
import type { KeyStore, StoredKey } from '../keys/keyStore.ts';
import type { KeyChoice, VerifyRequest } from './verifyRequest.ts';

export interface VerifyOutcome {
  readonly verification: Verification;
  /** What the token was held against. */
  readonly profile?: IssuerProfile;
  /** How verdicts name the issuer whose keys and expectations these were. */
  readonly by?: string;
  /** Id of the {@link KeyChoice} that is this issuer. */
  readonly choice?: string;
  /** Why keys are missing, stale or odd: `idp.example answered with HTTP status 500.` */
  readonly problem?: string;
}

export interface DecryptOutcome {
  readonly decryption: Decryption;
  /** Why keys are missing. */
  readonly problem?: string;
}

export interface VerifierDependencies {
  readonly issuers: Issuers;
  readonly issuerKeys: IssuerKeys;
  readonly keyStore: KeyStore;
  /** The clock tolerance of the settings, in seconds, for profiles that set none. */
  readonly leewaySeconds: () => number;
}

/** The keys for one verification and the expectations that come with them. */
interface Inputs {
  readonly keys: readonly KeyInput[];
  readonly profile?: IssuerProfile;
  readonly by?: string;
  readonly choice?: string;
  readonly problem?: string;
  /** Of keys that came over the network. */
  readonly fetchedAt?: Date;
}

const storedPrefix = 'stored/';

/** How long to wait for keys that only help to explain a failure, in milliseconds. */
const patience = 1000;

/** Verifies tokens with the issuers and keys the user configured, or with keys entered directly. */
export class Verifier implements vscode.Disposable {
  readonly #deps: VerifierDependencies;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;

  /** Fires when the same token may get another answer: keys, issuers, approvals or the tolerance have changed. */
  readonly onDidChange: vscode.Event<void> = this.#changed.event;

  constructor(deps: VerifierDependencies) {
    this.#deps = deps;
    const fire = (): void => this.#changed.fire();
    this.#subscriptions = vscode.Disposable.from(
      deps.issuers.onDidChange(fire),
      deps.issuerKeys.onDidChange(fire),
      deps.keyStore.onDidChange(fire),
      vscode.workspace.onDidChangeConfiguration((change) => {
        const settings = ['jwtInspector.clockTolerance', 'jwtInspector.network.allowedOrigins'];
        if (settings.some((setting) => change.affectsConfiguration(setting))) fire();
      }),
    );
  }

  /** Everything there is to choose from: issuers in the order of the settings, then stored keys by name. */
  choices(): readonly KeyChoice[] {
    return [...this.#deps.issuers.all().map(issuerChoice), ...this.#deps.keyStore.list().map(storedChoice)];
  }

  /** The configured issuers that fit the token by `iss` and `aud`. */
  fitting(token: Token): readonly KeyChoice[] {
    return this.#matches(token).map(issuerChoice);
  }

  /** The configured issuer that fits the token. None where several do: which one is meant is for the user to say. */
  matching(token: Token): KeyChoice | undefined {
    const [choice, ...others] = this.fitting(token);
    return others.length === 0 ? choice : undefined;
  }

  /**
   * As {@link matching}, and where several fit, the one of them whose keys bear the token's `kid`. Asks the user
   * nothing.
   */
  async find(token: Token): Promise<KeyChoice | undefined> {
    const [issuer, ...others] = await this.#narrowed(token);
    return issuer !== undefined && others.length === 0 ? issuerChoice(issuer) : undefined;
  }

  /**
   * Verifies with what `request` names. Keys that cannot be had are a problem of the outcome; the claims are checked
   * all the same.
   */
  async verify(token: Token, request: VerifyRequest): Promise<VerifyOutcome> {
    const inputs = await this.#inputs(token, request);
    const profile: IssuerProfile = { leewaySeconds: this.#deps.leewaySeconds(), ...inputs.profile, ...request.profile };
    const { verifyToken } = await import('../../core/verify/verify.ts');
    const { detachedPayload, keyBinding, tryOthers } = request;
    const verification = await verifyToken(token, {
      keys: inputs.keys,
      profile,
      ...(detachedPayload && { detachedPayload }),
      ...(keyBinding && { keyBinding }),
      ...(inputs.fetchedAt && { keysFetchedAt: inputs.fetchedAt }),
      ...(tryOthers === true && { otherKeys: () => this.#otherKeys(inputs.choice ?? request.choice) }),
    });
    return {
      verification: await this.#withForeignKey(token, verification, request),
      profile,
      ...(inputs.by !== undefined && { by: inputs.by }),
      ...(inputs.choice !== undefined && { choice: inputs.choice }),
      ...(inputs.problem !== undefined && { problem: inputs.problem }),
    };
  }

  /** Decrypts with what `request` names. That proves nothing of who made the token. */
  async decrypt(token: Token, request: VerifyRequest): Promise<DecryptOutcome> {
    const { keys, problem } = await this.#inputs(token, request);
    const { decryptToken } = await import('../../core/verify/decrypt.ts');
    return { decryption: await decryptToken(token, { keys }), ...(problem !== undefined && { problem }) };
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  /** Keys that were found by the issuer of the token are its own. */
  async #withForeignKey(
    token: Token,
    verification: Verification,
    { choice, keys }: VerifyRequest,
  ): Promise<Verification> {
    if (choice === undefined && keys === undefined) return verification;
    const { issuers, issuerKeys } = this.#deps;
    const owners = issuers.all().map(async (issuer): Promise<readonly IssuerOfKeys[]> => {
      const name = issuer.profile.issuer;
      return typeof name === 'string' ? [{ issuer: name, thumbprints: await keysAtHand(issuer, issuerKeys) }] : [];
    });
    const { withForeignKey } = await import('../../core/verify/foreignKey.ts');
    return withForeignKey(token, verification, (await Promise.all(owners)).flat());
  }

  async #inputs(token: Token, request: VerifyRequest): Promise<Inputs> {
    if (request.keys !== undefined) return { keys: request.keys };
    if (request.choice?.startsWith(storedPrefix) === true)
      return this.#storedKey(request.choice.slice(storedPrefix.length));
    if (request.choice !== undefined) {
      const issuer = this.#deps.issuers.all().find(({ id }) => id === request.choice);
      return issuer === undefined
        ? { keys: [], problem: 'The chosen issuer is no longer configured.' }
        : this.#issuer(issuer, token, request);
    }
    const [issuer, ...others] = await this.#narrowed(token);
    if (issuer === undefined) return { keys: [], problem: unmatchedProblem(this.#deps.issuers) };
    if (others.length > 0) {
      const labels = listed([issuer, ...others].map(({ profile }) => profile.name));
      return { keys: [], problem: `Several configured issuers match this token: ${labels}. Choose one.` };
    }
    return this.#issuer(issuer, token, request);
  }

  async #issuer(issuer: SourcedIssuer, token: Token, { interactive }: VerifyRequest): Promise<Inputs> {
    const keys = await this.#deps.issuerKeys.of(issuer, { interactive, kid: kidOf(token) });
    return { ...keys, profile: expectations(issuer.profile), by: namedBy(issuer.profile), choice: issuer.id };
  }

  /** Every key except the chosen one, as far as it is available soon and without asking. */
  async #otherKeys(chosen: string | undefined): Promise<readonly OtherKey[]> {
    const { issuers, issuerKeys, keyStore } = this.#deps;
    const others = [
      ...issuers.all().map((issuer) => ({
        choice: issuerChoice(issuer),
        get: async () => (await issuerKeys.of(issuer, { interactive: false })).keys,
      })),
      ...keyStore.list().map((key) => ({
        choice: storedChoice(key),
        get: async () => (await this.#storedKey(key.name)).keys,
      })),
    ].filter(({ choice }) => choice.id !== chosen);
    const tooLate = new Promise<readonly KeyInput[]>((resolve) => {
      setTimeout(resolve, patience, []);
    });
    return Promise.all(
      others.map(async ({ choice: { id, label }, get }) => ({
        choice: id,
        label,
        keys: await Promise.race([get(), tooLate]),
      })),
    );
  }

  async #storedKey(name: string): Promise<Inputs> {
    const stored = await this.#deps.keyStore.get(name);
    return stored.ok ? { keys: [stored.key] } : { keys: [], problem: stored.problem };
  }

  /**
   * By `iss` and `aud`, then by `kid`, which alone is enough for a token without `iss` and an issuer whose tokens have
   * none.
   */
  async #narrowed(token: Token): Promise<readonly SourcedIssuer[]> {
    const matches = this.#matches(token);
    const kid = kidOf(token);
    if (matches.length === 1 || kid === undefined) return matches;
    const candidates = matches.length > 0 ? matches : namelessProfiles(claimsOf(token), this.#deps.issuers.all());
    const { readKeys } = await import('../../core/keys/readKeys.ts');
    const named = await Promise.all(
      candidates.map(async (issuer) => {
        const { keys } = await this.#deps.issuerKeys.of(issuer, { interactive: false, kid });
        const { sources } = await readKeys(keys);
        return sources.some(({ key }) => key.jwk.kid === kid);
      }),
    );
    const bearing = candidates.filter((_, index) => named[index]);
    return bearing.length > 0 ? bearing : matches;
  }

  #matches(token: Token): readonly SourcedIssuer[] {
    const issuers = this.#deps.issuers.all();
    return issuers.length === 0 ? [] : matchProfiles(claimsOf(token) ?? {}, issuers);
  }
}

function claimsOf({ payload }: Token): IssuerClaims | undefined {
  return payload?.json?.type === 'object' ? (toPlain(payload.json) as IssuerClaims) : undefined;
}

function kidOf({ header }: Token): string | undefined {
  const kid = member(header?.json, 'kid')?.value;
  return kid?.type === 'string' ? kid.value : undefined;
}

function issuerChoice({ id, profile }: SourcedIssuer): KeyChoice {
  const { name, environment, issuer, origin } = profile;
  const detail = [environment, issuer, origin === 'workspace' ? 'workspace settings' : undefined].filter(
    (part) => typeof part === 'string',
  );
  return {
    id,
    label: name,
    by: namedBy(profile),
    detail: detail.join(' · '),
    kind: 'issuer',
    profile: expectations(profile),
  };
}

function storedChoice({ name, detail }: StoredKey): KeyChoice {
  return { id: storedPrefix + name, label: name, detail, kind: 'stored' };
}

/** The profile without what says how it was configured: outcomes travel to the panel. */
function expectations({
  keys: _keys,
  origin: _origin,
  environment: _environment,
  ...profile
}: ConfiguredIssuer): IssuerProfile {
  return profile;
}

function unmatchedProblem(issuers: Issuers): string {
  const restricted = 'Issuers in workspace settings are not used in Restricted Mode. Trust the workspace to use them.';
  const advice = vscode.workspace.isTrusted
    ? ['Choose a key, or add the issuer to the setting jwtInspector.issuers.']
    : [restricted];
  return ['No configured issuer matches this token.', ...issuers.problems().slice(0, 3), ...advice].join(' ');
}
