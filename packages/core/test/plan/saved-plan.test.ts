import { mkdir, mkdtemp, readdir, readFile, rename, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/plan/content.js";
import type { Plan } from "../../src/plan/plan.js";
import { readPlan } from "../../src/plan/read-plan.js";
import { writePlan } from "../../src/plan/write-plan.js";
import { build, codeOf, dir, everything, filesIn, now, put, root, roots, signal, withoutPaths } from "./project.js";

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

  it("keeps its secrets where it is told to, and then needs no config file", async () => {
    const plan = await build();
    await writePlan(plan, dir, { signal, keepSecrets: true });

    expect(withoutPaths(await readPlan(dir, { signal }))).toEqual(withoutPaths(plan));
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
