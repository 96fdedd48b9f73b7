import { member } from '../text/json.ts';
import type { JsonMember, JsonNode, JsonObject } from '../text/json.ts';
import { inside, readStringPart, stringMember } from './stringPart.ts';
import type { DecodeProblem, Token } from './token.ts';
import { tokenProblem } from './tokenProblem.ts';

/** What a token has more if it is an SD-JWT, and why not all of it can be read. */
export type Selection = Pick<Token, 'disclosures' | 'keyBinding' | 'presentation' | 'problem'>;

/** Disclosures that are decoded. */
export const MAX_DISCLOSURES = 1000;

/**
 * What an SD-JWT in JSON serialization discloses, and its key binding: unprotected header parameters of its only or
 * first signature, which apply to all signatures (RFC 9901 §8). Nothing for other tokens.
 */
export function readSelection(root: JsonObject, headerOnly: boolean): Selection {
  const [first = root] = signaturesOf(root);
  const header = member(first, 'header')?.value;
  const list = member(header, 'disclosures');
  const binding = stringMember(header, 'kb_jwt');
  if (list?.value.type !== 'array' && !binding) return { disclosures: [] };
  const shown = list?.value.type === 'array' ? list.value.items.filter((item) => item.type === 'string') : [];
  const disclosures = (headerOnly ? [] : shown.slice(0, MAX_DISCLOSURES)).flatMap((text, index) => {
    const disclosure = readStringPart(`disclosure ${index + 1}`, text, false);
    return disclosure ? [disclosure] : [];
  });
  const uncounted = list && shown.length > MAX_DISCLOSURES ? tokenProblem(list, tooMany) : undefined;
  const problem = uncounted ?? disclosures.find((disclosure) => disclosure.problem)?.problem;
  // RFC 9901 §8.1: what is bound is the compact form.
  const signed = [stringMember(first, 'protected'), stringMember(root, 'payload'), stringMember(first, 'signature')];
  const compact = signed.map((node) => node?.value ?? '').join('.');
  return {
    disclosures,
    ...(binding && { keyBinding: { text: binding.value, ...inside(binding) } }),
    presentation: [compact, ...shown.map(({ value }) => value), ''].join('~'),
    ...(problem && { problem }),
  };
}

const tooMany = `The token has more than ${MAX_DISCLOSURES} disclosures. Only the first ${MAX_DISCLOSURES} were decoded.`;

/** What in an SD-JWT in JSON serialization breaks RFC 9901 §8.1. */
export function wrongSelection(root: JsonObject): DecodeProblem | undefined {
  const [first = root] = signaturesOf(root);
  const header = member(first, 'header')?.value;
  const list = member(header, 'disclosures');
  if (list && list.value.type !== 'array') return tokenProblem(list, '"disclosures" is not a list.');
  const odd = list?.value.type === 'array' ? list.value.items.find(({ type }) => type !== 'string') : undefined;
  if (odd) return tokenProblem(odd, 'A disclosure is not a string.');
  const binding = member(header, 'kb_jwt');
  return binding && binding.value.type !== 'string' ? tokenProblem(binding, '"kb_jwt" is not a string.') : undefined;
}

/** A parameter of an SD-JWT in the header of a later signature, where it must not be (RFC 9901 §8.3). */
export function lateSelection(root: JsonObject): JsonMember | undefined {
  return signaturesOf(root)
    .slice(1)
    .flatMap((signature) => ['disclosures', 'kb_jwt'].map((name) => member(member(signature, 'header')?.value, name)))
    .find((found) => found !== undefined);
}

function signaturesOf(root: JsonObject): readonly JsonNode[] {
  const list = member(root, 'signatures')?.value;
  return list?.type === 'array' ? list.items : [root];
}
