import { encodeBase64url } from '../text/base64url.ts';
import { decodeBase64 } from './pem.ts';

/**
 * The base64 of the first block of a PEM text whose lines, spaces or dashes are lost; `undefined` where its label is no
 * key's.
 */
export function pemBody(text: string): string | undefined {
  const solid = text.replaceAll(/\s|(?<!\\)\\+[nr]/g, '');
  return /BEGIN[A-Z0-9]{0,30}?(?:PUBLICKEY|PRIVATEKEY|CERTIFICATE)-*([A-Za-z0-9+/]{40,}?={0,2})-*END/.exec(solid)?.[1];
}

/** The RSA key of .NET's `RSAKeyValue` and of XML signatures (RFC 3275 §4.4.2.2), its public half. */
export function readXmlKey(text: string): { readonly kty: 'RSA'; readonly n: string; readonly e: string } | undefined {
  const numbers = ['Modulus', 'Exponent'].map((name) => {
    const inside = new RegExp(`<(?:[\\w-]{1,20}:)?${name}>([A-Za-z0-9+/=\\s]+)<`, 'g');
    const [first, ...others] = [...text.matchAll(inside)];
    const bytes = first?.[1] === undefined || others.length > 0 ? undefined : decodeBase64(first[1]);
    const start = bytes?.findIndex((byte) => byte !== 0) ?? 0;
    return bytes && encodeBase64url(bytes.subarray(Math.max(start, 0)));
  });
  const [n, e] = numbers;
  return n === undefined || e === undefined ? undefined : { kty: 'RSA', n, e };
}

const names = 'kty|crv|alg|use|kid|n|e|d|p|q|dp|dq|qi|x|y|k|pub|priv';
const looseMember = new RegExp(
  `(?:^|[{,\\s])["'\`]?(${names})["'\`]?[ \\t]{0,9}(?::|=>?)[ \\t]{0,9}["'\`]?([\\w.+/=-]+)["'\`]?(?=\\s*(?:[,;}]|$|\\n|#|//|/\\*))`,
  'gm',
);

/**
 * A JWK as JavaScript, Python, Ruby or YAML writes it, with comments or trailing commas. Only one key, with each member
 * once, and nothing in it that would be lost: `undefined` otherwise.
 */
export function readLooseJwk(text: string): { readonly kty: unknown } | undefined {
  if (!text.includes('kty') || text.length > LONGEST_JWK || /key_ops|\bext\b|x5c|\both\b/.test(text)) return undefined;
  const members = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(looseMember)) {
    if (members.has(name)) return undefined;
    members.set(name, value);
  }
  return members.has('kty') ? { kty: members.get('kty'), ...Object.fromEntries(members) } : undefined;
}

/** In characters: an RSA private key of 16,384 bits takes half of that. */
const LONGEST_JWK = 32_768;
