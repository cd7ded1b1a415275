import { expect, it } from "vitest";
import { given, release } from "../test/start-check.js";
import { jobManifest } from "./job-manifest.js";
import { options } from "./options.js";

const identity = { name: "app-check-1f-2", namespace: "shop", instance: "1f" };
const made = (input: object, timeoutMs?: number) => {
  const call = given().call({
    attempt: 2,
    run: "r1",
    monitor: "the shop: up?",
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return JSON.parse(JSON.stringify(jobManifest(options.parse(input), identity, call)));
};

it("makes one Job of the short form, which ends by itself and is gone after a crash", () => {
  const input = {
    image: "checks:1",
    command: ["run"],
    env: { HELMWATCH_ATTEMPT: "mine" },
    env_from: [{ secretRef: { name: "token" } }],
    service_account: "checker",
    node_selector: { disk: "fast" },
    tolerations: [{ key: "gpu", operator: "Exists" }],
    image_pull_secrets: ["registry"],
    resources: { limits: { memory: "64Mi" } },
  };
  expect(made(input, 30_000)).toMatchInlineSnapshot(`
    {
      "apiVersion": "batch/v1",
      "kind": "Job",
      "metadata": {
        "labels": {
          "app.kubernetes.io/managed-by": "helmwatch",
          "helmwatch/attempt": "2",
          "helmwatch/instance": "1f",
          "helmwatch/monitor": "the-shop--up",
          "helmwatch/run": "r1",
        },
        "name": "app-check-1f-2",
        "namespace": "shop",
      },
      "spec": {
        "activeDeadlineSeconds": 35,
        "backoffLimit": 0,
        "template": {
          "metadata": {
            "labels": {
              "app.kubernetes.io/managed-by": "helmwatch",
              "helmwatch/attempt": "2",
              "helmwatch/instance": "1f",
              "helmwatch/monitor": "the-shop--up",
              "helmwatch/run": "r1",
            },
          },
          "spec": {
            "containers": [
              {
                "command": [
                  "run",
                ],
                "env": [
                  {
                    "name": "HELMWATCH_RELEASE",
                    "value": "app",
                  },
                  {
                    "name": "HELMWATCH_NAMESPACE",
                    "value": "shop",
                  },
                  {
                    "name": "HELMWATCH_REVISION",
                    "value": "7",
                  },
                  {
                    "name": "HELMWATCH_RUN",
                    "value": "r1",
                  },
                  {
                    "name": "HELMWATCH_MONITOR",
                    "value": "the shop: up?",
                  },
                  {
                    "name": "HELMWATCH_INSTANCE",
                    "value": "1f",
                  },
                  {
                    "name": "HELMWATCH_ATTEMPT",
                    "value": "mine",
                  },
                ],
                "envFrom": [
                  {
                    "secretRef": {
                      "name": "token",
                    },
                  },
                ],
                "image": "checks:1",
                "name": "check",
                "resources": {
                  "limits": {
                    "memory": "64Mi",
                  },
                },
              },
            ],
            "imagePullSecrets": [
              {
                "name": "registry",
              },
            ],
            "nodeSelector": {
              "disk": "fast",
            },
            "restartPolicy": "Never",
            "serviceAccountName": "checker",
            "tolerations": [
              {
                "key": "gpu",
                "operator": "Exists",
              },
            ],
          },
        },
        "ttlSecondsAfterFinished": 600,
      },
    }
  `);
});

it("keeps what an inline Job says, and adds what a check needs to each container", () => {
  const spec = {
    containers: [{ name: "a", env: [{ name: "X", value: "1" }] }, { name: "b" }],
    initContainers: [{ name: "i" }],
  };
  const job = { activeDeadlineSeconds: 9, template: { metadata: { labels: { team: "shop" } }, spec } };
  const { spec: jobSpec } = made({ job }, 30_000);
  expect(jobSpec).toMatchObject({ activeDeadlineSeconds: 9, backoffLimit: 0 });
  expect(jobSpec.template.metadata.labels).toMatchObject({ team: "shop", "helmwatch/attempt": "2" });
  const { containers, initContainers } = jobSpec.template.spec;
  const release = { name: "HELMWATCH_RELEASE", value: "app" };
  for (const { env } of [...containers, ...initContainers]) expect(env).toContainEqual(release);
  expect(containers[0].env.at(-1)).toEqual({ name: "X", value: "1" });
});

it("keeps a Job that is to be seen for a day, and bounds one whose time nobody knows", () => {
  const { spec } = made({ image: "checks:1", keep: "failed" });
  expect(spec).toMatchObject({ ttlSecondsAfterFinished: 86_400, activeDeadlineSeconds: 3_600 });
  expect(release.name).toBe("app");
});

it.each([
  ["up", "up"],
  ["the shop: up?", "the-shop--up"],
  [`-${"a".repeat(62)}.b`, "a".repeat(62)],
  ["✓", ""],
])("labels a Job of monitor %j with %j", (monitor, label) => {
  const call = given().call({ monitor });
  const { metadata } = jobManifest(options.parse({ image: "x" }), identity, call) as { metadata: { labels: object } };
  expect(metadata.labels).toMatchObject({ "helmwatch/monitor": label });
});
