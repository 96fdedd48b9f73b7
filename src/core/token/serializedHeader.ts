import { member, parseJson } from '../text/json.ts';
import type { JsonMember, JsonNode, JsonObject } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import { wrongEntry } from './serializedFaults.ts';
import { serializedForms } from './serializedForm.ts';
import type { SerializedToken } from './serializedForm.ts';
import { readStringPart, readStringSegment, stringMember } from './stringPart.ts';
import type { DecodeProblem, Segment, TextPart } from './token.ts';
import { tokenProblem } from './tokenProblem.ts';

/** The JOSE header of one signature or recipient. */
export interface SerializedHeader {
  /** The protected part as it is written. */
  readonly segment: Segment;
  /** All parameters. */
  readonly whole: TextPart | undefined;
  readonly protected: JsonObject | undefined;
  readonly problem: DecodeProblem | undefined;
}

/**
 * Reads the header of the signature or recipient `own`: the union of protected and unprotected members, which must not
 * repeat each other (RFC 7515 §7.2.1, RFC 7516 §7.2.1). The protected ones stand in `protectedBy`, the others in any of
 * the `holders`.
 */
export function readSerializedHeader(
  token: SerializedToken,
  own: JsonNode,
  protectedBy: JsonNode,
  holders: readonly JsonNode[],
): SerializedHeader {
  const form = serializedForms[token.kind];
  const node = stringMember(protectedBy, 'protected');
  const segment = readStringSegment(node, token);
  const protectedPart = node && readStringPart('header', node, false);
  const open = form.open
    .flatMap((name) => holders.map((holder) => member(holder, name)?.value))
    .filter((value): value is JsonObject => value?.type === 'object')
    .filter((value, index, all) => all.indexOf(value) === index);
  const exposed = open
    .flatMap((object): readonly JsonMember[] => object.members)
    .find(({ name }) => form.closed.has(name));
  const isObject = protectedPart?.json?.type === 'object';
  const problem =
    wrongEntry(token, own) ??
    (node && !isObject
      ? (protectedPart?.problem ?? tokenProblem(node, 'The protected header is not a JSON object.'))
      : exposed && tokenProblem(exposed, `"${exposed.name}" must be in the protected header.`));
  return {
    segment,
    whole: protectedPart && !isObject ? protectedPart : union(token.text, segment, protectedPart, open),
    protected: protectedPart?.json?.type === 'object' ? protectedPart.json : undefined,
    problem,
  };
}

/**
 * One JSON object made of the members of several, as text, so that every position in it leads back to where it is from.
 */
function union(
  text: string,
  segment: Segment,
  protectedPart: TextPart | undefined,
  open: readonly JsonObject[],
): TextPart | undefined {
  if (open.length === 0) return protectedPart;
  const whole = { text, locate: ({ start, end }: Span): Span => ({ start, end }) };
  const sources = [
    ...(protectedPart?.json?.type === 'object' ? [{ from: protectedPart, node: protectedPart.json }] : []),
    ...open.map((node) => ({ from: whole, node })),
  ];
  const pieces: { readonly at: number; readonly origin: number; readonly locate: TextPart['locate'] }[] = [];
  let joined = '{';
  for (const { from, node } of sources) {
    if (node.members.length === 0) continue;
    if (pieces.length > 0) joined += ',';
    pieces.push({ at: joined.length, origin: node.start + 1, locate: (span) => from.locate(span) });
    joined += from.text.slice(node.start + 1, node.end - 1);
  }
  joined += '}';
  const reading = parseJson(joined);
  return {
    segment,
    text: joined,
    ...(reading.ok && { json: reading.root }),
    ...(protectedPart?.problem && { problem: protectedPart.problem }),
    locate({ start, end }) {
      const piece = pieces.findLast(({ at }) => at <= start);
      if (!piece) return { start: segment.start, end: segment.end };
      return piece.locate({ start: start - piece.at + piece.origin, end: end - piece.at + piece.origin });
    },
  };
}
