import { member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import type { Token } from './token.ts';

interface Sample {
  /** Where the sample comes from: `jwt.io`, `RFC 7519`. */
  readonly name: string;
  /** String claims the sample has, by name. `*`: any value. */
  readonly claims?: Readonly<Record<string, string>>;
  /** What the encoded payload starts with. */
  readonly payload?: string;
  /**
   * What the last part starts with, in each of several samples. Nothing else can be seen of an encrypted or detached
   * token.
   */
  readonly endings?: readonly string[];
}

/** Tokens that documentation prints and everybody copies. */
const samples: readonly Sample[] = [
  { name: 'jwt.io', claims: { sub: '1234567890', name: 'John Doe' } },
  { name: 'RFC 7519', claims: { iss: 'joe', 'http://example.com/is_root': '*' } },
  { name: 'Supabase', claims: { iss: 'supabase-demo' } },
  { name: 'Istio', claims: { iss: 'testing@secure.istio.io' } },
  { name: 'RFC 7515', payload: 'UGF5bG9hZA' },
  { name: 'RFC 7520', payload: 'SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywg' },
  { name: 'RFC 7516', endings: ['XFBoMYUZodet', '9hH0vgRfYgPn', 'U0m_YmjN04DJ'] },
  { name: 'RFC 7519', endings: ['fiK51VwhsxJ-'] },
  {
    name: 'RFC 7520',
    // Section 4.5, which is detached, and sections 5.1 to 5.9.
    endings: `s0h6KThzkfBB kvKuFBXHe5mQ UCGiqJxhBI3I 0HlwodAhOCIL WuGzxmcreYjp WCCkNa-x4BeB vbb32Xvllea2 DKW7jrb4WaRS
      ER7MWJZ1FBI_ VILuUwuIxaLV`.split(/\s+/),
  },
  { name: 'RFC 8037', payload: 'RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc' },
];

/** The source of a well-known documentation sample, if the token carries the payload of one, however it is signed. */
export function knownSample(token: Token): string | undefined {
  return samples.find((sample) => isSample(sample, token))?.name;
}

function isSample({ claims, payload, endings = [] }: Sample, token: Token): boolean {
  const json = token.payload?.json;
  if (claims && json && Object.entries(claims).every((claim) => hasClaim(json, claim))) return true;
  if (payload !== undefined && token.payload?.segment.text.startsWith(payload) === true) return true;
  const last = token.segments.at(-1)?.text ?? '';
  return endings.some((ending) => last.startsWith(ending));
}

function hasClaim(payload: JsonNode, [name, value]: readonly [string, string]): boolean {
  const found = member(payload, name)?.value;
  return found !== undefined && (value === '*' || (found.type === 'string' && found.value === value));
}
