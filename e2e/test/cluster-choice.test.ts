import { expect, test } from "vitest";
import { clusterChoice, clusterEnvironment } from "../cluster/cluster-choice.js";

test.each([
  [{}, { provider: "local", kind: {} }],
  [{ cluster: "existing" }, { provider: "existing", kind: {} }],
  [
    { cluster: "kind", name: "ours", kubernetes: "1.36" },
    { provider: "kind", kind: { name: "ours", kubernetes: "1.36" } },
  ],
])("flags %j choose %j", (flags, choice) => {
  expect(clusterChoice(clusterEnvironment(flags))).toEqual(choice);
});

test.each([
  [{ cluster: "minikube" }, 'the cluster is "minikube": expected local, kind or existing'],
  [{ kubernetes: "1.36" }, "a name or a Kubernetes version (1.36) is for the cluster kind, not local"],
])("flags %j are refused", (flags, message) => {
  expect(() => clusterChoice(clusterEnvironment(flags))).toThrow(message);
});
