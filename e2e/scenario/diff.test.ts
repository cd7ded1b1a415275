import { describe, expect } from "vitest";
import { helmMajors } from "../tools/helm.js";
import { scenario } from "./scenario.js";

const hidden = (text: string, namespace: string) => text.replaceAll(namespace, "NS").trim();

describe.each(helmMajors)("with helm %i", (helmMajor) => {
  const it = scenario.extend({ helmMajor });

  it("diff tells what an up would do, and changes nothing", async ({ world }) => {
    const { given, release, run, cluster, namespace } = world;
    const config = (version: string, more: object[] = []) => ({
      releases: [release("same", { version: "1" }), release("app", { version }), ...more],
    });
    await given(config("1"));
    const first = await run("diff", "live", "--detailed-exitcode");
    expect(first.exitCode).toBe(2);
    expect(hidden(first.stdout, namespace)).toMatch(
      /^same@NS is new\n\nNS, same, ConfigMap \(v1\) has been added:\n\+ apiV/,
    );
    await run("up");
    expect(hidden((await run("diff")).stdout, namespace)).toBe("No changes: 2 releases unchanged.");

    await given(config("2", [release("more", { version: "1" })]));
    const { stdout, exitCode } = await run("diff");
    expect(exitCode).toBe(0);
    expect(`\n${hidden(stdout, namespace)}\n`).toMatchInlineSnapshot(`
      "
      app@NS changes

      NS, app, ConfigMap (v1) has changed:
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: app
        data:
      -   version: "1"
      +   version: "2"

      more@NS is new

      NS, more, ConfigMap (v1) has been added:
      + apiVersion: v1
      + kind: ConfigMap
      + metadata:
      +   name: more
      + data:
      +   version: "1"

      Releases: 1 new, 1 changed, 1 unchanged. Objects: 1 added, 1 changed, 0 removed.
      "
    `);
    expect((await run("diff", "--output", "json", "--detailed-exitcode")).exitCode).toBe(2);
    expect([await cluster.history("app"), await cluster.history("more")]).toEqual([["deployed"], []]);
  });

  it("build shows the diff that --diff-mode asks for; a bad file is not taken for a change", async ({ world }) => {
    const { given, release, run, namespace } = world;
    await given({ releases: [release("app", { version: "1" })] });
    await run("build");
    await given({ releases: [release("app", { version: "2" })] });
    const { stdout } = await run("build", "--diff-mode", "local");
    expect(hidden(stdout, namespace)).toContain('-   version: "1"\n+   version: "2"');
    await given({ relases: [] });
    expect((await run("diff", "--detailed-exitcode")).exitCode).toBe(1);
    expect((await run("diff")).exitCode).toBe(2);
  });

  it("--3-way-merge shows what somebody changed on the cluster, of unchanged releases too", async ({ world }) => {
    const { given, release, run, namespace, cluster } = world;
    await given({ releases: [release("app", { version: "1" })] });
    await run("up");
    expect(hidden((await run("diff", "--3-way-merge")).stdout, namespace)).toBe("No changes: 1 release unchanged.");
    await cluster.kubectl("patch", "configmap", "app", "--patch", '{"data": {"version": "by hand", "added": "stays"}}');
    expect(hidden((await run("diff")).stdout, namespace)).toBe("No changes: 1 release unchanged.");
    const drifted = await run("diff", "live", "--3-way-merge", "--detailed-exitcode", "--wide", "0");
    expect([drifted.exitCode, `\n${hidden(drifted.stdout, namespace)}\n`]).toMatchInlineSnapshot(`
      [
        2,
        "
      app@NS is as planned, but the cluster has something else; up leaves that

      NS, app, ConfigMap (v1) has changed:
      -   version: by hand
      +   version: "1"

      Releases: 0 new, 0 changed, 1 drifted, 0 unchanged. Objects: 0 added, 1 changed, 0 removed.
      ",
      ]
    `);
    await given({ releases: [release("app", { version: "2" })] });
    expect(hidden((await run("diff", "--3-way-merge")).stdout, namespace)).toContain(
      '-   version: by hand\n+   version: "2"',
    );
  });
});
