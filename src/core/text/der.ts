/** One element of a DER encoding (X.690). `children` is filled for constructed elements, `contents` for all. */
export interface DerNode {
  readonly tag: number;
  readonly contents: Uint8Array;
  /** The element with its tag and length. */
  readonly whole: Uint8Array;
  readonly children: readonly DerNode[];
}

export const derTag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
} as const;

const constructed = 0x20;
const maxDepth = 32;
/** A key has a dozen elements, a certificate some hundred. */
const maxElements = 20_000;
/** In bytes: an object identifier that anybody uses is shorter. */
const maxIdentifier = 40;

/** The element that fills `bytes` exactly, or `undefined` where that is not strict DER: nothing here throws. */
export function readDer(bytes: Uint8Array): DerNode | undefined {
  const node = readElement(bytes, 0, { left: maxElements });
  return node?.whole.length === bytes.length ? node : undefined;
}

/** The unsigned value of an INTEGER without its sign byte; `undefined` for negative numbers and other elements. */
export function unsignedInteger(node: DerNode | undefined): Uint8Array | undefined {
  if (node?.tag !== derTag.integer) return undefined;
  const [first, second] = node.contents;
  if (first === undefined || first >= 0x80) return undefined;
  return first === 0 && second !== undefined ? node.contents.subarray(1) : node.contents;
}

/** The bytes of a BIT STRING whose length is whole bytes, as keys and signatures are. */
export function wholeBits(node: DerNode | undefined): Uint8Array | undefined {
  return node?.tag === derTag.bitString && node.contents[0] === 0 ? node.contents.subarray(1) : undefined;
}

/** An OBJECT IDENTIFIER in dotted form, such as `1.2.840.10045.2.1`. */
export function objectIdentifier(node: DerNode | undefined): string | undefined {
  if (node?.tag !== derTag.objectIdentifier || node.contents.length > maxIdentifier) return undefined;
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of node.contents) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first, ...rest] = arcs;
  if (first === undefined) return undefined;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...rest].join('.');
}

interface Allowance {
  left: number;
}

function readElement(bytes: Uint8Array, depth: number, allowance: Allowance): DerNode | undefined {
  const [tag, firstLength] = bytes;
  // Keys and certificates have no tag numbers beyond 30, which would take more than one byte.
  if (
    tag === undefined ||
    firstLength === undefined ||
    (tag & 0x1f) === 0x1f ||
    depth > maxDepth ||
    allowance.left-- <= 0
  )
    return undefined;
  let start = 2;
  let length = firstLength;
  if (firstLength >= 0x80) {
    const count = firstLength & 0x7f;
    if (count === 0 || count > 4) return undefined;
    start += count;
    length = bytes.subarray(2, start).reduce((sum, byte) => sum * 256 + byte, 0);
    const shortest = length < 0x80 ? 0 : Math.ceil(Math.log2(length + 1) / 8);
    if (count !== shortest) return undefined;
  }
  const end = start + length;
  if (end > bytes.length) return undefined;
  const contents = bytes.subarray(start, end);
  const children = (tag & constructed) === 0 ? [] : readElements(contents, depth + 1, allowance);
  return children && { tag, contents, whole: bytes.subarray(0, end), children };
}

function readElements(bytes: Uint8Array, depth: number, allowance: Allowance): DerNode[] | undefined {
  const nodes: DerNode[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const node = readElement(bytes.subarray(offset), depth, allowance);
    if (!node) return undefined;
    nodes.push(node);
    offset += node.whole.length;
  }
  return nodes;
}
