/**
 * The part of node:assert/strict that suites in the browser use; the bundle of the web suites puts it in that module's
 * place.
 */

function fail(message?: string): never {
  throw new Error(message ?? 'Failed');
}

function ok(value: unknown, message?: string): asserts value {
  if (!value) fail(message ?? `Expected something, got ${show(value)}`);
}

function equal(actual: unknown, expected: unknown, message?: string): void {
  ok(Object.is(actual, expected), message ?? `Expected ${show(expected)}, got ${show(actual)}`);
}

function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  ok(same(actual, expected), message ?? `Expected ${show(expected)}, got ${show(actual)}`);
}

function match(actual: string, pattern: RegExp, message?: string): void {
  ok(pattern.test(actual), message ?? `Expected text that fits ${pattern.source}, got ${show(actual)}`);
}

function doesNotMatch(actual: string, pattern: RegExp, message?: string): void {
  ok(!pattern.test(actual), message ?? `Expected text that does not fit ${pattern.source}, got ${show(actual)}`);
}

function same(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return Object.is(left, right);
  const keys = Object.keys(left);
  return (
    Object.getPrototypeOf(left) === Object.getPrototypeOf(right) &&
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(Reflect.get(left, key), Reflect.get(right, key)))
  );
}

function show(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part === undefined ? 'undefined' : part));
}

// oxlint-disable-next-line import/no-default-export -- stands in for a module that has one
export default { ok, equal, deepEqual, match, doesNotMatch, fail };
