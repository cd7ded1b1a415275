import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, vi } from "vitest";
import { formatDiagnostics } from "../../src/config/format-diagnostic.js";
import { readConfig } from "../../src/config/read-config.js";
import { buildPlan, diskFiles } from "../../src/plan/build-plan.js";
import type { Plan } from "../../src/plan/plan.js";
import { selectReleases } from "../../src/plan/select-releases.js";
import type { Selection } from "../../src/plan/selection.js";
import { isHelmwatchError } from "../../src/plugin/index.js";

// All of this works on a real disk, which may be busy.
vi.setConfig({ testTimeout: 60_000 });

/** Folders to remove at the end. */
export const roots: string[] = [];
/** The project's folder, new for each test, with the plan in `.helmwatch`. */
export let root: string;
export let dir: string;
export const signal: AbortSignal = new AbortController().signal;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "helmwatch-saved-"));
  roots.push(root);
  dir = join(root, ".helmwatch");
  await put("helmwave.yml", shop);
  await put("values/prod.yml", "replicas: 3\n");
  await put("charts/app/Chart.yaml", "name: app\nversion: 0.1.0\n");
  await put("charts/app/templates/deep/x.yaml", "x: 1\n");
  await put("cache/nats-7.8.3.tgz", "an archive");
});
afterAll(() => Promise.all(roots.map((one) => rm(one, { recursive: true, force: true }))));

export const shop = `monitors:
  - name: up
    type: prometheus
    prometheus: {url: "https://user:hunter2@prom", headers: {Authorization: hunter2, Accept: json}, list: [{token: hunter2}]}
registries: [{host: reg, username: robot, password: hunter2}]
releases:
  - {name: nats, namespace: n, chart: {name: "oci://reg/nats", version: 7.8.3, password: hunter2}, monitors: [up], tags: [infra]}
  - {name: app, namespace: n, chart: ./charts/app, values: [values/prod.yml, {inline: 1}], depends_on: [nats], tags: [app]}
helm: {backend: cli, registryPassword: hunter2}
`;

export async function put(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
}

export const everything: Selection = { tags: [], matchAll: false, dependencies: true };

export async function now(file = "helmwave.yml", context?: string) {
  const bytes = await readFile(join(root, file));
  return { config: readConfig({ bytes, file, ...(context === undefined ? {} : { context }) }), folder: root };
}

export async function build(selection: Selection = everything): Promise<Plan> {
  const { config: read } = await now();
  if (!read.config) throw new Error(formatDiagnostics(read.diagnostics, { source: read }));
  const { selected } = selectReleases(read.config, selection, read);
  const workDir = await mkdtemp(join(tmpdir(), "helmwatch-work-"));
  roots.push(workDir);
  const ports = {
    ...diskFiles,
    findProgram: async (name: string) => (existsSync(name) ? name : undefined),
    openTemplates: () => Promise.reject(new Error("there is no template")),
    fetchChart: async ({ path = join(root, "cache/nats-7.8.3.tgz") }) => ({ path, digest: "sha256:1" }),
  };
  const { plan, diagnostics } = await buildPlan(selected!, read, ports, { folder: root, workDir, signal });
  if (!plan) throw new Error(formatDiagnostics(diagnostics, { source: read }));
  return plan;
}

/** Everything of a plan but where its files are. */
export function withoutPaths(plan: Plan | undefined) {
  return JSON.parse(JSON.stringify(plan, (key, value) => (key === "path" || key === "file" ? undefined : value)));
}

export async function codeOf(work: Promise<unknown>): Promise<{ code: string; message: string } | undefined> {
  return work.then(
    () => undefined,
    (error) => {
      if (!isHelmwatchError(error)) throw error;
      return { code: error.code, message: error.message.replaceAll(root, "") };
    },
  );
}

export async function filesIn(path: string): Promise<string[]> {
  const names = await readdir(path, { recursive: true, withFileTypes: true });
  return names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}
