import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { goPrograms } from "../tools/go-programs.js";

let directory: string;
const said: string[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "helmwatch-go-"));
  vi.stubEnv("HELMWATCH_E2E_CACHE", join(directory, "cache"));
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true });
  });
  said.length = 0;
  await mkdir(join(directory, "greeting"));
  const requirement = "require example.com/greeting v1.2.3\nreplace example.com/greeting => ./greeting\n";
  await writeFile(join(directory, "go.mod"), `module hello\n\ngo 1.21\n\n${requirement}`);
  await writeFile(join(directory, "go.sum"), "");
  await writeFile(join(directory, "greeting/go.mod"), "module example.com/greeting\n\ngo 1.21\n");
});

const build = (source: string) => {
  const call = { signal: new AbortController().signal, progress: (text: string) => void said.push(text) };
  return writeFile(join(directory, "main.go"), source).then(() =>
    goPrograms(
      {
        directory,
        module: "example.com/greeting",
        packages: { hello: "." },
        sources: ["main.go"],
        variables: (version) => ({ "main.version": version }),
      },
      call,
    ),
  );
};

const program = (text: string) => `package main\n\nvar version string\n\nfunc main() { print("${text} ", version) }\n`;

test("a program is built once, and again when its source changes, and knows its version", async () => {
  const { hello } = await build(program("hello"));
  expect((await execa(hello)).stderr).toBe("hello v1.2.3");
  expect(said).toEqual(["building hello v1.2.3 (1/1)"]);

  const { mtimeMs } = await stat(hello);
  expect((await build(program("hello"))).hello).toBe(hello);
  expect((await stat(hello)).mtimeMs).toBe(mtimeMs);

  const { hello: changed } = await build(program("good morning"));
  expect((await execa(changed)).stderr).toBe("good morning v1.2.3");
});

test("a failed build says what the compiler said", async () => {
  await expect(build("package main\n\nfunc main() { greet() }\n")).rejects.toThrow(
    "building hello failed:\n# hello\n./main.go:3:15: undefined: greet",
  );
});
