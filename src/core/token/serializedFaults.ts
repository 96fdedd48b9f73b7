import { member } from '../text/json.ts';
import type { JsonMember, JsonNode } from '../text/json.ts';
import { serializedForms } from './serializedForm.ts';
import type { SerializedForm, SerializedToken } from './serializedForm.ts';
import { lateSelection, wrongSelection } from './serializedSelection.ts';
import type { DecodeProblem, Token } from './token.ts';
import { tokenProblem } from './tokenProblem.ts';
import { saysUnencoded } from './unencodedPayload.ts';

/** Faults in the object itself that no reader may forgive, because another reader sees a different token. */
export function faultOfShape({ root, kind }: SerializedToken): DecodeProblem | undefined {
  const { foreign, shared } = serializedForms[kind];
  const other = firstMember(root, foreign);
  if (other) return tokenProblem(other, `"${other.name}" belongs to another kind of token.`);
  return wrongType(root, shared) ?? (kind === 'jws-json' ? wrongSelection(root) : undefined);
}

/** Members that must not occur together in the general form, or not in one of its entries. */
export function contradiction(
  token: SerializedToken,
  entries: readonly JsonNode[],
  views: readonly Token[],
): DecodeProblem | undefined {
  const { root, kind } = token;
  const { own, shared, list, foreign } = serializedForms[kind];
  // RFC 7515 §7.2.2, RFC 7516 §7.2.2: the flattened members must not stand beside the general ones.
  const flattened = firstMember(root, Object.keys(own));
  if (flattened) return tokenProblem(flattened, `"${flattened.name}" must not be beside the list.`);
  for (const entry of entries) {
    const wrong = wrongEntry(token, entry);
    if (wrong) return wrong;
    const misplaced = firstMember(entry, [...Object.keys(shared), list, ...foreign]);
    if (misplaced) return tokenProblem(misplaced, `"${misplaced.name}" must not be in "${list}".`);
  }
  // RFC 7797 §3: it is one payload.
  if (new Set(views.map(({ protectedHeader }) => saysUnencoded(protectedHeader))).size > 1)
    return tokenProblem(root, 'The signatures disagree on "b64", so the payload is ambiguous.');
  const late = lateSelection(root);
  return late && tokenProblem(late, `"${late.name}" must be in the header of the first signature.`);
}

/** What is wrong with what one signature or recipient has of its own. */
export function wrongEntry({ root, kind }: SerializedToken, own: JsonNode): DecodeProblem | undefined {
  const { list, required, own: members } = serializedForms[kind];
  if (own.type !== 'object') return tokenProblem(own, `An entry of "${list}" is not an object.`);
  const wrong = wrongType(own, members);
  const holder = required in members ? own : root;
  return wrong ?? (member(holder, required) ? undefined : tokenProblem(own, `"${required}" is missing.`));
}

function wrongType(holder: JsonNode, types: SerializedForm['own']): DecodeProblem | undefined {
  for (const [name, type] of Object.entries(types)) {
    const found = member(holder, name);
    if (found && found.value.type !== type)
      return tokenProblem(found, `"${name}" is not ${type === 'object' ? 'an object' : `a ${type}`}.`);
  }
  return undefined;
}

function firstMember(holder: JsonNode, names: readonly string[]): JsonMember | undefined {
  return names.map((name) => member(holder, name)).find((found) => found !== undefined);
}
