import { concat } from './bytes.ts';

/** DEFLATE without a frame (RFC 1951), which is what `"zip":"DEF"` means (RFC 7516 §4.1.3). */
export async function pack(bytes: Uint8Array): Promise<Uint8Array> {
  return (await through(bytes, new CompressionStream('deflate-raw'), Infinity)) ?? bytes;
}

/** `undefined` if the data is not DEFLATE, or expands to more than `most` bytes. */
export async function unpack(
  bytes: Uint8Array,
  most: number,
  format: 'deflate-raw' | 'deflate' = 'deflate-raw',
): Promise<Uint8Array | undefined> {
  try {
    return await through(bytes, new DecompressionStream(format), most);
  } catch {
    // The stream throws where its data is damaged.
    return undefined;
  }
}

async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array | undefined> {
  const reader = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length <= most) continue;
    await reader.cancel();
    return undefined;
  }
  return concat(...parts);
}
