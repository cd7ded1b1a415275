export interface ReadmeCommand {
  /** As a shell takes it; may have several lines. */
  readonly command: string;
  /** What it prints, as the README says: a line of `…` stands for any lines, `…` in a line for any text. */
  readonly output: readonly string[];
}

/** The commands of all `console` blocks of a README: lines that begin with `$ `, and `> ` for their further lines. */
export function readmeCommands(readme: string): readonly ReadmeCommand[] {
  const blocks = [...readme.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
  const commands: { command: string; output: string[] }[] = [];
  for (const line of blocks.flatMap((block) => block.split("\n").slice(0, -1))) {
    const last = commands.at(-1);
    if (line.startsWith("$ ")) commands.push({ command: line.slice(2), output: [] });
    else if (last && line.startsWith("> ") && last.output.length === 0) last.command += `\n${line.slice(2)}`;
    else if (last) last.output.push(line);
    else throw new Error(`a console block begins with ${JSON.stringify(line)}: expected "$ " and a command`);
  }
  return commands;
}
