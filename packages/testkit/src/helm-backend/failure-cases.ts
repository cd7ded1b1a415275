import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { failsWith, hasMembers } from "./assertion.js";
import type { BackendCases } from "./backend-case.js";
import { configMap, failingHook, job, neverReady } from "./chart-objects.js";
import { markPending } from "./mark-pending.js";

const map = configMap("app", { version: "1" });

export const failureCases: BackendCases = {
  async "tells a hook that failed"({ backend, release, deploy, state }) {
    const app = await release("app", { objects: [failingHook(backend.image)] });
    const { facts } = await failsWith("HELM_HOOK_FAILED", deploy(app));
    assert.deepEqual(facts.record, { revision: 1, status: "failed" });
    hasMembers(await state(app), { revision: 1, status: "failed" });
  },

  async "tells a resource that failed while it was waited for"({ backend, release, deploy, state }) {
    const objects = [job("migrate", backend.image, "exit 3")];
    // Helm 3 does not see that it failed, and waits on.
    const app = await release("app", { objects }, { waitForJobs: true, timeoutMs: 10_000 });
    await failsWith("HELM_NOT_READY", deploy(app));
    hasMembers(await state(app), { revision: 1, status: "failed" });
  },

  async "tells resources that are not ready by helm's timeout"({ release, deploy, state }) {
    const app = await release("app", { objects: [neverReady("app")] }, { timeoutMs: 1_000 });
    await failsWith("HELM_NOT_READY", deploy(app));
    hasMembers(await state(app), { revision: 1, status: "failed" });
  },

  async "tells a release that another helm left pending"({ release, deploy, operations, objects, state }) {
    const app = await release("app", { objects: [map] });
    await deploy(app);
    await markPending(objects, "app", 1, "pending-upgrade");
    const { facts } = await failsWith("HELM_PENDING", deploy(app));
    hasMembers(facts, { revision: 1, status: "pending-upgrade" });
    // One that did not look before is refused by helm itself.
    const call = { signal: new AbortController().signal, progress: () => {} };
    await failsWith("HELM_PENDING", operations.upgrade(app, undefined, call));
    hasMembers(await state(app), { revision: 1, status: "pending-upgrade" });
  },

  async "tells a cluster that it cannot reach"({ connect, release, state }) {
    const app = await release("app", { objects: [map] });
    const { deploy } = await connect({ access: "unreachable" });
    await failsWith("KUBE_UNREACHABLE", deploy(app));
    assert.equal(await state(app), undefined);
  },

  async "tells a cluster that refuses it"({ connect, release, state }) {
    const app = await release("app", { objects: [map] });
    const { deploy } = await connect({ access: "forbidden" });
    await failsWith("KUBE_FORBIDDEN", deploy(app));
    assert.equal(await state(app), undefined);
  },

  async "tells a release that is too large for its record"({ release, deploy, state }) {
    const noise = randomBytes(900_000);
    const app = await release("app", { objects: [map], files: { "files/noise": noise } }, { digest: "noise" });
    await failsWith("HELM_TOO_LARGE", deploy(app));
    assert.equal(await state(app), undefined);
  },

  async "tells a chart that does not render"({ release, deploy, state }) {
    const app = await release("app", { template: "{{ fail `port must be set` }}" });
    const { message } = await failsWith("HELM_RENDER_FAILED", deploy(app));
    assert.match(message, /port must be set/);
    assert.equal(await state(app), undefined);
  },

  async "tells a chart that is not there"({ release, deploy, state }) {
    const app = await release("app", { objects: [map] }, { chart: { path: "/nowhere/chart" } });
    await failsWith("CHART_NOT_FOUND", deploy(app));
    assert.equal(await state(app), undefined);
  },

  async "tells a folder that is no chart"({ release, file, deploy, state }) {
    const path = dirname(await file("no-chart/README.md", "nothing"));
    const app = await release("app", { objects: [map] }, { chart: { path } });
    await failsWith("CHART_INVALID", deploy(app));
    assert.equal(await state(app), undefined);
  },
};
