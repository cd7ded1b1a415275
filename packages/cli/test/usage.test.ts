import { describe, expect, it } from "vitest";
import { createProject, runCli } from "./run-cli.js";
import { chart, sample } from "./sample.js";

/** Where a line breaks depends on the length of a temporary path. */
const unwrapped = (text: string) => text.replace(/\s+/g, " ");

describe("usage", () => {
  it.each([
    ["an unknown command", ["dwon"]],
    ["a command nothing is near to", ["teleport"]],
    ["an unknown flag", ["up", "--plandri", "x"]],
    ["a flag of a later version", ["up", "--kubedog"]],
    ["a way to diff that there is not", ["build", "--diff-mode", "dead"]],
    ["a value that makes no sense", ["up", "--parallel-limit", "many"]],
    ["an output that the command has not", ["up", "-o", "json"]],
    ["a shell nobody knows", ["completion", "powershell"]],
    ["a switch that is neither on nor off", ["up", "--build=perhaps"]],
    ["a missing subcommand", ["monitor"]],
  ])("answers %s with a hint and exit code 2", async (_, args) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: "/nowhere" });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatchSnapshot();
  });

  it("takes shared flags before and after the command, and helmwave's variables", async () => {
    const cwd = await createProject({ ...chart, "deploy.yml": sample() });
    const expected = { code: 0, stderr: "[INFO]: deploy.yml is valid      releases: 1  monitors: 2\n" };
    expect(await runCli(["-f", "deploy.yml", "validate"], { cwd })).toMatchObject(expected);
    expect(await runCli(["validate", "--file=deploy.yml"], { cwd })).toMatchObject(expected);
    expect(await runCli(["validate"], { cwd, env: { HELMWAVE_YML: "deploy.yml" } })).toMatchObject(expected);
  });
});

it("prints text where a variable asks for an output that the command has not", async () => {
  const { code, stdout } = await runCli(["version"], { cwd: "/nowhere", env: { HELMWATCH_OUTPUT: "ndjson" } });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "0.1.0\n" });
});

describe("the config file", () => {
  it("is helmwatch.yml before helmwave.yml, which is told", async () => {
    const cwd = await createProject({ ...chart, "helmwave.yml": "- broken", "helmwatch.yml": sample() });
    const { code, stderr } = await runCli(["validate"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatchInlineSnapshot(`
      "[WARNING]: both helmwatch.yml and helmwave.yml are here: using helmwatch.yml
      [INFO]: helmwatch.yml is valid   releases: 1  monitors: 2
      "
    `);
  });

  it("is looked for under both names", async () => {
    const cwd = await createProject({ "helmwave.yml.tpl": "" });
    const { code, stderr } = await runCli(["up"], { cwd });
    expect(code).toBe(2);
    expect(unwrapped(stderr)).toMatchInlineSnapshot(
      `"error CONFIG_NOT_FOUND = there is neither helmwatch.yml nor helmwave.yml in <project> = create one, or name another with --file; helmwave.yml.tpl is rendered by helmwatch yml, or --yml "`,
    );
  });

  it("is told to be missing where --file names it", async () => {
    const { code, stderr } = await runCli(["up", "-f", "x/y.yml"], { cwd: await createProject({}) });
    expect(code).toBe(2);
    expect(unwrapped(stderr)).toMatchInlineSnapshot(
      `"error CONFIG_NOT_FOUND = there is no config file "x/y.yml" = it was looked for at <project>/x/y.yml "`,
    );
  });

  it("tells all that is wrong with it at once, as data where asked for", async () => {
    const cwd = await createProject({ "helmwave.yml": "releases:\n  - nmae: a\n    chart: x\n    wiat: true\n" });
    const { code, stderr } = await runCli(["validate"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "error CONFIG_UNKNOWN_KEY  helmwave.yml:2:5
       2 │   - nmae: a
         │     ^^^^ release has no key "nmae"
         = did you mean "name"? (required, missing here)

      error CONFIG_MISSING_KEY  helmwave.yml:2:5
       2 │   - nmae: a
         │     ^^^^ release needs a key "namespace"

      error CONFIG_UNKNOWN_KEY  helmwave.yml:4:5
       4 │     wiat: true
         │     ^^^^ release has no key "wiat"
         = did you mean "wait"?
      "
    `);
    const json = await runCli(["validate", "-o", "json"], { cwd });
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ file: "helmwave.yml", valid: false, diagnostics: { length: 3 } });
  });
});
