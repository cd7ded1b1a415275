import type { Call, Monitor, MonitorType, Observation } from "@helmwatch/core/plugin";
import type { FakeHost } from "../fake-host.js";
import { settled } from "./settled.js";

export interface StartedMonitor {
  readonly host: FakeHost;
  /** The next check. */
  observe(signal?: AbortSignal): Promise<Observation>;
  preflight(): Promise<unknown>;
  /** Once, within 5 s; later calls do nothing. */
  dispose(): Promise<void>;
  /** What it told by `progress`, and what it logged. */
  told(): string;
}

/** A monitor as helmwatch has it: one check after the other, and one end. */
export function startedMonitor(type: MonitorType, options: unknown, host: FakeHost): StartedMonitor {
  const monitor: Monitor = type.create(options, host);
  const progress: unknown[] = [];
  let attempt = 0;
  let isOver = false;
  const call = (signal: AbortSignal): Call => ({
    ...{ signal, timeoutMs: 10_000, attempt, run: "test", monitor: "under-test" },
    releases: [{ name: "app", namespace: "default", revision: 1 }],
    progress: (text, facts) => void progress.push({ text, facts }),
  });
  return {
    host,
    async observe(signal = new AbortController().signal) {
      attempt++;
      return monitor.observe(call(signal));
    },
    preflight: async () => monitor.preflight?.(call(new AbortController().signal)),
    async dispose() {
      if (isOver) return;
      isOver = true;
      if (!monitor.dispose) return;
      const end = await settled(monitor.dispose(call(new AbortController().signal)), "dispose");
      if ("error" in end) throw end.error;
    },
    told: () => JSON.stringify([progress, host.logged]),
  };
}
