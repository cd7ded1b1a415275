import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeCluster } from "./fake-cluster.js";
import { createProject, runCli } from "./run-cli.js";
import { chart, sample } from "./sample.js";

const more = `${sample()}
  - { name: web, namespace: web, chart: { name: ./chart }, depends_on: [nats@nats], tags: [front] }
`;

async function deployed() {
  const cwd = await createProject({ ...chart, "helmwave.yml": more });
  const cluster = fakeCluster();
  await runCli(["up", "-t", "nats@nats"], { cwd, cluster });
  cluster.asked.length = 0;
  return { cwd, cluster };
}

describe("list", () => {
  it("shows every release of the file with its state, by one list and without helm", async () => {
    const { cwd, cluster } = await deployed();
    const { code, stdout, stderr } = await runCli(["ls"], { cwd, cluster });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "  NAME  | NAMESPACE  | REVISION  |       UPDATED         |    STATUS      |  CHART
      --------+------------+-----------+-----------------------+----------------+---------
        nats  | nats       | 1         | 2026-01-02T03:04:05Z  | deployed       | ./chart
        web   | web        |           |                       | not installed  | ./chart
      "
    `);
    expect(cluster.asked).toEqual(["GET /api/v1/secrets"]);
  });

  it("tells by a saved plan what would change, and does not mind a stale one", async () => {
    const { cwd, cluster } = await deployed();
    await runCli(["build"], { cwd });
    const rows = JSON.parse((await runCli(["list", "-o", "json"], { cwd, cluster })).stdout);
    expect(rows.map(({ release, status, isPlanned }: Record<string, unknown>) => [release, status, isPlanned])).toEqual(
      [
        ["nats@nats", "deployed", true],
        ["web@web", "not installed", false],
      ],
    );
    await writeFile(join(cwd, "helmwave.yml"), `${more}# changed`);
    expect(await runCli(["list"], { cwd, cluster })).toMatchObject({ code: 0 });
  });
});

describe("status", () => {
  it("shows what is known of one release", async () => {
    const { cwd, cluster } = await deployed();
    const { code, stdout } = await runCli(["status", "nats", "web@web"], { cwd, cluster });
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "nats@nats
        status:     deployed
        revision:   1
        updated:    2026-01-02T03:04:05Z
        chart:      ./chart
        monitors:   nats-up-metric (rollback), nats-delivered-metric (rollback)

      web@web
        status:     not installed
        chart:      ./chart
        depends on: nats@nats
        tags:       front
      "
    `);
  });

  it("suggests the release that was meant", async () => {
    const { cwd, cluster } = await deployed();
    const { code, stderr } = await runCli(["status", "nast"], { cwd, cluster });
    expect(code).toBe(2);
    expect(stderr).toContain('there is no release "nast"\n  = did you mean "nats"?');
  });
});

describe("graph", () => {
  it("draws the selected releases, as text or mermaid, without a cluster", async () => {
    const cwd = await createProject({ "helmwave.yml": more });
    expect((await runCli(["graph"], { cwd })).stdout).toMatchInlineSnapshot(`
      "┌ 1
      │ nats@nats
      │   ◇ nats-up-metric, nats-delivered-metric
      ├ 2
      │ web@web ← nats@nats
      └
      "
    `);
    expect(
      (await runCli(["graph", "--format", "mermaid", "--no-dependencies", "-t", "front"], { cwd })).stdout,
    ).toMatchInlineSnapshot(`
      "flowchart RL
        r0["web@web"]
      "
    `);
  });

  it("tells a cycle as a path", async () => {
    const cwd = await createProject({
      "helmwave.yml": more.replace("    chart", "    depends_on: [web@web]\n    chart"),
    });
    const { code, stderr } = await runCli(["graph"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("GRAPH_CYCLE");
    expect(stderr).toMatch(/nats@nats → web@web → nats@nats|web@web → nats@nats → web@web/);
  });
});

describe("plugins", () => {
  it("lists what is in use, and from where", async () => {
    const cwd = await createProject({ "helmwave.yml": sample() });
    const { code, stdout } = await runCli(["plugins"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "       NAME        | VERSION  |      TYPE       | NEEDS  |       SUMMARY
      -------------------+----------+-----------------+--------+----------------------
        @acme/helm-fake  | 3.2.1    | helm fake       | kube   | Plays helm
        @acme/monitors   | 0.0.7    | monitor script  |        | Says what it is told

      @acme/helm-fake: ./node_modules/@acme/helm-fake/index.js
      @acme/monitors: ./node_modules/@acme/monitors/plugin.js
      "
    `);
    const json = JSON.parse((await runCli(["plugins", "-o", "json"], { cwd })).stdout);
    expect(json).toMatchObject([
      { name: "@acme/helm-fake", use: "@acme/helm-fake", version: "3.2.1" },
      { types: [{ type: "script" }] },
    ]);
  });
});

it("prints a JSON Schema that editors can use", async () => {
  const { code, stdout } = await runCli(["schema"], { cwd: "/nowhere" });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ title: "helmwatch", type: "object", properties: { releases: {} } });
});

describe("monitor run", () => {
  it("runs the named monitors and asks no cluster", async () => {
    const cwd = await createProject({ "helmwave.yml": sample({ delivered: "[fail]" }) });
    const cluster = fakeCluster();
    const good = await runCli(["monitor", "run", "nats-up-metric"], { cwd, cluster });
    expect(good).toMatchObject({ code: 0, stdout: "" });
    expect(good.stderr).toContain("[INFO]: Monitors Success 1 / 1");
    expect(await runCli(["monitor", "run"], { cwd, cluster })).toMatchObject({ code: 1 });
    expect(cluster.asked).toEqual([]);
  });

  it("names the monitors there are when one is not known", async () => {
    const cwd = await createProject({ "helmwave.yml": sample() });
    const { code, stderr } = await runCli(["monitor", "run", "nats-up-metrc"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "nats-up-metric"?');
  });
});

describe("a selector", () => {
  it("narrows what a command is about", async () => {
    const { cwd } = await deployed();
    const expected = "[INFO]: helmwave.yml is valid    releases: 1  monitors: 2\n";
    expect((await runCli(["validate", "-l", "namespace=nats"], { cwd })).stderr).toBe(expected);
  });

  it("that is none is refused", async () => {
    const { cwd } = await deployed();
    const { code, stderr } = await runCli(["validate", "-l", "nats"], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error USAGE\n  = --selector is "nats", expected key=value or key!=value\n',
    });
  });
});
