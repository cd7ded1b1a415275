import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HelmCommand, HelmResult } from "@helmwatch/core/plugin";
import { fakeHost } from "@helmwatch/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import plugin from "./index.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "helm-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A program in a folder of its own, as helm on PATH. */
function program(script: string, name = "helm"): string {
  const bin = mkdtempSync(join(folder, "bin-"));
  writeFileSync(join(bin, name), script, { mode: 0o755 });
  return bin;
}

const host = fakeHost();
const never = new AbortController().signal;

function run(
  script: string,
  command: Partial<HelmCommand> = {},
  options: { signal?: AbortSignal; host?: ReturnType<typeof fakeHost> } = {},
): Promise<HelmResult> {
  const bin = program(script);
  const executor = plugin.helmBackends!.cli!.create({}, options.host ?? host);
  return executor.run(
    {
      argv: [],
      env: { PATH: `${bin}:/usr/bin:/bin` },
      files: [],
      deadlineMs: 60_000,
      interruptible: false,
      ...command,
    },
    options.signal ?? never,
  );
}

/** Resolves once the program has told that it is ready: it makes a file. */
async function untilExists(path: string): Promise<void> {
  for (;;) {
    try {
      execFileSync("test", ["-e", path]);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

it("carries the version of its package", () => {
  expect(plugin.version).toBe(packageJson.version);
});

describe("a run", () => {
  it("tells exit code, both outputs and where helm is", async () => {
    const result = await run("#!/bin/sh\necho out; echo err >&2; exit 3");
    expect(result).toMatchObject({ exitCode: 3, stdout: "out\n", stderr: "err\n", ended: "exit" });
    expect(result.where).toMatch(/^helm at \/.*\/helm$/);
  });

  it("passes argv untouched by any shell, and only the command's environment", async () => {
    const script = '#!/bin/sh\nprintf "%s|" "$@"; echo "$KUBECONFIG$HOME"';
    const env = { PATH: `${program(script)}:/usr/bin:/bin`, KUBECONFIG: "/k" };
    const result = await run(script, { argv: ["$(id)", "a b", "*", ""], env });
    expect(result.stdout).toBe("$(id)|a b|*||/k\n");
  });

  it("gives stdin to helm, and an empty one otherwise", async () => {
    expect((await run("#!/bin/sh\ncat", { stdin: "s3cret" })).stdout).toBe("s3cret");
    expect((await run("#!/bin/sh\ncat; echo end")).stdout).toBe("end\n");
  });

  it("survives a helm that does not read its stdin", async () => {
    expect((await run("#!/bin/sh\nexit 0", { stdin: "x".repeat(1_000_000) })).exitCode).toBe(0);
  });

  it("keeps head and tail of a flood and says what it left out", async () => {
    const flood = "process.stdout.write('first\\n' + 'x'.repeat(64 * 1024 * 1024) + '\\nlast\\n')";
    const { stdout } = await run(`#!${process.execPath}\n${flood}`);
    expect(stdout.length).toBeLessThan(9 * 1024 * 1024);
    expect(stdout.startsWith("first\n")).toBe(true);
    expect(stdout.endsWith("x\nlast\n")).toBe(true);
    expect(stdout).toContain("bytes left out");
  });

  it("tells a kill from outside as 128 + signal", async () => {
    expect(await run("#!/bin/sh\nkill -9 $$")).toMatchObject({ exitCode: 137, ended: "exit" });
  });

  it("does not wait for a program that helm left behind with its output open", async () => {
    const own = fakeHost();
    const running = run("#!/bin/sh\nsleep 30 &\necho $!", {}, { host: own });
    const ticking = setInterval(() => void own.clock.advance(500), 50);
    const result = await running;
    clearInterval(ticking);
    process.kill(Number(result.stdout));
    expect(result).toMatchObject({ exitCode: 0, ended: "exit" });
  });
});

describe("stopping", () => {
  /** Counts signals: waits for the first as long as a slow machine may need, then for more of them. */
  const trap = (marker: string, waits = 6) =>
    [
      `#!/bin/sh\ntrap 'n=$((n+1)); echo term $n' TERM\ntouch ${marker}\ni=0`,
      `while [ -z "$n" ] && [ $i -lt ${waits} ]; do sleep 0.05; i=$((i+1)); done`,
      "sleep 0.2; sleep 0.2; echo done",
    ].join("\n");

  it("sends one SIGTERM to an interruptible helm and waits for its end", async () => {
    const stop = new AbortController();
    const marker = join(folder, "ready-1");
    const running = run(trap(marker, 400), { interruptible: true }, { signal: stop.signal });
    await untilExists(marker);
    stop.abort();
    expect(await running).toMatchObject({ exitCode: 0, stdout: "term 1\ndone\n", ended: "interrupted" });
  });

  it("never signals rollback and uninstall", async () => {
    const stop = new AbortController();
    const marker = join(folder, "ready-2");
    const running = run(trap(marker), { interruptible: false }, { signal: stop.signal });
    await untilExists(marker);
    stop.abort();
    expect(await running).toMatchObject({ exitCode: 0, stdout: "done\n", ended: "exit" });
  });

  it("does not start an interruptible helm once the run is stopping", async () => {
    const result = await run("#!/bin/sh\necho started", { interruptible: true }, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ stdout: "", ended: "interrupted" });
  });

  it("at the deadline sends SIGTERM, after the grace SIGKILL", async () => {
    const own = fakeHost();
    const marker = join(folder, "ready-3");
    const running = run(
      `#!/bin/sh\ntrap 'echo term' TERM\ntouch ${marker}\nwhile :; do sleep 0.05; done`,
      { deadlineMs: 5_000 },
      { host: own },
    );
    await untilExists(marker);
    await own.clock.advance(5_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await own.clock.advance(15_000);
    expect(await running).toMatchObject({ exitCode: 137, stdout: "term\n", ended: "deadline" });
  });

  it("leaves no timer and no listener behind", async () => {
    const own = fakeHost();
    await run("#!/bin/sh\nexit 0", {}, { host: own });
    expect(own.clock.pending()).toBe(0);
  });

  it("keeps helm out of the process group that a Ctrl-C of the terminal goes to", async () => {
    const group = (pid: string) => `ps -o pgid= -p ${pid}`;
    const { stdout } = await run(`#!/bin/sh\n${group("$$")}`);
    expect(Number(stdout)).toBeGreaterThan(0);
    expect(Number(stdout)).not.toBe(Number(execFileSync("/bin/sh", ["-c", group(String(process.pid))])));
  });
});

describe("finding helm", () => {
  const executor = (binary: string) => plugin.helmBackends!.cli!.create({ binary }, host);
  const command = { argv: [], files: [], deadlineMs: 1_000, interruptible: false };

  it("names what is missing and how to get it", async () => {
    const missing = executor("helm").run({ ...command, env: { PATH: folder } }, never);
    await expect(missing).rejects.toMatchObject({
      code: "HELM_NOT_FOUND",
      message: 'there is no program "helm" on PATH',
      hint: "Install Helm 3.14 or newer (https://helm.sh/docs/intro/install), or set helm.binary to its path.",
    });
  });

  it.each([
    ["a path that is not there", () => join(folder, "nope", "helm")],
    ["a directory", () => folder],
  ])("refuses %s as helm.binary", async (_, binary) => {
    const missing = executor(binary()).run({ ...command, env: {} }, never);
    await expect(missing).rejects.toMatchObject({ code: "HELM_NOT_FOUND" });
    await expect(missing).rejects.toThrow("there is no program at helm.binary");
  });

  it("tells a file that is no program of this machine", async () => {
    const bin = program("#!/no/such/interpreter");
    const broken = executor(join(bin, "helm")).run({ ...command, env: {} }, never);
    await expect(broken).rejects.toMatchObject({ code: "HELM_NOT_FOUND" });
    await expect(broken).rejects.toThrow("could not be started");
  });

  it("tells a command line that the system refuses", async () => {
    const bin = program("#!/bin/sh\n");
    const huge = executor(join(bin, "helm")).run({ ...command, argv: ["x".repeat(3_000_000)], env: {} }, never);
    await expect(huge).rejects.toMatchObject({ code: "HELM_FAILED" });
    await expect(huge).rejects.toThrow("E2BIG");
  });

  it("takes helm.binary before PATH", async () => {
    const bin = program("#!/bin/sh\necho mine", "helm-4");
    const result = await executor(join(bin, "helm-4")).run({ ...command, env: {} }, never);
    expect(result.stdout).toBe("mine\n");
  });

  it("refuses an unknown option", () => {
    const checked = plugin.helmBackends!.cli!.options["~standard"].validate({ path: "/x" });
    expect(checked).toHaveProperty("issues");
  });
});
