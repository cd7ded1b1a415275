import { formatTable } from "../render/table.js";
import { releaseRows } from "../run/release-rows.js";
import type { RunCommand } from "./command.js";

export const list: RunCommand = async (call) => {
  const { console, options, world } = call;
  const rows = await releaseRows(call);
  if (options.output === "json") {
    console.printData(rows);
    return 0;
  }
  const hasContexts = rows.some(({ context }) => context !== undefined);
  const headers = ["name", "namespace", ...(hasContexts ? ["context"] : []), "revision", "updated", "status", "chart"];
  const cells = rows.map((row) => [
    row.name,
    row.namespace,
    ...(hasContexts ? [row.context ?? ""] : []),
    String(row.revision ?? ""),
    row.updated ?? "",
    row.isPlanned === false && row.revision !== undefined ? `${row.status}, changes planned` : row.status,
    row.version === undefined ? row.chart : `${row.chart} ${row.version}`,
  ]);
  console.print(formatTable({ headers, rows: cells }, Math.max(120, world.stdout.columns())));
  return 0;
};
