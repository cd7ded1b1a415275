import { describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { inClusterOptions } from "../src/in-cluster-options.js";
import plugin from "../src/index.js";
import { end, rollback, running, unsuspended, upgrade, world } from "./world.js";

it("carries the version of its package", () => {
  expect(plugin.version).toBe(packageJson.version);
});

describe("a success", () => {
  it("is a suspended Job, its Secrets, the start; then outputs, and the Job goes", async () => {
    const one = world();
    const result = one.run();
    const name = await unsuspended(one);
    expect(name).toMatch(/^helmwatch-app-[0-9a-f]{10}$/);
    one.cluster.log = "1 done\n2-warning\n0 end\n";
    one.cluster.pod(running);
    one.cluster.pod(end(0));
    expect(await result).toEqual({
      ...{ exitCode: 0, stdout: "done\n", stderr: "warning", where: `job helmwatch/${name}`, ended: "exit" },
    });
    expect(one.cluster.writes).toEqual(["POST jobs", "POST secrets", `PATCH jobs/${name}`, `DELETE jobs/${name}`]);
    expect([...one.cluster.secrets.values()][0]?.metadata).toMatchObject({ ownerReferences: [{ uid: "uid-1" }] });
    expect(one.host.clock.pending()).toBe(0);
  });

  it("is found out over connections that drop, also when the end fell between them", async () => {
    const one = world();
    const result = one.run();
    await unsuspended(one);
    one.cluster.pod(running);
    await one.pass(0);
    one.cluster.drop(1);
    await one.pass(1_000);
    one.cluster.drop(3);
    one.cluster.pod(end(0));
    await one.pass(10_000);
    expect(await result).toMatchObject({ exitCode: 0, ended: "exit" });
  });

  it("shows what helm prints while it runs, line by line", async () => {
    const one = world();
    const result = one.run();
    await unsuspended(one);
    const shown = () => one.host.logged.filter(({ level }) => level === "debug").map(({ message }) => message);
    one.cluster.log = "2 waits for 3 pods\n";
    one.cluster.pod(running);
    await one.pass(10);
    expect(shown()).toContain("waits for 3 pods");
    one.cluster.log += "1 done\n0 end\n";
    one.cluster.pod(end(0));
    expect(await result).toMatchObject({ stdout: "done\n", stderr: "waits for 3 pods\n" });
    expect(shown().slice(-2)).toEqual(["waits for 3 pods", "done"]);
  });

  it("waits for a log that is not whole yet", async () => {
    const one = world();
    const result = one.run();
    await unsuspended(one);
    one.cluster.log = "1 first\n";
    one.cluster.pod(end(0));
    await one.pass(400);
    one.cluster.log = "1 first\n1 last\n0 end\n";
    await one.pass(500);
    expect((await result).stdout).toBe("first\nlast\n");
  });
});

describe("a failure", () => {
  it("keeps the Job, and its Secrets with it", async () => {
    const one = world();
    const result = one.run();
    const name = await unsuspended(one);
    one.cluster.log = "2 Error: no\n0 end\n";
    one.cluster.pod(end(1, "Error: no\n"));
    expect(await result).toMatchObject({ exitCode: 1, stderr: "Error: no\n" });
    expect([...one.cluster.jobs.keys()]).toEqual([name]);
  });

  it("is told by the termination message when the log is lost", async () => {
    const one = world();
    const result = one.run();
    await unsuspended(one);
    one.cluster.pod(running);
    one.cluster.pod(end(1, "Error: context canceled\n"));
    one.cluster.log = "";
    await one.pass(5_000);
    expect(await result).toMatchObject({ exitCode: 1, stdout: "", stderr: "Error: context canceled\n" });
  });

  it("of a Job that is gone without a word leaves the record to decide", async () => {
    const one = world();
    const result = one.run();
    const name = await unsuspended(one);
    one.cluster.log = "1 half of it\n";
    one.cluster.pod(running);
    await one.pass(0);
    one.cluster.jobs.delete(name);
    one.cluster.removePod();
    await one.pass(10_000);
    expect(await result).toMatchObject({
      ...{
        exitCode: -1,
        stderr: "nobody can tell how helm ended: JobDeleted: the Job was deleted by someone else",
        ended: "exit",
      },
    });
  });
});

describe("a pod that cannot start", () => {
  it.each([["an image that is not there", "HELM_NOT_FOUND", /ImagePullBackOff: no such image/]])(
    "tells %s early, and removes the Job",
    async (_, code, message) => {
      const one = world();
      const result = one.run();
      result.catch(() => {});
      await unsuspended(one);
      one.cluster.pod({ waiting: { reason: "ImagePullBackOff", message: "no such image" } });
      await one.pass(2_000);
      await expect(result).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
      expect(one.cluster.jobs.size).toBe(0);
    },
  );

  it.each([
    [
      "a missing right tells so within seconds",
      'serviceaccount "helm" not found',
      14_000,
      "FailedCreate: serviceaccount",
    ],
    ["a full quota waits for room first", "exceeded quota: pods", 120_000, "within 120s; FailedCreate: exceeded quota"],
  ])("tells a pod that the cluster refuses: %s", async (_, message, ms, expected) => {
    const one = world();
    const result = one.run();
    let failed = false;
    result.catch(() => (failed = true));
    await unsuspended(one);
    one.cluster.events = [{ reason: "FailedCreate", message }];
    await one.pass(ms - 5_000);
    expect(failed).toBe(false);
    await one.pass(5_000);
    await expect(result).rejects.toMatchObject({ code: "HELM_FAILED", message: expect.stringContaining(expected) });
    expect(one.cluster.jobs.size).toBe(0);
    const told = one.host.logged.filter(({ level }) => level === "info").map(({ message }) => message);
    expect(told).toEqual([`helm waits to start: FailedCreate: ${message}`]);
  });

  it("waits start_timeout for anything else, and then tells the last event", async () => {
    const one = world({ start_timeout: "30s" });
    const result = one.run();
    result.catch(() => {});
    await unsuspended(one);
    one.cluster.pod({ waiting: { reason: "ContainerCreating" } });
    one.cluster.events = [{ reason: "FailedScheduling", message: "0/3 nodes are available" }];
    await one.pass(28_000);
    expect(one.cluster.jobs.size).toBe(1);
    await one.pass(2_000);
    await expect(result).rejects.toThrow(/within 30s; FailedScheduling: 0\/3 nodes are available/);
    expect(one.cluster.jobs.size).toBe(0);
  });
});

describe("stopping", () => {
  it("deletes the pod of an upgrade once, waits for helm's end, and tells what it said", async () => {
    const one = world();
    const stop = new AbortController();
    const result = one.run(upgrade, stop.signal);
    await unsuspended(one);
    one.cluster.log = "";
    one.cluster.pod(running);
    await one.pass(0);
    stop.abort();
    await one.pass(20_000);
    expect(one.cluster.writes.filter((write) => write === "DELETE pods/pod-1")).toHaveLength(1);
    one.cluster.log = "2 Error: release app failed\n0 end\n";
    one.cluster.pod(end(1));
    expect(await result).toMatchObject({ exitCode: 1, stderr: "Error: release app failed\n", ended: "interrupted" });
  });

  it("never stops a rollback", async () => {
    const one = world();
    const stop = new AbortController();
    const result = one.run(rollback, stop.signal);
    await unsuspended(one);
    one.cluster.pod(running);
    stop.abort();
    await one.pass(10_000);
    expect(one.cluster.writes.filter((write) => write.startsWith("DELETE"))).toEqual([]);
    one.cluster.pod(end(0));
    expect(await result).toMatchObject({ exitCode: 0, ended: "exit" });
  });

  it("starts nothing once the run is stopping, and removes a Job whose pod is not there yet", async () => {
    const one = world();
    expect(await one.run(upgrade, AbortSignal.abort())).toMatchObject({ exitCode: -1, ended: "interrupted" });
    expect(one.cluster.writes).toEqual([]);
    const stop = new AbortController();
    const result = one.run(upgrade, stop.signal);
    await unsuspended(one);
    stop.abort();
    expect(await result).toMatchObject({ exitCode: -1, ended: "interrupted" });
    expect(one.cluster.jobs.size).toBe(0);
  });

  it("stops helm at the deadline, which is counted from its start", async () => {
    const one = world();
    const result = one.run();
    await unsuspended(one);
    await one.pass(50_000);
    one.cluster.pod(running);
    await one.pass(58_000);
    expect(one.cluster.writes).not.toContain("DELETE pods/pod-1");
    await one.pass(2_000);
    expect(one.cluster.writes).toContain("DELETE pods/pod-1");
    one.cluster.pod(end(137));
    expect(await result).toMatchObject({ exitCode: 137, ended: "deadline" });
  });

  it("does not wait for ever for a pod whose node is lost", async () => {
    const one = world();
    const result = one.run();
    await unsuspended(one);
    one.cluster.pod(running);
    await one.pass(60_000);
    await one.pass(200_000);
    expect(await result).toMatchObject({ exitCode: -1, ended: "deadline" });
  });
});

describe("the cluster of a release", () => {
  const command = (context: string) => ({ ...upgrade, argv: [...upgrade.argv, "--kube-context", context] });

  it("is that of its context", async () => {
    const one = world();
    const result = one.run(command("staging"));
    await unsuspended({ cluster: one.staging });
    one.staging.pod(end(0));
    expect(await result).toMatchObject({ exitCode: 0 });
    expect(one.cluster.writes).toEqual([]);
  });

  it("is the run's own where the release names that", async () => {
    const one = world();
    const result = one.run(command("prod"));
    await unsuspended(one);
    one.cluster.pod(end(0));
    expect(await result).toMatchObject({ exitCode: 0 });
    expect(one.staging.writes).toEqual([]);
  });
});

it("gives rights once for the releases of a namespace, again after a failure, and anew for another one", async () => {
  const one = world({ rbac: "namespaced" });
  const grants = () => one.cluster.writes.filter((write) => write === "POST roles").length;
  const start = (name: string, namespace = "shop") =>
    one.run({ ...upgrade, argv: ["upgrade", "--install", name, "/no/chart", "--namespace", namespace] });
  one.cluster.refuse("roles", 500);
  await expect(start("a")).rejects.toThrow("status 500");
  for (const name of ["a", "b"]) start(name).catch(() => {});
  await unsuspended(one, 2);
  expect(grants()).toBe(2);
  start("c", "stage").catch(() => {});
  await unsuspended(one, 3);
  expect(grants()).toBe(3);
});

describe("what is refused", () => {
  it("Jobs in a namespace that is missing, with a hint", async () => {
    const one = world();
    one.cluster.refuse("jobs", 404);
    await expect(one.run()).rejects.toMatchObject({
      message: 'namespace "helmwatch", where the Jobs of helm are to run, is missing',
    });
  });

  it.each([
    { in_cluster: { image: "" } },
    { in_cluster: { imag: "y" } },
    { in_cluster: { ttl: "1 day" } },
    { in_cluster: { ttl: 0 } },
  ])("the options %j", (options) => {
    expect(inClusterOptions.safeParse(options).success).toBe(false);
  });
});
