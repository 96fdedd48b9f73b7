import { knownSample } from '../../token/knownSample.ts';
import { guessTokenType } from '../../token/tokenType.ts';
import type { FoundToken } from '../../token/foundToken.ts';
import { tokenOf } from '../../token/tokenOf.ts';
import type { Context, Finding, RelatedPlace } from '../../text/finding.ts';
import { weighed } from '../weighed.ts';
import type { RuleChoices } from '../../rules/rule.ts';
import { bindingFaults, hashFaults, isKeyBinding, proofFaults, sameIds } from './faults.ts';
import type { RelatedTokenHit } from './faults.ts';
import { PlacedToken } from './placedToken.ts';
import type { PlacedValue } from './placedToken.ts';

/** What a file holds that may go with what files beside it hold. */
export interface FileFacts {
  /** Its address. */
  readonly file: string;
  /** Its tokens that have an ID from their issuer. */
  readonly identified: readonly PlacedToken[];
  /** The file is nothing but this token or code, and what that is. */
  readonly sole?: SoleValue;
}

interface SoleValue extends PlacedValue {
  readonly role: Role;
  readonly token?: PlacedToken;
}

type Role = 'id' | 'access' | 'code' | 'dpop' | 'key-binding' | 'sd-jwt';

/** Longer files are not looked at as a whole: a code or token that stands alone is shorter. In UTF-16 code units. */
export const LONGEST_VALUE = 64 * 1024;

/**
 * Reads what there is to compare in a file: its tokens, and its text where that is not longer than {@link
 * LONGEST_VALUE}.
 */
export function readFileFacts(
  file: string,
  tokens: readonly (FoundToken & { readonly text: string })[],
  text = '',
): FileFacts {
  const placed = tokens.map((token) => new PlacedToken(tokenOf(token.text), token, file));
  const identified = placed.filter(
    (token) =>
      token.string('payload', 'jti') && token.string('payload', 'iss') && knownSample(token.token) === undefined,
  );
  const value = text.trim();
  if (value === '' || /\s/.test(value)) return { file, identified };
  const start = text.indexOf(value);
  const whole = placed.find(({ token }) => token.text === value);
  const role = roleOf(file, whole);
  const sole = role && { role, file, start, end: start + value.length, value, ...(whole && { token: whole }) };
  return { file, identified, ...(sole && { sole }) };
}

/** By what the token says that it is; an opaque access token or code by the name of its file. */
function roleOf(file: string, whole: PlacedToken | undefined): Role | undefined {
  if (whole?.token.kind === 'sd-jwt') return 'sd-jwt';
  if (whole && isKeyBinding(whole.token)) return 'key-binding';
  const purpose = whole && guessTokenType(whole.token).purpose;
  if (purpose === 'id' || purpose === 'dpop' || purpose === 'access') return purpose;
  const name = /([^/]*)$/.exec(file)?.[1] ?? '';
  if (/(?:^|[^a-z])access[-_ ]?token(?![a-z])/i.test(name)) return 'access';
  return !whole && /(?:^|[^a-z])(?:authorization|auth)?[-_ ]?code(?![a-z])/i.test(name) ? 'code' : undefined;
}

export interface AmongFilesOptions {
  /** What kind of file the judged one is. Default `live`. */
  readonly context?: Context;
  readonly rules?: RuleChoices;
}

/**
 * What the tokens of a file and of the files beside it show about each other, as far as it concerns this file: a token
 * ID that also occurs in a file earlier in the alphabet, and mismatches between files that contain nothing but one
 * token or code, if there is one file of each kind.
 */
export function inspectAmongFiles(
  facts: FileFacts,
  others: readonly FileFacts[],
  options: AmongFilesOptions = {},
): readonly Finding[] {
  const { context = 'live', rules } = options;
  const all = [facts, ...others].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  return [...reusedIds(facts, all), ...mismatches(all)]
    .filter(({ file }) => file === facts.file)
    .flatMap(({ file: _file, related = [], ...hit }) =>
      weighed({ ...hit, related: related.map((place) => seenFrom(facts.file, place)) }, context, rules),
    );
}

function seenFrom(here: string, { file, ...place }: RelatedPlace): RelatedPlace {
  return file === undefined || file === here ? place : { ...place, file };
}

/** What the file shows by itself is found elsewhere, and not repeated here. */
function reusedIds({ file, identified }: FileFacts, all: readonly FileFacts[]): Iterable<RelatedTokenHit> {
  const key = (token: PlacedToken): string =>
    JSON.stringify(['iss', 'jti'].map((name) => token.string('payload', name)?.value));
  const own = new Map(identified.toReversed().map((token) => [key(token), token]));
  const earlier = all.filter((other) => other.file < file).flatMap((other) => other.identified);
  return sameIds([...earlier, ...own.values()]);
}

function* mismatches(all: readonly FileFacts[]): Iterable<RelatedTokenHit> {
  const only = (role: Role): SoleValue | undefined => {
    const [value, ...more] = all.flatMap(({ sole }) => (sole?.role === role ? [sole] : []));
    return more.length === 0 ? value : undefined;
  };
  const [idToken, accessToken, code, proof, binding, bound] = (
    ['id', 'access', 'code', 'dpop', 'key-binding', 'sd-jwt'] as const
  ).map(only);
  if (idToken?.token) {
    yield* hashFaults(idToken.token, {
      // A token from another issuer is not related.
      ...(accessToken && isOfIssuer(accessToken, idToken.token) && { access_token: accessToken }),
      ...(code && { code }),
    });
  }
  // Without "ath" a proof may be for a request that has no access token.
  if (accessToken && proof?.token?.string('payload', 'ath'))
    yield* proofFaults(proof.token, accessToken, accessToken.token);
  if (binding?.token && bound?.token && !bound.token.token.keyBinding) yield* bindingFaults(binding.token, bound.token);
}

function isOfIssuer({ token }: SoleValue, other: PlacedToken): boolean {
  const iss = token?.string('payload', 'iss')?.value;
  return iss === undefined || iss === other.string('payload', 'iss')?.value;
}
