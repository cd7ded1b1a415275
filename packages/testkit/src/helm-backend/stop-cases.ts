import assert from "node:assert/strict";
import { failsWith, hasMembers } from "./assertion.js";
import type { BackendCases } from "./backend-case.js";
import { configMap, hold, neverReady, setReady } from "./chart-objects.js";
import { underWay } from "./under-way.js";

const map = configMap("app", { version: "1" });
/** Milliseconds in which a stop that must not reach helm would have reached it. */
const reachMs = 2_000;

export const stopCases: BackendCases = {
  async "stops an install that is told to: interrupted, its release failed and not pending"(stage) {
    const { release, deploy } = stage;
    const app = await release("app", { objects: [neverReady("app")] });
    const stop = new AbortController();
    const install = deploy(app, stop.signal);
    await underWay(stage, install, app, "pending-install");
    stop.abort();
    const { facts } = await failsWith("HELM_INTERRUPTED", install);
    assert.deepEqual(facts.record, { revision: 1, status: "failed" });
  },

  async "stops an upgrade that is told to: interrupted, its release failed and not pending"(stage) {
    const { release, deploy } = stage;
    await deploy(await release("app", { objects: [map] }));
    const app = await release("app", { objects: [neverReady("app")] });
    const stop = new AbortController();
    const upgrade = deploy(app, stop.signal);
    await underWay(stage, upgrade, app, "pending-upgrade");
    stop.abort();
    const { facts } = await failsWith("HELM_INTERRUPTED", upgrade);
    assert.deepEqual(facts.record, { revision: 2, status: "failed" });
  },

  async "starts no install once it is told to stop"({ release, deploy, state, objects }) {
    const app = await release("app", { objects: [map] });
    await failsWith("HELM_INTERRUPTED", deploy(app, AbortSignal.abort()));
    assert.equal(await state(app), undefined);
    assert.equal(await objects.data("app"), undefined);
  },

  async "brings a rollback to its end that is told to stop"(stage) {
    const { release, deploy, rollback, objects, clock } = stage;
    const app = await release("app", { objects: [neverReady("app")] }, { wait: "hookOnly" });
    await deploy(app);
    await deploy(await release("app", { objects: [map] }));
    const stop = new AbortController();
    const back = rollback({ ...app, wait: "watcher" }, 1, stop.signal);
    await underWay(stage, back, app, "pending-rollback");
    stop.abort();
    await clock.sleep(reachMs, new AbortController().signal);
    await setReady(objects, "app");
    assert.deepEqual(await back, { revision: 3 });
    hasMembers(await stage.state(app), { revision: 3, status: "deployed" });
  },

  async "brings an uninstall to its end that is told to stop"(stage) {
    const { release, deploy, uninstall, objects, clock } = stage;
    const app = await release("app", { objects: [configMap("app", {}, [hold])] });
    await deploy(app);
    const stop = new AbortController();
    try {
      const removal = uninstall(app, stop.signal);
      await underWay(stage, removal, app, "uninstalling");
      stop.abort();
      await clock.sleep(reachMs, new AbortController().signal);
      await objects.patch("configmaps", "app", { metadata: { finalizers: null } });
      await removal;
    } finally {
      // It would hold the namespace, too.
      await objects.patch("configmaps", "app", { metadata: { finalizers: null } }).catch(() => {});
    }
    assert.equal(await stage.state(app), undefined);
  },

  async "ends helm at the deadline, its release failed and not pending"({ chart, namespace, run, release, state }) {
    const content = { objects: [neverReady("app")] };
    const argv = ["upgrade", "--install", "app", await chart(content), "--namespace", namespace];
    const files = [argv[3]!];
    const result = await run([...argv, "--wait", "--timeout", "50s"], {
      files,
      deadlineMs: 5_000,
      interruptible: true,
    });
    assert.equal(result.ended, "deadline", `helm ended by itself: ${result.stderr}`);
    assert.notEqual(result.exitCode, 0);
    hasMembers(await state(await release("app", content)), { revision: 1, status: "failed" });
  },

  async "keeps two executors apart: one is stopped, the other goes on"(stage) {
    const { release, deploy, objects } = stage;
    const other = await stage.connect();
    const app = await release("app", { objects: [neverReady("app")] });
    const second = await release("second", { objects: [neverReady("second")] });
    const stop = new AbortController();
    const going = deploy(app);
    const stopped = other.deploy(second, stop.signal);
    await Promise.all([
      underWay(stage, going, app, "pending-install"),
      underWay(stage, stopped, second, "pending-install"),
    ]);
    stop.abort();
    await failsWith("HELM_INTERRUPTED", stopped);
    await setReady(objects, "app");
    assert.deepEqual(await going, { revision: 1 });
  },
};
