import { objectsToGrant } from "@helmwatch/kube/job";
import { expect, it } from "vitest";
import { grantOf } from "../access/grant-of.js";
import { inClusterOptions } from "../in-cluster-options.js";
import { jobName } from "./job-name.js";
import { jobSpec } from "./job-spec.js";
import { operationOf } from "./operation.js";
import { podEnvironment } from "./pod-environment.js";
import { podLog } from "./pod-log.js";

const options = (more: object = {}) =>
  inClusterOptions.parse({ in_cluster: { image: "registry.example.com/helm:4", ...more } }).in_cluster;
const command = {
  argv: ["upgrade", "app"],
  env: { HELM_DRIVER: "configmap", AWS_SECRET_ACCESS_KEY: "s3cret", KUBECONFIG: "/k", HELM_KUBETOKEN: "t" },
  ...{ files: [], stdin: "s3cret", deadlineMs: 960_000, interruptible: true },
};

it("builds a Job with no rights of its own and no secret in it", () => {
  const input = { volume: { name: "in" }, mount: { name: "in", mountPath: "/helmwatch/in" } };
  const spec = jobSpec(command, { a: "b" }, options(), input);
  expect(JSON.stringify(spec)).not.toContain("s3cret");
  expect(spec).toMatchInlineSnapshot(`
    {
      "activeDeadlineSeconds": 1200,
      "template": {
        "metadata": {
          "labels": {
            "a": "b",
          },
        },
        "spec": {
          "containers": [
            {
              "command": [
                "/bin/sh",
                "/helmwatch/in/run.sh",
              ],
              "env": [
                {
                  "name": "HELM_DRIVER",
                  "value": "configmap",
                },
                {
                  "name": "HOME",
                  "value": "/helmwatch/work",
                },
                {
                  "name": "TMPDIR",
                  "value": "/helmwatch/work/tmp",
                },
                {
                  "name": "HELM_DATA_HOME",
                  "value": "/helmwatch/work/data",
                },
                {
                  "name": "HELM_CONFIG_HOME",
                  "value": "/helmwatch/work/config",
                },
                {
                  "name": "HELM_CACHE_HOME",
                  "value": "/helmwatch/work/cache",
                },
                {
                  "name": "HELM_NO_PLUGINS",
                  "value": "1",
                },
                {
                  "name": "NO_COLOR",
                  "value": "1",
                },
              ],
              "image": "registry.example.com/helm:4",
              "imagePullPolicy": "IfNotPresent",
              "name": "helm",
              "resources": {
                "requests": {
                  "cpu": "50m",
                  "memory": "64Mi",
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
          "imagePullSecrets": [],
          "nodeSelector": {},
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
          "serviceAccountName": "helmwatch",
          "terminationGracePeriodSeconds": 120,
          "tolerations": [],
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
      "ttlSecondsAfterFinished": 86400,
    }
  `);
});

it("passes on how helm stores releases, and of this machine nothing", () => {
  const env = podEnvironment(command.env);
  expect(Object.keys(env).filter((name) => name in command.env)).toEqual(["HELM_DRIVER"]);
});

it.each([
  ["app", "helmwatch-app-0123456789"],
  ["a".repeat(53), `helmwatch-${"a".repeat(38)}-0123456789`],
  [`${"a".repeat(36)}--b`, `helmwatch-${"a".repeat(36)}-0123456789`],
])("names the Job of %s %s", (release, name) => {
  expect(jobName(release, "0123456789abcdef")).toBe(name);
});

it.each([
  [
    ["upgrade", "--install", "app", "/c", "--namespace", "shop"],
    { verb: "upgrade", release: "app", namespace: "shop" },
  ],
  [["rollback", "app", "3", "--namespace", "shop"], { verb: "rollback", release: "app", namespace: "shop" }],
  [["uninstall", "app", "--namespace", "shop"], { verb: "uninstall", release: "app", namespace: "shop" }],
  [["version", "--template", "{{.Version}}"], { verb: "version" }],
  [["pull", "oci://r/c"], undefined],
  [["registry", "login", "r"], undefined],
  [["repo", "update", "r"], undefined],
  [["dependency", "build", "/c"], undefined],
])("takes %j as %j", (argv, operation) => {
  expect(operationOf({ argv })).toEqual(operation);
});

it("takes the outputs apart, and counts what the shell itself said as stderr", () => {
  expect(podLog("1 a\nsh: helm: not found\n2 b\n1-1 c\n0 end\n")).toEqual({
    ...{ stdout: "a\n1 c", stderr: "sh: helm: not found\nb\n", complete: true },
  });
  expect(podLog("1 a\r\n1 \n")).toEqual({ stdout: "a\r\n\n", stderr: "", complete: false });
});

it.each([
  [{}, []],
  [{ create_namespace: true }, ["Namespace helmwatch"]],
  [{ rbac: "cluster-admin" }, ["ServiceAccount helmwatch", "ClusterRoleBinding helmwatch-helmwatch-helmwatch"]],
  [
    { rbac: "namespaced", service_account: "deployer" },
    [
      ...["ServiceAccount deployer", "Namespace shop"],
      ...["Role helmwatch-helmwatch-deployer", "RoleBinding helmwatch-helmwatch-deployer"],
    ],
  ],
])("with %j creates %j", (more, created) => {
  const objects = objectsToGrant(grantOf(options(more), [{ namespace: "shop", create: true }]));
  const told = objects.map(({ body }) => body as { kind: string; metadata: { name: string } });
  expect(told.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(created);
});

it("binds cluster-admin only where it is named", () => {
  const grants = (rbac: string) =>
    JSON.stringify(objectsToGrant(grantOf(options({ rbac }), [{ namespace: "shop", create: false }])));
  expect(grants("namespaced")).not.toMatch(/cluster-admin|ClusterRole/);
  expect(grants("cluster-admin")).toContain('"kind":"ClusterRole","name":"cluster-admin"');
});
