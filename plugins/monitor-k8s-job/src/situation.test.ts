import { expect, it } from "vitest";
import { exited, running } from "../test/states.js";
import type { Job, Pod } from "./kube-objects.js";
import { situationOf } from "./situation.js";

const job: Job = { metadata: { name: "j", uid: "u" } };
const ended = (name: string, exitCode: number) => ({ name, state: { terminated: { exitCode } } });
const runs = (name: string) => ({ name, state: { running: {} } });

/** A pod of two containers. */
const pair = (status: Pod["status"]): Pod => ({
  metadata: { name: "p", uid: "p" },
  spec: { containers: [{ name: "a" }, { name: "b" }] },
  ...(status ? { status } : {}),
});

it.each<[string, Pod[], object]>([
  ["one container of two has a status yet", [pair({ containerStatuses: [ended("a", 0)] })], { kind: "running" }],
  ["one of two has ended", [pair({ containerStatuses: [ended("a", 1), runs("b")] })], { kind: "running" }],
  [
    "both have ended: the one that failed decides",
    [pair({ containerStatuses: [ended("a", 0), ended("b", 7)] })],
    { kind: "exited", container: "b" },
  ],
  [
    "both have passed",
    [pair({ containerStatuses: [ended("a", 0), ended("b", 0)] })],
    { kind: "exited", container: "a" },
  ],
  [
    "an init container runs",
    [pair({ phase: "Pending", initContainerStatuses: [runs("i")], containerStatuses: [] })],
    { kind: "running" },
  ],
  [
    "an init container failed",
    [pair({ phase: "Failed", initContainerStatuses: [ended("i", 2)], containerStatuses: [] })],
    { kind: "exited", container: "i" },
  ],
  [
    "a newer pod took the place of one",
    [exited(1), { ...running, metadata: { ...running.metadata, creationTimestamp: "2026-01-01T00:01:00Z" } }],
    { kind: "running" },
  ],
])("%s", (_, pods, expected) => {
  expect(situationOf(job, pods)).toMatchObject(expected);
  expect(situationOf(job, [...pods].reverse())).toMatchObject(expected);
});

it("a Job that is being deleted with its pods still there was deleted by someone", () => {
  const going = { metadata: { ...job.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } };
  expect(situationOf(going, [running])).toMatchObject({ kind: "lost", reason: "JobDeleted" });
});
