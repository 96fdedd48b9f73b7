/**
 * Kinds of keys and curves that other programs have and JOSE has not, by their object identifiers. Messages never quote
 * other identifiers, because the author of the key chose the numbers.
 */
const kinds: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10040.4.1', 'DSA'],
  ['1.2.840.113549.1.3.1', 'Diffie-Hellman'],
  ['1.2.840.10046.2.1', 'Diffie-Hellman'],
  ['1.2.643.7.1.1.1.1', 'GOST R 34.10'],
  ['1.2.643.7.1.1.1.2', 'GOST R 34.10'],
  ['1.2.156.10197.1.301', 'SM2'],
  ['1.2.840.10045.3.1.1', 'P-192'],
  ['1.3.132.0.33', 'P-224'],
  ['1.3.36.3.3.2.8.1.1.7', 'brainpoolP256r1'],
  ['1.3.36.3.3.2.8.1.1.11', 'brainpoolP384r1'],
  ['1.3.36.3.3.2.8.1.1.13', 'brainpoolP512r1'],
  ['2.16.840.1.101.3.4.4.1', 'ML-KEM-512'],
  ['2.16.840.1.101.3.4.4.2', 'ML-KEM-768'],
  ['2.16.840.1.101.3.4.4.3', 'ML-KEM-1024'],
]);

/** The name of an identifier, in parentheses after a space; empty if it is unknown. */
export function foreignKind(id: string | undefined): string {
  const name = kinds.get(id ?? '');
  return name === undefined ? '' : ` (${name})`;
}
