import { childrenOf, isCollection } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import type { Span } from '../text/span.ts';
import type { Token, TextPart } from '../token/token.ts';
import { isCompactToken } from './header.ts';
import { quoteName } from '../text/visible.ts';
import type { Hit, Rule, TokenSubject } from './rule.ts';

/** Rules about claims that everybody can read and nobody should. They name the claim, never its value. */
export const contentRules: readonly Rule[] = [
  {
    id: 'payload-private-key',
    title: 'Private key in the payload',
    why: 'A signed token is not encrypted. Anyone who sees it has the private key.',
    source: 'RFC 7517 §9.2',
    fix: 'Replace the key, and keep private keys out of tokens.',
    kind: 'content',
    severity: 'error',
    needs: 'token',
    check: (subject) =>
      values(subject, ({ path, node, text }) => {
        if (path[0] === 'cnf') return undefined;
        const isKey = text !== undefined ? /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/.test(text) : isPrivateJwk(node);
        return isKey ? `${pathOf(path)} contains a private key that anyone can read.` : undefined;
      }),
  },
  {
    id: 'payload-credential',
    title: 'Credential in the payload',
    why: 'A signed token is not encrypted. Anyone who sees it can read and use the credential.',
    source: 'RFC 7519 §12',
    fix: 'Revoke the credential, and keep credentials out of tokens.',
    kind: 'content',
    severity: 'warning',
    needs: 'token',
    check: (subject) =>
      values(subject, ({ path, name, text }) => {
        if (text === undefined) return undefined;
        if (credentialWord.test(name) && credentialNames.has(foldName(name)))
          return isMasked(text) ? undefined : `${pathOf(path)} is named like a credential, and anyone can read it.`;
        return providerPrefix.test(text) && providerKeys.some((shape) => shape.test(text))
          ? `${pathOf(path)} looks like a provider's access key, and anyone can read it.`
          : undefined;
      }),
  },
  {
    id: 'payload-card-number',
    title: 'Card number in the payload',
    why: 'A signed token is not encrypted. Anyone who sees it can read the card number.',
    source: 'PCI DSS requirement 3',
    fix: 'Put a reference to the card in the token instead.',
    kind: 'content',
    severity: 'warning',
    needs: 'token',
    check: (subject) =>
      values(subject, ({ path, name, text, number }) => {
        const written = text ?? number ?? '';
        if (!/^\d[\d -]{11,29}$/.test(written) || /^(?:sub|jti|iat|exp|nbf)$|ids?$/i.test(name)) return undefined;
        const digits = written.replace(/[ -]/g, '');
        return isCardNumber(digits)
          ? `${pathOf(path)} looks like a payment card number, and anyone can read it.`
          : undefined;
      }),
  },
  {
    id: 'payload-ssn',
    title: 'Social security number in the payload',
    why: 'A signed token is not encrypted. Anyone who sees it can read the number.',
    source: 'RFC 7519 §12',
    fix: 'Leave it out, or encrypt the token.',
    kind: 'content',
    severity: 'warning',
    needs: 'token',
    check: (subject) =>
      values(subject, ({ path, name, text }) => {
        const isNamed = /ssn|social|taxid|tax_id|tin$/i.test(name);
        return isNamed && text !== undefined && isSocialSecurityNumber(text)
          ? `${pathOf(path)} looks like a social security number, and anyone can read it.`
          : undefined;
      }),
  },
  {
    id: 'payload-nested-token',
    title: 'Token inside a claim',
    why: 'Anyone who sees the outer token can take the inner token and use it.',
    source: 'RFC 7519 §12',
    fix: 'Pass tokens separately, or encrypt the outer token.',
    kind: 'content',
    severity: 'information',
    needs: 'token',
    check: (subject) =>
      values(subject, ({ path, text }) =>
        text !== undefined && !tokensBelongTo.has(path[0] ?? '') && isCompactToken(text)
          ? `${pathOf(path)} is itself a token.`
          : undefined,
      ),
  },
  {
    id: 'payload-pii',
    title: 'Personal data in the payload',
    why: 'A signed token is not encrypted, and tokens end up in logs and histories.',
    source: 'RFC 7519 §12, OIDC Core §5.1',
    fix: 'Request fewer scopes, or get such data from the UserInfo endpoint.',
    kind: 'content',
    severity: 'hint',
    needs: 'token',
    check: (subject) =>
      subject.type.purpose === 'id'
        ? []
        : values(subject, ({ path, name, node, text }) =>
            personalNames.has(name) && (text === undefined ? node.type === 'object' : text !== '')
              ? `${pathOf(path)} is personal data that anyone can read.`
              : undefined,
          ),
  },
];

/** The value of a member of the payload, or an element of such a value, at any depth. */
interface PayloadValue {
  /** Names from the payload down. */
  readonly path: readonly string[];
  /** The last of these names; for an element, the name of its list. */
  readonly name: string;
  readonly node: JsonNode;
  /** The characters of the member; for an element, those of the element alone. */
  readonly span: Span;
  /** The value, if it is a string; cut to {@link LONGEST_READ}. */
  readonly text: string | undefined;
  /** The literal, if it is a number. */
  readonly number: string | undefined;
}

const DEEPEST = 16;
/** A payload of 256 KB holds about as many values as this; more is not worth the wait. */
const MOST_VALUES = 20_000;
const LONGEST_READ = 16_384;

/** A hit for each value in the payload and its disclosures, at any depth, for which `judge` has something to say. */
function* values({ token }: TokenSubject, judge: (value: PayloadValue) => string | undefined): Iterable<Hit> {
  let found = collected.get(token);
  if (!found) collected.set(token, (found = collect(token)));
  for (const { part, value } of found) {
    const message = judge(value);
    if (message !== undefined) yield { ...part.locate(value.span), message };
  }
}

interface Collected {
  readonly part: TextPart;
  readonly value: PayloadValue;
}

/** Each token is walked once, for all rules. */
const collected = new WeakMap<Token, readonly Collected[]>();

function collect(token: Token): readonly Collected[] {
  const found: Collected[] = [];
  for (const part of [token.payload, ...token.disclosures]) {
    const root = part?.json && (part === token.payload ? part.json : disclosedBy(part.json));
    if (part && root) for (const value of valuesIn(root)) found.push({ part, value });
  }
  return found;
}

/** What a disclosure discloses (RFC 9901 §4.2): a claim as an object of this one member, or the element of an array. */
function disclosedBy(disclosure: JsonNode): JsonNode | undefined {
  const [, name, value] = disclosure.type === 'array' ? disclosure.items : [];
  if (name?.type !== 'string' || !value) return value ?? name;
  const { start } = name;
  const { end } = value;
  return { type: 'object', start, end, members: [{ start, end, name: name.value, nameSpan: name, value }] };
}

function* valuesIn(root: JsonNode): Iterable<PayloadValue> {
  const queue: { readonly node: JsonNode; readonly path: readonly string[]; readonly depth: number }[] = [
    { node: root, path: [], depth: 0 },
  ];
  let count = 0;
  // The queue grows while it is walked.
  for (const { node, path, depth } of queue) {
    for (const child of node.type === 'object' ? node.members : childrenOf(node)) {
      if (++count > MOST_VALUES) return;
      const isMember = 'nameSpan' in child;
      const value = isMember ? child.value : child;
      const here = isMember ? [...path, child.name] : path;
      if (here.length > 0) yield valueOf(value, child, here);
      if (depth < DEEPEST - 1 && isCollection(value)) queue.push({ node: value, path: here, depth: depth + 1 });
    }
  }
}

function valueOf(node: JsonNode, span: Span, path: readonly string[]): PayloadValue {
  return {
    path,
    name: path.at(-1) ?? '',
    node,
    span,
    text: node.type === 'string' ? node.value.slice(0, LONGEST_READ) : undefined,
    number: node.type === 'number' ? node.text : undefined,
  };
}

function pathOf(path: readonly string[]): string {
  // Names are cut before they are joined: hostile ones are as long as the token.
  return quoteName(path.map((name) => name.slice(0, 41)).join('.'));
}

/** Without case, hyphens and the namespace in front: `https://corp.io/claims/api_key` and `apiKey` are one name. */
function foldName(name: string): string {
  const namespace = Math.max(...['/', '#', ':'].map((separator) => name.lastIndexOf(separator)));
  return name
    .slice(namespace + 1)
    .slice(0, LONGEST_NAME)
    .toLowerCase()
    .replace(/[-_ ]/g, '');
}

/** No name below is longer. */
const LONGEST_NAME = 40;

/** Each of the names below contains one of these: a quick test before the exact one. */
const credentialWord = /pass|pwd|secret|key|token|credential/i;
const credentialNames: ReadonlySet<string> = new Set(
  `password passwd pwd passphrase passcode secret clientsecret apisecret apikey privatekey secretkey accesskey
    secretaccesskey totpsecret otpsecret refreshtoken accesstoken authtoken sessiontoken credential credentials
    userpassword`.split(/\s+/),
);

/** How the keys below begin: a quick test before the exact one. */
const providerPrefix = /^(?:A[KSI]|g[hil]|[sr]k_|xox|npm_|SG\.)/;

/** Keys of providers, which can be recognised by their prefix. */
const providerKeys: readonly RegExp[] = [
  /^(?:AKIA|ASIA)[A-Z0-9]{16}$/,
  /^gh[pousr]_[A-Za-z0-9]{36,255}$/,
  /^github_pat_[A-Za-z0-9_]{22,255}$/,
  /^glpat-[A-Za-z0-9_-]{20,}$/,
  /^(?:sk|rk)_live_[A-Za-z0-9]{16,}$/,
  /^xox[abeoprs]-[A-Za-z0-9-]{10,}$/,
  /^AIza[A-Za-z0-9_-]{35}$/,
  /^npm_[A-Za-z0-9]{36}$/,
  /^SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}$/,
];

/**
 * Claims that are made of tokens: VC Data Model 1.1 §6.3.1, OIDC Core §3.1.2.1 and §5.6.2, OpenID Federation 1.0 §7.
 */
const tokensBelongTo: ReadonlySet<string> = new Set(['vp', 'id_token_hint', '_claim_sources', 'trust_marks']);

const personalNames: ReadonlySet<string> = new Set(
  'email phone_number birthdate address given_name family_name middle_name phone date_of_birth'.split(' '),
);

/** Empty, or only characters that stand for what was taken out. */
function isMasked(text: string): boolean {
  return (
    /^[*•xX.#-]*$/.test(text) || /^[<[(]?(?:redacted|removed|hidden|masked|none|null|undefined)[>\])]?$/i.test(text)
  );
}

function isPrivateJwk(node: JsonNode): boolean {
  if (node.type !== 'object') return false;
  const names = new Set(node.members.map(({ name }) => name));
  return names.has('kty') && (names.has('d') || names.has('k') || names.has('priv'));
}

/** Visa, Mastercard, American Express, Discover, UnionPay, JCB, Diners Club. */
const cardNumber =
  /^(?:4\d{12}(?:\d{3}){0,2}|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}|35\d{14}|3(?:0[0-5]|[689]\d)\d{11})$/;

/** A card number with a valid check digit (ISO/IEC 7812-1). */
function isCardNumber(digits: string): boolean {
  if (!cardNumber.test(digits)) return false;
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

function isSocialSecurityNumber(text: string): boolean {
  return (
    /^(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}$/.test(text) && text !== '123-45-6789' && text !== '078-05-1120'
  );
}
