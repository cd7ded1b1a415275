import assert from "node:assert/strict";
import { failsWith } from "./assertion.js";
import type { BackendCases } from "./backend-case.js";
import { configMap, failingHook, lastWords } from "./chart-objects.js";
import { until } from "./until.js";

export const traceCases: BackendCases = {
  async "leaves nothing in the cluster after a success"({ release, deploy, uninstall, objects, clock }) {
    const app = await release("app", { objects: [configMap("app", {})] });
    await deploy(app);
    await uninstall(app);
    const left = async () => {
      const lists = (["pods", "jobs", "secrets", "configmaps"] as const).map((resource) => objects.list(resource));
      const names = (await Promise.all(lists)).flat().map(({ metadata }) => metadata.name);
      return names.filter((name) => name !== "kube-root-ca.crt"); // In each namespace, by the cluster.
    };
    await until(clock, "an empty namespace", left, (names) => names.length === 0, 30_000);
  },

  async "keeps of a failure what helm said, where it ran, and the pods of the release"(stage) {
    const { backend, release, deploy, operations } = stage;
    const app = await release("app", { objects: [failingHook(backend.image)] });
    const { facts } = await failsWith("HELM_HOOK_FAILED", deploy(app));
    assert.notEqual(facts.exitCode, 0);
    assert.match(String(facts.stderr), /pre-install/);
    const where = String(facts.where ?? "");
    assert.notEqual(where, "");
    if (backend.evidence) assert.match(await backend.evidence(where), /pre-install/);
    const evidence = await operations.evidence(app, { signal: new AbortController().signal, progress: () => {} });
    assert.deepEqual(Object.values(evidence.logs ?? {}), [lastWords]);
  },
};
