import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fakeHost } from "../fake-host.js";
import { faultServer } from "../fault-server.js";
import type { MonitorCases } from "./monitor-case.js";

export const creationCases: MonitorCases = {
  async "refuses an option that it does not know"({ monitor, secret, options }) {
    const url = "http://127.0.0.1:1";
    await options(url);
    const given = monitor.options({ url, secret }) as object;
    const refused = await monitor.type.options["~standard"].validate({ ...given, "no-such-option": true });
    assert.ok(refused.issues?.length, "an option that it does not know was accepted");
  },

  async "is made at once, without asking anybody"({ monitor, options }) {
    const server = await faultServer({});
    const asked: string[] = [];
    const host = fakeHost({
      fetch: (input) => {
        asked.push(String(input));
        return Promise.reject(new Error("not before the first check"));
      },
      ...(monitor.kube ? { kube: monitor.kube(server.url) } : {}),
    });
    const created: unknown = monitor.type.create(await options(server.url), host);
    assert.ok(!(created instanceof Promise), "create gives a promise: it has to be synchronous");
    assert.equal(typeof (created as { observe?: unknown }).observe, "function", "a monitor has `observe`");
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual([...asked, ...server.requests.map(({ path }) => path)], [], "asked before the first check");
    assert.equal(host.clock.pending(), 0, "timers before the first check");
    await server.close();
  },

  async "does nothing when it is imported"({ monitor: { module } }) {
    if (module === undefined) return;
    const script = `await import(${JSON.stringify(module)});`;
    const argv = [...process.execArgv, "--input-type=module", "--eval", script];
    const { error, output } = await new Promise<{ error: Error | null; output: string }>((resolve) => {
      execFile(process.execPath, argv, { timeout: 5_000 }, (error, stdout, stderr) => {
        resolve({ error, output: stdout + stderr });
      });
    });
    assert.equal(error, null, `importing it fails, or keeps the process alive: ${error?.message}`);
    assert.equal(output, "", "importing it prints");
  },
};
