import { HelmwatchError, isHelmwatchError } from "@helmwatch/core/plugin";
import { Argument, Command as Commander, CommanderError, Option as CommanderOption } from "commander";
import { laterOptions } from "../option/later-options.js";
import type { Option } from "../option/option.js";
import { longName } from "../option/option-name.js";
import { type OptionName, optionTable } from "../option/option-table.js";
import type { GivenFlags } from "../option/read-options.js";
import { version } from "../version.js";
import type { Command } from "./command.js";
import { commandTable } from "./command-table.js";

export type Request =
  | { readonly kind: "run"; readonly command: Command; readonly names: readonly string[]; readonly given: GivenFlags }
  /** `--help` and `--version`. */
  | { readonly kind: "print"; readonly text: string };

/** The words after the program's name → what is asked for. Throws USAGE. */
export function parseArgv(argv: readonly string[], columns: number): Request {
  let request: Request | undefined;
  let printed = "";
  const program = createProgram((command, names, given) => {
    request = { kind: "run", command, names, given };
  });
  for (const one of everyCommand(program))
    one.exitOverride().configureOutput({
      writeOut(text) {
        printed += text;
      },
      writeErr: () => {},
      getOutHelpWidth: () => columns,
      getOutHasColors: () => false,
    });
  try {
    if (argv.length === 0) program.help();
    program.parse(goStyle(argv), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usage(error, program);
    return { kind: "print", text: printed };
  }
  if (!request) throw usage(new CommanderError(1, "", "a command is missing"), program);
  return request;
}

function createProgram(run: (command: Command, names: readonly string[], given: GivenFlags) => void): Commander {
  const program = new Commander("helmwatch")
    .description("Deploys many Helm releases as one graph, watches them with monitors, undoes what they reject.")
    .version(`helmwatch version ${version}`, "-v, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help of a command")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      "\nVariables set options, too: HELMWATCH_TAGS, or helmwave's HELMWAVE_TAGS, for\n--tags. A flag wins, then HELMWATCH_, then HELMWAVE_.",
    );
  const single = new Set(commandTable.flatMap(({ options }) => options));
  for (const name of Object.keys(optionTable) as OptionName[])
    if (!single.has(name)) addOption(program, optionTable[name]);
  for (const { flags } of laterOptions) program.addOption(new CommanderOption(flags).hideHelp());
  for (const command of commandTable) {
    const { name, alias, summary, description, argument, options } = command;
    const commander = place(program, name);
    commander.summary(summary).description(description ?? `${summary[0]?.toUpperCase()}${summary.slice(1)}.`);
    if (alias !== undefined) commander.alias(alias);
    if (argument) {
      const commanderArgument = new Argument(argument.syntax, argument.description);
      commander.addArgument(argument.choices ? commanderArgument.choices(argument.choices) : commanderArgument);
    }
    for (const own of options) addOption(commander, optionTable[own]);
    commander.action(() => run(command, commander.args, commander.optsWithGlobals()));
  }
  return program;
}

/** The commander of a name such as `monitor run`, its group made on the way. */
function place(program: Commander, name: string): Commander {
  const words = name.split(" ");
  let parent = program;
  for (const word of words.slice(0, -1))
    parent =
      parent.commands.find((one) => one.name() === word) ??
      parent.command(word).summary(`${word}s alone: ${word} run`).description(`Commands about ${word}s.`);
  return parent.command(words.at(-1) ?? name);
}

function everyCommand(command: Commander): Commander[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

function addOption(command: Commander, option: Option<unknown>): void {
  const { flags, group, fallback, repeatable } = option;
  const shown = fallback === undefined || typeof fallback === "boolean" || Array.isArray(fallback) || fallback === 0;
  const description = shown ? option.description : `${option.description} (default: ${fallback})`;
  const own = new CommanderOption(flags, description);
  if (group !== undefined) own.helpGroup(group);
  else if (command.parent === null) own.hideHelp();
  if (repeatable) own.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
  command.addOption(own);
  if (own.isBoolean()) command.addOption(new CommanderOption(`--no-${longName(flags)}`).hideHelp());
}

const switches = new Set(
  [...Object.values(optionTable), ...laterOptions]
    .filter(({ flags }) => !/[<[]/.test(flags))
    .flatMap(({ flags }) => flags.match(/--[\w-]+/g) ?? []),
);

/** Go's `--switch=false` in commander's words, and the short name of `--no-log-color`. */
function goStyle(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return argv.map((word, index) => {
    if (end !== -1 && index > end) return word;
    if (word === "--no-color") return "--no-log-color";
    const [, name, value] = /^(--[\w-]+)=(.*)$/.exec(word) ?? [];
    if (name === undefined || value === undefined || !switches.has(name)) return word;
    if (/^(1|t|true)$/i.test(value)) return name;
    const long = name === "--tt" ? "--match-all-tags" : name;
    if (/^(0|f|false)$/i.test(value)) return `--no-${long.slice(2)}`;
    throw new HelmwatchError("USAGE", `${name} is ${JSON.stringify(value)}, expected true or false`);
  });
}

function usage(error: CommanderError, program: Commander): HelmwatchError {
  if (isHelmwatchError(error)) return error;
  if (error.code === "commander.help") return new HelmwatchError("USAGE", "a command is missing", { hint: seeHelp });
  const text = error.message.replace(/^error: /, "");
  const [message = text, suggestion] = text.split("\n");
  const near = suggestion?.match(/\((.*\?)\)/)?.[1]?.replace(/^D/, "d");
  const commands = program.commands.map((one) => one.name()).filter((name) => name !== "help");
  const hint =
    near ?? (error.code === "commander.unknownCommand" ? `the commands are ${commands.join(", ")}` : seeHelp);
  return new HelmwatchError("USAGE", message.replace(/\.$/, "").replaceAll("'", '"'), { hint });
}

const seeHelp = 'see "helmwatch --help"';
