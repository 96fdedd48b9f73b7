/** What reading gave, or why it gave nothing, in a sentence. */
export type OptionsReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: string };

/** No real key set is nested deeper or has more members. */
const DEEPEST = 12;
const MOST_VALUES = 1_000_000;

/**
 * A copy of a value that cannot change: each member has been read once, and nothing in the copy runs foreign code.
 * Lists, maps, dates, bytes and objects are copied, with the members that objects have of their own, but for functions;
 * plain values are what they are, and so is a function that is the whole value. Throws where the value throws while it
 * is read, as a proxy can, where it is endless, and where JSON has no form for a number in it.
 */
export function snapshot(value: unknown): unknown {
  let left = MOST_VALUES;
  const copy = (given: unknown, depth: number): unknown => {
    if (typeof given === 'bigint' && depth > 0) throw new TypeError('JSON has no such numbers.');
    if (typeof given === 'function' && depth > 0) return undefined;
    if (typeof given !== 'object' || given === null) return given;
    left -= 1;
    if (depth > DEEPEST) throw tooMuch();
    const each = (member: unknown): unknown => copy(member, depth + 1);
    if (given instanceof Date) return new Date(Date.prototype.getTime.call(given));
    // These ask for the true contents, whatever a subclass or proxy says.
    if (given instanceof Uint8Array) return new Uint8Array(Uint8Array.prototype.subarray.call(given));
    const entries = given instanceof Map ? ([...Map.prototype.entries.call(given)] as [unknown, unknown][]) : undefined;
    const length = Array.isArray(given) ? given.length : (entries ?? Object.keys(given)).length;
    left -= length;
    if (left < 0) throw tooMuch();
    if (entries) return new Map(entries.map(([key, member]) => [each(key), each(member)]));
    if (Array.isArray(given)) return Array.from({ length }, (_, at) => each(given[at]));
    return Object.fromEntries(Object.entries(given).map(([name, member]) => [name, each(member)]));
  };
  return copy(value, 0);
}

function tooMuch(): Error {
  return new RangeError('There is too much in it.');
}
