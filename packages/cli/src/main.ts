import { HelmwatchError } from "@helmwatch/core/plugin";
import type { Command } from "./command/command.js";
import { commandTable } from "./command/command-table.js";
import { parseArgv } from "./command/parse-argv.js";
import { type Console, createConsole } from "./log/console.js";
import { reportError } from "./log/report-error.js";
import { type Options, optionTable } from "./option/option-table.js";
import { readOptions } from "./option/read-options.js";
import type { World } from "./world/world.js";

/** The CLI: the words after the program's name → the exit code. Never rejects. */
export async function main(argv: readonly string[], world: World): Promise<number> {
  let console: Console | undefined;
  const report = (error: unknown) => reportError(error, console ?? fallbackConsole(world));
  const forget = world.onCrash(async (error) => {
    console?.screen.close();
    world.exit(await report(error));
  });
  try {
    const request = parseArgv(argv, Math.min(world.stdout.columns(), 100));
    if (request.kind === "print") {
      world.stdout.write(request.text);
      return 0;
    }
    const options = readOptions(request.given, world.env);
    console = createConsole(world, options);
    for (const name of options.secretEnv) console.secrets.add(world.env[name] ?? "");
    const { command, names } = request;
    const output = chooseOutput(command, options.output, request.given.output !== undefined);
    const run = await command.load();
    return await run({ world, options: { ...options, output }, names, console, commands: commandTable }).catch(
      async (error) => {
        const code = await report(error);
        return options.detailedExitcode && code === 2 ? 1 : code; // There 2 says that something changes.
      },
    );
  } catch (error) {
    return await report(error);
  } finally {
    forget();
    console?.screen.close();
  }
}

/** A variable speaks of all commands, so one that cannot print so prints text; a flag means this one. */
function chooseOutput({ name, outputs }: Command, wanted: Options["output"], isFlag: boolean): Options["output"] {
  if (outputs.includes(wanted)) return wanted;
  if (!isFlag) return "text";
  throw new HelmwatchError("USAGE", `"${name}" has no output "${wanted}"`, {
    hint: `it prints ${outputs.join(" or ")}`,
  });
}

/** For what goes wrong before options are known. */
function fallbackConsole(world: World): Console {
  const { logLevel, logFormat, logColor, logTimestamps } = optionTable;
  return createConsole(world, {
    logLevel: logLevel.fallback,
    logFormat: logFormat.fallback,
    logColor: logColor.fallback,
    logTimestamps: logTimestamps.fallback,
  });
}
