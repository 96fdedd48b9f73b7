/** Checks whether an unknown value has a shape: how each end of the panel checks what the other one sent. */
export type Guard<T> = (value: unknown) => value is T;

/** The type a guard accepts, so that a shape is written once. */
export type Guarded<G> = G extends Guard<infer T> ? T : never;

type Shape = Readonly<Record<string, Guard<unknown>>>;
type Simplify<T> = { readonly [K in keyof T]: T[K] };
type Needed<S extends Shape> = { [K in keyof S]: Guarded<S[K]> };
type Optional<O extends Shape> = { [K in keyof O]?: Guarded<O[K]> };

export const isString: Guard<string> = (value): value is string => typeof value === 'string';
export const isBoolean: Guard<boolean> = (value): value is boolean => typeof value === 'boolean';
export const isNumber: Guard<number> = (value): value is number => typeof value === 'number' && Number.isFinite(value);

/** One of the given strings. */
export function oneOf<const T extends readonly string[]>(...options: T): Guard<T[number]> {
  return (value): value is T[number] => isString(value) && options.includes(value);
}

/** This very value. */
export function exactly<const T extends string | boolean>(expected: T): Guard<T> {
  return (value): value is T => value === expected;
}

/** An array of nothing but `item`. */
export function listOf<T>(item: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every((each) => item(each));
}

/**
 * An object with these members; an optional member may be absent, but not of another type. Further members are ignored.
 */
export function object<S extends Shape>(required: S): Guard<Simplify<Needed<S>>>;
export function object<S extends Shape, O extends Shape>(
  required: S,
  optional: O,
): Guard<Simplify<Needed<S> & Optional<O>>>;
export function object(required: Shape, optional: Shape = {}): Guard<unknown> {
  return (value): value is unknown => {
    if (typeof value !== 'object' || value === null) return false;
    const members = new Map(Object.entries(value));
    return (
      Object.entries(required).every(([name, accepts]) => accepts(members.get(name))) &&
      Object.entries(optional).every(([name, accepts]) => !members.has(name) || accepts(members.get(name)))
    );
  };
}

/** Any one of several shapes. */
export function anyOf<T extends readonly Guard<unknown>[]>(...guards: T): Guard<Guarded<T[number]>> {
  return (value): value is Guarded<T[number]> => guards.some((accepts) => accepts(value));
}
