import { encodeBase64url } from '../text/base64url.ts';
import { Effort } from './effort.ts';
import { readEnvLine } from './envLine.ts';
import type { KeyInput, SecretEncoding } from './keyInput.ts';
import { keyText } from './keyText.ts';
import { parseKey } from './parseKey.ts';
import type { ParsedKey } from './parsedKey.ts';
import { decodeSecret } from './readSecret.ts';
import { MINIMUM_DECODED_BYTES } from './secretText.ts';

/** One way to take what a person gave. A secret that came as text has its encoding stated. */
export interface Interpretation {
  readonly input: KeyInput;
  readonly keys: readonly ParsedKey[];
}

export type KeyInterpretation =
  | { readonly ok: true; readonly interpretations: readonly [Interpretation, ...Interpretation[]] }
  | { readonly ok: false; readonly problem: string; readonly passwordNeeded?: true };

const binaryEncodings: readonly Exclude<SecretEncoding, 'utf8'>[] = ['base64', 'base64url', 'hex'];

/**
 * Every way to take text, or the bytes of a file, as key material; the likeliest comes first. A key has one. A secret
 * has several where its text is also base64 or hex of something as long as a secret: only its owner knows which is
 * meant. The final line break that editors and shells add is not part of a secret.
 */
export async function interpretKey(material: string | Uint8Array, password?: string): Promise<KeyInterpretation> {
  const text = typeof material === 'string' ? material : keyText(material);
  const input: KeyInput = {
    material: text?.replace(/\r?\n$/, '') ?? material,
    ...(password !== undefined && { password }),
  };
  const effort = new Effort();
  const parsed = await parseKey(input, effort);
  if (!parsed.ok) return parsed;
  const plain = { input, keys: parsed.keys };
  const secret = text === undefined ? undefined : secretOf(parsed.keys);
  // A JWK says itself how its secret is written.
  const written = [input.material, envValue(input.material)].find(
    (each): each is string => typeof each === 'string' && encodeBase64url(new TextEncoder().encode(each)) === secret,
  );
  if (secret === undefined || written === undefined) return { ok: true, interpretations: [plain] };

  const seen = new Set([secret]);
  const decoded: Interpretation[] = [];
  for (const encoding of binaryEncodings) {
    const bytes = decodeSecret(written, encoding);
    const inBase64url = bytes && encodeBase64url(bytes);
    if (!bytes || inBase64url === undefined || seen.has(inBase64url) || bytes.length < MINIMUM_DECODED_BYTES) continue;
    seen.add(inBase64url);
    const candidate = { ...input, encoding };
    if (effort.isTired()) await effort.rest();
    const reading = await parseKey(candidate, effort);
    if (reading.ok && secretOf(reading.keys) !== undefined) decoded.push({ input: candidate, keys: reading.keys });
  }
  return { ok: true, interpretations: [{ ...plain, input: { ...input, encoding: 'utf8' } }, ...decoded] };
}

function envValue(material: KeyInput['material']): string | undefined {
  const line = typeof material === 'string' ? readEnvLine(material.trim()) : undefined;
  return line?.ok === true ? line.value : undefined;
}

/** The bytes of a secret as base64url. */
function secretOf([key, ...others]: readonly ParsedKey[]): string | undefined {
  return others.length === 0 && key?.jwk.kty === 'oct' ? key.jwk.k : undefined;
}
