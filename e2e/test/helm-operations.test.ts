import { describe, expect, test } from "vitest";
import { helmMajors } from "../tools/helm.js";
import { operationsWorld } from "./helm-world.js";
import { createNamespace } from "./namespace.js";

const map = (version: string, name = "shop") => ({
  ...{ apiVersion: "v1", kind: "ConfigMap" },
  ...{ metadata: { name }, data: { version } },
});

describe.each(helmMajors)("with helm %i", (major) => {
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

  test("force replaces objects, also those of a first install", async () => {
    const { name: namespace, kubectl } = await createNamespace();
    const { release, deploy } = await operationsWorld(major, namespace);
    await deploy(await release("shop", [map("1")], { force: true }));
    await deploy(await release("shop", [map("2")], { force: true }));
    expect(await kubectl("get", "configmap", "shop", "-o", "jsonpath={.data.version}")).toBe("2");
  });
});
