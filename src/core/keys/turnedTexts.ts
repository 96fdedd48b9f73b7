/** How the text of a key begins: PEM, DER in base64 or hex, OpenSSH, JSON, XML, and PEM or JSON in base64. */
const beginning =
  /^(?:-{2,5}\s?BEGIN|M[A-J][\w+/]{2}|B[A-P][\w+/]{2}|30(?:8[12]|[2-7][\da-f])|2d2d2d|7b22|04[\da-f]{4}|LS0t|ssh-|ecdsa-|AAAA[A-Z][23]|<RSAK|eyJ|\{\s*["']?(?:kty|crv|alg|use|kid|keys|key_ops|n|e|x|y)["']?\s*:)/;
/** What is looked at of it. */
const TELLING = 24;

/** A text read backwards, or in ROT13, where it begins like that of a key then. */
export function* turnedTexts(text: string): Generator<string> {
  const end = reversed(text.slice(-TELLING));
  if (beginning.test(end)) yield reversed(text);
  const start = text.slice(0, TELLING);
  if (!beginning.test(start) && beginning.test(rotated(start))) yield rotated(text);
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join('');
}

function rotated(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCharCode((code & 0x1f) > 13 ? code - 13 : code + 13);
  });
}
