import assert from "node:assert/strict";
import type { Answer } from "../answer.js";
import { type FakeHost, fakeHost } from "../fake-host.js";
import { type FaultServer, faultServer, type Script } from "../fault-server.js";
import type { MonitorUnderTest } from "./monitor-under-test.js";
import { type StartedMonitor, startedMonitor } from "./started-monitor.js";

/** What one test works with. All that it opened is closed at its end. */
export interface MonitorStage {
  readonly monitor: MonitorUnderTest;
  /** Nobody has it but the options. */
  readonly secret: string;
  /** A backend that answers so. */
  serve(script: Script, options?: { readonly tls?: boolean }): Promise<FaultServer>;
  /** The options of a user for a backend, as the type's schema reads them. */
  options(url: string): Promise<unknown>;
  host(url: string): FakeHost;
  /** One that is ready to look at the backend there. */
  start(url: string): Promise<StartedMonitor>;
}

let count = 0;

export async function withMonitorStage(
  monitor: MonitorUnderTest,
  test: (stage: MonitorStage) => Promise<void>,
): Promise<void> {
  const secret = `s3cr3t-of-test-${++count}-do-not-tell`;
  const servers: FaultServer[] = [];
  const started: StartedMonitor[] = [];
  const host = (url: string) => fakeHost(monitor.kube ? { kube: monitor.kube(url) } : {});
  const stage: MonitorStage = {
    ...{ monitor, secret, host },
    async serve(script, options) {
      const server = await faultServer(withoutKeepAlive(script), options);
      servers.push(server);
      return server;
    },
    async options(url) {
      const checked = await monitor.type.options["~standard"].validate(monitor.options({ url, secret }));
      assert.equal(checked.issues, undefined, "the type refuses the options of the test");
      return (checked as { readonly value: unknown }).value;
    },
    async start(url) {
      const one = startedMonitor(monitor.type, await stage.options(url), host(url));
      started.push(one);
      return one;
    },
  };
  try {
    await test(stage);
  } finally {
    await Promise.allSettled(started.map((one) => one.dispose()));
    for (const server of servers) await server.close();
  }
}

/** A connection that the host keeps for the next request is none that a monitor left. */
function withoutKeepAlive(script: Script): Script {
  const closing = (answer: Answer): Answer => ({ ...answer, headers: { ...answer.headers, connection: "close" } });
  if (typeof script === "function") return (request) => closing(script(request));
  return Array.isArray(script) ? script.map(closing) : closing(script as Answer);
}
