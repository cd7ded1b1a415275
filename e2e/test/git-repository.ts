import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { debianPrograms } from "../tools/debian-programs.js";

/** Makes a repository with one commit on `main`: these folders, copied. The result runs git in it. */
export async function gitRepository(folder: string, folders: Readonly<Record<string, string>>) {
  const [program] = await debianPrograms(["git"], { signal: new AbortController().signal, progress: () => {} });
  await mkdir(folder, { recursive: true });
  const who = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
  const git = async (...argv: string[]) => (await execa(program, [...who, ...argv], { cwd: folder })).stdout;
  for (const [place, from] of Object.entries(folders)) await cp(from, join(folder, place), { recursive: true });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "one");
  return git;
}
