import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

import { encodeBase64url } from '../text/base64url.ts';
import { MAX_JSON_DEPTH, member } from '../text/json.ts';
import type { JsonArray, JsonMember, JsonNode, JsonObject, JsonString } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import type { Token, TextPart } from './token.ts';

/** The claims of an SD-JWT with its disclosures put where their digests are: RFC 9901 §7.1, all but the signature. */
export interface DisclosedClaims {
  /** What a verifier passes on: disclosed claims in their places, without digests and `_sd_alg`. */
  readonly claims: JsonObject;
  /** Where each disclosure belongs: `address.street_address`, `nationalities[0]`. What is not here belongs nowhere. */
  readonly places: ReadonlyMap<TextPart, string>;
  /** The disclosure that each disclosed claim of the token itself is from, by name. */
  readonly disclosedBy: ReadonlyMap<string, TextPart>;
  /** Digests for which no disclosure is there: hidden claims, or decoys. */
  readonly undisclosed: number;
  /** Some of these stand for claims of the token itself: a claim that is not there may be hidden (RFC 9901 §9.7). */
  readonly hidesClaims: boolean;
  /** What a verifier refuses the token for. */
  readonly faults: readonly DisclosureFault[];
}

export interface DisclosureFault extends Span {
  /** Id of the rule that is broken. */
  readonly ruleId: string;
  /** A sentence for a person. */
  readonly message: string;
}

const hashes = { 'sha-256': sha256, 'sha-384': sha384, 'sha-512': sha512 } as const;
const defaultHash = 'sha-256';

type Hash = (bytes: Uint8Array) => Uint8Array;

/** The hash that `_sd_alg` names (RFC 9901 §4.1.1); `undefined` for one that is not known here. */
function digestHash(payload: JsonNode | undefined): Hash | undefined {
  const named = member(payload, '_sd_alg')?.value;
  const name = named === undefined ? defaultHash : named.type === 'string' ? named.value : '';
  return Object.entries(hashes).find(([known]) => known === name)?.[1];
}

/** Whether a token discloses claims, in any serialization (RFC 9901 §4, §8). */
export function isSelective({ presentation }: Token): boolean {
  return presentation !== undefined;
}

/**
 * The digest of a disclosure, and of what a key binding JWT binds: of the text itself, in base64url. `undefined` as for
 * {@link disclose}.
 */
export function digestOf(text: string, { payload }: Token): string | undefined {
  const hash = digestHash(payload?.json);
  return hash && encodeBase64url(hash(new TextEncoder().encode(text)));
}

/**
 * Puts the disclosures of an SD-JWT into its claims. `undefined` for other tokens, for claims that cannot be read, and
 * where `_sd_alg` names a hash that is not SHA-2.
 */
export function disclose(token: Token): DisclosedClaims | undefined {
  const { payload, disclosures } = token;
  if (!isSelective(token) || token.headerOnly || payload?.json?.type !== 'object') return undefined;
  const hash = digestHash(payload.json);
  if (!hash) return undefined;
  const known = placed.get(payload);
  const disclosed = known ?? new Placing(disclosures, hash).place(payload, payload.json);
  placed.set(payload, disclosed);
  return disclosed;
}

/**
 * Remembered by payload, which is read once per token: there are many callers, and each answer takes one hash per
 * disclosure.
 */
const placed = new WeakMap<TextPart, DisclosedClaims>();

/** The claims that a token shows, and whether one that is not among them may be there all the same. */
export interface ShownClaims {
  readonly claims: JsonNode | undefined;
  readonly hidesClaims: boolean;
}

/**
 * Of an SD-JWT with its disclosures in place, also where it came without its tildes; of any other token its payload.
 */
export function shownClaims(token: Token): ShownClaims {
  const disclosed = disclose(token);
  if (disclosed) return disclosed;
  const claims = token.payload?.json;
  const digests = member(claims, '_sd')?.value;
  return { claims, hidesClaims: digests !== undefined && (digests.type !== 'array' || digests.items.length > 0) };
}

/** Why a disclosure is not valid (RFC 9901 §4.2, §7.1 step 3), as the end of a sentence. */
export function disclosureFault(json: JsonNode | undefined): string | undefined {
  if (json?.type !== 'array' || (json.items.length !== 2 && json.items.length !== 3))
    return 'it is not a JSON array of two or three elements';
  const [salt, name] = json.items;
  if (salt?.type !== 'string') return 'its salt is not a string';
  if (json.items.length === 2) return undefined;
  if (name?.type !== 'string') return 'its name is not a string';
  return name.value === '_sd' || name.value === '...' ? `"${name.value}" must not be the name of a claim` : undefined;
}

/** One run of the algorithm of RFC 9901 §7.1, steps 3 to 5. */
class Placing {
  readonly #disclosures: readonly TextPart[];
  readonly #byDigest = new Map<string, TextPart>();
  readonly #seen = new Set<string>();
  readonly #places = new Map<TextPart, string>();
  readonly #disclosedBy = new Map<string, TextPart>();
  readonly #faults: DisclosureFault[] = [];
  #undisclosed = 0;
  #hidesClaims = false;

  constructor(disclosures: readonly TextPart[], hash: Hash) {
    this.#disclosures = disclosures;
    for (const disclosure of disclosures) {
      const digest = encodeBase64url(hash(new TextEncoder().encode(disclosure.segment.text)));
      // The second of two equal disclosures has no place.
      if (!this.#byDigest.has(digest)) this.#byDigest.set(digest, disclosure);
      const fault = disclosureFault(disclosure.json);
      if (fault !== undefined)
        this.#fault('sd-jwt-disclosure-malformed', disclosure.segment, `This disclosure is malformed: ${fault}.`);
    }
  }

  place(payload: TextPart, root: JsonObject): DisclosedClaims {
    const claims = this.#object(payload, root, undefined, 0);
    for (const disclosure of this.#disclosures) {
      if (this.#places.has(disclosure) || disclosureFault(disclosure.json) !== undefined) continue;
      const message = 'The signed claims do not contain the digest of this disclosure. It was added or changed.';
      this.#fault('sd-jwt-disclosure-unreferenced', disclosure.segment, message);
    }
    return {
      claims,
      places: this.#places,
      disclosedBy: this.#disclosedBy,
      undisclosed: this.#undisclosed,
      hidesClaims: this.#hidesClaims,
      faults: this.#faults,
    };
  }

  #value(part: TextPart, node: JsonNode, path: string, depth: number): JsonNode {
    if (node.type !== 'object' && node.type !== 'array') return node;
    if (depth >= MAX_JSON_DEPTH) {
      const message = `Disclosures are nested more than ${MAX_JSON_DEPTH} levels deep.`;
      this.#fault('sd-jwt-disclosure-malformed', part.segment, message);
      return { type: 'literal', start: node.start, end: node.end, value: null };
    }
    return node.type === 'object'
      ? this.#object(part, node, path, depth + 1)
      : this.#array(part, node, path, depth + 1);
  }

  /** `path` is where the object stands; the claims as a whole have none. */
  #object(part: TextPart, node: JsonObject, path: string | undefined, depth: number): JsonObject {
    const at = (name: string): string => (path === undefined ? name : `${path}.${name}`);
    const members: JsonMember[] = [];
    for (const found of node.members) {
      if (found.name === '_sd' || (found.name === '_sd_alg' && part.json === node)) continue;
      if (found.name === '...') {
        // RFC 9901 §4.1: a name for digests of array elements, and for nothing else.
        this.#fault(
          'sd-jwt-disclosure-malformed',
          part.locate(found),
          'The digest of an array element is in the wrong place.',
        );
        continue;
      }
      members.push({ ...found, value: this.#value(part, found.value, at(found.name), depth) });
    }
    const names = new Set(members.map(({ name }) => name));
    for (const digest of this.#digestsOf(part, node)) {
      const disclosure = this.#take(part, digest);
      const [, name, value] = itemsOf(disclosure, 3);
      if (!disclosure || name?.type !== 'string' || !value) {
        if (path === undefined) this.#hidesClaims = true;
        continue;
      }
      this.#places.set(disclosure, at(name.value));
      if (names.has(name.value)) {
        const message = 'This disclosure has the same name as a claim that is already present.';
        this.#fault('sd-jwt-disclosure-malformed', disclosure.segment, message);
        continue;
      }
      names.add(name.value);
      if (path === undefined) this.#disclosedBy.set(name.value, disclosure);
      const { start, end } = disclosure.json ?? node;
      const disclosed = this.#value(disclosure, value, at(name.value), depth);
      members.push({ start, end, name: name.value, nameSpan: name, value: disclosed });
    }
    return { ...node, members };
  }

  #array(part: TextPart, node: JsonArray, path: string, depth: number): JsonArray {
    const items: JsonNode[] = [];
    for (const item of node.items) {
      const at = `${path}[${items.length}]`;
      const digest = member(item, '...')?.value;
      if (digest === undefined) {
        items.push(this.#value(part, item, at, depth));
      } else if (digest.type !== 'string' || (item.type === 'object' && item.members.length > 1)) {
        this.#fault('sd-jwt-disclosure-malformed', part.locate(item), 'The digest of an array element is malformed.');
      } else {
        const disclosure = this.#take(part, digest);
        const [, value] = itemsOf(disclosure, 2);
        if (!disclosure || !value) continue;
        this.#places.set(disclosure, at);
        items.push(this.#value(disclosure, value, at, depth));
      }
    }
    return { ...node, items };
  }

  /** The digests in an object's `_sd` (RFC 9901 §4.2.4.1). */
  #digestsOf(part: TextPart, node: JsonObject): readonly JsonString[] {
    const list = member(node, '_sd');
    if (!list) return [];
    const digests = list.value.type === 'array' ? list.value.items.filter((item) => item.type === 'string') : [];
    if (list.value.type !== 'array' || digests.length !== list.value.items.length) {
      // What cannot be read as digests may still be meant to hide a claim.
      if (part.json === node) this.#hidesClaims = true;
      this.#fault('sd-jwt-disclosure-malformed', part.locate(list), '"_sd" is not a list of digests.');
    }
    return digests;
  }

  /** The disclosure with this digest, for use in one place. */
  #take(part: TextPart, digest: JsonString): TextPart | undefined {
    if (this.#seen.has(digest.value)) {
      this.#fault('sd-jwt-digest-duplicate', part.locate(digest), 'This digest appears twice.');
      return undefined;
    }
    this.#seen.add(digest.value);
    const disclosure = this.#byDigest.get(digest.value);
    if (!disclosure) this.#undisclosed++;
    return disclosure;
  }

  #fault(ruleId: string, { start, end }: Span, message: string): void {
    this.#faults.push({ ruleId, start, end, message });
  }
}

/**
 * The elements of a well-formed disclosure of this length. None for a disclosure that belongs elsewhere, so that it is
 * left without a place.
 */
function itemsOf(disclosure: TextPart | undefined, length: 2 | 3): readonly JsonNode[] {
  const json = disclosure?.json;
  return json?.type === 'array' && json.items.length === length && disclosureFault(json) === undefined
    ? json.items
    : [];
}
