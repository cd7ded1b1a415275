import { HelmwatchError } from "@helmwatch/core/plugin";
import { laterOptions } from "./later-options.js";
import type { Option } from "./option.js";
import { longName, optionKey, variableName } from "./option-name.js";
import { type Options, optionTable } from "./option-table.js";

/** What commander saw, by option key: text, switches, or the texts of a repeated option. */
export type GivenFlags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** Flag, else HELMWATCH_ variable, else HELMWAVE_ variable, else default. Throws USAGE for text that makes no sense. */
export function readOptions(given: GivenFlags, env: Environment): Options {
  for (const { flags, helmwave } of laterOptions) {
    const name = `--${longName(flags)}`;
    const flag = given[optionKey(flags)];
    if (flag !== undefined) refuse(flag, name);
    else {
      const variable = findVariable(variableName(flags), helmwave, env);
      if (variable) refuse(variable.value, `${variable.name} (${name})`);
    }
  }
  return Object.fromEntries(
    Object.entries(optionTable).map(([key, option]) => [key, readOption(option, given[key], env)]),
  ) as Options;
}

function readOption(option: Option<unknown>, flag: GivenFlags[string], env: Environment): unknown {
  if (typeof flag === "boolean") return flag;
  if (flag !== undefined)
    return parse(option, typeof flag === "string" ? flag : flag.join(","), `--${longName(option.flags)}`);
  const variable = findVariable(variableName(option.flags), option.helmwave, env);
  return variable ? parse(option, variable.value, variable.name) : option.fallback;
}

function findVariable(own: string, helmwave: readonly string[], env: Environment) {
  for (const name of [own, ...helmwave.map((suffix) => `HELMWAVE_${suffix}`)]) {
    const value = env[name];
    if (value !== undefined && value !== "") return { name, value };
  }
  return undefined;
}

function parse(option: Option<unknown>, text: string, name: string): unknown {
  const value = option.parse(text);
  if (value === undefined)
    throw new HelmwatchError("USAGE", `${name} is ${JSON.stringify(text)}, expected ${option.expected}`);
  return value;
}

function refuse(value: GivenFlags[string], name: string): void {
  if (/^(0|f|false)$/i.test(String(value))) return;
  throw new HelmwatchError("USAGE", `${name} is not supported yet`, { hint: "leave it out" });
}
