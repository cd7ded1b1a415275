import type { HelmwatchError } from "@helmwatch/core/plugin";
import { expect } from "vitest";

/** What `work` is rejected with. */
export async function failure(work: Promise<unknown>): Promise<HelmwatchError> {
  return work.then(
    () => expect.fail("it did not fail"),
    (error) => error,
  );
}
