import type { Command } from "../command/command.js";
import type { Option } from "../option/option.js";
import { longName } from "../option/option-name.js";
import { type OptionName, optionTable } from "../option/option-table.js";

export interface CompletedOption {
  /** `--file`, `-f`. */
  readonly names: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  /** Whether its value is a path. */
  readonly isPath: boolean;
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** Words that may follow: a subcommand, a shell. */
  readonly words: readonly string[];
}

/** What can be completed, whatever the shell. */
export interface Vocabulary {
  readonly commands: readonly CompletedCommand[];
  readonly shared: readonly CompletedOption[];
}

export function vocabulary(commandTable: readonly Command[]): Vocabulary {
  const single = new Set(commandTable.flatMap(({ options }) => options));
  const shared = (Object.keys(optionTable) as OptionName[])
    .filter((name) => !single.has(name) && (optionTable[name] as Option<unknown>).group !== undefined)
    .map((name) => complete(optionTable[name]));
  const commands = new Map<string, CompletedCommand>();
  for (const { name, summary, options, argument } of commandTable) {
    const [first = name, second] = name.split(" ");
    const words = [...(commands.get(first)?.words ?? []), ...(second ? [second] : (argument?.choices ?? []))];
    commands.set(first, { name: first, summary, options: options.map((one) => complete(optionTable[one])), words });
  }
  return { commands: [...commands.values()], shared };
}

function complete({ flags, description, choices = [] }: Option<unknown>): CompletedOption {
  const names = flags.match(/--?[\w-]+/g)?.map(String) ?? [];
  const takesValue = /[<[]/.test(flags);
  const negated = takesValue ? [] : [`--no-${longName(flags)}`];
  return { names: [...names, ...negated], description, takesValue, choices, isPath: /<(path|dir)>/.test(flags) };
}
