/**
 * Stands in for `@std/assert` where JSR is out of reach. Its equality is never looser than that of `@std/assert`, but
 * stricter in two places: 0 is not -0, and an object without a prototype does not equal a plain one.
 * @module
 */
import { AssertionError, deepStrictEqual, notDeepStrictEqual, strictEqual } from "node:assert/strict";
import { inspect } from "node:util";

// deno-lint-ignore no-explicit-any -- A class of any constructor: `unknown[]` would refuse those with parameters.
type Class<T> = abstract new (...args: any[]) => T;

/** Throws an AssertionError unless the value is truthy. */
export function assert(value: unknown, message = ""): asserts value {
  if (!value) throw new AssertionError({ message });
}

/** Throws an AssertionError, always. */
export function fail(message?: string): never {
  refuse("Failed assertion", message);
}

/** Throws an AssertionError unless both values have the same structure. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  explain(() => deepStrictEqual(actual, expected), message);
}

/** Throws an AssertionError if both values have the same structure. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  explain(() => notDeepStrictEqual(actual, expected), message);
}

/** Throws an AssertionError unless both are the same value, as `Object.is` has it. */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  explain(() => strictEqual(actual, expected), message);
}

/** Throws an AssertionError unless the text matches the pattern. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  if (!expected.test(actual)) refuse(`Expected ${inspect(actual)} to match ${expected}`, message);
}

/** Throws an AssertionError unless the text contains the expected one. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  if (!actual.includes(expected)) refuse(`Expected ${inspect(actual)} to contain ${inspect(expected)}`, message);
}

/** Throws an AssertionError unless the value is an instance of the class. */
export function assertInstanceOf<C extends Class<unknown>>(
  actual: unknown,
  expected: C,
  message?: string,
): asserts actual is InstanceType<C> {
  if (!(actual instanceof expected)) {
    refuse(`Expected an instance of ${expected.name}, got ${inspect(actual)}`, message);
  }
}

/** Gives what the function throws; throws an AssertionError if it throws nothing. */
export function assertThrows(call: () => unknown, message?: string): unknown;
/** Gives the error that the function throws; throws an AssertionError for another class or text, or for no error. */
export function assertThrows<E extends Error = Error>(
  call: () => unknown,
  expected: Class<E>,
  includes?: string,
  message?: string,
): E;
export function assertThrows(call: () => unknown, ...wanted: Wanted): unknown {
  const { error, includes, message } = readWanted(wanted);
  try {
    call();
  } catch (thrown) {
    if (error) checkError(thrown, error, { includes, message });
    return thrown;
  }
  refuse("Expected the function to throw", message);
}

/** Resolves to what the promise rejects with; rejects with an AssertionError if it resolves. */
export function assertRejects(call: () => PromiseLike<unknown>, message?: string): Promise<unknown>;
/** Resolves to the error of the promise; rejects with an AssertionError for another class or text, or for no error. */
export function assertRejects<E extends Error = Error>(
  call: () => PromiseLike<unknown>,
  expected: Class<E>,
  includes?: string,
  message?: string,
): Promise<E>;
export async function assertRejects(call: () => PromiseLike<unknown>, ...wanted: Wanted): Promise<unknown> {
  const { error, includes, message } = readWanted(wanted);
  let promise: PromiseLike<unknown>;
  try {
    promise = call();
  } catch {
    refuse("Expected the function to reject, but it threw", message);
  }
  try {
    await promise;
  } catch (rejected) {
    if (error) checkError(rejected, error, { includes, message });
    return rejected;
  }
  refuse("Expected the function to reject", message);
}

type Wanted = [error?: Class<Error> | string, includes?: string, message?: string];

type WantedError = {
  readonly error?: Class<Error> | undefined;
  readonly includes?: string | undefined;
  readonly message?: string | undefined;
};

function readWanted([error, includes, message]: Wanted): WantedError {
  return typeof error === "string" ? { message: error } : { error, includes, message };
}

function checkError(thrown: unknown, expected: Class<Error>, text: Omit<WantedError, "error">): void {
  assertInstanceOf(thrown, expected, text.message);
  assertStringIncludes(thrown.message, text.includes ?? "", text.message);
}

function explain(check: () => void, message: string | undefined): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof AssertionError) || !message) throw error;
    throw new AssertionError({ message: `${message}\n${error.message}` });
  }
}

function refuse(what: string, message: string | undefined): never {
  throw new AssertionError({ message: message ? `${what}: ${message}` : what });
}
