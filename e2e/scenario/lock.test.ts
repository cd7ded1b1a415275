import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { pushChart } from "../tools/push-chart.js";
import { startRegistry } from "../tools/registry.js";
import { scenario } from "./scenario.js";
import { story } from "./story.js";

const credentials = { username: "ann", password: "swordfish-9" };

scenario("a tag that was moved is refused by the lock, until --update-lock takes it", async ({ world }) => {
  const { folder, given, release, run } = world;
  const registry = await startRegistry({ credentials });
  onTestFinished(() => registry.stop());
  const chart = join(folder, "chart");
  const push = async (text: string) => {
    await writeFile(join(chart, "templates/more.yaml"), `# ${text}\n`);
    return pushChart(chart, registry);
  };
  const name = await push("one");
  const config = (constraint: string, ...more: object[]) => ({
    registries: [{ host: registry.host, ...credentials }],
    releases: [
      release("app", {}, { chart: { name, version: constraint, plain_http: true }, labels: { app: "yes" } }),
      ...more,
    ],
  });
  const lock = () => readFile(join(folder, "helmwatch.lock"), "utf8");
  await given(config("^1"));

  const first = await run("up", "--build", "--update-lock");
  expect(story(first.events)).toEqual(["app deployed 1", "exit 0"]);
  expect(first.stderr).toMatch(/locked +chart: oci:\S+ \^1 {2}after: 1\.0\.0 \(sha256:\w{12}\)/);
  const before = await lock();
  const digest = /digest: (sha256:\w+)/.exec(before)?.[1];
  expect(before).toContain(`  - chart: ${name}\n    constraint: ^1\n    version: 1.0.0\n    digest: sha256:`);
  expect(before).not.toContain(credentials.password);
  expect((await stat(join(folder, "helmwatch.lock"))).mode & 0o044).not.toBe(0);

  // The same version again, with other content.
  await push("two");
  const refused = await run("build");
  expect(refused.exitCode).toBe(4);
  const [, error = ""] = refused.stderr.split("CHART_DIGEST_MISMATCH");
  const [is, was] = error.match(/sha256:\w{64}/g)!;
  expect([is === digest, was]).toEqual([false, digest]);
  expect(await lock()).toBe(before);

  const updated = await run("build", "--update-lock");
  expect(updated.exitCode).toBe(0);
  expect(updated.stderr).toContain("before: 1.0.0 (");
  expect(await lock()).toContain(is);
  expect(story((await run("up")).events)).toEqual(["app deployed 2", "exit 0"]);
  expect((await run("build", "--update-lock")).stderr).toContain("helmwatch.lock is up to date");

  // What the lock lacks is named; only what is selected is resolved anew.
  await push("three");
  await given(config("^1", release("new", {}, { chart: { name, version: "~1.0", plain_http: true } })));
  const missing = await run("build");
  expect([missing.exitCode, missing.stderr]).toEqual([2, expect.stringMatching(/LOCK_MISSING.*helmwave.yml/)]);
  const locked = await lock();
  expect((await run("build", "--update-lock", "--selector", "name=new")).exitCode).toBe(0);
  expect(await lock()).toContain("constraint: ~1.0");
  expect(await lock()).toContain(/constraint: \^1\n(.*\n){2}/.exec(locked)?.[0]);

  // A plan goes by the lock that it was built with.
  await given(config("^1"));
  expect((await run("build", "--update-lock")).exitCode).toBe(0);
  expect(await lock()).not.toContain("~1.0");
  await writeFile(join(folder, "helmwatch.lock"), before);
  const stale = await run("up");
  expect([stale.exitCode, stale.stderr]).toEqual([2, expect.stringContaining("helmwatch.lock was changed")]);
});

scenario("--update-lock is for a plan that is built", async ({ world }) => {
  await world.given({ releases: [world.release("app")] });
  const { exitCode, stderr } = await world.run("up", "--update-lock");
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--update-lock needs --build")]);
});
