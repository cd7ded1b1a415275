import { describe, expect, it } from "vitest";
import { answer, unreachable } from "../test/fake-kube.js";
import { told } from "../test/play.js";
import { given } from "../test/start-check.js";
import * as states from "../test/states.js";

describe("connections that drop", () => {
  it("a watch that ends, and one that is silent, change no result", async () => {
    const { kube, clock, start } = given();
    const check = start();
    await clock.advance(100);
    kube.pods = [states.running];
    kube.dropWatches();
    await clock.advance(1_100);
    expect(kube.watching()).toBe(2);
    kube.pods = [states.exited(0)];
    await clock.advance(3_000);
    expect(told(check.ended)).toBe("pass: ");
  });

  it("an API server that is away for a while is waited for, from the creation to the last word of the log", async () => {
    const { kube, clock, start } = given();
    kube.refuse(/^POST .*jobs/, unreachable(), 2);
    kube.refuse(/^GET .*\/jobs\//, unreachable(), 3);
    kube.refuse(/^GET .*\/log/, answer(500, "InternalError"), 3);
    kube.refuse(/^DELETE/, unreachable(), 2);
    const check = start();
    await clock.advance(5_000);
    kube.log = ["2026-01-01T00:00:02Z bad orders"];
    kube.pods = [states.exited(1)];
    await clock.advance(20_000);
    expect(told(check.ended)).toBe("fail: exit code 1 (last line: bad orders)");
    expect(kube.deleted).toHaveLength(1);
  });

  it("an API server that stays away is an error after a minute", async () => {
    const { kube, clock, start } = given();
    kube.refuse(/^GET .*\/jobs\//, unreachable());
    const check = start();
    await clock.advance(70_000);
    expect(told(check.ended)).toBe("KUBE_UNREACHABLE: cannot reach the API");
  });

  it("a creation whose answer was lost is found again", async () => {
    const { kube, clock, start } = given();
    kube.job = { metadata: { name: "made", uid: "job-uid" } };
    kube.refuse(/^POST .*jobs/, answer(409, "AlreadyExists"), 1);
    kube.pods = [states.exited(0)];
    const check = start();
    await clock.advance(1_000);
    expect(told(check.ended)).toBe("pass: ");
  });

  it("each line is told once, whatever reads fail, and what was told stays when the log is gone", async () => {
    const { kube, clock, start, said } = given();
    const check = start();
    kube.pods = [states.running];
    kube.log = ["2026-01-01T00:00:01.1Z a", "2026-01-01T00:00:01.1Z a"];
    await clock.advance(1_000);
    kube.notify();
    await clock.advance(10);
    kube.log.push("2026-01-01T00:00:01.1Z a", "2026-01-01T00:00:01.25Z b");
    kube.refuse(/\/log/, unreachable(), 2);
    await clock.advance(4_000);
    kube.log.push("2026-01-01T00:00:03Z c");
    await clock.advance(1_000);
    expect(said).toEqual(["a", "a", "a", "b", "c"]);
    kube.refuse(/\/log/, answer(404, "NotFound"));
    kube.pods = [states.exited(2)];
    await clock.advance(5_000);
    expect(check.ended).toMatchObject({ why: "exit code 2 (last line: c)", facts: { log: "a\na\na\nb\nc" } });
  });
});

it("a line is told at once where the host has streams, and the log's end after the Job's", async () => {
  const { kube, clock, start, said } = given();
  const follows: boolean[] = [];
  kube.stream = async function* ({ path, signal }) {
    const follow = new URL(path, "http://kube").searchParams.get("follow") === "true";
    follows.push(follow);
    yield "2026-01-01T00:00:01Z one\n";
    if (follow) await clock.sleep(200, signal);
    yield "2026-01-01T00:00:02Z two\n";
    if (follow) await clock.sleep(60_000, signal);
  };
  const check = start();
  kube.pods = [states.running];
  await clock.advance(10);
  kube.notify();
  await clock.advance(0);
  expect(said).toEqual(["one"]);
  await clock.advance(200);
  expect(said).toEqual(["one", "two"]);
  kube.pods = [states.exited(0)];
  kube.notify();
  await clock.advance(2_000);
  expect(told(check.ended)).toBe("pass: ");
  expect([said, follows]).toEqual([
    ["one", "two"],
    [true, false],
  ]);
});

it("a line is told when it is whole, and what comes with the end is told, too", async () => {
  const { kube, clock, start, said } = given();
  start();
  kube.pods = [states.running];
  kube.unfinished = "2026-01-01T00:00:01Z hal";
  await clock.advance(1_500);
  kube.notify();
  await clock.advance(1_100);
  kube.unfinished = "";
  kube.log = ["2026-01-01T00:00:01Z half"];
  kube.pods = [states.exited(0)];
  kube.notify();
  await clock.advance(1);
  expect(said).toEqual(["half"]);
});

describe("the time of a check", () => {
  it("an image that cannot be pulled is given up within a few seconds", async () => {
    const { kube, clock, start } = given();
    const check = start();
    kube.pods = [states.stuck("ErrImageNeverPull", "not here")];
    await clock.advance(1_900);
    expect(check.ended).toBeUndefined();
    await clock.advance(200);
    expect(told(check.ended)).toBe("MONITOR_JOB_NOT_STARTED: the Job cannot start: ErrImageNeverPull: not here");
  });

  it("ends a moment before its abort, with what was seen", async () => {
    const { kube, clock, start } = given();
    const check = start({ timeoutMs: 10_000 });
    kube.pods = [states.running];
    kube.log = ["2026-01-01T00:00:01Z still at it"];
    await clock.advance(9_100);
    expect(told(check.ended)).toMatch(/^PLUGIN_TIMEOUT: .*iteration timeout of 10s/);
    expect(check.ended).toMatchObject({ facts: { log: "still at it" } });
    expect(kube.deleted).toHaveLength(1);
  });

  it("a Job that runs has no time to start any more", async () => {
    const { kube, clock, start } = given({ start_timeout: "5s" });
    const check = start();
    kube.pods = [states.running];
    await clock.advance(30_000);
    expect(check.ended).toBeUndefined();
  });
});
