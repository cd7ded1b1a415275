import assert from "node:assert/strict";
import { hasMembers } from "./assertion.js";
import type { BackendCases } from "./backend-case.js";
import { configMap } from "./chart-objects.js";

const version = (text: string) => ({ objects: [configMap("app", { version: text })] });

export const operationCases: BackendCases = {
  async "tells which helm it runs"({ run }) {
    const result = await run(["version", "--template", "{{.Version}}"]);
    hasMembers(result, { exitCode: 0, ended: "exit" });
    assert.match(result.stdout, /^v\d+\.\d+/);
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
};
