import { makingOf } from '../../core/fixes/tokenDraft.ts';
import { readObject, timesInWords } from '../../core/fixes/writtenClaims.ts';
import { algorithm } from '../../core/facts/algorithms.ts';
import { describeClaim, registeredClaims } from '../../core/facts/claims.ts';
import { headerParameters } from '../../core/facts/headerParameters.ts';
import { makeable } from '../../core/keys/fittingAlgorithms.ts';
import type { NewKey } from '../../core/keys/generateKey.ts';
import { isPrivate } from '../../core/keys/jwk.ts';
import type { JsonObject } from '../../core/text/json.ts';
import type { KeyChoice } from '../../services/verification/verifyRequest.ts';
import { offered } from './keyChoices.ts';
import type { EditorView, Suggestions } from '../protocol/pageView.ts';
import { newKeyChoice } from './draftState.ts';
import type { DraftState } from './draftState.ts';

/** What the editor depends on besides its draft. */
interface Surroundings {
  /** Stored keys: issuers sign with keys of their own. */
  readonly choices: readonly KeyChoice[];
  /** The token that is replaced stands in a document. */
  readonly isInDocument: boolean;
}

/** What is no configured key. */
const onTheSpot: ReadonlySet<string> = new Set(['secret', 'key', newKeyChoice]);

const claimNames = registeredClaims.map(({ name, description }) => ({ text: name, meaning: description }));
/** What a person may choose: `alg` and `enc` have fields of their own, and what is made anew is not written. */
const headerNames = headerParameters
  .filter(({ name }) => !['alg', 'enc', 'epk', 'iv', 'tag', 'p2s', 'p2c', 'crit', 'b64'].includes(name))
  .map(({ name, description }) => ({ text: name, meaning: description }));
const times: Suggestions = [
  { text: 'now', meaning: 'when the token is signed' },
  { text: '+5m', meaning: '5 minutes after signing' },
  { text: '+1h', meaning: '1 hour after signing' },
  { text: '+1d', meaning: '1 day after signing' },
  { text: '+30d', meaning: '30 days after signing' },
  { text: '-1h', meaning: '1 hour before signing' },
];

/** The part of the page where a token is edited. */
export function editorView(state: DraftState, { choices, isInDocument }: Surroundings): EditorView {
  const { draft, abilities, newKey } = state;
  const { alg, enc } = makingOf(draft.header);
  const fitting = abilities?.ok === true ? abilities.fitting : undefined;
  const fits = draft.choice === newKeyChoice ? makeable : (fitting ?? makeable);
  const isDirect = algorithm(alg)?.family === 'direct';
  const isEncrypted = algorithm(alg)?.use === 'key';
  const claims = readObject(draft.claims);
  return {
    draft,
    choices: offered(choices, {
      choice: draft.choice,
      isOnTheSpot: onTheSpot.has(draft.choice),
      goneDetail: 'no longer stored',
    }),
    asksPassword: draft.keyText.includes('ENCRYPTED PRIVATE KEY'),
    alg,
    enc,
    algorithms: { sign: fits.sign, encrypt: fits.encrypt },
    encryptions: isEncrypted ? (isDirect ? fits.direct : makeable.direct) : [],
    times: claims.ok ? timesInWords(claims.root).map(({ name, words }) => ({ name, words })) : [],
    suggestions: { header: headerNames, claims: claimNames, times },
    timeClaims: timeClaimsOf(claims.ok ? claims.root : undefined),
    newKey: newKey ? described(newKey) : '',
    copies: newKey ? copiesOf(newKey) : [],
    action: action(isEncrypted, isInDocument, state),
    making: state.making,
    problem: problemOf(state) ?? '',
  };
}

function action(isEncrypted: boolean, isInDocument: boolean, { making }: DraftState): string {
  if (making) return isEncrypted ? 'Encrypting…' : 'Signing…';
  return `${isEncrypted ? 'Encrypt' : 'Sign'}${isInDocument ? ' and replace' : ''}`;
}

function problemOf({ draft, abilities, problem }: DraftState): string | undefined {
  if (problem !== undefined) return problem;
  // A key that is still being typed is no mistake yet: `abilities` say what is wrong with it once there is something.
  return abilities?.ok === false && draft.keyText.trim() !== '' ? abilities.problem : undefined;
}

/** Registered times and those of the likely vendor; of claims that are not JSON yet the registered ones. */
function timeClaimsOf(root: JsonObject | undefined): readonly string[] {
  const names = new Set([
    ...registeredClaims.map(({ name }) => name),
    ...(root?.members.map(({ name }) => name) ?? []),
  ]);
  return [...names].filter((name) => describeClaim(name, root)?.kind === 'time');
}

function described({ alg = '', kid }: NewKey): string {
  return kid === undefined ? `New secret for ${alg}.` : `New key for ${alg}, key ID ${kid}.`;
}

/**
 * What core can write such a key as: a shared secret has no public half, and RFC 9964 keys are not written as PEM here.
 */
function copiesOf(key: NewKey): EditorView['copies'] {
  if (!isPrivate(key)) return ['jwk'];
  return key.kty === 'AKP' ? ['jwk', 'publicJwks'] : ['jwk', 'pem', 'publicPem', 'publicJwks'];
}
