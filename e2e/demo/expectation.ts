import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Narrator } from "./narrator.js";

/** What really is, held against what the demo says; says so, or throws. */
export function expectThat<T>(narrator: Narrator, what: string, actual: T, expected: T): void {
  if (!isDeepStrictEqual(actual, expected)) {
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, but it is ${JSON.stringify(actual)}`);
  }
  for (const [index, value] of [actual].flat().entries()) narrator.fact(index === 0 ? what : "", String(value));
}

/** Reads again every half second until it is as expected, for what takes a moment after a command. */
export async function expectWithin<T>(
  narrator: Narrator,
  what: string,
  read: () => Promise<T>,
  expected: T,
  { withinMs, signal }: { readonly withinMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + withinMs;
  let actual = await read();
  while (!isDeepStrictEqual(actual, expected) && Date.now() < deadline) {
    await sleep(500, undefined, { signal });
    actual = await read();
  }
  expectThat(narrator, what, actual, expected);
}
