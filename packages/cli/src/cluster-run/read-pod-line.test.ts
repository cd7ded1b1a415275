import { expect, it } from "vitest";
import { readPodLine } from "./read-pod-line.js";

const at = Date.parse("2026-01-02T03:04:05Z");

it.each([
  [
    "an event",
    '{"schema":1,"seq":1,"at":5,"type":"run.ended","exitCode":0,"durationMs":1}',
    { kind: "event", event: { schema: 1, seq: 1, at: 5, type: "run.ended", exitCode: 0, durationMs: 1 } },
  ],
  [
    "a line of the log",
    '{"time":"2026-01-02T03:04:05.000Z","level":"warn","message":"slow","plugin":"x","ms":3}',
    { kind: "log", line: { level: "warn", message: "slow", fields: { plugin: "x", ms: 3 }, at } },
  ],
  [
    "a finding",
    '{"code":"KUBE_FORBIDDEN","severity":"error","message":"may not"}',
    { kind: "diagnostic", diagnostic: { code: "KUBE_FORBIDDEN", severity: "error", message: "may not" } },
  ],
  ["words", "node: not found", { kind: "log", line: { level: "warn", message: "node: not found", fields: {} } }],
  [
    "half an event",
    '{"schema":1,"se',
    { kind: "log", line: { level: "warn", message: '{"schema":1,"se', fields: {} } },
  ],
  [
    "a level and a code that nobody knows",
    '{"level":"loud","code":"X","message":"m"}',
    { kind: "log", line: { level: "warn", message: '{"level":"loud","code":"X","message":"m"}', fields: {} } },
  ],
  ["an empty line", "  ", undefined],
])("tells %s", (_, text, expected) => expect(readPodLine(text)).toEqual(expected));
