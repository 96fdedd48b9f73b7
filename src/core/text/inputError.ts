/** What functions throw that have no other answer for nonsense: the message is a sentence for a person. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code = 'input';
}

/** The text, or an `InputError`: plain JavaScript may hand over anything. */
export function demandText(text: unknown, what: string): string {
  if (typeof text !== 'string') throw new InputError(`${what} must be text.`);
  return text;
}
