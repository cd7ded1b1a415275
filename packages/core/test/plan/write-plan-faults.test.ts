import { cp, link, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Disk } from "../../src/plan/content.js";
import { readPlan } from "../../src/plan/read-plan.js";
import { writePlan } from "../../src/plan/write-plan.js";
import { HelmwatchError } from "../../src/plugin/index.js";
import { build, codeOf, dir, filesIn, now, put, root, signal, withoutPaths } from "./project.js";

describe("a plan that cannot be written", () => {
  it("is an error of the system, not of helmwatch", async () => {
    await put("file", "");

    expect(await codeOf(writePlan(await build(), join(root, "file/plan"), { signal }))).toMatchObject({
      code: "PLAN_NOT_A_PLAN",
    });
    const disk: Disk = {
      mkdir,
      link,
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

  it("is written in full where another file system holds what was written inline", async () => {
    const disk: Disk = { mkdir, rename, rm, writeFile, link: () => Promise.reject(new Error("EXDEV")) };
    const plan = await build();
    await writePlan(plan, dir, { signal, disk });
    expect(withoutPaths(await readPlan(dir, { now: await now(), signal }))).toEqual(withoutPaths(plan));
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
      link: (from: string, to: string) => step(() => link(from, to)),
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
