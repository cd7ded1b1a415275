import assert from "node:assert/strict";
import { systemClock } from "@helmwatch/core";

export type Settled<T> = { readonly value: T } | { readonly error: unknown };

/** What `work` comes to within `limitMs` (5 s); the test fails where it goes on. */
export async function settled<T>(work: Promise<T>, what: string, limitMs = 5_000): Promise<Settled<T>> {
  const over = new AbortController();
  const late = systemClock.sleep(limitMs, over.signal).then(
    () => assert.fail(`${what} is still under way after ${limitMs / 1000} s`),
    () => assert.fail("not reached"),
  );
  late.catch(() => {});
  try {
    return await Promise.race([
      late,
      work.then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
    ]);
  } finally {
    over.abort();
  }
}
