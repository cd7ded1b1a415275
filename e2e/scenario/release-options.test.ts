import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect } from "vitest";
import { helmMajors } from "../tools/helm.js";
import { type Scenario, scenario } from "./scenario.js";
import { story } from "./story.js";

const crd = (group: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.${group}}
spec:
  group: ${group}
  names: {kind: Thing, plural: things}
  scope: Namespaced
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`;
const job = `apiVersion: batch/v1
kind: Job
metadata: {name: long}
spec:
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: localhost/helmwatch/busybox:1
          imagePullPolicy: Never
          command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]
`;
const dns = `apiVersion: v1
kind: ConfigMap
metadata: {name: app-dns}
data: {address: {{ getHostByName "localhost" | default "none" | quote }}}
`;

/** Adds a file to the chart. */
async function chartFile({ folder }: Scenario, path: string, text: string): Promise<void> {
  await mkdir(join(folder, "chart", path, ".."), { recursive: true });
  await writeFile(join(folder, "chart", path), text);
}

/** Brings `app` to what these values and keys say; what decided of the run. */
async function up({ given, release, run }: Scenario, values: object = {}, keys: object = {}): Promise<string[]> {
  await given({ releases: [release("app", values, keys)] });
  return story((await run("up")).events);
}

const secret = (revision: number) => `sh.helm.release.v1.app.v${revision}`;
const labelsOf = async ({ cluster }: Scenario, revision: number) =>
  JSON.parse(await cluster.kubectl("get", "secret", secret(revision), "--output", "jsonpath={.metadata.labels}"));
const recordOf = async ({ cluster }: Scenario, revision: number) => {
  const data = await cluster.kubectl("get", "secret", secret(revision), "--output", "jsonpath={.data.release}");
  return JSON.parse(gunzipSync(Buffer.from(Buffer.from(data, "base64").toString(), "base64")).toString());
};
const first = ["app deployed 1", "exit 0"];

describe.each(helmMajors)("with helm %i", (helmMajor) => {
  const it = scenario.extend({ helmMajor });

  it("labels, description and max_history are on helm's record, a label only as long as the file has it", async ({
    world,
  }) => {
    expect(await up(world, {}, { labels: { team: "web", tier: "front" } })).toEqual(first);
    expect(await labelsOf(world, 1)).toMatchObject({ team: "web", tier: "front" });
    await up(world, { version: "2" }, { labels: { team: "db" }, max_history: 2, description: "by hand" });
    expect(await labelsOf(world, 2)).toMatchObject({ team: "db" });
    expect(await labelsOf(world, 2)).not.toHaveProperty("tier");
    await up(world, { version: "3" }, { max_history: 2, description: "ticket 7" });
    expect(await labelsOf(world, 3)).not.toHaveProperty("team");
    expect(await world.cluster.history("app")).toEqual(["superseded", "deployed"]);
    expect((await recordOf(world, 3)).info.description).toBe("ticket 7");
  });

  it("a namespace is made only where create_namespace asks for it", async ({ world }) => {
    expect(await up(world, {}, { create_namespace: false })).toEqual(["app failed HELM_FAILED", "exit 1"]);
    expect(await up(world, {}, { create_namespace: true })).toEqual(first);
  });

  it("values: reset by default, kept by reuse_values, kept over new defaults by reset_then_reuse_values", async ({
    world,
  }) => {
    const { cluster, folder } = world;
    await up(world, { version: "mine" });
    await up(world, { any: 1 }, { reuse_values: true });
    expect(await cluster.version("app")).toBe("mine");
    await appendFile(join(folder, "chart", "values.yaml"), "\nfresh: default\n");
    await up(world, { any: 2 }, { reset_then_reuse_values: true });
    expect(await cluster.version("app")).toBe("mine");
    await up(world, { any: 3 }, { reset_values: true, reuse_values: true });
    expect(await cluster.version("app")).toBe("1");
  });

  it("disable_hooks runs no hook, skip_crds installs no CRD", async ({ world }) => {
    const { namespace, cluster } = world;
    const group = `${namespace}.example.com`;
    await chartFile(world, "crds/crd.yaml", crd(group));
    expect(await up(world, { hookFails: true }, { disable_hooks: true, skip_crds: true })).toEqual(first);
    const crds = () => cluster.kubectl("get", "crd", `things.${group}`, "--ignore-not-found", "--output", "name");
    expect(await crds()).toBe("");
    await world.run("down");
    try {
      expect(await up(world)).toEqual(first);
      expect(await crds()).not.toBe("");
    } finally {
      await cluster.kubectl("delete", "crd", `things.${group}`, "--ignore-not-found");
    }
  });

  it("take_ownership adopts an object that is there, which is refused without", async ({ world }) => {
    const { cluster, namespace } = world;
    await cluster.kubectl("create", "namespace", namespace);
    await cluster.kubectl("create", "configmap", "app", "--from-literal=version=theirs");
    expect(await up(world, { version: "ours" })).toEqual(["app failed HELM_FOREIGN_OWNER", "exit 1"]);
    expect(await cluster.version("app")).toBe("theirs");
    const keys = { take_ownership: true, ...(helmMajor === 4 ? { force_conflicts: true } : {}) };
    expect((await up(world, { version: "ours" }, keys)).at(-1)).toBe("exit 0");
    expect(await cluster.version("app")).toBe("ours");
  });

  it("a schema of values is held, unless skip_schema_validation", async ({ world }) => {
    await chartFile(world, "values.schema.json", '{"properties": {"version": {"type": "string", "minLength": 3}}}');
    expect(await up(world, { version: "1" })).toEqual(["app failed HELM_RENDER_FAILED", "exit 1"]);
    expect(await up(world, { version: "1" }, { skip_schema_validation: true })).toEqual(first);
  });

  it("notes are told, with those of subcharts by sub_notes, or hidden by hide_notes", async ({ world }) => {
    await chartFile(world, "templates/NOTES.txt", "notes of the chart");
    await chartFile(world, "charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n");
    await chartFile(world, "charts/sub/templates/NOTES.txt", "notes of the subchart");
    const notes = async (version: string, keys: object) => {
      await world.given({ releases: [world.release("app", { version }, keys)] });
      const deployed = (await world.run("up")).events.find((event) => event.type === "release.deployed");
      return deployed?.notes;
    };
    expect(await notes("1", {})).toBe("notes of the chart");
    expect(await notes("2", { sub_notes: true })).toContain("notes of the subchart");
    expect(await notes("3", { sub_notes: true, hide_notes: true })).toBeUndefined();
  });

  it("delete_propagation orphan leaves the pods of what is uninstalled", async ({ world }) => {
    const { cluster } = world;
    await up(world, { pod: true }, { wait: true, delete_propagation: "orphan" });
    await world.run("down");
    const names = (kind: string) => cluster.kubectl("get", kind, "--output", "name");
    await expect.poll(() => names("deployments"), { timeout: 20_000 }).toBe("");
    expect(await names("replicasets")).not.toBe("");
    await cluster.kubectl("delete", "replicasets", "--all");
  });

  it("cleanup_on_fail removes what a failed upgrade had made", async ({ world }) => {
    const { cluster } = world;
    const deployments = () => cluster.kubectl("get", "deployments", "--output", "name");
    const failing = { pod: true, ready: false };
    await up(world, { version: "good" });
    expect(await up(world, failing, { wait: true, timeout: 3 })).toEqual(["app failed HELM_NOT_READY", "exit 1"]);
    expect(await deployments()).not.toBe("");
    await cluster.kubectl("delete", "deployments", "--all");
    await up(world, failing, { wait: true, timeout: 3, cleanup_on_fail: true });
    await expect.poll(deployments, { timeout: 20_000 }).toBe("");
  });

  it("wait_for_jobs waits for Jobs, wait alone does not", async ({ world }) => {
    await chartFile(world, "templates/job.yaml", job);
    expect(await up(world, {}, { wait: "legacy", timeout: 20 })).toEqual(first);
    const keys = { wait: "legacy", wait_for_jobs: true, timeout: 3 };
    expect(await up(world, { version: "2" }, keys)).toEqual(["app failed HELM_NOT_READY", "exit 1"]);
  });

  it("force replaces an object, with what others had put into it", async ({ world }) => {
    const { cluster } = world;
    const data = () => cluster.kubectl("get", "configmap", "app", "--output", "jsonpath={.data}");
    await up(world, { version: "1" });
    const patch = JSON.stringify({ data: { extra: "theirs" } });
    await cluster.kubectl("patch", "configmap", "app", "--type=merge", "--patch", patch);
    await up(world, { version: "2" });
    expect(JSON.parse(await data())).toEqual({ version: "2", extra: "theirs" });
    await up(world, { version: "3" }, { force: true });
    expect(JSON.parse(await data())).toEqual({ version: "3" });
  });

  it("wait: pods are waited for by watcher and legacy, not by hookOnly", async ({ world }) => {
    const never = { pod: true, ready: false };
    expect(await up(world, never, { wait: "hookOnly", timeout: 3 })).toEqual(first);
    for (const wait of ["watcher", "legacy", true])
      expect(await up(world, { ...never, version: String(wait) }, { wait, timeout: 3 })).toEqual([
        ...["app failed HELM_NOT_READY", "exit 1"],
      ]);
  });

  it("enable_dns lets templates ask the DNS", async ({ world }) => {
    await chartFile(world, "templates/dns.yaml", dns);
    const address = async (keys: object, version: string) => {
      await up(world, { version }, keys);
      return world.cluster.kubectl("get", "configmap", "app-dns", "--output", "jsonpath={.data.address}");
    };
    expect(await address({}, "1")).toBe("none");
    expect(await address({ enable_dns: true }, "2")).toMatch(/^(127\.0\.0\.1|::1)$/);
  });

  it("offline_kube_version is what templates see without a cluster", async ({ world }) => {
    const { given, release, run, folder } = world;
    await chartFile(world, "templates/kube.yaml", "kube: {{ .Capabilities.KubeVersion.Version }}\n");
    await appendFile(join(folder, "chart", "Chart.yaml"), 'kubeVersion: ">=1.41.0"\n');
    const offline = ["manifests", "--kubeconfig", "/nowhere"];
    await given({ releases: [release("app")] });
    expect((await run(...offline)).stderr).toContain("chart requires kubeVersion");
    await given({ releases: [release("app", {}, { offline_kube_version: "1.41.2" })] });
    expect((await run(...offline)).stdout).toContain("kube: v1.41.2");
  });
});

scenario.extend({ helmMajor: 4 })("helm 4: force_conflicts wins over a field of somebody else", async ({ world }) => {
  const { cluster } = world;
  await up(world, { version: "1" });
  const patch = JSON.stringify({ data: { version: "theirs" } });
  await cluster.kubectl("patch", "configmap", "app", "--field-manager=someone", "--type=merge", "--patch", patch);
  expect(await up(world, { version: "2" })).toEqual(["app failed HELM_CONFLICT", "exit 1"]);
  expect((await up(world, { version: "2" }, { force_conflicts: true })).at(-1)).toBe("exit 0");
  expect(await cluster.version("app")).toBe("2");
});

scenario.extend({ helmMajor: 4 })("helm 4: server_side_apply says who writes an object how", async ({ world }) => {
  const managers = (name: string) =>
    world.cluster.kubectl(
      ...["get", "configmap", name, "--show-managed-fields"],
      ...["--output", "jsonpath={range .metadata.managedFields[*]}{.manager}:{.operation} {end}"],
    );
  const { given, release, run } = world;
  await given({
    releases: [release("server", {}, { server_side_apply: true }), release("client", {}, { server_side_apply: false })],
  });
  expect((await run("up")).exitCode).toBe(0);
  expect(await managers("server")).toContain("helm:Apply");
  expect(await managers("client")).toContain("helm:Update");
});

scenario.extend({ helmMajor: 3 })(
  "helm 3: what it has not is refused before anything is touched",
  async ({ world }) => {
    const { given, release, run, cluster } = world;
    await given({
      releases: [
        release("ok"),
        release("app", {}, { force_conflicts: true }),
        release("web", {}, { server_side_apply: true }),
      ],
    });
    const { exitCode, stderr } = await run("up");
    expect(exitCode).toBe(4);
    expect(stderr).toContain("force_conflicts needs helm 4.0 or newer");
    expect(stderr).toContain("server_side_apply: true needs helm 4.0");
    expect(await cluster.history("ok")).toEqual([]);
  },
);
