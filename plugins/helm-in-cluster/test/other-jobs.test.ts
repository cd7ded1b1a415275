import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { FakeCluster } from "./fake-cluster.js";
import { end, rollback, running, unsuspended, upgrade, type World, world } from "./world.js";

describe("the same Job, of an earlier helmwatch,", () => {
  it("is followed while it runs", async () => {
    const one = world();
    const first = one.run();
    const name = await unsuspended(one);
    const second = one.run();
    await expect
      .poll(() => one.host.logged.map(({ message }) => message))
      .toContain(`follows job helmwatch/${name}, which an earlier run started`);
    one.cluster.pod(end(0));
    expect([(await first).exitCode, (await second).exitCode]).toEqual([0, 0]);
    expect(one.cluster.writes.filter((write) => write === "POST jobs")).toHaveLength(1);
  });

  it("is started where a helmwatch died before that", async () => {
    const one = world();
    one.cluster.refuse("secrets", 422);
    // As after kill -9: nobody removes it.
    const { delete: remove } = one.cluster.jobs;
    one.cluster.jobs.delete = () => false;
    await expect(one.run()).rejects.toThrow("status 422");
    one.cluster.jobs.delete = remove;
    const result = one.run();
    await unsuspended(one);
    one.cluster.pod(end(0));
    expect(await result).toMatchObject({ exitCode: 0 });
    expect(one.cluster.writes.filter((write) => write === "POST jobs")).toHaveLength(1);
    expect(one.cluster.secrets.size).toBe(1);
  });

  it("is started where a helmwatch died between its Secrets, with the others made", async () => {
    const one = world();
    const folder = mkdtempSync(join(tmpdir(), "in-cluster-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const values = join(folder, "values.yaml");
    writeFileSync(values, "x".repeat(1_000_000));
    const large = { ...upgrade, files: [values] };
    one.cluster.refuse("secrets", 422, 1);
    const { delete: remove } = one.cluster.jobs;
    one.cluster.jobs.delete = () => false;
    await expect(one.run(large)).rejects.toThrow("status 422");
    one.cluster.jobs.delete = remove;
    expect(one.cluster.secrets.size).toBe(1);
    const result = one.run(large);
    await unsuspended(one);
    one.cluster.pod(end(0));
    expect(await result).toMatchObject({ exitCode: 0 });
    expect(one.cluster.secrets.size).toBe(3);
  });

  it("is replaced once it has ended", async () => {
    const one = world();
    const first = one.run();
    const name = await unsuspended(one);
    one.cluster.pod(end(1));
    await first;
    one.cluster.finishJob(name, "Failed");
    one.cluster.removePod();
    const second = one.run();
    await one.pass(250);
    await unsuspended(one, 2);
    one.cluster.pod(end(0));
    expect(await second).toMatchObject({ exitCode: 0 });
    expect(one.cluster.secrets.size).toBe(2);
  });

  it.each([
    ["there is none", () => {}],
    ["it has not been started", ({ cluster }: World, name: string) => suspend(cluster, name)],
    ["it has ended", ({ cluster }: World, name: string) => cluster.finishJob(name, "Failed")],
  ])("is not adopted where %s", async (what, change) => {
    const one = world();
    if (what !== "there is none") {
      one.run().catch(() => {});
      change(one, await unsuspended(one));
    }
    const before = [...one.cluster.writes];
    expect(await one.adopt()).toBeUndefined();
    expect(one.cluster.writes).toEqual(before);
  });

  it("is adopted while it runs, and goes after its success", async () => {
    const one = world();
    one.run().catch(() => {});
    await unsuspended(one);
    one.cluster.log = "1 done\n0 end\n";
    one.cluster.pod(running);
    const adopted = one.adopt();
    await one.pass(0);
    one.cluster.pod(end(0));
    expect(await adopted).toMatchObject({ exitCode: 0, stdout: "done\n", ended: "exit" });
    expect(await one.adopt()).toBeUndefined();
    expect(one.cluster.jobs.size).toBe(0);
  });
});

describe("another Job of the same release", () => {
  const other = { ...upgrade, argv: [...upgrade.argv, "--timeout", "9s"] };

  it.each([
    ["that starts", () => {}, /^job helmwatch\/helmwatch-app-\w+ is at work on release "app" in namespace "shop"$/],
    ["that runs", ({ cluster }: World) => cluster.pod(running), /^pod helmwatch\/pod-1 is at work on release "app"/],
    [
      "that is gone while its pod is not",
      ({ cluster }: World, name: string) => {
        cluster.pod(running);
        cluster.jobs.delete(name);
      },
      /^pod helmwatch\/pod-1 is at work/,
    ],
  ])("%s lets none run beside it", async (_, change, message) => {
    const one = world();
    one.run().catch(() => {});
    const name = await unsuspended(one);
    change(one, name);
    await expect(one.run(other)).rejects.toMatchObject({
      code: "HELM_PENDING",
      message: expect.stringMatching(message),
    });
    await expect(one.adopt(other)).rejects.toMatchObject({ code: "HELM_PENDING" });
    await expect(one.run(rollback)).rejects.toMatchObject({ code: "HELM_PENDING" });
    expect([...one.cluster.jobs.keys()].filter((key) => key !== name)).toEqual([]);
    expect(one.cluster.writes.filter((write) => write.startsWith("PATCH"))).toHaveLength(1);
  });

  it("does not matter once helm has ended in it, even before the Job says so", async () => {
    const one = world();
    const first = one.run();
    await unsuspended(one);
    one.cluster.pod(end(1));
    expect(await first).toMatchObject({ exitCode: 1 });
    one.run(rollback).catch(() => {});
    await unsuspended(one, 2);
  });

  it.each([
    ["is gone soon", true],
    ["stays, as helm in it does", false],
  ])("is waited for where its pod is being removed and %s", async (_, goes) => {
    const one = world();
    one.run().catch(() => {});
    const name = await unsuspended(one);
    one.cluster.pod(running);
    one.cluster.deletePod();
    one.cluster.jobs.delete(name);
    const second = one.run(other);
    second.catch(() => {});
    await expect.poll(() => one.cluster.writes.filter((write) => write === "POST secrets")).toHaveLength(2);
    await one.pass(2_000);
    if (goes) {
      one.cluster.removePod();
      await one.pass(500);
      await unsuspended(one, 2);
    } else {
      await one.pass(8_500);
      await expect(second).rejects.toMatchObject({ code: "HELM_PENDING" });
    }
  });

  it("does not matter where it is of another namespace", async () => {
    const one = world();
    one.run().catch(() => {});
    await unsuspended(one);
    one.run({ ...upgrade, argv: upgrade.argv.map((word) => (word === "shop" ? "stage" : word)) }).catch(() => {});
    await unsuspended(one, 2);
  });

  it.each([
    ["elder", "2025-12-31T23:59:59Z", 1],
    ["younger", "2026-01-01T00:00:01Z", 0],
  ])("that is suspended and %s than this one leaves one of the two", async (_, creationTimestamp, started) => {
    const one = world();
    one.run().catch(() => {});
    const name = await unsuspended(one);
    suspend(one.cluster, name, creationTimestamp);
    const second = one.run(other).catch((error) => error.code);
    await one.pass(0);
    await expect.poll(() => one.cluster.jobs.size).toBe(1);
    expect([...one.cluster.jobs.keys()].includes(name)).toBe(started === 0);
    if (started === 0) expect(await second).toBe("HELM_PENDING");
    else await unsuspended(one, 2);
  });

  it("that was started just when this one was to remove it, stays", async () => {
    const one = world();
    one.run().catch(() => {});
    const name = await unsuspended(one);
    suspend(one.cluster, name, "2025-12-31T23:59:59Z");
    const { request } = one.host.kube!;
    Object.assign(one.host.kube!, {
      async request(call: Parameters<typeof request>[0]) {
        if (call.method === "DELETE" && call.path.endsWith(name)) {
          const job = one.cluster.jobs.get(name)!;
          const metadata = { ...job.metadata, resourceVersion: "9" };
          one.cluster.jobs.set(name, { ...job, metadata, spec: { suspend: false } });
        }
        return request(call);
      },
    });
    await expect(one.run(other)).rejects.toMatchObject({ code: "HELM_PENDING" });
    expect([...one.cluster.jobs.keys()]).toEqual([name]);
  });
});

it("removes what earlier ones left suspended a quarter of an hour ago, once, and nothing younger", async () => {
  const one = world();
  const now = one.host.clock.wall();
  const left = (name: string, minutes: number) => {
    const creationTimestamp = new Date(now - minutes * 60_000).toISOString();
    const labels = { "app.kubernetes.io/managed-by": "helmwatch", "app.kubernetes.io/component": "helm" };
    one.cluster.jobs.set(name, { metadata: { name, uid: name, creationTimestamp, labels }, spec: { suspend: true } });
  };
  left("old", 16);
  left("young", 14);
  one.run().catch(() => {});
  await unsuspended(one);
  expect(one.cluster.jobs.has("old")).toBe(false);
  expect(one.cluster.jobs.has("young")).toBe(true);
});

function suspend(cluster: FakeCluster, name: string, creationTimestamp?: string): void {
  const { metadata, spec } = cluster.jobs.get(name)!;
  const born = creationTimestamp === undefined ? metadata : { ...metadata, creationTimestamp };
  cluster.jobs.set(name, { metadata: born, spec: { ...spec, suspend: true } });
}
