import type { Console } from "../log/console.js";
import type { OptionName, Options } from "../option/option-table.js";
import type { World } from "../world/world.js";

/** One invocation of a command. */
export interface CommandCall {
  readonly world: World;
  readonly options: Options;
  /** The words after the command's name. */
  readonly names: readonly string[];
  readonly console: Console;
  /** All there are. */
  readonly commands: readonly Command[];
}

/** Does the work and resolves to the exit code; throws what the user is to be told. */
export type RunCommand = (call: CommandCall) => Promise<number>;

/** A command as `--help`, completion and the parser know it; its code is loaded when it runs. */
export interface Command {
  /** Words of its name: `monitor run`. */
  readonly name: string;
  readonly alias?: string;
  readonly summary: string;
  /** More for its own `--help`. */
  readonly description?: string;
  /** In commander's notation: `[name...]`. */
  readonly argument?: { readonly syntax: string; readonly description: string; readonly choices?: readonly string[] };
  /** Options that only this command has. */
  readonly options: readonly OptionName[];
  /** What `--output` may ask of it. */
  readonly outputs: readonly Options["output"][];
  load(): Promise<RunCommand>;
}
