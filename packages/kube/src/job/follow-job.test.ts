import { HelmwatchError } from "@helmwatch/core/plugin";
import { fakeClock } from "@helmwatch/testkit";
import { describe, expect, it } from "vitest";
import { type FakeJobs, fakeJobs } from "../../test/fake-jobs.js";
import type { JobToFollow } from "./follow-job.js";
import { followJobLog } from "./follow-job-log.js";
import type { Pod } from "./kube-objects.js";
import type { Situation } from "./situation.js";

const pod = (state: object | undefined, more: Partial<Pod["metadata"]> = {}): Pod => ({
  metadata: { name: "run-x", uid: "p", creationTimestamp: "2026-01-01T00:00:00Z", ...more },
  spec: { containers: [{ name: "main" }] },
  status: { containerStatuses: [{ name: "main", ...(state ? { state } : {}) }] },
});
const running = pod({ running: {} });
const exited = (exitCode: number) => pod({ terminated: { exitCode } });
const failed = { conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded" }] };
const event = (message: string) => ({ type: "Warning", reason: "FailedCreate", message });

function follow(more: Partial<JobToFollow> = {}, fake = fakeJobs()) {
  fake.job = { metadata: { name: "run", uid: "u" } };
  const clock = fakeClock();
  const stop = new AbortController();
  const seen: { end?: Situation; error?: unknown; looks: string[]; lines: string[] } = { looks: [], lines: [] };
  const job = { namespace: "jobs", name: "run", uid: "u" };
  followJobLog({
    ...{ kube: fake.kube, clock, job, signal: stop.signal, startTimeoutMs: 30_000 },
    onLine: (line) => void seen.lines.push(line),
    look(situation) {
      seen.looks.push(situation.kind);
      return undefined;
    },
    ...more,
  }).then(
    ({ situation }) => (seen.end = situation),
    (error) => (seen.error = error),
  );
  /** The cluster changes, and tells so. */
  const change = async (changes: Partial<Pick<FakeJobs, "job" | "pods" | "events">>) => {
    Object.assign(fake, changes);
    fake.notify(fake.pods[0]);
    await clock.advance(100);
  };
  return { fake, clock, stop, seen, change };
}

it("tells each situation as it comes, and ends with the exit code and the last line", async () => {
  const { fake, clock, seen, change } = follow();
  fake.kube.stream = async function* () {
    yield "2026-01-01T00:00:01Z one\n2026-01-01T00:00:02Z two";
  };
  await clock.advance(100);
  await change({ pods: [pod({ waiting: { reason: "ContainerCreating" } })] });
  await change({ pods: [running] });
  await change({ pods: [exited(3)] });
  await clock.advance(2_000);
  expect(seen.end).toMatchObject({ kind: "exited", container: "main", end: { exitCode: 3 } });
  expect(seen.lines).toEqual(["one", "two"]);
  expect([...new Set(seen.looks)]).toEqual(["waiting", "running", "exited"]);
  expect([fake.watching(), clock.pending()]).toEqual([0, 0]);
});

describe("what happens between two looks", () => {
  it("an end whose watches were cut and whose requests failed is found out", async () => {
    const { fake, clock, seen, change } = follow();
    await change({ pods: [running] });
    fake.dropWatches();
    fake.refuse(/^GET (jobs|pods)/, 0, 4);
    fake.pods = [exited(0)];
    await clock.advance(15_000);
    expect(seen.end).toMatchObject({ kind: "exited", end: { exitCode: 0 } });
  });

  it("a pod that ended and was gone before the next look is known from its last event", async () => {
    const { fake, clock, seen, change } = follow();
    await change({ pods: [running] });
    fake.notify(exited(4));
    await change({ pods: [], job: { ...fake.job!, status: failed } });
    await clock.advance(5_000);
    expect(seen.end).toMatchObject({ kind: "lost", pod: exited(4) });
  });

  it("of several pods the newest counts", async () => {
    const { clock, seen, change } = follow();
    const newer = pod({ terminated: { exitCode: 0 } }, { creationTimestamp: "2026-01-01T00:01:00Z" });
    await change({ pods: [exited(1), newer] });
    await clock.advance(3_000);
    expect(seen.end).toMatchObject({ kind: "exited", end: { exitCode: 0 } });
  });

  it("where watches are forbidden, the looks on the timer do", async () => {
    const fake = fakeJobs();
    let opened = 0;
    fake.kube.watch = () => {
      opened++;
      throw new HelmwatchError("KUBE_FORBIDDEN", "no watch", { facts: { status: 403 } });
    };
    const { clock, seen } = follow({}, fake);
    await clock.advance(10_000);
    fake.pods = [exited(0)];
    await clock.advance(3_000);
    expect(seen.end).toMatchObject({ kind: "exited" });
    expect(opened).toBe(2);
  });
});

describe("an API server that is away", () => {
  it("for longer than awayMs is an error", async () => {
    const { fake, clock, seen, change } = follow({ awayMs: 10_000 });
    await change({ pods: [running] });
    fake.refuse(/^GET/, 0);
    await clock.advance(9_000);
    expect(seen.error).toBeUndefined();
    await clock.advance(5_000);
    expect(seen.error).toMatchObject({ code: "KUBE_UNREACHABLE" });
  });

  it("does not keep a caller that has seen enough", async () => {
    const given = { enough: false };
    const { fake, clock, seen, change } = follow({ look: () => (given.enough ? "enough" : 1_000) });
    await change({ pods: [running] });
    fake.refuse(/^GET/, 0);
    given.enough = true;
    await clock.advance(1_100);
    expect(seen.end).toMatchObject({ kind: "running" });
    expect([fake.watching(), clock.pending()]).toEqual([0, 0]);
  });

  it("a refusal that does not pass is thrown at once", async () => {
    const { fake, clock, seen } = follow();
    fake.refuse(/^GET pods/, 403);
    await clock.advance(3_000);
    expect(seen.error).toMatchObject({ code: "KUBE_FORBIDDEN" });
  });
});

describe("a pod that does not start", () => {
  const stuck = (reason: string) => [pod({ waiting: { reason, message: "no" } })];
  it.each<[string, Partial<FakeJobs>, number, object]>([
    ["an image that cannot be pulled", { pods: stuck("ImagePullBackOff") }, 3_000, { reason: "ImagePullBackOff" }],
    ["a key that is missing", { pods: stuck("CreateContainerConfigError") }, 3_000, { hopeless: true }],
    ["a refusal by admission", { events: [event("denied by policy")] }, 15_000, { message: "denied by policy" }],
    ["a full quota", { events: [event("exceeded quota: pods")] }, 30_000, { hopeless: false, reason: "FailedCreate" }],
    ["nothing at all", {}, 30_000, { hopeless: false, reason: "NoPod" }],
  ])("is given up in time: %s", async (_, changes, ms, expected) => {
    const { clock, seen, change } = follow();
    await change(changes);
    await clock.advance(ms / 2);
    expect(seen.end).toBeUndefined();
    await clock.advance(ms / 2);
    expect(seen.end).toMatchObject({ kind: "waiting", ...expected });
  });

  it("one that ran has no time to start any more, and an old refusal counts for nothing", async () => {
    const { clock, seen, change } = follow();
    await change({ pods: [running], events: [event("denied")] });
    await change({ pods: [] });
    await clock.advance(60_000);
    expect(seen.end).toBeUndefined();
  });
});

describe("a Job that is removed", () => {
  it("is lost", async () => {
    const { seen, change } = follow();
    await change({ pods: [running] });
    await change({ job: undefined });
    expect(seen.end).toMatchObject({ kind: "lost", reason: "JobDeleted", pod: running });
  });

  it("is lost once its pod has ended, where that matters", async () => {
    const { clock, seen, change } = follow({ untilPodEnds: true });
    await change({ pods: [running] });
    await change({ job: undefined });
    await clock.advance(20_000);
    expect(seen.end).toBeUndefined();
    await change({ pods: [exited(143)] });
    await clock.advance(1_000);
    expect(seen.end).toMatchObject({ kind: "lost", pod: exited(143) });
  });
});

it("an abort settles at once, and leaves no watch and no timer", async () => {
  const { fake, clock, seen, stop, change } = follow();
  await change({ pods: [running] });
  stop.abort(new Error("stop"));
  await clock.advance(0);
  expect(seen.error).toEqual(new Error("stop"));
  expect([fake.watching(), clock.pending()]).toEqual([0, 0]);
});
