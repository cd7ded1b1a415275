import { expect, it } from "vitest";
import { formatDiagnostics } from "./format-diagnostic.js";
import { readConfig } from "./read-config.js";
import { configJsonSchema } from "./schema.js";

const read = (run: string) =>
  readConfig({ bytes: new TextEncoder().encode(`run:\n${run}\nreleases: []\n`), file: "helmwatch.yml" });
const shown = (run: string) => {
  const result = read(run);
  return `\n${formatDiagnostics(result.diagnostics, { source: result })}\n`;
};

it("runs here unless told otherwise", () => {
  expect(read("  undo: all").config?.run).toMatchObject({ where: "local" });
});

it("needs no more than where to run in the cluster", () => {
  expect(read("  where: cluster\n  in_cluster: {resources: {limits: {cpu: 1}}}").config?.run).toMatchInlineSnapshot(`
      {
        "firstInstall": "uninstall",
        "inCluster": {
          "createNamespace": false,
          "env": [],
          "gracePeriodMs": 600000,
          "imagePullPolicy": "IfNotPresent",
          "imagePullSecrets": [],
          "namespace": "helmwatch",
          "nodeSelector": {},
          "plugins": [],
          "rbac": "none",
          "resources": {
            "limits": {
              "cpu": "1",
            },
          },
          "serviceAccount": "helmwatch",
          "startTimeoutMs": 120000,
          "tolerations": [],
          "ttlMs": 86400000,
        },
        "react": "after_all",
        "undo": "release",
        "where": "cluster",
      }
    `);
});

it("reads durations like all others", () => {
  const { config } = read("  in_cluster: {image: i, start_timeout: 1m30s, deadline: 2h, grace_period: 5, ttl: 48h}");
  expect(config?.run.inCluster).toMatchObject({
    startTimeoutMs: 90_000,
    deadlineMs: 7_200_000,
    gracePeriodMs: 5000,
    ttlMs: 172_800_000,
  });
});

it("tells everything wrong with it at once, in its place", () => {
  expect(
    shown(`  where: clutser
  in_cluster:
    imgae: helmwatch:1
    namespace: Prod
    rbac: admin
    resources: {request: {cpu: 1}}
    env: [TOKEN, KUBECONFIG, a-b]
    ttl: 1 day`),
  ).toMatchInlineSnapshot(`
    "
    error CONFIG_INVALID  helmwatch.yml:2:10
     2 │   where: clutser
       │          ^^^^^^^ expected local or cluster, got "clutser"
       = did you mean "cluster"?

    error CONFIG_UNKNOWN_KEY  helmwatch.yml:4:5
     4 │     imgae: helmwatch:1
       │     ^^^^^ run.in_cluster has no key "imgae"
       = did you mean "image"?

    error CONFIG_INVALID  helmwatch.yml:5:16
     5 │     namespace: Prod
       │                ^^^^ expected a Kubernetes name, got "Prod"

    error CONFIG_INVALID  helmwatch.yml:6:11
     6 │     rbac: admin
       │           ^^^^^ expected none, namespaced or cluster-admin, got "admin"

    error CONFIG_UNKNOWN_KEY  helmwatch.yml:7:17
     7 │     resources: {request: {cpu: 1}}
       │                 ^^^^^^^ resources has no key "request"
       = did you mean "requests"?

    error CONFIG_INVALID  helmwatch.yml:8:18
     8 │     env: [TOKEN, KUBECONFIG, a-b]
       │                  ^^^^^^^^^^
       = expected a variable that is not the pod's own, got "KUBECONFIG"

    error CONFIG_INVALID  helmwatch.yml:8:30
     8 │     env: [TOKEN, KUBECONFIG, a-b]
       │                              ^^^ expected the name of a variable, got "a-b"

    error CONFIG_INVALID  helmwatch.yml:9:10
     9 │     ttl: 1 day
       │          ^^^^^
       = expected a duration like 30s, 1m30s or a number of seconds, got "1 day"
    "
  `);
});

it("is part of the JSON Schema", () => {
  const schema = JSON.stringify(configJsonSchema());
  for (const key of ["where", "in_cluster", "service_account", "grace_period"]) expect(schema).toContain(`"${key}"`);
});
