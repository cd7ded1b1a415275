import { chooseReleases } from "../run/choose-releases.js";
import { type ReleaseRow, releaseRows } from "../run/release-rows.js";
import type { RunCommand } from "./command.js";

export const status: RunCommand = async (call) => {
  const { console, options, names } = call;
  const rows = chooseReleases(await releaseRows(call), names);
  if (options.output === "json") console.printData(rows);
  else console.print(rows.map(describe).join("\n\n"));
  return 0;
};

function describe(row: ReleaseRow): string {
  const { revision, lastGood, isPlanned, version } = row;
  const good = lastGood === undefined || lastGood === revision ? "" : ` (last good: ${lastGood})`;
  const facts: Record<string, string | undefined> = {
    status: row.status,
    revision: revision === undefined ? undefined : `${revision}${good}`,
    updated: row.updated,
    chart: version === undefined ? row.chart : `${row.chart} ${version}`,
    plan: isPlanned === undefined ? undefined : isPlanned ? "up to date" : "changes planned",
    "depends on": row.dependsOn.join(", "),
    monitors: row.monitors.map(({ name, action }) => `${name} (${action})`).join(", "),
    tags: row.tags.join(", "),
  };
  const lines = Object.entries(facts).filter(([, value]) => value);
  return [row.release, ...lines.map(([key, value]) => `  ${`${key}:`.padEnd(12)}${value}`)].join("\n");
}
