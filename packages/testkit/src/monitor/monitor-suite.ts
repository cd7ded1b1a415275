import { checkCases } from "./check-cases.js";
import { creationCases } from "./creation-cases.js";
import { mannerCases } from "./manner-cases.js";
import type { MonitorCases } from "./monitor-case.js";
import { withMonitorStage } from "./monitor-stage.js";
import type { MonitorUnderTest } from "./monitor-under-test.js";
import { stopCases } from "./stop-cases.js";

const cases: MonitorCases = { ...creationCases, ...checkCases, ...stopCases, ...mannerCases };

/**
 * Tests a monitor type the way helmwatch uses it, against real servers on loopback that misbehave: each duty is one
 * test. `it` is that of any runner (vitest, node:test, jest, mocha). A test takes milliseconds.
 *
 * ```ts
 * monitorSuite(it, { type: plugin.monitors.queue, options: ({ url }) => ({ url }), good: () => ({ body: "{}" }) });
 * ```
 */
export function monitorSuite(it: (title: string, test: () => Promise<void>) => unknown, monitor: MonitorUnderTest) {
  for (const [title, test] of Object.entries(cases)) it(title, () => withMonitorStage(monitor, test));
}
