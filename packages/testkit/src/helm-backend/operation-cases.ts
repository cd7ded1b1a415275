import assert from "node:assert/strict";
import { failsWith, hasMembers } from "./assertion.js";
import type { BackendCases } from "./backend-case.js";
import { chartTest, configMap, lastWords, neverReady, setReady } from "./chart-objects.js";
import { underWay } from "./under-way.js";

/** Milliseconds in which a second command would reach the release. */
const reachMs = 2_000;

const version = (text: string) => ({ objects: [configMap("app", { version: text })] });

export const operationCases: BackendCases = {
  async "tells which helm it runs"({ run }) {
    const result = await run(["version", "--template", "{{.Version}}"]);
    hasMembers(result, { exitCode: 0, ended: "exit" });
    assert.match(result.stdout, /^v\d+\.\d+/);
  },

  async "finds beforehand nothing in the way of what it may do"({ preflight, namespace }) {
    assert.deepEqual(await preflight([{ name: "app", namespace, createNamespace: false }]), []);
  },

  async "installs a release, and tells its revision and notes"({ release, deploy, state, objects }) {
    const app = await release("app", { ...version("1"), notes: "Look at {{ .Release.Name }}" });
    assert.deepEqual(await deploy(app), { revision: 1, notes: "Look at app" });
    hasMembers(await state(app), { revision: 1, status: "deployed", digest: app.digest });
    assert.deepEqual(await objects.data("app"), { version: "1" });
  },

  async "upgrades a release that is there"({ release, deploy, state, objects }) {
    await deploy(await release("app", version("1")));
    const app = await release("app", version("2"));
    assert.deepEqual(await deploy(app), { revision: 2 });
    hasMembers(await state(app), { revision: 2, status: "deployed", digest: app.digest });
    assert.deepEqual(await objects.data("app"), { version: "2" });
  },

  async "runs the tests of a release, only those asked for, and tells which failed"(stage) {
    const { backend, release, deploy, test } = stage;
    const objects = [
      chartTest("good", backend.image, "true"),
      chartTest("bad", backend.image, `echo ${lastWords}; exit 3`),
    ];
    const tests = { forceShowLogs: false, include: ["good"], exclude: [] };
    const app = await release("app", { objects }, { tests });
    await deploy(app);
    assert.deepEqual(await test(app), { tests: [{ name: "good", phase: "Succeeded" }], logs: {} });
    const all = { ...app, tests: { ...tests, include: [] } };
    const { facts, message } = await failsWith("HELM_TEST_FAILED", test(all));
    assert.match(message, /test "bad" of app@/);
    assert.match(JSON.stringify(facts.logs), new RegExp(lastWords));
  },

  async "rolls back to the revision asked for"({ release, deploy, rollback, state, objects }) {
    const first = await release("app", version("1"));
    await deploy(first);
    await deploy(await release("app", version("2")));
    const third = await release("app", version("3"));
    await deploy(third);
    assert.deepEqual(await rollback(third, 1), { revision: 4 });
    // The label came back with the revision: it still tells what is deployed.
    hasMembers(await state(third), { revision: 4, status: "deployed", digest: first.digest });
    assert.deepEqual(await objects.data("app"), { version: "1" });
  },

  async "uninstalls a release, also one that is gone already"({ release, deploy, uninstall, state, objects }) {
    const app = await release("app", version("1"));
    await deploy(app);
    await uninstall(app);
    assert.equal(await state(app), undefined);
    assert.equal(await objects.data("app"), undefined);
    await uninstall(app);
  },

  async "makes no second revision of an upgrade that two helmwatch ask for at once"(stage) {
    const { release, deploy, operations, objects } = stage;
    const app = await release("app", { objects: [neverReady("app")] });
    const first = deploy(app);
    await underWay(stage, first, app, "pending-install");
    const other = await stage.connect();
    // Follows the first to its end where commands go on without the helmwatch that began them; else helm refuses it.
    const call = { signal: new AbortController().signal, progress: () => {} };
    const second = other.operations.upgrade(app, undefined, call).then(
      (upgraded) => assert.deepEqual(upgraded, { revision: 1 }),
      (error: unknown) => failsWith("HELM_PENDING", Promise.reject(error)),
    );
    await Promise.race([second, stage.clock.sleep(reachMs, call.signal)]);
    await setReady(objects, "app");
    assert.deepEqual(await first, { revision: 1 });
    await second;
    assert.equal((await operations.history(app)).length, 1);
  },
};
