import { describe, expect, it } from "vitest";
import type { FakeKube } from "../test/fake-kube.js";
import { event, play, pod, prints, told } from "../test/play.js";
import * as states from "../test/states.js";

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
