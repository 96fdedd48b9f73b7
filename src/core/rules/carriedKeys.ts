import { isJwk, neededMembers, privateMembers, readJwk } from '../keys/jwk.ts';
import { adviseOnKey, lintKeyWholly } from '../keys/lintKey.ts';
import type { KeyFault } from '../keys/lintKey.ts';
import { member, toPlain } from '../text/json.ts';
import type { JsonMember, JsonNode } from '../text/json.ts';
import type { Hit, TokenSubject } from './rule.ts';

/**
 * What is wrong, by one rule, with the keys that a token brings: in its header, or as those its holder has to have (RFC
 * 7800 §3.2).
 */
export function* carriedKeyFaults({ token: { header, payload } }: TokenSubject, ruleId: string): Iterable<Hit> {
  const places = [
    [header, member(header?.json, 'jwk')],
    [payload, member(member(payload?.json, 'cnf')?.value, 'jwk')],
  ] as const;
  for (const [part, jwk] of places) {
    if (!part || !jwk) continue;
    for (const fault of faultsOf(jwk.value)) {
      if (fault.ruleId !== ruleId) continue;
      const { message, severity } = fault;
      yield { ...part.locate(member(jwk.value, fault.member) ?? jwk), message, severity };
    }
  }
}

/** Each key is looked at once, for all rules. */
const judged = new WeakMap<JsonNode, readonly KeyFault[]>();

function faultsOf(node: JsonNode): readonly KeyFault[] {
  let faults = judged.get(node);
  if (!faults) {
    const plain = toPlain(node);
    const reading = isJwk(plain) ? readJwk(plain) : undefined;
    faults = reading?.ok ? [...lintKeyWholly(reading.jwk), ...adviseOnKey(reading.jwk)] : [];
    judged.set(node, faults);
  }
  return faults;
}

/** A member that only the owner of the key may know (RFC 7517 §9.2). */
export function privateMember(jwk: JsonNode | undefined): JsonMember | undefined {
  return jwk?.type === 'object' ? jwk.members.find(({ name }) => name === 'k' || privateMembers.has(name)) : undefined;
}

/**
 * An object with the members without which there is no key of its type (RFC 7518 §6). Of unknown types nobody knows
 * them.
 */
export function isCompleteJwk(jwk: JsonNode): boolean {
  const kty = member(jwk, 'kty')?.value;
  return (
    kty?.type === 'string' &&
    (neededMembers(kty.value) ?? []).every((name) => member(jwk, name)?.value.type === 'string')
  );
}
