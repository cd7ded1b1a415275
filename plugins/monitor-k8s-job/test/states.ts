import type { Job, KubeEvent, Pod } from "@helmwatch/kube/job";

/** States as a cluster of version 1.35 reports them, cut down to what is read. */
const pod = (status: Pod["status"], metadata: Partial<Pod["metadata"]> = {}): Pod => ({
  metadata: { name: "app-check-x", uid: "pod-uid", creationTimestamp: "2026-01-01T00:00:00Z", ...metadata },
  spec: { nodeName: "node-1", containers: [{ name: "check", resources: { limits: { memory: "16Mi" } } }] },
  ...(status ? { status } : {}),
});

const container = (state: object) => ({ containerStatuses: [{ name: "check", state }] });

export const pending = pod({ phase: "Pending", ...container({ waiting: { reason: "ContainerCreating" } }) });
export const running = pod({ phase: "Running", ...container({ running: { startedAt: "2026-01-01T00:00:01Z" } }) });

export const exited = (exitCode: number, reason = exitCode === 0 ? "Completed" : "Error", message?: string) => {
  const times = { startedAt: "2026-01-01T00:00:01Z", finishedAt: "2026-01-01T00:00:04Z" };
  const end = { exitCode, reason, ...times, ...(message === undefined ? {} : { message }) };
  return pod({ phase: exitCode === 0 ? "Succeeded" : "Failed", ...container({ terminated: end }) });
};

export const stuck = (reason: string, message: string) =>
  pod({ phase: "Pending", ...container({ waiting: { reason, message } }) });

export const unschedulable = pod({
  phase: "Pending",
  conditions: [
    { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1 nodes are available: 1 is full." },
  ],
});

export const evicted = pod({
  phase: "Failed",
  reason: "Evicted",
  message: "The node was low on resource: memory.",
  conditions: [{ type: "DisruptionTarget", status: "True", reason: "TerminationByKubelet", message: "low on memory" }],
  ...container({ terminated: { exitCode: 137, reason: "Error" } }),
});

export const unknown = pod({
  phase: "Failed",
  ...container({ terminated: { exitCode: 137, reason: "ContainerStatusUnknown" } }),
});

/** Deleted at second 3 with a grace period of 30: `trap 'exit 0' TERM` ends it with 0. */
export const killed: Pod = {
  ...exited(0),
  metadata: {
    ...exited(0).metadata,
    deletionTimestamp: "2026-01-01T00:00:33Z",
    deletionGracePeriodSeconds: 30,
  },
};

/** The same, but it had ended before. */
export const endedThenDeleted: Pod = {
  ...exited(0),
  metadata: { ...exited(0).metadata, deletionTimestamp: "2026-01-01T00:00:40Z", deletionGracePeriodSeconds: 30 },
};

export const pastDeadline = (job: Job): Job => ({
  ...job,
  status: { conditions: [{ type: "FailureTarget", status: "True", reason: "DeadlineExceeded" }] },
});

export const failed = (job: Job): Job => ({
  ...job,
  status: { conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "gone" }] },
});

export const warning = (uid: "job-uid" | "pod-uid", reason: string, message: string): KubeEvent =>
  ({
    uid,
    type: "Warning",
    reason,
    message,
    count: 2,
    involvedObject: { kind: uid === "job-uid" ? "Job" : "Pod" },
  }) as KubeEvent;
