/** A text that stands for itself, and the ranges that `⟦` and `⟧` mark in it. */
export interface Marked {
  readonly text: string;
  readonly places: readonly { readonly start: number; readonly end: number }[];
}

/** Reads the marks out of a text. */
export function readMarks(marked: string): Marked {
  const places: { start: number; end: number }[] = [];
  let text = '';
  for (const [index, piece] of marked.split(/[⟦⟧]/).entries()) {
    if (index % 2 === 1) places.push({ start: text.length, end: text.length + piece.length });
    text += piece;
  }
  return { text, places };
}
