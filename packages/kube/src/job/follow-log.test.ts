import { fakeClock } from "@helmwatch/testkit";
import { describe, expect, it } from "vitest";
import { type FakeLog, fakeLog } from "../../test/fake-log.js";
import { followLog } from "./follow-log.js";

/** Follows a log into `lines` until it ends, `done`, or fails, `failed`. */
function follow(log: FakeLog, longestLine?: number) {
  const clock = fakeClock();
  const [stop, ended] = [new AbortController(), new AbortController()];
  const seen = { lines: [] as string[], done: false, failed: undefined as unknown };
  const source = { kube: log.kube, namespace: "shop", pod: "p", container: "check" };
  const settings = { clock, signal: stop.signal, ended: ended.signal, ...(longestLine ? { longestLine } : {}) };
  (async () => {
    for await (const line of followLog({ ...source, ...settings })) seen.lines.push(line);
    seen.done = true;
  })().catch((error) => (seen.failed = error));
  const end = () => {
    log.end();
    ended.abort();
  };
  return { seen, clock, stop, ended, end };
}

const at = (second: number, fraction = "") => `2026-01-01T00:00:${String(second).padStart(2, "0")}${fraction}Z`;

it("tells a line as it comes, and ends after the last one", async () => {
  const log = fakeLog();
  const { seen, clock, end } = follow(log);
  log.write(`${at(1)} one\n`);
  await clock.advance(0);
  expect(seen.lines).toEqual(["one"]);
  log.write(`${at(1)} two\n${at(2)} \n${at(2)} without a line break`);
  await clock.advance(0);
  expect(seen.lines).toEqual(["one", "two", ""]);
  end();
  await clock.advance(0);
  expect(seen).toEqual({ lines: ["one", "two", "", "without a line break"], done: true, failed: undefined });
  expect([log.open(), clock.pending()]).toEqual([0, 0]);
});

describe("over connections that drop", () => {
  it("within a line, each line is told once and whole", async () => {
    const log = fakeLog();
    const { seen, clock, end } = follow(log);
    log.write(`${at(1, ".1")} a\n${at(1, ".1")} a\n${at(1, ".25")} hal`);
    await clock.advance(0);
    log.cut();
    await clock.advance(10);
    log.write(`f\n${at(1, ".25")} b\n`);
    await clock.advance(1_000);
    expect(seen.lines).toEqual(["a", "a", "half", "b"]);
    expect(log.reads.map((query) => query.get("sinceTime"))).toEqual([null, at(1)]);
    log.cut();
    log.write(`${at(1, ".25")} b\n${at(7)} c\n`);
    end();
    await clock.advance(1_000);
    expect(seen).toMatchObject({ lines: ["a", "a", "half", "b", "b", "c"], done: true });
  });

  it("while the API server is away for five seconds, nothing is lost and nothing told twice", async () => {
    const log = fakeLog();
    const { seen, clock, end } = follow(log);
    log.write(`${at(1)} a\n`);
    await clock.advance(0);
    log.cut(5);
    log.write(`${at(2)} b\n${at(3)} c\n`);
    await clock.advance(4_900);
    expect(seen.lines).toEqual(["a"]);
    await clock.advance(1_200);
    expect(seen.lines).toEqual(["a", "b", "c"]);
    end();
    await clock.advance(0);
    expect(seen.done).toBe(true);
  });

  it("stdout and stderr whose times cross are not taken for what was told", async () => {
    const log = fakeLog();
    const { seen, clock, end } = follow(log);
    log.write(`${at(1, ".000000200Z").slice(0, -1)} out\n${at(1, ".000000100Z").slice(0, -1)} err\n`);
    await clock.advance(0);
    log.cut();
    await clock.advance(10);
    log.write(`${at(1, ".000000150Z").slice(0, -1)} late\n`);
    await clock.advance(1_000);
    end();
    await clock.advance(0);
    expect(seen).toMatchObject({ lines: ["out", "err", "late"], done: true });
  });

  it("while the log is rotated, the new file is told from its beginning", async () => {
    const log = fakeLog();
    const { seen, clock, end } = follow(log);
    log.write(`${at(1)} a\n${at(1)} b\n`);
    await clock.advance(0);
    log.cut();
    log.rotate();
    log.write(`${at(1, ".5")} c\n${at(2)} d\n`);
    await clock.advance(1_000);
    end();
    await clock.advance(0);
    expect(seen).toMatchObject({ lines: ["a", "b", "c", "d"], done: true });
  });

  it("a connection that is silent for a minute is made anew: it may be dead", async () => {
    const log = fakeLog();
    const { clock, seen, stop } = follow(log);
    log.write(`${at(1)} a\n`);
    await clock.advance(61_500);
    expect(log.reads).toHaveLength(2);
    expect(seen).toMatchObject({ lines: ["a"], failed: undefined });
    stop.abort(new Error("stop"));
    await clock.advance(0);
    expect([seen.failed, log.open(), clock.pending()]).toEqual([new Error("stop"), 0, 0]);
  });

  it("one that does not end with its container is left after two seconds, and the rest is read", async () => {
    const log = fakeLog();
    const { clock, seen, ended } = follow(log);
    log.write(`${at(1)} a\n`);
    await clock.advance(0);
    ended.abort();
    await clock.advance(1_900);
    expect(seen.done).toBe(false);
    await clock.advance(200);
    expect(seen).toMatchObject({ lines: ["a"], done: true });
  });
});

it.each([
  ["before its container has started", 400, 3],
  ["while the server is overloaded", 503, 3],
])("waits %s", async (_, status, times) => {
  const log = fakeLog();
  log.cut(times, status);
  const { clock, seen, end } = follow(log);
  log.write(`${at(1)} a\n`);
  await clock.advance(times * 1_000);
  end();
  await clock.advance(0);
  expect(seen).toMatchObject({ lines: ["a"], done: true });
});

it.each([403, 404])("throws where the rest cannot be had: %i", async (status) => {
  const log = fakeLog();
  const { clock, seen } = follow(log);
  log.write(`${at(1)} a\n`);
  await clock.advance(0);
  log.cut(1, status);
  await clock.advance(1_000);
  expect(seen).toMatchObject({ lines: ["a"], done: false, failed: { facts: { status } } });
});

it("gives up on the end of a log after some tries", async () => {
  const log = fakeLog();
  const { clock, seen, end } = follow(log);
  await clock.advance(0);
  log.cut(99, 500);
  end();
  await clock.advance(60_000);
  expect(seen).toMatchObject({ done: false, failed: { facts: { status: 500 } } });
});

it("holds no more of a line than is asked for", async () => {
  const log = fakeLog();
  const { clock, seen, end } = follow(log, 10);
  log.write(`${at(1)} ${"x".repeat(100)}`);
  await clock.advance(0);
  log.write(`${"y".repeat(100)}\n${at(1)} next\n`);
  end();
  await clock.advance(0);
  expect(seen.lines.map((line) => line.slice(0, 10))).toEqual(["xxxxxxxxxx", "next"]);
  expect(seen.lines[0]!.length).toBeLessThan(50);
});

it("reads the log each second where the host has no streams", async () => {
  const log = fakeLog({ streams: false });
  log.write(`${at(1)} a\n${at(1)} hal`);
  const { clock, seen, end } = follow(log);
  await clock.advance(100);
  log.write(`f\n${at(2)} b\n`);
  await clock.advance(1_000);
  expect(seen.lines).toEqual(["a", "half", "b"]);
  log.write(`${at(3)} c`);
  end();
  await clock.advance(0);
  expect(seen).toMatchObject({ lines: ["a", "half", "b", "c"], done: true });
});
