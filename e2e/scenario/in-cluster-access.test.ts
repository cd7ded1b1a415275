import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { parse, stringify } from "yaml";
import type { Ended } from "./helmwatch.js";
import { inCluster } from "./in-cluster-world.js";
import { type Scenario, scenario } from "./scenario.js";
import { story } from "./story.js";

/** The rules of the README, in their order: helmwatch's own, then the service account's. */
async function documentedRules(): Promise<object[][]> {
  const readme = new URL("../../plugins/helm-in-cluster/README.md", import.meta.url);
  const blocks = (await readFile(readme, "utf8")).matchAll(/```yaml\n(rules:\n[\s\S]*?)```/g);
  return [...blocks].map(([, text = ""]) => parse(text).rules);
}

async function apply({ cluster, folder }: Scenario, ...objects: object[]): Promise<void> {
  const file = join(folder, "objects.yaml");
  await writeFile(file, objects.map((object) => stringify(object)).join("---\n"));
  await cluster.kubectl("apply", "--filename", file);
}

const account = (name: string) => ({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name } });

/** Those rights for a service account, and no others. */
function grant(name: string, namespace: string, rules: readonly object[]): object[] {
  const apiVersion = "rbac.authorization.k8s.io/v1";
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name };
  return [
    { apiVersion, kind: "Role", metadata: { name }, rules },
    {
      ...{ apiVersion, kind: "RoleBinding", metadata: { name }, roleRef },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
  ];
}

/** A kubeconfig of somebody who has no rights but those of a service account. */
async function kubeconfigOf({ cluster, folder, namespace }: Scenario, name: string): Promise<string> {
  const config = parse(await readFile(inject("kubeconfig"), "utf8"));
  config.users[0].user = { token: (await cluster.kubectl("create", "token", name)).trim() };
  const written = join(folder, `${namespace}-${name}.kubeconfig`);
  await writeFile(written, stringify(config));
  return written;
}

const json = ["--log-format", "json"];

/** What a run found before it began, in its own words. */
const findings = ({ stderr }: Ended) =>
  stderr
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { code?: string; message: string })
    .filter(({ code }) => code !== undefined)
    .map(({ message }) => message);

scenario(
  "all that is missing is told at once, before anything is touched; the README's rights are enough",
  async ({ world }) => {
    const { given, release, run, cluster, namespace } = world;
    const helm = await inCluster(4, namespace, { rbac: "none", create_namespace: false });
    await given({ helm, releases: [release("app", { version: "1" }, { create_namespace: false })] });
    await cluster.kubectl("create", "namespace", namespace);
    const records = { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] };
    await apply(world, account("deployer"), ...grant("deployer", namespace, [records]));

    const deployer = [...json, "--kubeconfig", await kubeconfigOf(world, "deployer")];
    const refused = await run("up", ...deployer);
    expect(refused.exitCode).toBe(4);
    expect(findings(refused)).toEqual([
      `helmwatch may not get, list, watch, create, patch, delete jobs in namespace "${namespace}"`,
      `helmwatch may not create secrets in namespace "${namespace}"`,
      `helmwatch may not list, watch, delete pods in namespace "${namespace}"`,
      `helmwatch may not get pods/log in namespace "${namespace}"`,
      `helmwatch may not list events in namespace "${namespace}"`,
    ]);
    expect(refused.stderr).toContain("you may not create subjectaccessreviews");

    const asAdmin = await run("up", ...json);
    expect(asAdmin.exitCode).toBe(4);
    const helmwatch = `service account "helmwatch" of namespace "${namespace}"`;
    expect(findings(asAdmin)).toEqual([`${helmwatch}, by which helm is to run, is missing`]);
    await apply(world, account("helmwatch"));
    expect(findings(await run("up", ...json))).toEqual([
      `${helmwatch} may not get, list, create, update, delete secrets in namespace "${namespace}"`,
    ]);
    expect(await cluster.kubectl("get", "jobs,secrets", "--output", "name")).toBe("");

    const [ours = [], helms = []] = await documentedRules();
    await apply(world, ...grant("deployer", namespace, [...ours, records]), ...grant("helmwatch", namespace, helms));
    expect(story((await run("up", ...deployer)).events)).toEqual(["app deployed 1", "exit 0"]);
    expect((await run("down", ...deployer)).exitCode).toBe(0);
  },
);

scenario("a namespace of Jobs that is missing is told before anything is touched", async ({ world }) => {
  const { given, release, run, cluster, namespace } = world;
  const missing = `${namespace}-jobs`;
  const helm = await inCluster(4, missing, { rbac: "none", create_namespace: false });
  await given({ helm, releases: [release("app")] });
  const refused = await run("up", ...json);
  expect(refused.exitCode).toBe(4);
  expect(findings(refused)).toContain(`namespace "${missing}", where the Jobs of helm are to run, is missing`);
  expect(await cluster.history("app")).toEqual([]);
});
