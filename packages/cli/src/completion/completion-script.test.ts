import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { commandTable } from "../command/command-table.js";
import { completionScript } from "./completion-script.js";

/** What bash offers for the last word. */
async function complete(...words: string[]): Promise<string[]> {
  const script = `${completionScript("bash", commandTable)}
COMP_WORDS=(helmwatch "$@"); COMP_CWORD=$#; _helmwatch; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await execa("bash", ["-c", script, "bash", ...words]);
  return stdout.split("\n");
}

describe("in bash", () => {
  it.each([
    [["v"], ["validate", "version"]],
    [
      ["up", "--bu"],
      ["--build", "--build-templater"],
    ],
    [["--log-format", "up", "--log-format", "e"], ["emoji"]],
    [["-f", "x.yml", "monitor", "r"], ["run"]],
    [["completion", "z"], ["zsh"]],
    [["rollback", "--re"], ["--revision"]],
    [["up", "--no-dep"], ["--no-dependencies"]],
  ])("completes %j to %j", async (words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });
});

it.each(["zsh", "fish"] as const)("knows every command and option in %s", (shell) => {
  const script = completionScript(shell, commandTable);
  for (const word of ["build", "rollback", "monitor", "plandir", "no-dependencies", "ndjson"])
    expect(script).toContain(word);
});
