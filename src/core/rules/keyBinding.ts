import { normalizeType } from '../token/tokenType.ts';
import { digestOf, isSelective } from '../token/disclosures.ts';
import { member } from '../text/json.ts';
import { tokenOf } from '../token/tokenOf.ts';
import type { Span } from '../text/span.ts';
import type { Token } from '../token/token.ts';
import { claim } from '../claims/locate.ts';
import type { Hit, Rule, TokenSubject } from './rule.ts';

/** Rules about the JWT that binds an SD-JWT to its holder, a verifier, and a time (RFC 9901 §4.3). */
export const keyBindingRules: readonly Rule[] = [
  {
    id: 'kb-jwt-invalid',
    title: 'Malformed key binding',
    why: 'A key binding JWT ties the presentation to its holder, a verifier, and a time. Without these claims, it does not.',
    source: 'RFC 9901 §4.3, §7.3',
    fix: 'Have the wallet make the key binding as RFC 9901 requires.',
    kind: 'structure',
    severity: 'error',
    needs: 'token',
    check: keyBindingFaults,
  },
  {
    id: 'sd-jwt-key-binding-missing',
    title: 'No key binding',
    why: 'The token is bound to a key, but nothing shows that its holder has that key.',
    source: 'RFC 9901 §9.5',
    fix: 'Require a key binding when you verify a presentation. A newly issued token does not have one yet.',
    kind: 'structure',
    severity: 'information',
    needs: 'token',
    *check(subject) {
      const cnf = claim(subject, 'cnf');
      if (cnf && isSelective(subject.token) && !subject.token.keyBinding)
        yield { ...cnf.span, message: 'The token is bound to a key, but has no key binding.' };
    },
  },
];

/** The key binding JWT, and where its members stand in the whole token. */
export interface KeyBinding {
  readonly token: Token;
  /** A member of its header or payload; that part where it has no such member. */
  locate(part: 'header' | 'payload', name?: string): Span;
}

/** The key binding JWT of a token, read; `undefined` where there is none, or where it is too long to be read. */
export function keyBindingOf({ header, token: { keyBinding, headerOnly } }: TokenSubject): KeyBinding | undefined {
  if (!header || !keyBinding || headerOnly) return undefined;
  const token = tokenOf(keyBinding.text);
  return {
    token,
    locate(partName, name) {
      const part = token[partName];
      const found = name === undefined ? undefined : member(part?.json, name);
      const span = part && (found ? part.locate(found) : part.segment);
      const { start, end } = span ?? { start: 0, end: keyBinding.text.length };
      return { start: keyBinding.start + start, end: keyBinding.start + end };
    },
  };
}

function* keyBindingFaults(subject: TokenSubject): Iterable<Hit> {
  const binding = keyBindingOf(subject);
  if (!binding) return;
  const { header, payload } = binding.token;
  if (payload?.json?.type !== 'object') {
    yield { ...binding.locate('payload'), message: 'The key binding JWT has no claims.' };
    return;
  }
  const typ = member(header?.json, 'typ')?.value;
  if (typ?.type !== 'string' || normalizeType(typ.value) !== 'kb+jwt')
    yield { ...binding.locate('header', 'typ'), message: 'The "typ" of a key binding JWT must be "kb+jwt".' };
  const needed = [
    ['iat', 'number'],
    ['aud', 'string'],
    ['nonce', 'string'],
    ['sd_hash', 'string'],
  ] as const;
  for (const [name, type] of needed) {
    if (member(payload.json, name)?.value.type !== type) {
      yield {
        ...binding.locate('payload', name),
        message: `A key binding JWT requires "${name}", which is a ${type}.`,
      };
    }
  }
  // RFC 9901 §4.3.1: over all that stands before it, up to and including the last tilde.
  const bound = member(payload.json, 'sd_hash')?.value;
  const { token } = subject;
  const expected = digestOf(token.presentation ?? '', token);
  if (bound?.type === 'string' && expected !== undefined && bound.value !== expected) {
    const message = 'This key binding was made for another token or for other disclosures.';
    yield { ...binding.locate('payload', 'sd_hash'), message };
  }
}
