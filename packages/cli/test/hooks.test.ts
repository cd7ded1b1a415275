import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeCluster } from "./fake-cluster.js";
import { createProject, runCli } from "./run-cli.js";
import { chart, sample } from "./sample.js";

const env = { PATH: process.env.PATH };
/** A hook that says who it is. */
const tell = `'sh -c "echo $HELMWAVE_LIFECYCLE_TYPE of \${HELMWAVE_LIFECYCLE_RELEASE_UNIQNAME:-all} \${HELMWATCH_RESULT:-}"'`;
const all = ["pre_build", "post_build", "pre_up", "post_up", "pre_down", "post_down", "pre_rollback", "post_rollback"];
const lifecycle = (hook: string) => `{${all.map((phase) => `${phase}: [${hook}]`).join(", ")}}`;

/** What the hooks said, one line each. */
function said(stderr: string): string[] {
  return stderr
    .split("\n")
    .flatMap((line) => /^\[INFO\]: ((?:pre|post)-\S+ of \S+ ?\S*?) *\s+hook:/.exec(line)?.[1]?.trim() ?? []);
}

describe("hooks", () => {
  it("run around build, up and down, of the whole and of the release, each once", async () => {
    const cwd = await createProject({
      ...chart,
      "helmwave.yml": `${sample()}    lifecycle: ${lifecycle(tell)}\nlifecycle: ${lifecycle(tell)}\n`,
    });
    const cluster = fakeCluster();
    const up = await runCli(["up"], { cwd, cluster, env });
    expect(said(up.stderr)).toEqual([
      "pre-build of all",
      "pre-build of nats@nats",
      "post-build of nats@nats",
      "post-build of all",
      "pre-up of all",
      "pre-up of nats@nats",
      "post-up of nats@nats succeeded",
      "post-up of all succeeded",
    ]);
    const again = await runCli(["up"], { cwd, cluster, env });
    expect(said(again.stderr).slice(4)).toEqual(["pre-up of all", "post-up of all succeeded"]);
    const down = await runCli(["down"], { cwd, cluster, env });
    expect(said(down.stderr)).toEqual([
      "pre-down of all",
      "pre-down of nats@nats",
      "post-down of nats@nats succeeded",
      "post-down of all succeeded",
    ]);
  });

  it("make what the build needs: charts and values are looked for after them", async () => {
    const cwd = await createProject({
      "helmwave.yml": `${sample()}    values: [made.yml]
    lifecycle:
      pre_build:
        - sh make.sh
`,
      "make.sh": `mkdir -p chart/templates
printf 'apiVersion: v2\\nname: app\\nversion: 1.2.3\\n' >chart/Chart.yaml
printf 'a: 1\\n' >made.yml
`,
    });
    expect(await runCli(["build"], { cwd, env })).toMatchObject({ code: 0 });
  });

  it("that fail say what they were, and leave the cluster as it is", async () => {
    const more = `lifecycle:\n  pre_up:\n    - {cmd: sh, args: [-c, "echo no disk >&2; exit 3"]}\n`;
    const cwd = await createProject({ ...chart, "helmwave.yml": sample() + more });
    const cluster = fakeCluster();
    const { code, stderr, stdout } = await runCli(["up"], { cwd, cluster, env });
    expect({ code, releases: cluster.releases() }).toEqual({ code: 1, releases: [] });
    expect(stderr.slice(stderr.indexOf("[INFO]: running hook"))).toMatchInlineSnapshot(`
      "[INFO]: running hook             hook: pre_up  command: sh -c "echo no disk >&2; exit 3"
      [INFO]: no disk                  hook: pre_up
      [ERROR]: ❌ hook failed           hook: pre_up  command: sh -c "echo no disk >&2; exit 3"  error: hook "sh" exited with 3: no disk
      [WARNING]: skipped                  release: nats@nats  why: hook pre_up failed
      [WARNING]: monitor cancelled        monitor: nats-up-metric
      [WARNING]: monitor cancelled        monitor: nats-delivered-metric
      [INFO]: Releases Success 0 / 1
      [INFO]: Monitors Success 0 / 2
      [FATAL]: deploy failed
      "
    `);
    expect(stdout).toMatchInlineSnapshot(`
      "    NAME     |            ERROR
      -------------+-----------------------------
        nats@nats  | skipped: hook pre_up failed

                NAME           |   ERROR
      -------------------------+-----------
        nats-up-metric         | cancelled
        nats-delivered-metric  | cancelled

         HOOK   |              ERROR
      ----------+----------------------------------
        pre_up  | hook "sh" exited with 3: no disk
      "
    `);
  });

  it("of a build that fail stop it", async () => {
    const cwd = await createProject({
      ...chart,
      "helmwave.yml": `${sample()}lifecycle: {pre_build: [no-such-program -x]}\n`,
    });
    const { code, stderr } = await runCli(["build"], { cwd, env });
    expect(code).toBe(4);
    expect(stderr).toMatchInlineSnapshot(`
      "[INFO]: Building releases...
      [INFO]: running hook             hook: pre_build  command: no-such-program -x
      error HOOK_FAILED
        = hook "no-such-program" could not be started: there is no such program
        = A hook is a program with arguments, started without a shell; use \`sh -c '…'\`
          for one.
      "
    `);
  });

  it("with what they print hidden still show what they complain of", async () => {
    const hook = `{cmd: sh, args: [-c, "echo secret; echo warned >&2"], show: false}`;
    const cwd = await createProject({ ...chart, "helmwave.yml": `${sample()}lifecycle: {pre_build: [${hook}]}\n` });
    const { stderr } = await runCli(["build"], { cwd, env });
    expect(stderr).toContain("[INFO]: warned");
    expect(stderr).not.toContain("INFO]: secret");
  });

  it("of a saved plan are those that it was built with", async () => {
    const cwd = await createProject({
      ...chart,
      "helmwave.yml": `${sample()}lifecycle: {pre_up: [${tell}], pre_build: [${tell}]}\n`,
    });
    await runCli(["build"], { cwd, env });
    expect(said((await runCli(["up"], { cwd, env })).stderr)).toEqual(["pre-up of all"]);
  });

  it("that cannot be read are refused with their place", async () => {
    const cwd = await createProject({ ...chart, "helmwave.yml": "" });
    await writeFile(
      join(cwd, "helmwave.yml"),
      `${sample()}lifecycle:\n  pre_up: ["echo 'x"]\n  post_up: [{comand: x}]\n  pre_upp: []\n`,
    );
    const { code, stderr } = await runCli(["validate"], { cwd, env });
    expect(code).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "error CONFIG_INVALID  helmwave.yml:27:12
       27 │   pre_up: ["echo 'x"]
          │            ^^^^^^^^^
          = expected a command whose quotes are closed, got "echo 'x"

      error CONFIG_UNKNOWN_KEY  helmwave.yml:28:14
       28 │   post_up: [{comand: x}]
          │              ^^^^^^ hook has no key "comand"

      error CONFIG_MISSING_KEY  helmwave.yml:28:14
       28 │   post_up: [{comand: x}]
          │              ^^^^^^ hook needs a key "cmd"

      error CONFIG_UNKNOWN_KEY  helmwave.yml:29:3
       29 │   pre_upp: []
          │   ^^^^^^^ lifecycle has no key "pre_upp"
          = did you mean "pre_up"?
      "
    `);
  });
});
