/** What functions throw for invalid input if they cannot return an error. The message is a sentence for users. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code = 'input';
}

/** The text, or an `InputError`: plain JavaScript can pass anything. */
export function demandText(text: unknown, what: string): string {
  if (typeof text !== 'string') throw new InputError(`${what} must be text.`);
  return text;
}
