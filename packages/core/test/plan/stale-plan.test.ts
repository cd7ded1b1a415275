import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPlan } from "../../src/plan/read-plan.js";
import type { Selection } from "../../src/plan/selection.js";
import { writePlan } from "../../src/plan/write-plan.js";
import { build, codeOf, dir, everything, now, put, root, shop, signal } from "./project.js";

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

  it("is told by a program that patches what is rendered, and finds it where it is", async () => {
    await put("patch.sh", "#!/bin/sh");
    await put("helmwave.yml", shop.replace("values: [values", "post_renderer: ./patch.sh, values: [values"));
    await writePlan(await build(), dir, { signal });
    expect(JSON.parse(await readFile(join(dir, "plan.json"), "utf8")).plan.releases[1].postRenderer.program).toBe(
      "../patch.sh",
    );
    const plan = await readPlan(dir, { now: await now(), signal });
    expect(plan!.releases[1]!.postRenderer!.program).toBe(join(root, "patch.sh"));
    await put("patch.sh", "#!/bin/sh -e");
    expect((await codeOf(readPlan(dir, { now: await now(), signal })))?.message).toContain("./patch.sh was changed");
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

  it("is told by the environment, asked for or not", async () => {
    await writePlan(await build({ ...everything, environment: "prod" }), dir, { signal });
    const read = async (environment?: string) =>
      readPlan(dir, { now: { ...(await now()), ...(environment === undefined ? {} : { environment }) }, signal });
    expect(await read("prod")).toBeDefined();
    expect((await codeOf(read()))?.message).toContain(
      "it was built for environment prod, now asked for no environment",
    );
    expect((await codeOf(read("dev")))?.message).toContain("now asked for environment dev");
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
