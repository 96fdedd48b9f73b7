/** A function with the text that is worst for it. */
export interface GrowthCase {
  /** What is called, then with what. */
  readonly name: string;
  /** Prepares the text of about `size` characters, which is not counted, and gives what is. */
  readonly prepare: (size: number) => () => unknown;
  /** The smallest size to be measured, where that has to be beyond a limit that the function has. */
  readonly from?: number;
  /** One of many of its kind: `npm test` has the others, `npm run bench` has all. */
  readonly isOneOfMany?: true;
}

/** Text of about `size` characters made of one piece again and again. */
export function repeated(piece: string, size: number): string {
  return piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
}

/** As {@link repeated}, ended behind a whole piece: what would not be JSON if it were cut in one. */
export function repeatedWhole(piece: string, size: number): string {
  return piece.repeat(Math.max(1, Math.round(size / piece.length)));
}

/** As many as fit into `size`, of what `make` writes. */
export function many<T>(size: number, make: (index: number) => T, each = JSON.stringify(make(0)).length + 1): T[] {
  return Array.from({ length: Math.max(1, Math.round(size / each)) }, (_, index) => make(index));
}

/** A case a text: one function and the texts that hurt it. */
export function casesOf(
  called: string,
  texts: Readonly<Record<string, (size: number) => string>>,
  run: (text: string) => unknown,
  rest: Pick<GrowthCase, 'from' | 'isOneOfMany'> = {},
): readonly GrowthCase[] {
  return Object.entries(texts).map(([name, make]) => ({
    name: `${called}: ${name}`,
    ...rest,
    prepare: (size) => {
      const text = make(size);
      return () => run(text);
    },
  }));
}
