import { describe, expect, test } from "vitest";
import { operationsWorld } from "./helm-world.js";
import { createNamespace } from "./namespace.js";
import { deployment } from "./workload.js";

const map = (version: string, name = "shop") => ({
  ...{ apiVersion: "v1", kind: "ConfigMap" },
  ...{ metadata: { name }, data: { version } },
});

describe.each([3, 4] as const)("with helm %i", (major) => {
  test("a release is deployed, upgraded, rolled back to the revision asked for, and removed", async () => {
    const { name: namespace, kubectl } = await createNamespace();
    const { operations, release, deploy, state, call } = await operationsWorld(major, namespace);
    const version = () => kubectl("get", "configmap", "shop", "-o", "jsonpath={.data.version}");
    const first = await release("shop", [map("1")], { labels: { team: "a" }, description: "by hand, first" });

    expect(await deploy(first)).toEqual({ revision: 1, notes: "Look at shop" });
    expect(await deploy(await release("shop", [map("2")], { hideNotes: true }))).toEqual({ revision: 2 });
    expect(await deploy(await release("shop", [map("3")]))).toMatchObject({ revision: 3 });
    expect(await version()).toBe("3");

    expect(await operations.rollback(first, 1, call)).toEqual({ revision: 4 });
    expect(await version()).toBe("1");
    // The label came back with the revision: it still tells what is deployed.
    expect(await state(first)).toMatchObject({ revision: 4, status: "deployed", digest: first.digest, lastGood: 4 });
    const history = await operations.history(first);
    expect(history.map(({ status }) => status)).toEqual(["superseded", "superseded", "superseded", "deployed"]);

    await operations.uninstall(first, call);
    await operations.uninstall(first, call);
    expect(await state(first)).toBeUndefined();
  });

  test("the history is kept as long as the release says, over a rollback too", async () => {
    const { name: namespace } = await createNamespace();
    const { operations, release, deploy, call } = await operationsWorld(major, namespace);
    const shop = await release("shop", [map("1")], { maxHistory: 2 });
    for (const version of ["1", "2", "3"]) await deploy(await release("shop", [map(version)], { maxHistory: 2 }));
    await operations.rollback(shop, 2, call);
    expect((await operations.history(shop)).map(({ revision }) => revision)).toEqual([3, 4]);
    await expect(operations.rollback(shop, 1, call)).rejects.toMatchObject({
      code: "HELM_FAILED",
      hint: "Revisions kept: 3, 4; see max_history.",
    });
  });

  test("records in ConfigMaps are read like those in Secrets", async () => {
    const { name: namespace, kubectl } = await createNamespace();
    const { operations, release, deploy, state, call } = await operationsWorld(major, namespace, {
      HELM_DRIVER: "configmap",
    });
    const shop = await release("shop", [map("1")]);
    await deploy(shop);
    expect(await kubectl("get", "secrets", "-l", "owner=helm", "-o", "name")).toBe("");
    expect(await state(shop)).toMatchObject({ revision: 1, status: "deployed", digest: shop.digest });
    expect(await operations.record(shop, 1, call.signal)).toMatchObject({ revision: 1, notes: "Look at shop" });
    await operations.uninstall(shop, call);
  });

  test("an interrupted upgrade ends as failed; until then nobody else may touch the release", async () => {
    const { name: namespace } = await createNamespace();
    const { release, deploy, state, operations, call } = await operationsWorld(major, namespace);
    const web = await release("web", [deployment("web", 1, "sleep 600")]);
    const stop = new AbortController();
    const running = deploy(web, stop.signal);
    running.catch(() => {});
    await expect.poll(async () => (await state(web))?.status, { timeout: 20_000 }).toBe("pending-install");

    await expect(deploy(web)).rejects.toMatchObject({ code: "HELM_PENDING", facts: { status: "pending-install" } });
    // One that did not look before is refused by helm itself.
    await expect(operations.upgrade(web, undefined, call)).rejects.toMatchObject({ code: "HELM_PENDING" });

    stop.abort();
    await expect(running).rejects.toMatchObject({
      code: "HELM_INTERRUPTED",
      facts: { record: { revision: 1, status: "failed" } },
    });
  });

  test("force replaces objects, also those of a first install", async () => {
    const { name: namespace, kubectl } = await createNamespace();
    const { release, deploy } = await operationsWorld(major, namespace);
    await deploy(await release("shop", [map("1")], { force: true }));
    await deploy(await release("shop", [map("2")], { force: true }));
    expect(await kubectl("get", "configmap", "shop", "-o", "jsonpath={.data.version}")).toBe("2");
  });
});
