import { describe, expect, it } from "vitest";
import { longName, optionKey, variableName } from "./option-name.js";
import { readOptions } from "./read-options.js";

describe("readOptions", () => {
  it("takes the flag before HELMWATCH_, HELMWATCH_ before HELMWAVE_, and that before the default", () => {
    const env = { HELMWATCH_PLANDIR: "b", HELMWAVE_PLANDIR: "c", HELMWAVE_PLAN: "d" };
    expect(readOptions({ plandir: "a" }, env).plandir).toBe("a");
    expect(readOptions({}, env).plandir).toBe("b");
    expect(readOptions({}, { ...env, HELMWATCH_PLANDIR: "" }).plandir).toBe("c");
    expect(readOptions({}, { HELMWAVE_PLAN: "d" }).plandir).toBe("d");
    expect(readOptions({}, {}).plandir).toBe(".helmwatch/");
  });

  it.each([
    [{ HELMWAVE_YML: "x.yml" }, "file", "x.yml"],
    [{ HELMWAVE_TAGS: "a, b,,c" }, "tags", ["a", "b", "c"]],
    [{ HELMWAVE_DEPENDENCIES: "F" }, "dependencies", false],
    [{ HELMWAVE_LOG_LVL: "WARNING" }, "logLevel", "warning"],
    [{ HELMWAVE_GRAPH_WIDTH: "-3" }, "graphWidth", -3],
    [{ HELMWAVE_AUTO_BUILD: "1" }, "build", true],
    [{ HELMWAVE_DIFF_FIND_RENAMES: "0.5" }, "findRenames", 0.5],
    [{ HELMWAVE_DIFF_3_WAY_MERGE: "true" }, "3WayMerge", true],
    [{ HELMWATCH_KUBE_CONTEXT: "kind" }, "kubeContext", "kind"],
  ] as const)("reads %j", (env, key, value) => {
    expect(readOptions({}, env)[key]).toEqual(value);
  });

  it("joins repeated and comma separated tags", () => {
    expect(readOptions({ tags: ["a,b", "c"] }, {}).tags).toEqual(["a", "b", "c"]);
  });

  it.each([
    [{ parallelLimit: "-1" }, {}, '--parallel-limit is "-1", expected a whole number of at least 0'],
    [{}, { HELMWAVE_PROGRESS: "yes" }, 'HELMWAVE_PROGRESS is "yes", expected true or false'],
    [{ logFormat: "xml" }, {}, '--log-format is "xml", expected text, pad, emoji or json'],
    [{ kubedog: true }, {}, "--kubedog is not supported yet"],
    [{ diffMode: "dead" }, {}, '--diff-mode is "dead", expected live, local or none'],
    [{}, { HELMWAVE_REMOTE_SOURCE: "git::x" }, "HELMWAVE_REMOTE_SOURCE (--remote-source) is not supported yet"],
    [{ findRenames: "2" }, {}, '--find-renames is "2", expected a number from 0 to 1'],
  ])("refuses %j %j", (given, env, message) => {
    expect(() => readOptions(given, env)).toThrow(expect.objectContaining({ code: "USAGE", message }));
  });

  it("accepts later features that are switched off", () => {
    expect(() => readOptions({ diffMode: "none" }, { HELMWAVE_KUBEDOG: "false" })).not.toThrow();
  });
});

it.each([
  ["-f, --file <path>", "file", "HELMWATCH_FILE", "file"],
  ["--tt, --match-all-tags", "match-all-tags", "HELMWATCH_MATCH_ALL_TAGS", "matchAllTags"],
  ["--3-way-merge", "3-way-merge", "HELMWATCH_3_WAY_MERGE", "3WayMerge"],
])("names %s", (flags, long, variable, key) => {
  expect([longName(flags), variableName(flags), optionKey(flags)]).toEqual([long, variable, key]);
});
