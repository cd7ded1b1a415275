import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { podLog } from "../job/pod-log.js";
import { packCommand } from "./pack-command.js";

/** The script as its pod has it, with a shell script for helm and folders of this machine for those of the pod. */
async function pod(
  helm: string,
  call: { stdin?: string; files?: string[]; interruptible?: boolean; spoil?: string; pulled?: string } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "pod-script-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const here = (name: string) => join(folder, name);
  for (const name of ["in", "work", "bin"]) mkdirSync(here(name));
  writeFileSync(join(here("bin"), "helm"), `#!/bin/sh\n${helm}`, { mode: 0o755 });
  const { files = [], interruptible = true, stdin, pulled } = call;
  if (pulled !== undefined) {
    writeFileSync(here("chart.tgz"), pulled);
    files.push(here("chart.tgz"));
  }
  const pull = { argv: ["pull", "oci://r/chart"], env: {}, files: [] };
  const packing = pulled === undefined ? {} : { pulled: { find: () => pull, remember: () => {} } };
  const argv = ["upgrade", "it's", ...files];
  const command = { argv, files, interruptible, env: {}, deadlineMs: 1, ...(stdin === undefined ? {} : { stdin }) };
  const { entries } = await packCommand(command, packing);
  for (const [key, bytes] of entries) writeFileSync(join(here("in"), key), bytes);
  const script = entries
    .get("run.sh")!
    .toString()
    .replaceAll("/helmwatch/in", here("in"))
    .replaceAll("/helmwatch/work", here("work"))
    .replaceAll("/dev/termination-log", here("message"));
  if (call.spoil) writeFileSync(join(here("in"), call.spoil), "spoilt");
  const child = spawn("sh", ["-c", script], { env: { PATH: `${here("bin")}:/usr/bin:/bin` } });
  // As the kubelet shows it: lines of both in one log.
  const both = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = (async () => {
    const exitCode = await new Promise((resolve) => child.on("close", resolve));
    const [out, err] = await both;
    return { exitCode, ...podLog(err + out), message: readFileSync(here("message"), "utf8") };
  })();
  return { ended, child, started: here("work/started") };
}

it("tells outputs apart, exactly, with exit code and the end of stderr", async () => {
  const { ended } = await pod(`printf '1 a\\n\\n  b\\\\n'; echo "$@" >&2; printf 'Error: x' >&2; exit 3`);
  expect(await ended).toEqual({
    ...{ exitCode: 3, stdout: "1 a\n\n  b\\n", stderr: "upgrade it's\nError: x", complete: true },
    message: "upgrade it's\nError: x",
  });
});

it("gives stdin to helm, and an empty one otherwise", async () => {
  expect((await (await pod("cat", { stdin: "s3cret\n" })).ended).stdout).toBe("s3cret\n");
  expect((await (await pod("cat; echo end")).ended).stdout).toBe("end\n");
});

it("runs no helm when something arrived other than it was sent", async () => {
  const { ended } = await pod("echo ran", { spoil: "stdin" });
  expect(await ended).toMatchObject({
    ...{ exitCode: 125, stdout: "", stderr: "Error: what arrived in the pod is not what was sent\n" },
  });
});

const chartIs = (text: string) => `[ "$1" = pull ] || exec cat files/*chart.tgz; printf '${text}' >"$4/chart.tgz"`;

it("pulls a chart before helm is started, and gives it to helm", async () => {
  const { ended } = await pod(chartIs("whole"), { pulled: "whole" });
  expect(await ended).toMatchObject({ exitCode: 0, stdout: "whole", stderr: "" });
});

it.each([
  [
    "another archive than was pulled here",
    chartIs("other"),
    "Error: chart oci://r/chart is another one in the pod than",
  ],
  ["no archive", "exit 0", "Error: helm pulled oci://r/chart and left no archive"],
  [
    "a failure",
    "echo no; echo 'Error: 401' >&2; exit 1",
    "Error: in the pod, helm pull oci://r/chart failed: Error: 401",
  ],
])("starts no upgrade after %s", async (_, helm, message) => {
  const { ended } = await pod(helm, { pulled: "whole" });
  expect(await ended).toMatchObject({ exitCode: 124, stdout: "", stderr: expect.stringContaining(message) });
});

it("stops a pull that a SIGTERM reaches", async () => {
  const { ended, child, started } = await pod(": >../work/started; exec sleep 20", { pulled: "whole" });
  await expect.poll(() => readFileSync(started, "utf8"), { timeout: 5_000 }).toBe("");
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ exitCode: 124, stdout: "" });
});

it.each([
  { interruptible: true, exitCode: 7, stdout: "term\n" },
  { interruptible: false, exitCode: 0, stdout: "done\n" },
])("with interruptible=$interruptible a SIGTERM ends in $stdout", async ({ interruptible, exitCode, stdout }) => {
  const helm = `trap 'echo term; exit 7' TERM\n: >started\ni=0\nwhile [ $i -lt 20 ]; do sleep 0.1; i=$((i+1)); done\necho done`;
  const { ended, child, started } = await pod(helm, { interruptible });
  await expect.poll(() => readFileSync(started, "utf8"), { timeout: 5_000 }).toBe("");
  child.kill("SIGTERM");
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ exitCode, stdout, complete: true });
});
