// What each client's checks are made of: the first that does not hold is told, and ends the process.
import { isDeepStrictEqual } from "node:util";

let passed = 0;

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

export function check(what: string, holds: unknown): asserts holds {
  if (!holds) fail(what);
  passed += 1;
}

export function same<T>(what: string, found: unknown, expected: T): asserts found is T {
  if (!isDeepStrictEqual(found, expected)) {
    fail(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
  }
  passed += 1;
}

export function done(client: string): void {
  console.log(`${client}: ${passed} checks passed`);
}

/** The server's address, e.g. `http://127.0.0.1:8000`, is the one argument. */
export function server(): string {
  const address = process.argv[2];
  return address?.replace(/\/$/, "") ?? fail("the server's address is missing, e.g. http://127.0.0.1:8000");
}

/** The key of an account, where one is given as `ISCM_KEY`. */
export function key(): string | undefined {
  return process.env["ISCM_KEY"];
}
