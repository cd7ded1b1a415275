import { fakeClock } from "@helmwatch/core";
import { describe, expect, it } from "vitest";
import { type FakeCluster, fakeCluster } from "../../test/fake-cluster.js";
import { fakeHelm } from "../../test/fake-helm.js";
import { plainRelease } from "../../test/plain-release.js";
import { createReleaseOperations } from "../operation/create-release-operations.js";
import { connectHelm } from "../program/connect-helm.js";

const pods = "GET /api/v1/namespaces/test/pods";
const instance = "/api/v1/namespaces/test/pods?labelSelector=app.kubernetes.io/instance=nats";
const events = "/api/v1/namespaces/test/events";
const log = (pod: string) => `/api/v1/namespaces/test/pods/${pod}/log`;

const failed = { name: "nats", namespace: "test", revision: 2, status: "failed", info: { description: "timed out" } };

function collect(cluster: FakeCluster, clock = fakeClock()) {
  const helm = connectHelm({ executor: fakeHelm("4.3.1"), home: "/home", env: {} });
  const operations = createReleaseOperations({ helm, kube: () => cluster, clock });
  return operations.evidence(plainRelease(), { signal: new AbortController().signal, progress: () => {} });
}

const healthy = {
  metadata: { name: "nats-0" },
  spec: { containers: [{ env: [{ name: "PASSWORD", value: "s3cret" }] }] },
  status: {
    phase: "Running",
    containerStatuses: [{ name: "main", ready: true, restartCount: 0, state: { running: {} } }],
  },
};
const crashing = {
  metadata: { name: "nats-1" },
  status: {
    phase: "Running",
    initContainerStatuses: [{ name: "init", ready: true, state: { terminated: { exitCode: 0, reason: "Completed" } } }],
    containerStatuses: [
      {
        ...{ name: "main", ready: false, restartCount: 4 },
        state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 40s" } },
        lastState: { terminated: { reason: "OOMKilled", exitCode: 137 } },
      },
    ],
  },
};
const unscheduled = {
  metadata: { name: "nats-2" },
  status: {
    phase: "Pending",
    conditions: [
      { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1 nodes: insufficient cpu" },
    ],
  },
};

describe("evidence", () => {
  it("tells record, pods with the ailing first, warnings and the ends of logs, and nothing of a pod's spec", async () => {
    const cluster = fakeCluster([failed]);
    cluster.answers[instance] = { items: [healthy, crashing, unscheduled] };
    cluster.answers[events] = {
      items: [
        {
          involvedObject: { kind: "Pod", name: "nats-1" },
          reason: "BackOff",
          message: "restarting",
          count: 9,
          lastTimestamp: "2026-01-01T00:00:01Z",
        },
        {
          involvedObject: { kind: "StatefulSet", name: "nats" },
          reason: "FailedCreate",
          message: "no",
          lastTimestamp: "2026-01-01T00:00:02Z",
        },
        { involvedObject: { kind: "Pod", name: "nats-old" }, reason: "Unhealthy", message: "of an older revision" },
        { involvedObject: { kind: "Job", name: "other" }, reason: "X", message: "of another release" },
      ],
    };
    cluster.answers[log("nats-1")] = "panic: no config\n";
    expect(await collect(cluster)).toMatchInlineSnapshot(`
      {
        "events": [
          {
            "count": 1,
            "lastSeen": "2026-01-01T00:00:02Z",
            "message": "no",
            "object": "StatefulSet/nats",
            "reason": "FailedCreate",
          },
          {
            "count": 9,
            "lastSeen": "2026-01-01T00:00:01Z",
            "message": "restarting",
            "object": "Pod/nats-1",
            "reason": "BackOff",
          },
        ],
        "logs": {
          "nats-1/main": "panic: no config",
        },
        "pods": [
          {
            "containers": [
              {
                "exitCode": 137,
                "lastEnd": "OOMKilled",
                "message": "back-off 40s",
                "name": "main",
                "ready": false,
                "restarts": 4,
                "state": "CrashLoopBackOff",
              },
            ],
            "healthy": false,
            "name": "nats-1",
            "phase": "Running",
          },
          {
            "containers": [],
            "healthy": false,
            "name": "nats-2",
            "phase": "Pending",
            "reason": "Unschedulable: 0/1 nodes: insufficient cpu",
          },
          {
            "containers": [
              {
                "name": "main",
                "ready": true,
                "restarts": 0,
                "state": "running",
              },
            ],
            "healthy": true,
            "name": "nats-0",
            "phase": "Running",
          },
        ],
        "record": {
          "description": "timed out",
          "revision": 2,
          "status": "failed",
        },
      }
    `);
    expect(cluster.requests.find((request) => request.includes("/log?"))).toBe(
      `GET ${log("nats-1")}?container=main&tailLines=20`,
    );
  });

  it("reads the log of the run before when the container is running again", async () => {
    const cluster = fakeCluster([failed]);
    const again = { name: "main", ready: false, restartCount: 1, state: { running: {} } };
    cluster.answers[instance] = { items: [{ ...healthy, status: { phase: "Running", containerStatuses: [again] } }] };
    cluster.answers[log("nats-0")] = "x".repeat(50_000);
    const { logs } = (await collect(cluster)) as { logs: Record<string, string> };
    expect(logs["nats-0/main"]).toHaveLength(4096);
    expect(cluster.requests.at(-1)).toMatch(/&previous=true$/);
  });

  it("finds pods by the manifest's selectors where nothing carries the release's label", async () => {
    const manifest = [
      "kind: Deployment\nmetadata: {name: web}\nspec: {selector: {matchLabels: {app: web, tier: a}}}",
      "kind: Job\nmetadata: {name: once}",
      "kind: Pod\nmetadata: {name: lone}",
      "kind: Service\nmetadata: {name: svc}\nspec: {selector: {app: web}}",
      "",
    ].join("\n---\n");
    const cluster = fakeCluster([{ ...failed, manifest }]);
    cluster.answers["/api/v1/namespaces/test/pods"] = { items: [] };
    cluster.answers[events] = { items: [] };
    await collect(cluster);
    expect(cluster.requests.filter((request) => request.startsWith(pods))).toEqual([
      `${pods}?labelSelector=app.kubernetes.io/instance=nats&limit=100`,
      `${pods}?labelSelector=app=web,tier=a&limit=100`,
      `${pods}?labelSelector=job-name=once&limit=100`,
      `${pods}?fieldSelector=metadata.name=lone&limit=100`,
    ]);
  });

  it("looks at the pods of hooks that failed, besides", async () => {
    const hooks = [
      { kind: "Job", name: "migrate", last_run: { phase: "Failed" } },
      { kind: "Job", name: "fine", last_run: { phase: "Succeeded" } },
    ];
    const cluster = fakeCluster([{ ...failed, hooks }]);
    cluster.answers[instance] = { items: [healthy] };
    cluster.answers["/api/v1/namespaces/test/pods?labelSelector=job-name=migrate"] = { items: [crashing] };
    cluster.answers[events] = { items: [] };
    cluster.answers[log("nats-1")] = "no such table";
    expect(await collect(cluster)).toMatchObject({ logs: { "nats-1/main": "no such table" } });
    expect(cluster.requests.join()).not.toContain("fine");
  });

  it("never rejects: it names what could not be had", async () => {
    const cluster = fakeCluster([failed]);
    cluster.forbidden.push("/api/v1/namespaces/test/pods", events);
    expect(await collect(cluster)).toEqual({
      record: { revision: 2, status: "failed", description: "timed out" },
      missing: [
        "pods: /api/v1/namespaces/test/pods is forbidden",
        "events: /api/v1/namespaces/test/events is forbidden",
      ],
    });
  });

  it("is nothing for a release without a record", async () => {
    const cluster = fakeCluster([]);
    cluster.answers["/api/v1/namespaces/test/pods"] = { items: [] };
    cluster.answers[events] = {};
    expect(await collect(cluster)).toEqual({});
  });

  it("takes 15 seconds at most, and keeps what it has by then", async () => {
    const clock = fakeClock();
    const cluster = fakeCluster([failed]);
    const answer = cluster.request;
    cluster.request = <T>(request: Parameters<typeof answer>[0]) =>
      request.path.includes("/pods") ? new Promise<T>(() => {}) : answer<T>(request);
    const collecting = collect(cluster, clock);
    for (let second = 0; second < 15; second++) {
      await new Promise((resolve) => setTimeout(resolve, 5)); // Unzipping the record takes real time.
      await clock.advance(1_000);
    }
    expect(await collecting).toEqual({
      record: { revision: 2, status: "failed", description: "timed out" },
      missing: ["evidence: no answer within 15s"],
    });
    expect(clock.pending()).toBe(0);
  });
});
