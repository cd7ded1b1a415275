import { describe, expect, it } from "vitest";
import { readConfig } from "./read-config.js";

const read = (hook: string) => {
  const bytes = new TextEncoder().encode(`lifecycle:\n  pre_up:\n    - ${hook}\nreleases: []\n`);
  return readConfig({ bytes, file: "helmwave.yml" });
};

describe("a hook", () => {
  it.each([
    ["test", { cmd: "test", args: [] }],
    ["test 123 456", { cmd: "test", args: ["123", "456"] }],
    [`echo "two words" 'and more'`, { cmd: "echo", args: ["two words", "and more"] }],
    ["echo a\\ b", { cmd: "echo", args: ["a b"] }],
    ["echo $HOME > file", { cmd: "echo", args: ["$HOME", ">", "file"] }],
    ["{cmd: test}", { cmd: "test", args: [] }],
    ["{cmd: test, args: [123 456]}", { cmd: "test", args: ["123 456"] }],
    ["{cmd: two words}", { cmd: "two words", args: [] }],
    ["{cmd: test, show: false, allow_failure: true}", { cmd: "test", args: [], show: false, allowFailure: true }],
  ])("%s is %o", (hook, expected) => {
    const { config, diagnostics } = read(hook);
    expect(diagnostics).toEqual([]);
    expect(config?.lifecycle.pre_up).toEqual([{ show: true, allowFailure: false, ...expected }]);
  });

  it.each([
    ['""', "expected a command"],
    [`'echo "open'`, "expected a command whose quotes are closed"],
    ["{args: [a]}", "cmd"],
    ["{cmd: a, arg: [b]}", 'hook has no key "arg"'],
    ["{cmd: a, show: maybe}", "true or false"],
    ["[a, b]", "expected"],
  ])("is not %s", (hook, message) => {
    const { config, diagnostics } = read(hook);
    expect(config).toBeUndefined();
    expect(diagnostics.map((one) => one.message).join()).toContain(message);
  });
});
