import type { ChartConfig } from "../config/config.js";
import { type LockedChart, lockFileName } from "../lock/chart-lock.js";
import { HelmwatchError } from "../plugin/index.js";
import type { PlannedChart } from "./plan.js";

/** Throws CHART_DIGEST_MISMATCH for a chart that is another one than the file, or the lock, has the digest of. */
export function checkDigest(
  { digest: wanted }: Pick<ChartConfig, "digest">,
  { name, version, digest, commit }: PlannedChart,
  locked: LockedChart | undefined,
): void {
  const mismatch = (message: string, hint: string) => new HelmwatchError("CHART_DIGEST_MISMATCH", message, { hint });
  if (wanted !== undefined && digest !== wanted)
    throw mismatch(
      `chart "${name}" has digest ${digest}, expected ${wanted}`,
      "what is there is not what the file asks for: find out who changed it, or change digest",
    );
  const [is, was] = commit === undefined ? [digest, locked?.digest] : [commit, locked?.commit];
  if (locked === undefined || is === was) return;
  throw mismatch(
    `chart "${name}" ${version} is ${is}, but ${lockFileName} has ${was}`,
    "it was changed where it comes from: find out by whom and why, then `build --update-lock` takes it as it is now",
  );
}
