import { execa } from "execa";
import type { ReadmeCommand } from "./readme-commands.js";

export interface RanCommand extends ReadmeCommand {
  readonly exitCode: number;
  /** Both outputs, as they came. */
  readonly printed: readonly string[];
}

/** Runs commands one after the other in one shell, so that a variable set by one is there for the next. */
export async function runCommands(
  commands: readonly ReadmeCommand[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<readonly RanCommand[]> {
  const end = (index: number) => `--- end of command ${index}: `;
  const script = commands.map(({ command }, index) => `${command}\nprintf '\\n%s%s\\n' '${end(index)}' $?\n`).join("");
  const { stdout } = await execa("sh", ["-c", `exec 2>&1 </dev/null\n${script}`], {
    ...{ cwd, env, reject: false, timeout: 300_000, stripFinalNewline: false },
  });
  let rest = String(stdout);
  return commands.map((command, index) => {
    const [printed = "", after] = rest.split(`\n${end(index)}`);
    if (after === undefined) throw new Error(`the shell ended in ${JSON.stringify(command.command)}:\n${rest}`);
    const [code = "", ...more] = after.split("\n");
    rest = more.join("\n");
    const lines = printed.replace(/\n$/, "").split("\n");
    return { ...command, exitCode: Number(code), printed: lines.length === 1 && lines[0] === "" ? [] : lines };
  });
}
