import { isHelmwatchError } from "@helmwatch/core/plugin";
import { describe, expect, it } from "vitest";
import { answer, type FakeKube, fakeKube, unreachable } from "../test/fake-kube.js";
import { given } from "../test/start-check.js";
import * as states from "../test/states.js";

/** `kind` of the observation, or the code of the error, and why. */
function told(ended: unknown): string {
  if (isHelmwatchError(ended)) return `${ended.code}: ${ended.message}`;
  const { kind, pass, why } = ended as { kind: string; pass?: boolean; why: string };
  return `${kind === "verdict" ? (pass ? "pass" : "fail") : kind}: ${why}`;
}

/** Changes the cluster second by second, each told by a watch, and lets a minute go by. */
async function play(input: object, ...changes: ((kube: FakeKube) => void)[]) {
  const world = given(input);
  const check = world.start();
  for (const change of changes) {
    await world.clock.advance(1_000);
    change(world.kube);
    world.kube.notify();
  }
  await world.clock.advance(70_000);
  expect([world.kube.watching(), world.clock.pending()]).toEqual([0, 0]);
  return { ...world, ended: check.ended };
}

const pod =
  (...pods: FakeKube["pods"]) =>
  (kube: FakeKube) => {
    kube.pods = pods;
  };
const event =
  (...[uid, reason, message]: Parameters<typeof states.warning>) =>
  (kube: FakeKube) =>
    void kube.events.push(states.warning(uid, reason, message));
const prints =
  (...rows: string[]) =>
  (kube: FakeKube) =>
    void kube.log.push(...rows);

const exit_codes = { no_data: [4], error: [5] };

describe("what a check makes of what happens to its Job", () => {
  it.each<[string, object, ((kube: FakeKube) => void)[], string]>([
    ["completes", {}, [pod(states.pending), pod(states.running), pod(states.exited(0))], "pass: "],
    ["exits with 3", {}, [pod(states.running), pod(states.exited(3))], "fail: exit code 3"],
    [
      "says why",
      {},
      [prints("2026-01-01T00:00:02Z no db"), pod(states.exited(3))],
      "fail: exit code 3 (last line: no db)",
    ],
    ["has no data", { exit_codes }, [pod(states.exited(4))], "no-data: exit code 4"],
    ["has an error", { exit_codes }, [pod(states.exited(5))], "MONITOR_JOB_ERROR: exit code 5"],
    ["ends as nobody named", { exit_codes: { fail: [1] } }, [pod(states.exited(9))], "MONITOR_JOB_ERROR: exit code 9"],
    ["fails as named", { exit_codes: { fail: [1] } }, [pod(states.exited(1))], "fail: exit code 1"],
    [
      "is killed for its memory",
      {},
      [pod(states.exited(137, "OOMKilled"))],
      "fail: OOMKilled, exit code 137 (memory limit 16Mi)",
    ],
    [
      "has no such command",
      {},
      [pod(states.exited(128, "StartError", "no such file"))],
      "MONITOR_JOB_NOT_STARTED: the Job cannot start: StartError: no such file",
    ],
    [
      "has an image that cannot be pulled",
      {},
      [pod(states.stuck("ErrImagePull", "not found")), pod(states.stuck("ImagePullBackOff", "back-off: not found"))],
      "MONITOR_JOB_NOT_STARTED: the Job cannot start: ImagePullBackOff: back-off: not found",
    ],
    [
      "fits on no node",
      {},
      [pod(states.unschedulable)],
      "MONITOR_JOB_NOT_STARTED: the Job did not start within 60s: Unschedulable: 0/1 nodes are available: 1 is full.",
    ],
    [
      "exceeds a quota",
      { start_timeout: "5s" },
      [event("job-uid", "FailedCreate", "exceeded quota: none")],
      "MONITOR_JOB_NOT_STARTED: the Job did not start within 5s: FailedCreate: exceeded quota: none",
    ],
    [
      "lacks a volume",
      { start_timeout: "5s" },
      [pod(states.pending), event("pod-uid", "FailedMount", 'secret "x" not found')],
      'MONITOR_JOB_NOT_STARTED: the Job did not start within 5s: FailedMount: secret "x" not found',
    ],
    [
      "is deleted",
      {},
      [pod(states.running), (kube) => (kube.job = undefined)],
      "MONITOR_JOB_LOST: the check did not end by itself: JobDeleted: the Job was deleted by someone else",
    ],
    [
      "is replaced by another of its name",
      {},
      [pod(states.running), (kube) => (kube.job = { metadata: { name: "same", uid: "other" } })],
      "MONITOR_JOB_LOST: the check did not end by itself: JobDeleted: the Job was deleted by someone else",
    ],
    [
      "has its pod deleted, which then exits 0",
      {},
      [pod(states.running), pod(states.killed), (kube) => (kube.job = states.failed(kube.job!))],
      "MONITOR_JOB_LOST: the check did not end by itself: PodDeleted: the pod was deleted by someone else",
    ],
    ["ends before its pod is deleted", {}, [pod(states.running), pod(states.endedThenDeleted)], "pass: "],
    [
      "is evicted",
      {},
      [pod(states.running), pod(states.evicted)],
      "MONITOR_JOB_LOST: the check did not end by itself: TerminationByKubelet: low on memory",
    ],
    [
      "is lost with its node",
      {},
      [pod(states.running), pod(states.unknown)],
      "MONITOR_JOB_LOST: the check did not end by itself: PodFailed: the pod failed, and no exit code tells how",
    ],
    [
      "passes its deadline",
      {},
      [pod(states.running), pod(states.killed), (kube) => (kube.job = states.pastDeadline(kube.job!))],
      "MONITOR_JOB_LOST: the check did not end by itself: DeadlineExceeded: the Job ran longer than its activeDeadlineSeconds",
    ],
    [
      "fails with its pod gone",
      {},
      [(kube) => (kube.job = states.failed(kube.job!))],
      "MONITOR_JOB_LOST: the check did not end by itself: BackoffLimitExceeded: the Job failed and its pod is gone: gone",
    ],
  ])("a Job that %s", async (_, input, changes, expected) => {
    const { ended, kube } = await play(input, ...changes);
    expect(told(ended)).toBe(expected);
    expect(kube.deleted).toHaveLength(1);
  });
});

it("facts tell how it ended, what Kubernetes warned of, and the end of the log", async () => {
  const rows = ["2026-01-01T00:00:01Z one", "2026-01-01T00:00:02Z two", "2026-01-01T00:00:03Z three"];
  const { ended, kube } = await play(
    { logs: { tail_lines: 2 } },
    pod(states.running),
    prints(...rows),
    event("pod-uid", "Unhealthy", "slow"),
    (kube) => void kube.events.push({ ...states.warning("pod-uid", "Pulled", "here"), type: "Normal" }),
    pod(states.exited(1, "Error", "3 orders lost")),
  );
  expect(ended).toMatchObject({
    facts: {
      job: kube.deleted[0],
      namespace: "shop",
      pod: "app-check-x",
      node: "node-1",
      container: "check",
      exit_code: 1,
      reason: "Error",
      oom: false,
      seconds: 3,
      message: "3 orders lost",
      events: [{ object: "pod", reason: "Unhealthy", message: "slow", count: 2 }],
      log: "two\nthree",
    },
  });
});

it("of several warnings the newest is the explanation", async () => {
  const at = (lastTimestamp: string, message: string) => (kube: FakeKube) =>
    void kube.events.push({ ...states.warning("pod-uid", "FailedMount", message), lastTimestamp });
  const { ended } = await play(
    { start_timeout: "5s" },
    pod(states.pending),
    at("2026-01-01T00:00:09Z", "newer"),
    at("2026-01-01T00:00:03Z", "older"),
  );
  expect(told(ended)).toMatch(/FailedMount: newer$/);
});

it("a log is cut to its last bytes, never within a character", async () => {
  const rows = ["2026-01-01T00:00:01Z äää", "2026-01-01T00:00:02Z öö"];
  const { ended } = await play({ logs: { max_bytes: 6 } }, prints(...rows), pod(states.exited(1)));
  expect(ended).toMatchObject({ facts: { log: "…\nöö" } });
});

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

describe("what is left behind", () => {
  it.each([
    ["never", 0, 1],
    ["never", 1, 1],
    ["failed", 0, 1],
    ["failed", 1, 0],
    ["always", 0, 0],
    ["always", 1, 0],
  ])("keep: %s after exit code %i", async (keep, code, deleted) => {
    const { kube } = await play({ keep }, pod(states.exited(code)));
    expect(kube.deleted).toHaveLength(deleted);
  });

  it("a Job that never ran is removed even where failed ones are kept: it might start later", async () => {
    const { kube } = await play({ keep: "always", start_timeout: "5s" }, pod(states.unschedulable));
    expect(kube.deleted).toHaveLength(1);
  });

  it("an abort settles at once and removes the Job", async () => {
    const { kube, clock, start, stop } = given();
    const check = start();
    kube.pods = [states.running];
    await clock.advance(2_000);
    // Settled before the cluster has answered to the removal.
    kube.refuse(/^DELETE/, unreachable(), 1);
    stop.abort(new Error("stopped"));
    await clock.advance(0);
    expect([check.ended, kube.deleted]).toEqual([new Error("stopped"), []]);
    await clock.advance(500);
    expect(kube.deleted).toHaveLength(1);
    expect([kube.watching(), clock.pending()]).toEqual([0, 0]);
  });

  it("an abort while the Job is being created removes what comes of it", async () => {
    const { kube, clock, start, stop } = given();
    const { request } = kube;
    kube.request = async <T>(sent: Parameters<FakeKube["request"]>[0]): Promise<T> => {
      if (sent.method === "POST") await clock.sleep(1_000, sent.signal);
      return request<T>(sent);
    };
    const check = start();
    await clock.advance(500);
    stop.abort(new Error("stopped"));
    await clock.advance(0);
    expect(check.ended).toEqual(new Error("stopped"));
    await clock.advance(1_000);
    expect([kube.created.length, kube.deleted.length, kube.job]).toEqual([1, 1, undefined]);
  });

  it("what could not be removed after a check is removed at the end", async () => {
    const { kube, clock, start, monitor, call, host } = given();
    kube.refuse(/^DELETE/, unreachable(), 12);
    kube.pods = [states.exited(0)];
    const check = start();
    await clock.advance(6_000);
    expect(told(check.ended)).toBe("pass: ");
    expect(host.logged.map(({ level }) => level)).toEqual(["warn"]);
    const disposed = monitor.dispose!(call());
    await clock.advance(3_000);
    await disposed;
    expect(kube.deleted).toHaveLength(1);
  });

  it("nothing is deleted that could not be created", async () => {
    const { kube, clock, start, monitor, call } = given();
    kube.refuse(/^POST .*jobs/, answer(403, "Forbidden", "may not create jobs"));
    const check = start();
    await clock.advance(100);
    expect(told(check.ended)).toBe("KUBE_FORBIDDEN: may not create jobs");
    await monitor.dispose!(call());
    expect(kube.requests.filter((line) => line.startsWith("DELETE"))).toEqual([]);
  });
});

describe("where the Job runs", () => {
  it("without a release or a namespace is an error", async () => {
    const { clock, start } = given();
    const check = start({ releases: [] });
    await clock.advance(0);
    expect(told(check.ended)).toMatch(/^CONFIG_MISSING_KEY: no namespace/);
  });

  it.each([
    ["the release's", {}, "prod"],
    ["that of the option", { context: "test" }, "test"],
  ])("is the context %s", async (_, input, expected) => {
    const kube = fakeKube();
    const other = fakeKube();
    const asked: string[] = [];
    kube.withContext = (context) => {
      asked.push(context);
      return other;
    };
    other.pods = [states.exited(0)];
    const { clock, start } = given(input, kube);
    const check = start({ releases: [{ name: "app", namespace: "shop", context: "prod" }] });
    await clock.advance(1_000);
    expect(told(check.ended)).toBe("pass: ");
    expect([asked, kube.requests, other.deleted.length]).toEqual([[expected], [], 1]);
  });

  it("where the context cannot be reached, no Job runs in the wrong cluster", async () => {
    const { clock, start, kube } = given({ context: "prod" });
    const check = start();
    await clock.advance(0);
    expect(told(check.ended)).toMatch(/^CONFIG_NOT_SUPPORTED_YET: context "prod"/);
    expect(kube.requests).toEqual([]);
  });
});
