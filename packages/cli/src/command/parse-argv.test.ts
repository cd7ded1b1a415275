import { expect, it } from "vitest";
import { parseArgv } from "./parse-argv.js";

const given = (...argv: string[]) => {
  const request = parseArgv(argv, 80);
  if (request.kind !== "run") throw new Error(request.text);
  return { command: request.command.name, names: request.names, ...request.given };
};

it.each<[string[], Record<string, unknown>]>([
  [["-t", "a", "up", "-t", "b,c"], { command: "up", tags: ["a", "b,c"] }],
  [["up", "--dependencies=false", "--tt=true", "--build=F"], { dependencies: false, matchAllTags: true, build: false }],
  [["up", "--tt=false"], { matchAllTags: false }],
  [["up", "--no-color", "--no-dependencies"], { logColor: false, dependencies: false }],
  [["up", "-fx.yml", "--plandir=p"], { file: "x.yml", plandir: "p" }],
  [["monitor", "run", "a", "b"], { command: "monitor run", names: ["a", "b"] }],
  [["status", "--", "--build=false", "--no-color"], { names: ["--build=false", "--no-color"] }],
  [["ver"], { command: "version", names: [] }],
])("reads %j", (argv, expected) => {
  expect(given(...argv)).toMatchObject(expected);
});

it("knows options of single commands only there", () => {
  expect(() => given("ls", "--revision=3")).toThrow('unknown option "--revision=3"');
});
