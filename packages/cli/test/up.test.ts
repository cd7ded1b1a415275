import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeCluster } from "./fake-cluster.js";
import { createProject, runCli } from "./run-cli.js";
import { chart, sample } from "./sample.js";

describe("up", () => {
  it("tells the seed's story: a new version is rejected by a monitor and rolled back", async () => {
    const cwd = await createProject({ ...chart, "helmwave.yml": sample() });
    const cluster = fakeCluster();
    expect(await runCli(["up"], { cwd, cluster })).toMatchObject({ code: 0 });
    await writeFile(join(cwd, "helmwave.yml"), sample({ delivered: '["no-data"]' }));
    await writeFile(join(cwd, "chart/Chart.yaml"), "apiVersion: v2\nname: app\nversion: 1.2.4\n");
    const { code, stderr, stdout } = await runCli(["up"], { cwd, cluster });
    expect(code).toBe(1);
    expect(stderr).toMatchInlineSnapshot(`
      "[INFO]: Building releases...
      [INFO]: Building values...
      [INFO]: no values provided       release: nats@nats
      [INFO]: Building repositories...
      [INFO]: Building registries...
      [INFO]: Building charts...
      [INFO]: Building graphs...
      [INFO]: show graph:
                ┌ 1
                │ nats@nats
                │   ◇ nats-up-metric, nats-delivered-metric
                └
      [INFO]: Plan                     releases: nats@nats
      [INFO]: Skip diffing
      [INFO]: sync releases...
      [INFO]: deploying...             release: nats@nats
      [INFO]: ✅                       release: nats@nats  revision: 2
      [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 1/3
      [INFO]: monitor did not succeed  monitor: nats-delivered-metric  streak: 1/2  error: result is empty
      [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 2/3
      [INFO]: monitor did not succeed  monitor: nats-delivered-metric  streak: 2/2  error: result is empty
      [ERROR]: ❌ monitor failed        monitor: nats-delivered-metric  error: monitor triggered failure threshold
      [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 3/3
      [INFO]: ✅                       monitor: nats-up-metric
      [ERROR]: monitors failed, need to take actions  error: 1 error occurred: * monitor triggered failure threshold  monitors: nats-delivered-metric
      [INFO]: chose action to perform for failed monitors  action: rollback  release: nats@nats
      [INFO]: rolling back...          release: nats@nats  to: 1
      [INFO]: rolled back to revision 1  release: nats@nats  revision: 3
      [INFO]: Releases Success 1 / 1
      [INFO]: Monitors Success 1 / 2
      [FATAL]: deploy failed
      "
    `);
    expect(stdout).toMatchInlineSnapshot(`
      "          NAME           |                ERROR
      -------------------------+-------------------------------------
        nats-delivered-metric  | monitor triggered failure threshold

          NAME     |                  UNDONE
      -------------+------------------------------------------
        nats@nats  | rolled back to revision 1, as revision 3
      "
    `);
    expect(cluster.releases()).toEqual(["nats: 1 superseded, 2 superseded, 3 deployed"]);
  });

  it("starts no helm for what is unchanged, and asks the cluster once", async () => {
    const cwd = await createProject({ ...chart, "helmwave.yml": sample() });
    const cluster = fakeCluster();
    await runCli(["up"], { cwd, cluster });
    cluster.asked.length = 0;
    const { code, stderr } = await runCli(["up", "--log-level", "debug"], { cwd, cluster });
    expect(code).toBe(0);
    expect(cluster.asked).toEqual(["GET /api/v1/namespaces/nats/secrets"]);
    expect(stderr).toContain("[INFO]: unchanged, skipped       release: nats@nats  revision: 1");
    expect(stderr).not.toContain("argv: version");
  });

  it("keeps going beside a failed release, and names everything at the end", async () => {
    const releases = `${sample({ more: "  broken: web" })}
  - { name: web, namespace: nats, chart: { name: ./chart } }
  - { name: api, namespace: nats, chart: { name: ./chart }, depends_on: [web@nats] }
`;
    const cwd = await createProject({ ...chart, "helmwave.yml": releases });
    const { code, stdout, stderr } = await runCli(["up"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain("[ERROR]: ❌ failed to deploy      release: web@nats  error:");
    expect(stderr).toContain("[INFO]: Releases Success 1 / 3\n[INFO]: Monitors Success 2 / 2\n");
    expect(stdout).toMatchInlineSnapshot(`
      "    NAME    |                              ERROR
      ------------+-----------------------------------------------------------------
        web@nats  | upgrade of web@nats failed: the deployment of web was not ready
        api@nats  | skipped: web@nats failed
      "
    `);
  });

  it("uses the saved plan, also without the config file, and refuses a stale one", async () => {
    const cwd = await createProject({ ...chart, "helmwave.yml": sample() });
    const cluster = fakeCluster();
    expect(await runCli(["build"], { cwd, cluster })).toMatchObject({ code: 0, stdout: "" });
    expect(cluster.asked).toEqual([]);
    await writeFile(join(cwd, "helmwave.yml"), `${sample()}\n# changed`);
    const stale = await runCli(["up"], { cwd, cluster });
    expect(stale.code).toBe(2);
    expect(stale.stderr).toMatch(/PLAN_STALE.*helmwave.yml was changed.*--build/s);
    await rm(join(cwd, "helmwave.yml"));
    expect(await runCli(["up"], { cwd, cluster })).toMatchObject({ code: 0 });
    expect(cluster.releases()).toEqual(["nats: 1 deployed"]);
  });

  it("finds all that its backend lacks before anything is touched, helm included", async () => {
    const web = "  - { name: web, namespace: nats, create_namespace: true, chart: { name: ./chart } }\n";
    const cwd = await createProject({ ...chart, "helmwave.yml": `${sample({ more: "  lacks: error" })}\n${web}` });
    const cluster = fakeCluster();
    const { code, stderr } = await runCli(["up", "--log-level", "debug"], { cwd, cluster });
    expect(code).toBe(4);
    expect(stderr.match(/(?<== ).*may not.*/g)).toEqual(['nats may not use "nats"', 'web may not create "nats"']);
    expect(stderr).not.toContain("acme helm");
    expect(cluster.releases()).toEqual([]);
  });

  it("goes on after a warning of its backend, and asks it about no release that needs no helm", async () => {
    const cwd = await createProject({ ...chart, "helmwave.yml": sample({ more: "  lacks: warning" }) });
    const cluster = fakeCluster();
    const [first, second] = [await runCli(["up"], { cwd, cluster }), await runCli(["up"], { cwd, cluster })];
    expect([first.code, second.code]).toEqual([0, 0]);
    expect([first, second].map(({ stderr }) => stderr.includes("warning KUBE_FORBIDDEN"))).toEqual([true, false]);
  });

  it.each([
    ["clusters that may not be listed", {}, fakeCluster({ forbidden: true }), "KUBE_FORBIDDEN"],
    ["a helm that is too old", { more: "  version: v3.9.0" }, fakeCluster(), "HELM_TOO_OLD"],
  ])("finds %s before anything is touched", async (_, says, cluster, error) => {
    const cwd = await createProject({ ...chart, "helmwave.yml": sample(says) });
    const { code, stderr, stdout } = await runCli(["up"], { cwd, cluster });
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain(`error ${error}`);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(cluster.asked.filter((one) => one.startsWith("helm "))).toEqual([]);
  });

  it("asks monitors before anything is touched", async () => {
    const cwd = await createProject({
      ...chart,
      "helmwave.yml": sample().replace("says: [pass] }", 'says: [pass], preflight: "no route to prometheus" }'),
    });
    const cluster = fakeCluster();
    const { code, stderr } = await runCli(["up"], { cwd, cluster });
    expect(code).toBe(4);
    expect(stderr).toContain("no route to prometheus");
    expect(cluster.releases()).toEqual([]);
  });

  it("prints events as ndjson, and nothing else on stdout", async () => {
    const cwd = await createProject({ ...chart, "helmwave.yml": sample({ delivered: "[fail]" }) });
    const { code, stdout, stderr } = await runCli(["up", "--output", "ndjson"], { cwd });
    expect(code).toBe(1);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]).toMatchObject({ schema: 1, type: "run.started", command: "up" });
    expect(events.at(-1)).toMatchObject({ type: "run.ended", exitCode: 1 });
    expect(stderr).toContain("[FATAL]: deploy failed");
  });

  it("builds and deploys what tags select", async () => {
    const releases = `${sample()}
  - { name: web, namespace: web, chart: { name: ./chart }, tags: [front] }
`;
    const cwd = await createProject({ ...chart, "helmwave.yml": releases });
    const cluster = fakeCluster();
    expect(await runCli(["-t", "front", "up", "--build"], { cwd, cluster })).toMatchObject({ code: 0 });
    expect(cluster.releases()).toEqual(["web: 1 deployed"]);
  });
});

describe("secrets", () => {
  const secret = "s3cr3t/+val ue";

  it("are masked in the log, in tables, events and plugins' logs", async () => {
    const cwd = await createProject({
      ...chart,
      "helmwave.yml": sample().replace("says: [pass] }", `says: [pass], secret: ${JSON.stringify(secret)} }`),
    });
    for (const args of [["up"], ["up", "-o", "ndjson"], ["up", "--log-format", "json", "--log-level", "debug"]]) {
      const { both, code } = await runCli(args, { cwd });
      expect(code).toBe(1);
      expect(both).toContain("rejected ***");
      expect(both).toContain("asked with ***");
      expect(both).not.toContain(secret);
      expect(both).not.toContain(encodeURIComponent(secret));
    }
  });
});

describe("a password that is an ordinary word", () => {
  it("leaves the types of events alone", async () => {
    const config = `registries: [{ host: r.example, password: release }]\n${sample()}`;
    const cwd = await createProject({ ...chart, "helmwave.yml": config });
    const { stdout } = await runCli(["up", "-o", "ndjson"], { cwd });
    expect(stdout).toContain('"type":"release.deployed"');
  });
});

describe("down and rollback", () => {
  it("undo the releases, dependents first, without charts", async () => {
    const releases = `${sample()}
  - { name: web, namespace: nats, chart: { name: ./chart }, depends_on: [nats@nats] }
`;
    const cwd = await createProject({ ...chart, "helmwave.yml": releases });
    const cluster = fakeCluster();
    await runCli(["up"], { cwd, cluster });
    await writeFile(join(cwd, "chart/values.yaml"), "a: 2\n");
    await runCli(["up"], { cwd, cluster });
    expect(cluster.releases()).toEqual(["nats: 1 superseded, 2 deployed", "web: 1 superseded, 2 deployed"]);
    await rm(join(cwd, "chart"), { recursive: true });
    cluster.asked.length = 0;
    const back = await runCli(["rollback", "--revision", "1"], { cwd, cluster });
    expect(back).toMatchObject({ code: 0, stdout: "" });
    expect(back.stderr).toMatchInlineSnapshot(`
      "[INFO]: rolling back...          release: web@nats  to: 1
      [INFO]: rolled back to revision 1  release: web@nats  revision: 3
      [INFO]: rolling back...          release: nats@nats  to: 1
      [INFO]: rolled back to revision 1  release: nats@nats  revision: 3
      [INFO]: Releases Success 2 / 2
      "
    `);
    const down = await runCli(["down"], { cwd, cluster });
    expect(down).toMatchObject({ code: 0, stdout: "" });
    expect(down.stderr).toMatchInlineSnapshot(`
      "[INFO]: uninstalling...          release: web@nats
      [INFO]: uninstalled              release: web@nats
      [INFO]: uninstalling...          release: nats@nats
      [INFO]: uninstalled              release: nats@nats
      [INFO]: Releases Success 2 / 2
      "
    `);
    expect(cluster.asked.filter((one) => one.startsWith("helm "))).toEqual([
      "helm rollback web",
      "helm rollback nats",
      "helm uninstall web",
      "helm uninstall nats",
    ]);
    expect(await runCli(["down"], { cwd, cluster })).toMatchObject({ code: 0 });
  });
});
