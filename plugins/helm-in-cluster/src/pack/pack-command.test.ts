import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HelmCommand } from "@helmwatch/core/plugin";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packCommand } from "./pack-command.js";
import { podArgv } from "./pod-argv.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pack-command-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const command = (files: string[], argv: string[] = ["upgrade", "app", ...files]): HelmCommand => ({
  ...{ argv, env: {}, files, deadlineMs: 60_000, interruptible: true },
});

function chart(name: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, "templates"), { recursive: true });
  writeFileSync(join(path, "Chart.yaml"), "name: app\n");
  writeFileSync(join(path, ".helmignore"), "*.secret\n");
  writeFileSync(join(path, "left-out.secret"), "no");
  writeFileSync(join(path, "templates", "@map.yaml"), "kind: ConfigMap\n");
  return path;
}

function values(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it("gives files paths in the pod, drops the context, and leaves all other arguments alone", () => {
  const paths = new Map([["/a/v,1.yaml", "/pod/1.yaml"]]);
  const argv = ["upgrade", "app", "--values", '"/a/v,1.yaml"', "/a/v,1.yaml", "--kube-context", "prod", "--wait"];
  expect(podArgv(argv, paths)).toEqual(["upgrade", "app", "--values", "/pod/1.yaml", "/pod/1.yaml", "--wait"]);
});

it("lists every file, and for the shell the arguments", async () => {
  const { entries } = await packCommand(command([chart("my chart"), values("odd name,.yaml", "a: 1")]));
  expect([...entries.keys()]).toEqual(["argv", "run.sh", "stdin", "files", "f000.000", "f001.000", "sums"]);
  expect(entries.get("files")!.toString()).toBe("f000 tgz 000-my_chart\nf001 file 001-odd_name_.yaml\n");
  expect(entries.get("argv")!.toString()).toBe(
    "set -- 'upgrade' 'app' '/helmwatch/work/files/000-my_chart' '/helmwatch/work/files/001-odd_name_.yaml'\n",
  );
});

it("packs of a chart's folder what .helmignore leaves in", async () => {
  const { entries } = await packCommand(command([chart("c1")]));
  const archive = values("c1.tgz", entries.get("f000.000")!);
  expect(execFileSync("tar", ["-tzf", archive], { encoding: "utf8" }).split("\n").sort()).toEqual([
    "",
    "./.helmignore",
    "./Chart.yaml",
    "./templates/@map.yaml",
  ]);
});

it("is the same command wherever the files lie, and another one with other contents", async () => {
  const digest = async (...files: string[]) => (await packCommand(command(files))).digest;
  mkdirSync(join(folder, "else"));
  const first = await digest(chart("same"), values("v.yaml", "a: 1"));
  expect(await digest(chart("else/same"), values("else/v.yaml", "a: 1"))).toBe(first);
  expect(await digest(chart("same"), values("v.yaml", "a: 2"))).not.toBe(first);
});

it("refuses what no pod should have to hold", async () => {
  const large = values("too-large", Buffer.alloc(33 * 1024 * 1024));
  await expect(packCommand(command([large]))).rejects.toMatchObject({
    code: "HELM_TOO_LARGE",
    message: "chart and values of this upgrade are 33.0 MiB, at most 32.0 MiB are carried into the cluster",
  });
});

it("says which file is gone", async () => {
  await expect(packCommand(command([join(folder, "nowhere")]))).rejects.toMatchObject({
    code: "CHART_NOT_FOUND",
    message: expect.stringContaining(`"${join(folder, "nowhere")}" is gone`),
  });
});
