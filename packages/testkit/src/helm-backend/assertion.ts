import assert from "node:assert/strict";
import { type ErrorCode, type HelmwatchError, isHelmwatchError } from "@helmwatch/core/plugin";

/** Waits for the failure of `work` and gives it; fails where it is another one. */
export async function failsWith(code: ErrorCode, work: Promise<unknown>): Promise<HelmwatchError> {
  const error: unknown = await work.then(
    (value) => assert.fail(`expected ${code}, but it succeeded: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  assert.ok(isHelmwatchError(error), `expected ${code}, but an error without a code was thrown: ${error}`);
  assert.equal(error.code, code, error.message);
  return error;
}

/** Compares the members that are expected, no others. */
export function hasMembers(actual: object | undefined, expected: Readonly<Record<string, unknown>>): void {
  const seen = Object.fromEntries(
    Object.keys(expected).map((key) => [key, (actual as Readonly<Record<string, unknown>> | undefined)?.[key]]),
  );
  assert.deepEqual(seen, expected);
}
