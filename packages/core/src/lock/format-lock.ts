import { stringify } from "yaml";
import { type ChartLock, lockKey } from "./chart-lock.js";

const head =
  "# Which chart each reference of the config stands for: written by --update-lock, meant to be committed.\n";

/** The same text for the same charts, one value a line, so that merges have little to quarrel about. */
export function formatLock({ charts }: ChartLock): string {
  const ordered = charts
    .map(({ chart, repository, constraint, version, digest, commit }) => {
      const all = { chart, repository, constraint, version, digest, commit };
      return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as typeof all;
    })
    .sort((a, b) => (lockKey(a as never) < lockKey(b as never) ? -1 : 1));
  return head + stringify({ helmwatch_lock: 1, charts: ordered }, { lineWidth: 0 });
}
