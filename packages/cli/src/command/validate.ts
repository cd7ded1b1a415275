import { line } from "../log/log-line.js";
import { Rejected } from "../log/rejected.js";
import { exitCodeOf } from "../log/report-error.js";
import { projectPlugins } from "../project/project-plugins.js";
import { type ConfigFile, readConfigFile } from "../project/read-config-file.js";
import { selectConfig } from "../project/select-config.js";
import type { CommandCall, RunCommand } from "./command.js";

export const validate: RunCommand = async (call) => {
  const { console, options } = call;
  if (options.output !== "json") return check(call);
  try {
    return await check(call);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const { diagnostics, source } = error;
    const [file] = source?.texts.keys() ?? [];
    console.printData({ file, valid: false, diagnostics });
    return exitCodeOf(error);
  }
};

async function print({ console }: CommandCall, { source }: ConfigFile): Promise<number> {
  const { printConfig } = await import("@helmwatch/core");
  console.print(printConfig({ data: source.data, locate: source.locate }).trimEnd());
  return 0;
}

async function check(call: CommandCall): Promise<number> {
  const { console, options } = call;
  const file = await readConfigFile(call);
  const { backend, options: helmOptions } = file.config.helm;
  // The default backend without options has nothing to check, and loading it is a tenth of the time.
  const isDefault = backend === "cli" && Object.keys(helmOptions).length === 0;
  await projectPlugins(file, { helm: !isDefault });
  const { releases, monitors } = await selectConfig(file, call);
  if (options.print) return print(call, file);
  const { file: name, diagnostics } = file.source;
  if (options.output === "json") console.printData({ file: name, valid: true, diagnostics });
  else console.log(line("info", `${name} is valid`, { releases: releases.length, monitors: monitors.length }));
  return 0;
}
