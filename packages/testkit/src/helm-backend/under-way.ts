import assert from "node:assert/strict";
import type { HelmRelease } from "@helmwatch/helm";
import type { Stage } from "./stage.js";
import { until } from "./until.js";

/** Waits until helm is at work on the release; fails where it has ended before. */
export async function underWay(
  { state, clock }: Stage,
  work: Promise<unknown>,
  release: HelmRelease,
  status: string,
): Promise<void> {
  let end: string | undefined;
  work.then(
    (value) => (end = `it ended well: ${JSON.stringify(value)}`),
    (error: unknown) => (end = `it failed: ${error}`),
  );
  const look = async () => end ?? (await state(release))?.status;
  const seen = await until(clock, `a release that is ${status}`, look, (seen) => seen === status || end !== undefined);
  assert.equal(seen, status);
}
