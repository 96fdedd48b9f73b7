import { readBase64url } from '../text/base64url.ts';
import { isSelective } from '../token/disclosures.ts';
import type { DisclosedClaims } from '../token/disclosures.ts';
import { isEncrypted } from '../token/isEncrypted.ts';
import type { JsonNode } from '../text/json.ts';
import { wholeToken } from '../token/nested.ts';
import { otherReadings } from '../token/polyglot.ts';
import { BYTE_ORDER_MARK } from '../token/textPart.ts';
import type { Base64urlFault } from '../text/base64url.ts';
import type { DecodeProblem, Token, TextPart } from '../token/token.ts';
import type { Check } from './verification.ts';

const faults: Readonly<Record<Base64urlFault['reason'], string>> = {
  padding: 'has padding (`=`)',
  whitespace: 'contains white space',
  'standard-alphabet': 'uses `+` or `/`, which are not base64url',
  'foreign-character': 'has a character that is not base64url',
  'invisible-character': 'has a character that nobody sees',
  elided: 'is not all there: `…` stands for what was left out',
  'impossible-length': 'has a length that base64url never has',
  'trailing-bits': 'does not end as base64url requires: its last character has unused bits set',
};

const encodedParts = ['header', 'payload', 'signature'];
const encryptedParts = ['header', 'encrypted key', 'initialization vector', 'ciphertext', 'authentication tag'];

/**
 * What lenient parsers accept and strict parsers refuse, so that two readers could see different tokens: RFC 7515 §2
 * and §4, RFC 7519 §4. `disclosed` is what an SD-JWT discloses.
 */
export function checkEncoding(token: Token, disclosed: DisclosedClaims | undefined): Check {
  const { header, payload } = token;
  if (token.kind === 'malformed') return fail(token.problem?.message ?? 'The token cannot be read.');
  if (token.headerOnly)
    return { id: 'encoding', outcome: 'not-checked', detail: 'The token is too long, so only its header was read.' };
  const elided = token.segments.findIndex(({ fault }) => fault?.reason === 'elided');
  if (elided >= 0)
    return { id: 'encoding', outcome: 'not-checked', detail: `The ${partName(token, elided)} ${faults.elided}.` };
  const [otherReading] = token.root ? otherReadings(token.root) : [];
  if (otherReading) return fail(otherReading.message);
  // A byte order mark or bytes that are not UTF-8: only a lenient reader accepts such JSON (RFC 8725 §3.7).
  const garbled = header?.problem ?? (payload && byteProblem(payload));
  if (garbled) return fail(garbled.message);
  for (const [index, { fault }] of token.segments.entries())
    if (fault) return fail(`The ${partName(token, index)} ${faults[fault.reason]}.`);
  const aad = token.flattened?.['aad'];
  const aadFault = typeof aad === 'string' ? readBase64url(aad).fault : undefined;
  if (aadFault) return fail(`The additional data (\`aad\`) ${faults[aadFault.reason]}.`);
  for (const part of ['header', 'payload'] as const) {
    const json = token[part]?.json;
    if (json && repeatsMember(json))
      return fail(`A member appears twice in the ${part}. Parsers disagree on which one counts.`);
  }
  if (isSelective(token)) return checkDisclosures(token, disclosed);
  return { id: 'encoding', outcome: 'pass', detail: sound };
}

function partName(token: Token, index: number): string {
  const names = isEncrypted(token) ? encryptedParts : encodedParts;
  return names[index] ?? `part ${index + 1}`;
}

const sound = 'Canonical base64url, and no member appears twice.';

/** RFC 9901 §7.1: anybody can append a disclosure, so each has to be found in what is signed. */
function checkDisclosures(token: Token, disclosed: DisclosedClaims | undefined): Check {
  const { disclosures, text, keyBinding, kind, problem } = token;
  if (kind === 'sd-jwt' && !text.endsWith('~') && !keyBinding)
    return fail('An SD-JWT ends with `~` or with a key binding JWT.');
  const misread = faultOfDisclosures(disclosures);
  if (misread !== undefined) return fail(misread);
  // There are so many disclosures that not all were read.
  if (problem?.part === 'token') return { id: 'encoding', outcome: 'not-checked', detail: problem.message };
  if (!disclosed) {
    const detail = 'The disclosures cannot be checked: the hash of their digests (`_sd_alg`) is not supported here.';
    return { id: 'encoding', outcome: 'not-checked', detail };
  }
  const [fault] = disclosed.faults;
  if (fault) return fail(fault.message);
  const { size } = disclosed.places;
  const shown = size === 1 ? 'The disclosure is' : `All ${size} disclosures are`;
  const hidden = disclosed.undisclosed === 0 ? '' : ` Not disclosed: ${disclosed.undisclosed}.`;
  return {
    id: 'encoding',
    outcome: 'pass',
    detail: `${sound}${size === 0 ? '' : ` ${shown} in the signed claims.`}${hidden}`,
  };
}

/** All signatures of a token share its disclosures: they are looked at once. */
const faultsOfDisclosures = new WeakMap<Token['disclosures'], string | undefined>();

function faultOfDisclosures(disclosures: Token['disclosures']): string | undefined {
  if (!faultsOfDisclosures.has(disclosures)) faultsOfDisclosures.set(disclosures, findFault(disclosures));
  return faultsOfDisclosures.get(disclosures);
}

function findFault(disclosures: Token['disclosures']): string | undefined {
  for (const [index, disclosure] of disclosures.entries()) {
    const { fault } = disclosure.segment;
    if (fault) return `Disclosure ${index + 1} ${faults[fault.reason]}.`;
    const garbled = byteProblem(disclosure);
    if (garbled) return garbled.message;
  }
  return disclosures.some(({ json }) => json && hasDuplicate(json))
    ? 'A member appears twice in a disclosure. Parsers disagree on which one counts.'
    : undefined;
}

/** What is wrong with the bytes of a part that is read as JSON or as a token. Any other bytes may be signed. */
function byteProblem({ json, text, problem }: TextPart): DecodeProblem | undefined {
  const isMarkedToken = text.startsWith(BYTE_ORDER_MARK) && wholeToken(text.slice(1)) !== undefined;
  return json || isMarkedToken ? problem : undefined;
}

/** The payload is shared as well. */
const repeating = new WeakMap<JsonNode, boolean>();

function repeatsMember(root: JsonNode): boolean {
  const known = repeating.get(root);
  const repeats = known ?? hasDuplicate(root);
  repeating.set(root, repeats);
  return repeats;
}

function hasDuplicate(node: JsonNode): boolean {
  if (node.type === 'array') return node.items.some(hasDuplicate);
  return (
    node.type === 'object' &&
    node.members.some(({ duplicateOf, value }) => duplicateOf !== undefined || hasDuplicate(value))
  );
}

function fail(detail: string): Check {
  return { id: 'encoding', outcome: 'fail', detail };
}
