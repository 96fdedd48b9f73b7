/** Lengths of points as SEC 1 writes them uncompressed, with and without the byte in front. */
const pointLengths: ReadonlySet<number> = new Set([64, 65, 96, 97, 132, 133]);

/**
 * How DER of keys and certificates begins: a SEQUENCE with another, of an identifier or of more, or with an INTEGER
 * that is a version or long. And keys of OpenSSH, with the length of their type's name (RFC 4253 §6.6), and gzip.
 */
const beginnings = new RegExp(
  String.raw`^(?:\x30(?:[\x18-\x7f]|\x81.|\x82..|\x80)(?:\x30(?:[\x03-\x7f]|\x81.|\x82..)[\x02\x06\x30\xa0]|\x02(?:\x01[\0-\x03]|\x81.|\x82..|[\x20-\x7f])|\x06)|\0\0\0[\x07-\x40](?:ssh-|ecdsa|sk-)|\x1f\x8b\x08[\0-\x1f])`,
  's',
);
/** Text, in UTF-8 or UTF-16: by chance sixteen bytes are that once in ten million times. */
const printed = /^(?:[\t\n\r -~]{16}|(?:\0[\t\n\r -~]){8}|(?:[\t\n\r -~]\0){8}|\ufeff|\xef\xbb\xbf[\t\n\r -~]{12})/;

/**
 * Whether bytes can be a key, a certificate or text, by their beginning and their number alone: what is neither need
 * not be decoded to its end.
 */
export function beginsLikeKey(start: Uint8Array, length: number): boolean {
  if (pointLengths.has(length) && (length % 2 === 0 || start[0] === 4)) return true;
  const text = String.fromCharCode(...start.subarray(0, 24));
  return beginnings.test(text) || printed.test(text);
}
