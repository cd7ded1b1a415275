import type { InClusterConfig } from "@helmwatch/core";
import { expect, it } from "vitest";
import { jobSpec } from "./job-spec.js";

const options: InClusterConfig = {
  ...{ namespace: "ci", createNamespace: false, image: "helmwatch:1", imagePullPolicy: "IfNotPresent" },
  ...{ imagePullSecrets: ["pull"], serviceAccount: "deployer", rbac: "none", nodeSelector: { disk: "ssd" } },
  ...{ resources: { requests: { cpu: "100m" } }, tolerations: [{ operator: "Exists" }], env: ["TOKEN"], plugins: [] },
  ...{ startTimeoutMs: 1, gracePeriodMs: 600_500, ttlMs: 1500 },
};
const input = { volume: { name: "in" }, mount: { name: "in", mountPath: "/helmwatch/in" } };

it("is one pod, one try, with no rights on its node, and time to end", () => {
  expect(jobSpec(options, { "helmwatch/run": "r1" }, input)).toMatchInlineSnapshot(`
    {
      "template": {
        "metadata": {
          "annotations": {
            "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
          },
          "labels": {
            "helmwatch/run": "r1",
          },
        },
        "spec": {
          "containers": [
            {
              "command": [
                "/bin/sh",
                "/helmwatch/in/run.sh",
              ],
              "image": "helmwatch:1",
              "imagePullPolicy": "IfNotPresent",
              "name": "helmwatch",
              "resources": {
                "requests": {
                  "cpu": "100m",
                },
              },
              "securityContext": {
                "allowPrivilegeEscalation": false,
                "capabilities": {
                  "drop": [
                    "ALL",
                  ],
                },
                "readOnlyRootFilesystem": true,
              },
              "volumeMounts": [
                {
                  "mountPath": "/helmwatch/in",
                  "name": "in",
                },
                {
                  "mountPath": "/helmwatch/work",
                  "name": "work",
                },
              ],
            },
          ],
          "imagePullSecrets": [
            {
              "name": "pull",
            },
          ],
          "nodeSelector": {
            "disk": "ssd",
          },
          "restartPolicy": "Never",
          "securityContext": {
            "fsGroup": 65532,
            "runAsGroup": 65532,
            "runAsNonRoot": true,
            "runAsUser": 65532,
            "seccompProfile": {
              "type": "RuntimeDefault",
            },
          },
          "serviceAccountName": "deployer",
          "terminationGracePeriodSeconds": 601,
          "tolerations": [
            {
              "operator": "Exists",
            },
          ],
          "volumes": [
            {
              "name": "in",
            },
            {
              "emptyDir": {
                "medium": "Memory",
              },
              "name": "work",
            },
          ],
        },
      },
      "ttlSecondsAfterFinished": 2,
    }
  `);
});

it("has a deadline only where that is asked for", () => {
  expect(jobSpec({ ...options, deadlineMs: 60_000 }, {}, input)).toMatchObject({ activeDeadlineSeconds: 60 });
});
