import { algorithm } from '../facts/algorithms.ts';
import { makeable } from '../keys/fittingAlgorithms.ts';
import type { Abilities } from '../keys/fittingAlgorithms.ts';
import { makingOf } from './tokenDraft.ts';
import type { Making } from './tokenDraft.ts';

/** What a new key is for if the header names nothing that a key can be made for. */
const usualAlgorithm = 'ES256';
const usualEncryption = 'A256GCM';

/**
 * What the header should say so that the token can be made with a key: an algorithm of the same use that the key is
 * good for, and the key's ID. `undefined` where the key is good for nothing of that use.
 */
export function fittingMaking(header: string, abilities: Abilities | undefined): Making | undefined {
  if (abilities?.ok !== true) return undefined;
  const { alg, enc } = makingOf(header);
  const { fitting, kid } = abilities;
  const fits = algorithm(alg)?.use === 'key' ? fitting.encrypt : fitting.sign;
  const [fitsFirst] = fits;
  if (fitsFirst === undefined) return undefined;
  const chosen = fits.includes(alg) ? alg : fitsFirst;
  const [directFirst = enc] = fitting.direct;
  const misfits = algorithm(chosen)?.family === 'direct' && !fitting.direct.includes(enc);
  return { alg: chosen, enc: misfits ? directFirst : orUsual(enc), ...(kid !== undefined && { kid }) };
}

/** The algorithms to make a key for: those of the header, as far as keys can be made for them. */
export function makeableMaking(header: string): Required<Omit<Making, 'kid'>> {
  const { alg, enc } = makingOf(header);
  return { alg: isMakeable(alg) ? alg : usualAlgorithm, enc: orUsual(enc) };
}

/** Whether the header names algorithms that a key made for `madeFor` is of no use for. */
export function wantsOtherKey(header: string, madeFor: string | undefined): boolean {
  const { alg, enc } = makingOf(header);
  const wanted = algorithm(alg)?.family === 'direct' ? enc : alg;
  return isMakeable(alg) && madeFor !== wanted;
}

/** A content encryption, the usual one where none is named. */
export function orUsual(enc: string): string {
  return enc === '' ? usualEncryption : enc;
}

function isMakeable(alg: string): boolean {
  return makeable.sign.includes(alg) || makeable.encrypt.includes(alg);
}
