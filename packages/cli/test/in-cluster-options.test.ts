import { configJsonSchema } from "@helmwatch/core";
import plugin from "@helmwatch/helm-in-cluster";
import { expect, it } from "vitest";

interface Schema {
  readonly properties: Readonly<Record<string, Schema & { readonly default?: unknown }>>;
}

/** What only a whole run has, or means in its own way. */
const own = ["env", "plugins", "deadline", "grace_period"];

it("a run in the cluster calls its options as helm in the cluster does", () => {
  const run = (configJsonSchema() as unknown as Schema).properties.run!.properties.in_cluster!;
  const { shape: options } = plugin.helmBackends!["in-cluster"]!.options as unknown as {
    shape: { in_cluster: { def: { innerType: { shape: Record<string, { def: { defaultValue?: unknown } }> } } } };
  };
  const { shape } = options.in_cluster.def.innerType;
  const shared = Object.keys(run.properties).filter((name) => !own.includes(name));
  expect(Object.keys(shape)).toEqual(expect.arrayContaining(shared));
  for (const name of ["namespace", "create_namespace", "image_pull_policy", "service_account", "rbac"])
    expect([name, run.properties[name]!.default]).toEqual([name, shape[name]!.def.defaultValue]);
});
