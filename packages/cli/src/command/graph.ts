import { drawGraph, mermaidGraph } from "@helmwatch/core";
import { line } from "../log/log-line.js";
import { readConfigFile } from "../project/read-config-file.js";
import { selectConfig } from "../project/select-config.js";
import type { RunCommand } from "./command.js";

export const graph: RunCommand = async (call) => {
  const { console, options, world } = call;
  const selected = await selectConfig(await readConfigFile(call), call);
  const { graphWidth } = options;
  if (graphWidth === 1 && options.format === "text") {
    console.log(line("info", "no drawing, since --graph-width is 1"));
    return 0;
  }
  const text =
    options.format === "mermaid"
      ? mermaidGraph(selected)
      : drawGraph(selected, { columns: world.stdout.columns(), graphWidth });
  console.print(text.trimEnd());
  return 0;
};
