import type { ErrorCode } from "@helmwatch/core/plugin";
import type { HelmRelease } from "@helmwatch/helm";
import { describe, expect, test } from "vitest";
import { helmMajors } from "../tools/helm.js";
import { operationsWorld } from "./helm-world.js";
import { createNamespace, type Namespace } from "./namespace.js";
import { job } from "./workload.js";

const map = (name: string, data: object = {}, apiVersion = "v1") => ({
  ...{ apiVersion, kind: "ConfigMap" },
  ...{ metadata: { name }, data },
});
const hook = (when: string) => {
  const failing = job("migrate", "echo cannot reach the database; exit 3");
  const annotations = { "helm.sh/hook": when, "helm.sh/hook-delete-policy": "before-hook-creation" };
  return { ...failing, metadata: { ...failing.metadata, annotations } };
};
const quota = {
  ...{ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "none" } },
  spec: { hard: { "count/configmaps": "0" } },
};

interface Failure {
  readonly code: ErrorCode;
  /** In the message. */
  readonly says: RegExp;
  readonly manifest: readonly object[];
  readonly overrides?: Partial<HelmRelease>;
  /** Deployed before, well. */
  readonly before?: readonly object[];
  readonly prepare?: (namespace: Namespace) => Promise<unknown>;
  readonly only?: 4;
}

const failures: Record<string, Failure> = {
  "a field that cannot be changed": {
    code: "HELM_IMMUTABLE",
    says: /field is immutable/,
    before: [job("once", "true")],
    manifest: [job("once", "false")],
  },
  "a kind that the cluster does not know": {
    code: "HELM_CRD_MISSING",
    says: /no matches for kind "ConfigMap"/,
    manifest: [map("shop", {}, "nowhere.example.com/v1")],
  },
  "an object of somebody else": {
    code: "HELM_FOREIGN_OWNER",
    says: /cannot be imported into the current release/,
    manifest: [map("shop")],
    prepare: ({ apply }) => apply(map("shop")),
  },
  "a used up quota": {
    code: "HELM_QUOTA",
    says: /exceeded quota: none/,
    manifest: [map("shop")],
    // The controller has to have seen it, or it does not hold yet.
    prepare: async ({ apply, kubectl }) => {
      await apply(quota);
      await kubectl("wait", "resourcequota/none", "--for=jsonpath={.status.hard.count/configmaps}=0", "--timeout=20s");
    },
  },
  "a namespace that is not there": {
    code: "HELM_FAILED",
    says: /its namespace does not exist/,
    manifest: [map("shop")],
    overrides: { namespace: "helmwatch-nowhere" },
  },
  "a field that another manager owns": {
    code: "HELM_CONFLICT",
    says: /conflict with "someone"/,
    before: [map("shop", { version: "1" })],
    manifest: [map("shop", { version: "2" })],
    prepare: async ({ kubectl }) => {
      const patch = JSON.stringify({ data: { version: "mine" } });
      await kubectl("patch", "configmap", "shop", "--field-manager=someone", "--type=merge", "--patch", patch);
    },
    only: 4, // Helm 3 does not look.
  },
};

describe.each(helmMajors)("helm %i tells", (major) => {
  const known = Object.entries(failures).filter(([, { only }]) => only === undefined || only === major);

  test.each(known)("%s", async (_, { code, says, manifest, overrides, before, prepare }) => {
    const namespace = await createNamespace();
    const { release, deploy } = await operationsWorld(major, namespace.name);
    if (before) await deploy(await release("app", before, { wait: "hookOnly" }));
    await prepare?.(namespace);
    const failing = deploy(await release("app", manifest, overrides));
    await expect(failing).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
  });

  test("a context that nobody knows", async () => {
    const { name: namespace } = await createNamespace();
    const { release, operations, call } = await operationsWorld(major, namespace);
    const app = await release("app", [map("shop")], { context: "nobody" });
    await expect(operations.upgrade(app, undefined, call)).rejects.toMatchObject({ code: "KUBE_CONFIG" });
  });

  test("what was seen of a release that failed: record, pods, warnings, the log of its hook", async () => {
    const { name: namespace } = await createNamespace();
    const { release, deploy, operations, call } = await operationsWorld(major, namespace);
    const app = await release("app", [hook("pre-install")]);
    await expect(deploy(app)).rejects.toMatchObject({ code: "HELM_HOOK_FAILED" });
    const evidence = await operations.evidence(app, call);
    expect(evidence).toMatchObject({
      record: { revision: 1, status: "failed" },
      pods: [{ phase: "Failed", healthy: false, containers: [{ name: "main", state: "Error", exitCode: 3 }] }],
    });
    expect(Object.values(evidence.logs as object)).toEqual(["cannot reach the database"]);
  });

  test("a hook that fails in a rollback, and that the release is pending then", async () => {
    const { name: namespace } = await createNamespace();
    const { release, deploy, operations, call } = await operationsWorld(major, namespace);
    const app = await release("app", [map("shop", { version: "1" }), hook("pre-rollback")]);
    await deploy(app);
    await deploy(await release("app", [map("shop", { version: "2" }), hook("pre-rollback")]));
    await expect(operations.rollback(app, 1, call)).rejects.toMatchObject({
      facts: { record: { revision: 3, status: "pending-rollback" } },
    });
    expect(await operations.rollback({ ...app, disableHooks: true }, 1, call)).toEqual({ revision: 4 });
  });
});
