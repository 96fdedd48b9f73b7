import { describeClaim } from '../facts/claims.ts';
import { describeHeader } from '../facts/headerParameters.ts';
import { isEncrypted } from '../token/isEncrypted.ts';
import { childrenOf, collectionsIn } from '../text/json.ts';
import type { JsonMember, JsonNode } from '../text/json.ts';
import { tokenOf } from '../token/tokenOf.ts';
import type { Base64urlFault } from '../text/base64url.ts';
import type { Token, Segment, TextPart } from '../token/token.ts';
import { invalidUtf8At, LONE_SURROGATE } from '../text/utf8.ts';
import { otherReadingsOf } from './jsonForm.ts';
import { codePointAt } from '../token/textPart.ts';
import { isPlaceholder } from '../token/placeholder.ts';
import { quoteName } from '../text/visible.ts';
import { spanOf } from './rule.ts';
import type { Hit, Rule } from './rule.ts';

/** Rules about base64url, JSON and characters: what one parser accepts and another reads differently. */
export const encodingRules: readonly Rule[] = [
  {
    id: 'base64url-noncanonical',
    title: 'Not canonical base64url',
    why: 'Strict verifiers refuse such text and lenient verifiers accept it. The token works in one place and fails in another, and one signature can be written in several ways.',
    source: 'RFC 7515 §2, RFC 4648 §3.5',
    fix: 'Have the issuer encode without padding, line breaks, or spare bits. Only the signature can be rewritten without breaking the token.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check({ token, header }) {
      if (!header) return;
      const parts = isEncrypted(token) ? jwePartNames : jwsPartNames;
      for (const [index, segment] of token.segments.entries()) {
        yield* noncanonical(
          segment,
          parts[index] ?? `part ${index + 1}`,
          segment === token.signature && isPlaceholder(segment),
        );
      }
      for (const [index, { segment }] of token.disclosures.entries())
        yield* noncanonical(segment, `disclosure ${index + 1}`, false);
      yield* noncanonicalBinding(token);
    },
  },
  {
    id: 'json-duplicate-member',
    title: 'Member appears twice',
    why: 'Parsers disagree on which one counts. The token can mean one thing to the verifier and another to the application.',
    source: 'RFC 7515 §4, RFC 7519 §4',
    fix: 'Have the issuer write each name once.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ token }) {
      yield* otherReadingsOf(token, 'json-duplicate-member');
      yield* duplicates(token.header, 'header', 'error');
      yield* duplicates(token.payload, 'claims', 'warning');
      for (const disclosure of token.disclosures) yield* duplicates(disclosure, 'disclosure', 'warning');
    },
  },
  {
    id: 'json-case-collision',
    title: 'Names differ only by case',
    why: 'Parsers that ignore case confuse the two, and may use one when the verifier checked the other.',
    source: 'RFC 7515 §5.3',
    fix: 'Keep one of the two names.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check({ token }) {
      yield* otherReadingsOf(token, 'json-case-collision');
      for (const part of [token.header, token.payload]) {
        if (part?.json?.type !== 'object') continue;
        const seen = new Map<string, JsonMember>();
        for (const member of part.json.members) {
          const folded = member.name.toLowerCase();
          const earlier = seen.get(folded);
          if (earlier !== undefined && earlier.name !== member.name) {
            yield {
              ...part.locate(member.nameSpan),
              message: `${quoteName(member.name)} and ${quoteName(earlier.name)} differ only by case.`,
              related: [{ ...part.locate(earlier.nameSpan), message: 'The other name' }],
            };
          }
          seen.set(folded, earlier ?? member);
        }
      }
    },
  },
  {
    id: 'json-not-utf8',
    title: 'Not plain UTF-8',
    why: 'The header and the claims must be UTF-8 without a byte order mark. Programs read other bytes differently.',
    source: 'RFC 8725 §3.7',
    fix: 'Have the issuer write plain UTF-8.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    *check({ token }) {
      for (const [part, name] of [
        [token.header, 'header'],
        [token.payload, 'payload'],
      ] as const) {
        if (!part || (name === 'payload' && token.header?.json?.type !== 'object')) continue;
        if (isWide.test(part.text)) {
          yield { ...spanOf(part.segment), message: `The ${name} is UTF-16 or UTF-32, not UTF-8.` };
          continue;
        }
        // A payload need not be text, and a nested token would not begin like this.
        if (!/^[\ufeff\s]*\{/.test(part.text)) continue;
        if (part.text.startsWith('\ufeff'))
          yield { ...part.locate({ start: 0, end: 1 }), message: `The ${name} begins with a byte order mark.` };
        else if (part.problem?.byte !== undefined && invalidUtf8At(part.segment.bytes ?? new Uint8Array()) >= 0)
          yield { ...spanOf(part.problem), message: `The ${name} is not valid UTF-8.` };
      }
    },
  },
  {
    id: 'deceptive-characters',
    title: 'Invisible or look-alike characters',
    why: 'Characters that are invisible or look like others can disguise a value.',
    source: 'RFC 7515 §10.13',
    fix: 'Check the code points, and have the issuer refuse such characters.',
    kind: 'structure',
    severity: 'warning',
    needs: 'token',
    *check({ token }) {
      for (const part of [token.header, token.payload, ...token.disclosures])
        if (part?.json) yield* deceptive(part, part.json);
    },
  },
  {
    id: 'claim-precision-loss',
    title: 'Number too large for JavaScript',
    why: 'Integers beyond 2^53 − 1 lose digits in JavaScript and many other parsers. Two identities can become one.',
    source: 'RFC 8259 §6',
    fix: 'Have the issuer write such numbers as strings.',
    kind: 'content',
    severity: 'hint',
    needs: 'token',
    *check({ token }) {
      for (const part of [token.payload, ...token.disclosures])
        if (part?.json) yield* impreciseNumbers(part, part.json);
    },
  },
];

/**
 * How JSON in UTF-16 or UTF-32 looks when it is read as UTF-8: a byte order mark that is none, and zeros around the
 * first brace.
 */
const isWide = /^\ufffd{0,2}(?:\0+\{|\{\0)/;

const jwsPartNames = ['header', 'payload', 'signature'];
const jwePartNames = ['header', 'encrypted key', 'initialization vector', 'ciphertext', 'authentication tag'];

const faults: Readonly<Record<Base64urlFault['reason'], readonly [reason: string, severity?: 'error']>> = {
  padding: ['it has "=" padding'],
  whitespace: ['it contains white space'],
  'trailing-bits': ['its last character has spare bits set'],
  'standard-alphabet': ['"+" and "/" belong to standard base64; base64url has "-" and "_"', 'error'],
  'foreign-character': ['it contains a character that is not base64url', 'error'],
  'invisible-character': ['it contains a character that nobody sees', 'error'],
  elided: ['a part of it was left out'],
  'impossible-length': ['base64url never has this length', 'error'],
};

function* noncanonical({ fault, text, start }: Segment, part: string, placeholder: boolean): Iterable<Hit> {
  // Whoever leaves a part out knows that it is not there.
  if (!fault || fault.reason === 'elided') return;
  const [cause, severity] = faults[fault.reason];
  const reason =
    fault.reason === 'invisible-character' ? `${cause} (${codePointAt(text, fault.start - start)})` : cause;
  yield {
    ...spanOf(fault),
    message: `The ${part} is not canonical base64url: ${reason}.`,
    ...(placeholder ? { severity: 'hint' as const } : severity && { severity }),
  };
}

function* noncanonicalBinding({ keyBinding, headerOnly }: Token): Iterable<Hit> {
  if (!keyBinding || headerOnly) return;
  for (const [index, segment] of tokenOf(keyBinding.text).segments.entries()) {
    const part = `${jwsPartNames[index] ?? `part ${index + 1}`} of the key binding`;
    for (const hit of noncanonical(segment, part, false))
      yield { ...hit, start: keyBinding.start + hit.start, end: keyBinding.start + hit.end };
  }
}

function* duplicates(part: TextPart | undefined, name: string, nested: 'error' | 'warning'): Iterable<Hit> {
  if (!part?.json) return;
  for (const { node, depth } of collectionsIn(part.json)) {
    for (const member of node.type === 'object' ? node.members : []) {
      if (!member.duplicateOf) continue;
      yield {
        ...part.locate(member),
        message: `${quoteName(member.name)} appears twice in the ${name}. Parsers disagree on which one counts.`,
        related: [{ ...part.locate(member.duplicateOf), message: 'The earlier one' }],
        ...(depth > 0 && { severity: nested }),
      };
    }
  }
}

function* impreciseNumbers(part: TextPart, root: JsonNode): Iterable<Hit> {
  for (const node of valuesOf(root)) {
    if (node.type === 'number' && !Number.isSafeInteger(node.value) && /^-?\d+$/.test(node.text))
      yield { ...part.locate(node), message: 'This integer has more digits than JavaScript can keep.' };
  }
}

/** A value and all that are in it. */
function* valuesOf(root: JsonNode): Iterable<JsonNode> {
  yield root;
  for (const { node } of collectionsIn(root)) yield* childrenOf(node);
}

/**
 * Controls except tab and line breaks, format characters (bidirectional controls, zero-width characters, tags),
 * separators and fillers.
 */
const invisible = /[^\P{Cc}\t\n\r]|[\p{Cf}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0]/u;

/**
 * Where they belong: inside emoji and flags, and between the letters of scripts that join (UTS #51, RFC 5892 Appendix
 * A).
 */
const visibleJoiners =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})|(?<=🏴)[\u{e0020}-\u{e007e}]{1,8}\u{e007f}|(?<=[\p{scx=Arab}\p{scx=Beng}\p{scx=Deva}\p{scx=Gujr}\p{scx=Guru}\p{scx=Knda}\p{scx=Khmr}\p{scx=Mlym}\p{scx=Mong}\p{scx=Orya}\p{scx=Sinh}\p{scx=Syrc}\p{scx=Taml}\p{scx=Telu}])[\u200c\u200d]/gu;

/** The invisible or misleading characters in a text; as the end of a sentence. */
function hiddenIn(text: string): string | undefined {
  if (isAscii.test(text)) return undefined;
  if (LONE_SURROGATE.test(text)) return 'half of a character';
  return invisible.test(text) && invisible.test(text.replace(visibleJoiners, '')) ? 'invisible characters' : undefined;
}

/** Latin letters of registered names, and what looks like them (UTS #39). Wide and mathematical letters NFKC knows. */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аɑα',
    c: 'с',
    d: 'ԁ',
    e: 'еҽ',
    g: 'ɡց',
    h: 'һհ',
    i: 'іıι',
    j: 'јϳյ',
    k: 'кκ',
    l: 'ӏІΙI1|',
    m: 'м',
    n: 'ո',
    o: 'оοօ',
    p: 'рρ',
    q: 'ԛ',
    r: 'г',
    s: 'ѕ',
    t: 'тτ',
    u: 'υս',
    v: 'ν',
    w: 'ԝ',
    x: 'хχ',
    y: 'уγ',
  }).flatMap(([latin, others]) => Array.from(others, (other): [string, string] => [other, latin])),
);

/** Other names that verifiers and applications use, besides the registered ones. */
const powerfulNames: ReadonlySet<string> = new Set(['admin', 'role', 'permissions']);

function* deceptive(part: TextPart, root: JsonNode): Iterable<Hit> {
  for (const value of valuesOf(root)) {
    const hidden = value.type === 'string' ? hiddenIn(value.value) : undefined;
    if (hidden !== undefined) yield { ...part.locate(value), message: `This value contains ${hidden}.` };
  }
  for (const { node, depth } of collectionsIn(root)) {
    for (const { name, nameSpan } of node.type === 'object' ? node.members : []) {
      const hidden = hiddenIn(name);
      if (hidden !== undefined) yield { ...part.locate(nameSpan), message: `This name contains ${hidden}.` };
      else if (depth === 0 && imitates(name))
        yield { ...part.locate(nameSpan), message: 'This name only looks like a registered one.' };
    }
  }
}

function imitates(name: string): boolean {
  if (name.length > LONGEST_NAME || !mayImitate.test(name)) return false;
  // Parsers that ignore letter case know more than ASCII's: U+212A is a "k" for Go's.
  const plain = isAscii.test(name) ? name : name.normalize('NFKC').toLowerCase();
  const latin = Array.from(plain, (letter) => lookAlikes.get(letter) ?? letter).join('');
  return latin !== name && (powerfulNames.has(latin) || (describeHeader(latin) ?? describeClaim(latin)) !== undefined);
}

const LONGEST_NAME = 24;
const mayImitate = /[^ -~]|[I1|]/;
const isAscii = /^[ -~]*$/;
