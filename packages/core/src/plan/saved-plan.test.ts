import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { formatDiagnostics } from "../config/format-diagnostic.js";
import { readConfig } from "../config/read-config.js";
import { HelmwatchError, isHelmwatchError } from "../plugin/index.js";
import { buildPlan, diskFiles } from "./build-plan.js";
import { type Disk, sha256 } from "./content.js";
import type { Plan } from "./plan.js";
import { readPlan } from "./read-plan.js";
import { selectReleases } from "./select-releases.js";
import type { Selection } from "./selection.js";
import { writePlan } from "./write-plan.js";

// All of this works on a real disk, which may be busy.
vi.setConfig({ testTimeout: 60_000 });

const roots: string[] = [];
/** The project's folder, with the plan in `.helmwatch`. */
let root: string;
let dir: string;
const { signal } = new AbortController();

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

const shop = `monitors:
  - name: up
    type: prometheus
    prometheus: {url: "https://user:hunter2@prom", headers: {Authorization: hunter2, Accept: json}, list: [{token: hunter2}]}
registries: [{host: reg, username: robot, password: hunter2}]
releases:
  - {name: nats, namespace: n, chart: {name: "oci://reg/nats", version: 7.8.3, password: hunter2}, monitors: [up], tags: [infra]}
  - {name: app, namespace: n, chart: ./charts/app, values: [values/prod.yml, {inline: 1}], depends_on: [nats], tags: [app]}
helm: {backend: cli, registryPassword: hunter2}
`;

async function put(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
}

const everything: Selection = { tags: [], matchAll: false, dependencies: true };

async function now(file = "helmwave.yml", context?: string) {
  const bytes = await readFile(join(root, file));
  return { config: readConfig({ bytes, file, ...(context === undefined ? {} : { context }) }), folder: root };
}

async function build(selection: Selection = everything): Promise<Plan> {
  const { config: read } = await now();
  if (!read.config) throw new Error(formatDiagnostics(read.diagnostics, { source: read }));
  const { selected } = selectReleases(read.config, selection, read);
  const workDir = await mkdtemp(join(tmpdir(), "helmwatch-work-"));
  roots.push(workDir);
  const ports = {
    ...diskFiles,
    fetchChart: async ({ path = join(root, "cache/nats-7.8.3.tgz") }) => ({ path, digest: "sha256:1" }),
  };
  const { plan, diagnostics } = await buildPlan(selected!, read, ports, { folder: root, workDir, signal });
  if (!plan) throw new Error(formatDiagnostics(diagnostics, { source: read }));
  return plan;
}

/** Everything of a plan but where its files are. */
function withoutPaths(plan: Plan | undefined) {
  return JSON.parse(JSON.stringify(plan, (key, value) => (key === "path" || key === "file" ? undefined : value)));
}

async function codeOf(work: Promise<unknown>): Promise<{ code: string; message: string } | undefined> {
  return work.then(
    () => undefined,
    (error) => {
      if (!isHelmwatchError(error)) throw error;
      return { code: error.code, message: error.message.replaceAll(root, "") };
    },
  );
}

async function filesIn(path: string): Promise<string[]> {
  const names = await readdir(path, { recursive: true, withFileTypes: true });
  return names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

describe("a saved plan", () => {
  it("is read as it was built, with its files in its own folder", async () => {
    const plan = await build();
    await writePlan(plan, dir, { signal });
    const read = await readPlan(dir, { now: await now(), signal });

    expect(withoutPaths(read)).toEqual(withoutPaths(plan));
    expect(read?.source.file).toBe(join(root, "helmwave.yml"));
    expect(await Promise.all(read!.releases[1]!.values.map(({ path }) => readFile(path, "utf8")))).toEqual([
      "replicas: 3\n",
      '{"inline":1}',
    ]);
    for (const { chart, values } of read!.releases)
      for (const { path } of [chart, ...values]) expect(path.startsWith(`${dir}/`)).toBe(true);
    expect(await readFile(join(read!.releases[1]!.chart.path, "templates/deep/x.yaml"), "utf8")).toBe("x: 1\n");
    expect(await readFile(join(dir, "graph.md"), "utf8")).toContain("r1 --> r0");
  });

  it("holds no credentials, and only its owner can read it", async () => {
    await writePlan(await build(), dir, { signal });

    for (const file of await filesIn(dir)) {
      expect(await readFile(file, "utf8")).not.toContain("hunter2");
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
    }
    expect((await readPlan(dir, { now: await now(), signal }))?.monitors[0]?.options).toEqual({
      url: "https://user:hunter2@prom",
      headers: { Authorization: "hunter2", Accept: "json" },
      list: [{ token: "hunter2" }],
    });
  });

  it("names every secret that is missing when the config file is not there", async () => {
    await writePlan(await build(), dir, { signal });

    expect(await codeOf(readPlan(dir, { signal }))).toEqual({
      code: "PLAN_SECRET_MISSING",
      message:
        'the plan holds no secrets, and the config file lacks: monitor "up" prometheus.url, monitor "up" prometheus.headers.Authorization, monitor "up" prometheus.list.0.token, helm.registryPassword',
    });
  });

  it("can be carried elsewhere without the project", async () => {
    await put(
      "helmwave.yml",
      "releases: [{name: app, namespace: n, chart: ./charts/app, values: [values/prod.yml]}]\n",
    );
    const plan = await build();
    await writePlan(plan, dir, { signal });
    const elsewhere = join(await mkdtemp(join(tmpdir(), "helmwatch-saved-")), "plan");
    roots.push(dirname(elsewhere));
    await rename(dir, elsewhere);
    const read = await readPlan(elsewhere, { signal });

    expect(withoutPaths(read)).toEqual(withoutPaths(plan));
    expect(await readFile(read!.releases[0]!.values[0]!.path, "utf8")).toBe("replicas: 3\n");
  });

  it("may stand within a chart of its own without growing or growing stale", async () => {
    await put("Chart.yaml", "name: whole\n");
    await put("helmwave.yml", "releases: [{name: app, namespace: n, chart: .}]\n");
    await writePlan(await build(), dir, { signal });
    await writePlan(await build(), dir, { signal });

    expect(await readPlan(dir, { now: await now(), signal })).toBeDefined();
    expect((await filesIn(dir)).filter((file) => file.endsWith("plan.json"))).toEqual([join(dir, "plan.json")]);
  });

  it("replaces an older one, whose files go, and goes where a link leads", async () => {
    await mkdir(join(root, "real"));
    await symlink(join(root, "real"), dir);
    await writePlan(await build(), dir, { signal });
    await put("values/prod.yml", "replicas: 4\n");
    await writePlan(await build({ ...everything, tags: ["app"], dependencies: false }), dir, { signal });

    expect((await readdir(join(root, "real/values"))).length).toBe(2);
    expect(await readdir(join(root, "real/charts"))).toHaveLength(1);
    expect((await readPlan(dir, { now: await now(), signal }))?.releases).toHaveLength(1);
  });

  it("is the same, byte for byte, for the same project", async () => {
    await writePlan(await build(), dir, { signal });
    const first = await readFile(join(dir, "plan.json"), "utf8");
    await writePlan(await build(), dir, { signal });

    expect(await readFile(join(dir, "plan.json"), "utf8")).toBe(first);
  });

  it("is not written with values that changed since they were checked", async () => {
    const plan = await build();
    await put("values/prod.yml", "replicas: [\n");

    expect(await codeOf(writePlan(plan, dir, { signal }))).toEqual({
      code: "PLAN_STALE",
      message: 'values file "values/prod.yml" was changed while the plan was built',
    });
    expect(await readPlan(dir, { signal })).toBeUndefined();
  });

  it("survives any values, names and options", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 30 });
    const options = fc.dictionary(
      fc.constantFrom("url", "token", "a", "__proto__", "n"),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const plan = await build();
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 4 }), options, text, async (contents, own, project) => {
        const values = await Promise.all(
          contents.map(async (content, i) => {
            await put(`any/${i}`, content);
            return { path: join(root, `any/${i}`), sha256: sha256(content) };
          }),
        );
        const monitors = plan.monitors.map((monitor) => ({ ...monitor, options: own }));
        const releases = plan.releases.map((release) => ({ ...release, values }));
        const any: Plan = { ...plan, project, monitors, releases };
        const place = join(root, "any-plan");
        await writePlan(any, place, { signal });
        const config = { monitors, helm: plan.helm, releases: [] };
        const read = await readPlan(place, {
          now: { folder: root, config: { ...(await now()).config, config: config as never } },
          signal,
        });

        expect(withoutPaths(read)).toEqual(withoutPaths(any));
      }),
      { numRuns: 25 },
    );
  });
});

describe("there is no plan", () => {
  it("where nothing is", async () => {
    expect(await readPlan(dir, { signal })).toBeUndefined();
  });

  it("in an empty folder, which may become one", async () => {
    await mkdir(dir);

    expect(await readPlan(dir, { signal })).toBeUndefined();
    await writePlan(await build(), dir, { signal });
    expect(await readPlan(dir, { now: await now(), signal })).toBeDefined();
  });
});

describe("a place that is not a plan is never touched", () => {
  it.each<[claim: string, make: () => Promise<string>, why: string]>([
    ["the project", async () => root, 'it holds "cache"'],
    ["a file", async () => join(root, "helmwave.yml"), "it is a file"],
    [
      "a folder of charts and values",
      async () => {
        await put("deploy/charts/mine.tgz", "x");
        await put("deploy/values/mine.yml", "x");
        return join(root, "deploy");
      },
      "it holds no plan.json",
    ],
    [
      "another tool's plan",
      async () => {
        await put("out/plan.json", '{"format_version": "1.2"}');
        return join(root, "out");
      },
      "its plan.json is not one of helmwatch",
    ],
  ])("%s", async (_, make, why) => {
    const place = await make();
    const before = await codeOf(readPlan(place, { signal }));
    const names = await readdir(root, { recursive: true });

    expect(before).toMatchObject({
      code: "PLAN_NOT_A_PLAN",
      message: expect.stringContaining(`is not a plan: ${why}`),
    });
    const plan = await build();
    expect(await codeOf(writePlan(plan, place, { signal }))).toEqual(before);
    expect(await readdir(root, { recursive: true })).toEqual(names);
  });
});

describe("a stale plan", () => {
  it.each<[claim: string, change: () => Promise<unknown>, reason: string]>([
    ["the config file", () => put("helmwave.yml", `${shop}# changed\n`), "helmwave.yml was changed"],
    ["a values file", () => put("values/prod.yml", "replicas: 4\n"), "values/prod.yml was changed"],
    ["a values file that went", () => rm(join(root, "values/prod.yml")), "values/prod.yml cannot be read any more"],
    [
      "a file of a local chart",
      () => put("charts/app/templates/deep/x.yaml", "x: 2\n"),
      "chart ./charts/app was changed",
    ],
    ["a new file of a local chart", () => put("charts/app/templates/y.yaml", ""), "chart ./charts/app was changed"],
  ])("is told by %s", async (_, change, reason) => {
    await writePlan(await build(), dir, { signal });
    await change();

    expect(await codeOf(readPlan(dir, { now: await now(), signal }))).toEqual({
      code: "PLAN_STALE",
      message: `the plan in "/.helmwatch" is stale: ${reason}`,
    });
  });

  it.each<[selection: Partial<Selection>, reason: string | undefined]>([
    [{ tags: ["app", "infra "] }, undefined],
    [{ tags: ["infra"] }, "it was built for tags app, infra, now asked for tags infra"],
    [{}, "it was built for tags app, infra, now asked for all releases"],
    [
      { tags: ["infra", "app"], matchAll: true },
      "it was built for tags app, infra, now asked for all of the tags app, infra",
    ],
    [
      { tags: ["infra", "app"], dependencies: false },
      "it was built for tags app, infra, now asked for tags app, infra without dependencies",
    ],
  ])("is told by the selection %o", async (over, reason) => {
    await writePlan(await build({ ...everything, tags: ["infra", "app"] }), dir, { signal });
    const selection = { ...everything, ...over };
    const result = await codeOf(readPlan(dir, { now: { ...(await now()), selection }, signal }));

    expect(result?.message).toBe(reason && `the plan in "/.helmwatch" is stale: ${reason}`);
  });

  it("is told by the context of releases that name none", async () => {
    await writePlan(await build(), dir, { signal });

    expect((await codeOf(readPlan(dir, { now: await now("helmwave.yml", "kind"), signal })))?.message).toContain(
      'the context for releases that name none was "", now "kind"',
    );
  });

  it("names all that changed", async () => {
    await writePlan(await build(), dir, { signal });
    await put("values/prod.yml", "");
    await put("helmwave.yml", shop.replace("{inline: 1}", "{inline: 2}"));

    expect((await codeOf(readPlan(dir, { now: await now(), signal })))?.message).toContain(
      "helmwave.yml was changed; values/prod.yml was changed",
    );
  });
});

describe("a damaged plan", () => {
  const rewrite = async (change: (saved: Record<string, unknown>) => unknown) => {
    const saved = JSON.parse(await readFile(join(dir, "plan.json"), "utf8"));
    await writeFile(join(dir, "plan.json"), JSON.stringify(change(saved)));
  };
  const first = async (folder: string) => join(dir, folder, (await readdir(join(dir, folder)))[0]!);

  it.each<[claim: string, damage: () => Promise<unknown>, why: RegExp]>([
    ["not JSON", () => writeFile(join(dir, "plan.json"), "{"), /plan.json is not JSON$/],
    ["empty", () => writeFile(join(dir, "plan.json"), ""), /plan.json is not JSON$/],
    ["of a newer schema", () => rewrite((saved) => ({ ...saved, schema: 2 })), /has schema 2, this helmwatch knows 1$/],
    ["of no schema", () => rewrite((saved) => ({ ...saved, schema: "x" })), /has no known schema$/],
    ["edited", () => rewrite((saved) => ({ ...saved, secrets: [] })), /does not have its digest; it was edited$/],
    ["without a values file", async () => rm(await first("values")), /values\/inline-\w+.yml is missing$/],
    ["with changed values", async () => writeFile(await first("values"), "x"), /values\/inline-\w+.yml was changed$/],
    ["without a chart", async () => rm(await first("charts"), { recursive: true }), /charts\/app-\w+ is missing$/],
    [
      "with a changed chart",
      async () => writeFile(join(await first("charts"), "new"), ""),
      /charts\/app-\w+ was changed$/,
    ],
  ])("%s is refused, and can be built anew", async (_, damage, why) => {
    await writePlan(await build(), dir, { signal });
    await damage();
    const result = await codeOf(readPlan(dir, { now: await now(), signal }));

    expect(result?.code).toBe("PLAN_DAMAGED");
    expect(result?.message).toMatch(why);
    await writePlan(await build(), dir, { signal });
    expect(await readPlan(dir, { now: await now(), signal })).toBeDefined();
  });
});

describe("a plan that cannot be written", () => {
  it("is an error of the system, not of helmwatch", async () => {
    await put("file", "");

    expect(await codeOf(writePlan(await build(), join(root, "file/plan"), { signal }))).toMatchObject({
      code: "PLAN_NOT_A_PLAN",
    });
    const disk: Disk = {
      mkdir,
      rename,
      rm,
      writeFile: () =>
        Promise.reject(Object.assign(new Error("ENOSPC: no space left on device, open 'x'"), { errno: -28 })),
    };
    expect(await codeOf(writePlan(await build(), dir, { signal, disk }))).toEqual({
      code: "PLAN_NOT_WRITTEN",
      message: "the plan cannot be written: ENOSPC: no space left on device, open 'x'",
    });
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    stop.abort(new HelmwatchError("CANCELLED", "stopped"));

    expect(await codeOf(writePlan(await build(), dir, { signal: stop.signal }))).toMatchObject({ code: "CANCELLED" });
  });
});

describe("a chart of links", () => {
  it("is saved as what they lead to, without those that lead in a circle or nowhere", async () => {
    await symlink(join(root, "values/prod.yml"), join(root, "charts/app/linked.yaml"));
    await symlink(join(root, "charts/app"), join(root, "charts/app/templates/circle"));
    await symlink("/nowhere/at/all", join(root, "charts/app/dangling"));
    await writePlan(await build(), dir, { signal });
    const read = await readPlan(dir, { now: await now(), signal });
    const names = (await filesIn(read!.releases[1]!.chart.path)).map((file) => file.slice(file.indexOf("/app-") + 22));

    expect(names.sort()).toEqual(["Chart.yaml", "linked.yaml", "templates/deep/x.yaml"]);
  });
});

describe("a crash while a plan is written", () => {
  /** A disk that stops working, for good, at the nth change of it; a file being written then is half written. */
  function failing(at: number): { disk: Disk; changes: () => number } {
    let changes = 0;
    const step = async <T>(work: () => Promise<T>, half?: () => Promise<unknown>): Promise<T> => {
      changes++;
      if (changes === at) await half?.();
      if (changes >= at) throw new Error("crash");
      return work();
    };
    const disk = {
      mkdir: (path: string, options: object) => step(() => mkdir(path, options)),
      rename: (from: string, to: string) => step(() => rename(from, to)),
      rm: (path: string, options: object) => step(() => rm(path, options)),
      writeFile: (path: string, data: Uint8Array | string, options: object) =>
        step(
          () => writeFile(path, data, options),
          () => writeFile(path, data.slice(0, data.length / 2), options),
        ),
    } as unknown as Disk;
    return { disk, changes: () => changes };
  }

  it("leaves the old plan or the new one, at whatever point, and the next writing succeeds", async () => {
    const old = await build();
    await writePlan(old, dir, { signal });
    await cp(dir, join(root, "before"), { recursive: true });
    await put("values/prod.yml", "replicas: 4\n");
    await put("charts/app/templates/new.yaml", "");
    const fresh = await build();
    const outcomes: string[] = [];
    for (let at = 1; ; at++) {
      await rm(dir, { recursive: true });
      await cp(join(root, "before"), dir, { recursive: true });
      const { disk, changes } = failing(at);
      const crashed = await writePlan(fresh, dir, { signal, disk }).then(
        () => false,
        () => true,
      );
      const read = withoutPaths(
        await readPlan(dir, { now: await now(), signal }).catch(async (error) => {
          // The old plan is stale by now, which is how it is known.
          if (error.code === "PLAN_STALE") return old;
          throw error;
        }),
      );
      outcomes.push(read.releases[1].digest === fresh.releases[1]!.digest ? "new" : "old");
      expect([withoutPaths(old), withoutPaths(fresh)]).toContainEqual(read);
      await writePlan(fresh, dir, { signal });
      expect(withoutPaths(await readPlan(dir, { now: await now(), signal }))).toEqual(withoutPaths(fresh));
      if (!crashed) {
        expect(at).toBe(changes() + 1);
        break;
      }
    }
    expect([...new Set(outcomes)]).toEqual(["old", "new"]);
    expect(outcomes.length).toBeGreaterThan(10);
  });

  it("leaves no plan at all where none was", async () => {
    const plan = await build();
    for (let at = 1; ; at++) {
      await rm(dir, { recursive: true, force: true });
      const crashed = await writePlan(plan, dir, { signal, disk: failing(at).disk }).then(
        () => false,
        () => true,
      );
      const read = await readPlan(dir, { now: await now(), signal });
      expect([undefined, JSON.stringify(withoutPaths(plan))]).toContain(read && JSON.stringify(withoutPaths(read)));
      await writePlan(plan, dir, { signal });
      if (!crashed) break;
    }
  });
});
