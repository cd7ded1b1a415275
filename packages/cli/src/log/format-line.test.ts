import { describe, expect, it } from "vitest";
import { formatLine, type LogFormat } from "./format-line.js";
import { type LogLine, line } from "./log-line.js";
import { plain } from "./paint.js";

const text: LogFormat = { format: "text", timestamps: false, paint: plain };
const sample: LogLine = { ...line("info", "monitor succeeded", { monitor: "nats", streak: "1/5" }), at: 1767323045678 };

describe("formatLine", () => {
  it.each<[string, Partial<LogFormat>, string]>([
    ["text", {}, "[INFO]: monitor succeeded        monitor: nats  streak: 1/5"],
    ["padded text", { format: "pad" }, "[INFO]:    monitor succeeded        monitor: nats  streak: 1/5"],
    ["emojis", { format: "emoji" }, "[🙃 aka INFO]: monitor succeeded        monitor: nats  streak: 1/5"],
    [
      "the time",
      { timestamps: true },
      "2026-01-02T03:04:05.678Z [INFO]: monitor succeeded        monitor: nats  streak: 1/5",
    ],
    [
      "JSON",
      { format: "json" },
      '{"time":"2026-01-02T03:04:05.678Z","level":"info","message":"monitor succeeded","monitor":"nats","streak":"1/5"}',
    ],
  ])("writes %s", (_, options, expected) => {
    expect(formatLine(sample, { ...text, ...options })).toBe(expected);
  });

  it("leaves out fields that have no value", () => {
    expect(formatLine(line("warn", "skipped", { why: undefined, release: "", to: 0 }), text)).toBe(
      "[WARNING]: skipped                  to: 0",
    );
  });

  it("puts what does not fit a terminal below, whole fields at a time", () => {
    const long = line("info", "monitor did not succeed", {
      monitor: "nats-delivered",
      streak: "1/5",
      error: "result is empty",
    });
    expect(formatLine(long, { ...text, columns: 60 })).toBe(
      "[INFO]: monitor did not succeed  monitor: nats-delivered\n          streak: 1/5  error: result is empty",
    );
    expect(formatLine(long, text)).not.toContain("\n");
  });

  it("puts further lines of a value below, and shows control characters as dots", () => {
    expect(formatLine(line("error", "failed", { error: "one\n\ttwo\x1b[31m", release: "a" }), text)).toBe(
      "[ERROR]: failed                   error: one  release: a\n            two·[31m",
    );
  });

  it("keeps JSON on one line, with values as they are", () => {
    const json = formatLine(line("error", "a\nb", { error: "one\n\ttwo" }), { ...text, format: "json" });
    expect(JSON.parse(json)).toEqual({ level: "error", message: "a\nb", error: "one\n\ttwo" });
    expect(json).not.toContain("\n");
  });
});
