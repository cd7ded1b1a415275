import { readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@helmwatch/core";
import { helmEngineVersions, openHelmEngine } from "@helmwatch/gotemplate";
import { askClusterFacts, type RenderEngine, releaseRenderer, renderRelease } from "@helmwatch/helm";
import { plainRelease } from "@helmwatch/testkit";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { helmBinary, helmMajors } from "../tools/helm.js";
import { helmWorld, operationsWorld } from "./helm-world.js";
import { createNamespace } from "./namespace.js";

const charts = join(import.meta.dirname, "chart");
const id = { name: "web", namespace: "shop" };
const signal = new AbortController().signal;

async function engine(): Promise<RenderEngine> {
  const files = {
    read: (path: string) => readFileSync(path),
    stat(path: string) {
      const stats = statSync(path);
      return { folder: stats.isDirectory(), size: stats.size, mode: stats.mode & 0o777, modified: stats.mtimeMs };
    },
    list: (path: string) => readdirSync(path),
  };
  const { render } = await openHelmEngine({ clock: systemClock, folder: "/", files });
  return { versions: helmEngineVersions, render };
}

/** Each chart with its own values, and with each file `<chart>.<case>.yaml` beside it. */
async function cases(): Promise<{ chart: string; values: string[]; name: string }[]> {
  const entries = await readdir(charts, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [
      { name, chart: join(charts, name), values: [] },
      ...files
        .filter((file) => file.startsWith(`${name}.`))
        .map((file) => ({ name: file, chart: join(charts, name), values: [join(charts, file)] })),
    ]);
}

describe.each(helmMajors)("the engine for helm %i", (major) => {
  test("renders every chart of the table as helm does, or leaves it to helm", async () => {
    const { helm, folder } = await helmWorld(major);
    const { render } = await engine();
    const facts = await askClusterFacts(
      helm,
      plainRelease({ ...id, chart: { path: charts }, values: [], digest: "" }),
      "client",
      signal,
    );
    const ended = { same: [] as string[], refused: [] as string[] };
    for (const { name, chart, values } of [...(await cases()), ...(await packaged(major, folder))]) {
      const options = { ...id, digest: "", skipCrds: name === "order", chart: { path: chart } };
      const release = plainRelease({ ...options, values: values.map((path) => ({ path })) });
      const expected = await renderRelease(helm, release, "client", signal).catch(() => undefined);
      const answer = render({
        ...{ ...facts, major, chart, values, ...id, revision: 1 },
        ...{ isUpgrade: false, includeCrds: !release.skipCrds, skipSchemaValidation: false, hasCluster: false },
      });
      if ("refused" in answer) {
        expect(expected, `${name}: ${answer.refused}`).toBe(undefined);
        ended.refused.push(name);
        continue;
      }
      expect([answer.manifest.trim(), answer.hooks.trim()].filter(Boolean).join("\n"), name).toBe(expected?.manifest);
      ended.same.push(name);
    }
    expect(ended.refused).toEqual([
      "facts.broken.yaml",
      "fails.parse.yaml",
      "fails.stop.yaml",
      "fails.wanted.yaml",
      "future",
      "library",
      "missing",
      "schema.bad.yaml",
      "syntax",
      "version",
    ]);
    expect(ended.same).toEqual([
      ...["facts", "facts.other.yaml", "fails", "files", "old", "order", "parent", "parent.off.yaml"],
      ...["parent.on.yaml", "schema", "schema.good.yaml", "parent.tgz", "order.tgz", "old.tgz"],
    ]);
  }, 120_000);
});

describe.each(helmMajors)("on a cluster, with helm %i", (major) => {
  const templates = {
    plain: `a: {{ toJson .Release | quote }}
  kube: {{ toJson .Capabilities.KubeVersion | quote }}
  versions: {{ len .Capabilities.APIVersions | quote }}
  helm: {{ toJson .Capabilities.HelmVersion | quote }}
  value: {{ .Values.value | quote }}`,
    random: `a: {{ randAlphaNum 8 }}`,
    lookup: `a: {{ lookup "v1" "Namespace" "" .Release.Namespace | toJson | quote }}`,
  };

  test.each([
    { chart: "plain", processes: 1, what: "one process renders them all" },
    { chart: "random", processes: 10, what: "a chart that renders anew each time is left to helm" },
    { chart: "lookup", processes: 10, what: "a chart that looks things up is left to helm" },
  ] as const)(
    "ten releases of one chart, new ones and upgrades: $what",
    async ({ chart, processes }) => {
      const { name: namespace } = await createNamespace();
      const { helm, argv, folder, deploy, state } = await operationsWorld(major, namespace);
      const path = join(folder, chart);
      const hook = '{{ if .Release.IsUpgrade }}"helm.sh/hook": post-upgrade{{ end }}';
      await mkdir(join(path, "templates"), { recursive: true });
      await writeFile(join(path, "Chart.yaml"), `apiVersion: v2\nname: ${chart}\nversion: 1.0.0\n`);
      await writeFile(
        join(path, "templates", "all.yaml"),
        ["first", "second"]
          .map((name, index) => {
            const annotations = index === 0 ? "{}" : `{ ${hook} }`;
            const metadata = `metadata:\n  name: {{ .Release.Name }}-${name}\n  annotations: ${annotations}`;
            return `apiVersion: v1\nkind: ConfigMap\n${metadata}\ndata:\n  ${templates[chart]}\n`;
          })
          .join("---\n"),
      );
      const releases = await Promise.all(
        Array.from({ length: 10 }, async (_, index) => {
          const values = join(folder, `${index}.yaml`);
          await writeFile(values, `value: "${index}"\n`);
          const base = { name: `r${index}`, namespace, digest: `${index}`, values: [{ path: values }] };
          return plainRelease({ ...base, chart: { path } });
        }),
      );
      for (const release of releases.slice(0, 2)) await deploy(release);
      await deploy(releases[1]!);
      argv.length = 0;
      const render = releaseRenderer({ helm, openEngine: engine, mode: "server", releases, signal });
      const rendered = await Promise.all(releases.map(async (release) => render(release, await state(release))));
      expect(argv.filter(([verb]) => verb === "upgrade")).toHaveLength(processes);
      if (chart === "random") return;
      expect(chart === "lookup" || rendered[1]?.manifest.includes('\\"Revision\\":3')).toBe(true);
      const expected = await Promise.all(releases.map((release) => renderRelease(helm, release, "server", signal)));
      expect(rendered).toEqual(expected);
    },
    120_000,
  );
});

/** The same as an archive, with a subchart that is one. */
async function packaged(major: 3 | 4, folder: string) {
  const helm = await helmBinary(major);
  const made = ["parent", "order", "old"].map(async (name) => {
    await execa(helm, ["package", join(charts, name), "--destination", folder]);
    return { name: `${name}.tgz`, chart: join(folder, `${name}-0.1.0.tgz`), values: [] as string[] };
  });
  return Promise.all(made);
}
