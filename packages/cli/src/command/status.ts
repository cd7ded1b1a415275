import { suggest } from "@helmwatch/core";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { type ReleaseRow, releaseRows } from "../run/release-rows.js";
import type { RunCommand } from "./command.js";

export const status: RunCommand = async (call) => {
  const { console, options, names } = call;
  const rows = choose(await releaseRows(call), names);
  if (options.output === "json") console.printData(rows);
  else console.print(rows.map(describe).join("\n\n"));
  return 0;
};

function choose(rows: readonly ReleaseRow[], names: readonly string[]): readonly ReleaseRow[] {
  const namesOf = ({ release, name, namespace }: ReleaseRow) => [release, `${name}@${namespace}`, name];
  for (const wanted of names) {
    if (rows.some((row) => namesOf(row).includes(wanted))) continue;
    const near = suggest(wanted, rows.flatMap(namesOf));
    throw new HelmwatchError("RELEASE_UNKNOWN", `there is no release ${JSON.stringify(wanted)}`, {
      hint:
        near === undefined
          ? `the releases are ${rows.map(({ release }) => release).join(", ")}`
          : `did you mean "${near}"?`,
    });
  }
  return names.length === 0 ? rows : rows.filter((row) => namesOf(row).some((name) => names.includes(name)));
}

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
