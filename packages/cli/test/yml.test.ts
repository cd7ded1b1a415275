import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProject, runCli } from "./run-cli.js";
import { chart, sample } from "./sample.js";

const template = sample().replace("namespace: nats", 'namespace: {{ requiredEnv "NAMESPACE" }}');

describe("the template of the config file", () => {
  it("is rendered by yml into the file, readable by its owner only, with helmwave's functions", async () => {
    const cwd = await createProject({ ...chart, "helmwave.yml.tpl": template });
    const { code, stderr } = await runCli(["yml"], { cwd, env: { NAMESPACE: "shop" } });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "[INFO]: config file is rendered  from: helmwave.yml.tpl  to: helmwave.yml\n",
    });
    expect(await readFile(join(cwd, "helmwave.yml"), "utf8")).toBe(
      sample().replace("namespace: nats", "namespace: shop"),
    );
  });

  it("is rendered first by --yml of what reads the file", async () => {
    const cwd = await createProject({ ...chart, "helmwave.yml.tpl": template });
    const env = { NAMESPACE: "shop", HELMWAVE_AUTO_YML: "true" };
    const { stderr } = await runCli(["build"], { cwd, env });
    expect(stderr).toContain("releases: nats@shop");
  });

  it("is copied where it is none", async () => {
    const cwd = await createProject({ "other.tpl": "releases: []\n" });
    expect(await runCli(["yml", "--tpl", "other.tpl", "-f", "out.yml"], { cwd })).toMatchObject({ code: 0 });
    expect(await readFile(join(cwd, "out.yml"), "utf8")).toBe("releases: []\n");
  });

  it.each([
    ["lacks what it needs", template, ["yml"]],
    ["names a function that there is not", "a: {{ defalt 1 }}\n", ["yml"]],
    ["needs another renderer", 'a: {{ strings.Title "x" }}\n', ["yml"]],
    ["is not there", undefined, ["yml"]],
  ])("that %s is told with its place, and the file is left as it was", async (_, text, args) => {
    const cwd = await createProject({
      "helmwave.yml": "old",
      ...(text === undefined ? {} : { "helmwave.yml.tpl": text }),
    });
    const { code, stderr } = await runCli(args, { cwd });
    expect({ code, file: await readFile(join(cwd, "helmwave.yml"), "utf8") }).toEqual({ code: 2, file: "old" });
    expect(stderr).toMatchSnapshot();
  });
});
