import { fakeClock } from "@helmwatch/testkit";
import { describe, expect, it } from "vitest";
import type { Output, World } from "../world/world.js";
import { type ConsoleOptions, createConsole } from "./console.js";
import { line } from "./log-line.js";

const options: ConsoleOptions = { logLevel: "info", logFormat: "text", logColor: undefined, logTimestamps: false };

function consoleOn(
  stderr: { isTerminal: boolean; columns?: number },
  env: World["env"],
  more: Partial<ConsoleOptions> = {},
) {
  const written: Record<"out" | "err", string> = { out: "", err: "" };
  const output = (to: "out" | "err", isTerminal: boolean): Output => ({
    isTerminal,
    columns: () => stderr.columns ?? 80,
    rows: () => 24,
    write: (text) => {
      written[to] += text;
    },
  });
  const world = { stdout: output("out", false), stderr: output("err", stderr.isTerminal), env, clock: fakeClock() };
  return { console: createConsole(world as unknown as World, { ...options, ...more }), written };
}

describe("colours", () => {
  it.each<[string, boolean, World["env"], Partial<ConsoleOptions>, boolean]>([
    ["on a terminal", true, {}, {}, true],
    ["on a pipe", false, {}, {}, false],
    ["with NO_COLOR", true, { NO_COLOR: "1" }, {}, false],
    ["with an empty NO_COLOR", true, { NO_COLOR: "" }, {}, true],
    ["on a dumb terminal", true, { TERM: "dumb" }, {}, false],
    ["on a pipe that is to be coloured", false, { NO_COLOR: "1" }, { logColor: true }, true],
    ["on a terminal that is not", true, {}, { logColor: false }, false],
  ])("%s", (_, isTerminal, env, more, expected) => {
    const { console, written } = consoleOn({ isTerminal }, env, more);
    console.log(line("info", "hello"));
    expect(written.err.includes("\x1b[")).toBe(expected);
    expect(written.err).toContain("hello\n");
  });
});

it("writes lines of the level and above", () => {
  const { console, written } = consoleOn({ isTerminal: false }, {}, { logLevel: "warning" });
  for (const level of ["debug", "info", "warn", "error", "fatal"] as const) console.log(line(level, level));
  expect(written.err).toBe("[WARNING]: warn\n[ERROR]: error\n[FATAL]: fatal\n");
});

it("writes results to stdout, without secrets", () => {
  const { console, written } = consoleOn({ isTerminal: false }, {});
  console.secrets.add("hunter2");
  console.print("the password is hunter2");
  expect(written).toEqual({ out: "the password is ***\n", err: "" });
});

it("writes diagnostics as data where the log is data", async () => {
  const { console, written } = consoleOn({ isTerminal: false }, {}, { logFormat: "json" });
  await console.diagnostics([{ code: "USAGE", severity: "error", message: "no" }]);
  expect(JSON.parse(written.err)).toEqual({ code: "USAGE", severity: "error", message: "no" });
});
