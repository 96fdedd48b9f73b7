import type { Span } from '../../text/span.ts';
import { ArgumentReader } from '../code/callArguments.ts';
import type { Argument } from '../code/callArguments.ts';
import { asBytes, isReference, literal, MOST_MATCHES, orElse, standsForSecret } from '../code/codeRow.ts';
import type { Finder } from '../code/codeRow.ts';

/** What turns a text into bytes, written after it. */
const toBytes = String.raw`(?:\.(?:getBytes|toByteArray|encode|as_ref|as_bytes|to_vec|into_bytes)\([\w.,: "'-]{0,40}\)|\.data\(using: \.utf8\)!?|u8)?`;

const literalKey = new RegExp(`^${orElse}&?${asBytes}\\s{0,20}${literal}`, 'd');
const namedKey = new RegExp(
  String.raw`^&?${asBytes}\s{0,20}&?(?:(?:this|self|Self)(?:\.|::))?(?<name>\$?[A-Za-z_]\w{0,60})${toBytes}\s{0,20}\){0,2}$`,
);

/** A call whose arguments say that its key is one of a pair. */
const keyPair = /\b(?:RS|PS|ES)(?:256|384|512)\b|\bEdDSA\b|\bEd25519\b/;
/** Base64 of DER, which begins with a sequence: a key of a pair. */
const der = /^MI[G-I][A-Za-z0-9+/=\\n]{40,}/;

/** How many names are looked up in a file: each lookup reads the whole file. */
const MOST_NAMES = 20;

/**
 * The literal key of each call that `callee` matches: the argument at this index, or the one that begins with this
 * keyword (`key=`). If the argument is a name, the literal that the file assigns to that name counts.
 */
export function keyOf(callee: RegExp, index: number, keyword?: string): Finder {
  return function* find(code) {
    const named = new Map<string, Span | undefined>();
    const reader = new ArgumentReader(code);
    let count = 0;
    for (const { index: at, 0: whole } of code.matchAll(callee)) {
      if (++count > MOST_MATCHES) return;
      const args = reader.read(at + whole.length, whole.endsWith('(')) ?? [];
      const key = keyAmong(args, index, keyword);
      if (!key || args.some(({ text }) => keyPair.test(text))) continue;
      const place = literalPlace(key) ?? placeByName(code, key, named);
      if (place && !der.test(code.slice(place.start, place.end))) yield place;
    }
  };
}

/** The argument itself, without the keyword that names it. */
function keyAmong(args: readonly Argument[], index: number, keyword: string | undefined): Argument | undefined {
  const named = keyword === undefined ? undefined : args.find(({ text }) => text.startsWith(keyword));
  if (!named || keyword === undefined) return args[index];
  return { ...named, start: named.start + keyword.length, text: named.text.slice(keyword.length) };
}

function literalPlace({ text, start }: Argument): Span | undefined {
  const at = literalKey.exec(text)?.indices?.groups?.['at'];
  return at && { start: start + at[0], end: start + at[1] };
}

/** The literal that a file assigns to a name; `undefined` if there is none, or if it is a placeholder for a secret. */
function placeByName(code: string, { text }: Argument, known: Map<string, Span | undefined>): Span | undefined {
  const name = namedKey.exec(text)?.groups?.['name'];
  if (name === undefined) return undefined;
  if (!known.has(name) && known.size < MOST_NAMES) known.set(name, assignedLiteral(code, name));
  return known.get(name);
}

function assignedLiteral(code: string, name: string): Span | undefined {
  const escaped = name.replaceAll('$', String.raw`\$`);
  // What stands in front is looked at behind the name, so that only the name is searched for.
  const word = String.raw`${escaped}(?<=(?<![\w$.])${escaped}|\b(?:this|self)\.${escaped})`;
  const type = String.raw`(?:\s{0,3}:\s{0,3}[\w&<>\[\]' ;]{1,30}?|[ \t]{1,3}(?:string|\[\]byte))?`;
  const givings = code.matchAll(new RegExp(String.raw`${word}${type}\s{0,3}:?=(?![=>])`, 'g'));
  const [giving, another] = [givings.next(), givings.next()];
  // A name that is given twice can be anything.
  if (giving.done === true || another.done !== true) return undefined;
  const from = giving.value.index + giving.value[0].length;
  const given = givenLiteral.exec(code.slice(from, from + LONGEST_GIVEN));
  const at = given?.indices?.groups?.['at'];
  const value = given?.groups?.['at'] ?? '';
  return at && !standsForSecret(value) && !isReference(value) ? { start: from + at[0], end: from + at[1] } : undefined;
}

const LONGEST_GIVEN = 500;
/** A literal that is not part of a concatenation. */
const givenLiteral = new RegExp(
  String.raw`^\s{0,3}${orElse}&?${asBytes}\s{0,20}${literal}(?!\s{0,20}(?:\+|\.\s?["'$]|%|\|\||\?\?))`,
  'd',
);
