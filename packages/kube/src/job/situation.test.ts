import { expect, it } from "vitest";
import type { Job, Pod } from "./kube-objects.js";
import { situationOf, terminationOf } from "./situation.js";

const pod = (status: Pod["status"]): Pod => ({ metadata: { name: "p", uid: "p" }, ...(status ? { status } : {}) });
const job: Job = { metadata: { name: "j", uid: "u" } };
const ended = (name: string, exitCode: number) => ({ name, state: { terminated: { exitCode } } });
const runs = (name: string) => ({ name, state: { running: {} } });

/** A pod of two containers. */
const pair = (status: Pod["status"]): Pod => ({
  metadata: { name: "p", uid: "p" },
  spec: { containers: [{ name: "a" }, { name: "b" }] },
  ...(status ? { status } : {}),
});

it.each<[string, Pod, object]>([
  ["one container of two has a status yet", pair({ containerStatuses: [ended("a", 0)] }), { kind: "running" }],
  ["one of two has ended", pair({ containerStatuses: [ended("a", 1), runs("b")] }), { kind: "running" }],
  [
    "both have ended: the one that failed decides",
    pair({ containerStatuses: [ended("a", 0), ended("b", 7)] }),
    { kind: "exited", container: "b" },
  ],
  ["both have passed", pair({ containerStatuses: [ended("a", 0), ended("b", 0)] }), { kind: "exited", container: "a" }],
  [
    "an init container runs",
    pair({ phase: "Pending", initContainerStatuses: [runs("i")], containerStatuses: [] }),
    { kind: "running" },
  ],
  [
    "an init container failed",
    pair({ phase: "Failed", initContainerStatuses: [ended("i", 2)], containerStatuses: [] }),
    { kind: "exited", container: "i" },
  ],
  [
    "its container could not be started",
    pod({ containerStatuses: [{ name: "a", state: { terminated: { exitCode: 128, reason: "StartError" } } }] }),
    { kind: "unstartable", reason: "StartError" },
  ],
])("%s", (_, pod, expected) => {
  expect(situationOf(job, pod)).toMatchObject(expected);
});

it("a Job that is being deleted with its pods still there was deleted by someone", () => {
  const going = { metadata: { ...job.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } };
  expect(situationOf(going, pod({ containerStatuses: [runs("a")] }))).toMatchObject({
    kind: "lost",
    reason: "JobDeleted",
  });
});

it.each(["Failed", "Complete"])(
  "a Job that is %s and whose pod is gone is lost, with what was last seen of the pod",
  (type) => {
    const last = pod({ containerStatuses: [ended("a", 3)] });
    const over = { ...job, status: { conditions: [{ type, status: "True" }] } };
    const seen = situationOf(over, undefined, last);
    expect(seen).toMatchObject({ kind: "lost", reason: type, pod: last });
    expect(terminationOf(last)).toEqual({ exitCode: 3 });
  },
);
