import { describe, expect, it } from "vitest";
import { failureOf, summarizeChecks } from "./monitor-log.js";

const log = [
  "[INFO]: monitor succeeded        monitor: up  streak: 1/2",
  "[INFO]: monitor succeeded        monitor: delivered  streak: 1/5",
  "[INFO]: monitor did not succeed  monitor: delivered  streak: 1/5  error: result is empty",
  "[INFO]: monitor did not succeed  monitor: delivered  streak: 2/5  error: result is empty",
  "[INFO]: monitor succeeded        monitor: up  streak: 2/2",
  "[ERROR]: ❌ monitor failed        monitor: delivered  error: monitor triggered failure threshold",
].join("\n");

describe("summarizeChecks", () => {
  it.each([
    ["up", "passed 2 times, streak 2/2"],
    ["delivered", "passed 1 times, result is empty 2 times, streak 2/5"],
    ["absent", "no check"],
  ])("of %s: %s", (monitor, summary) => {
    expect(summarizeChecks(log, monitor)).toBe(summary);
  });
});

it("failureOf tells why a monitor failed, and nothing of one that did not", () => {
  expect(failureOf(log, "delivered")).toBe("monitor triggered failure threshold");
  expect(failureOf(log, "up")).toBeUndefined();
});
