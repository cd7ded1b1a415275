import type { BackendCases } from "./backend-case.js";
import type { BackendUnderTest } from "./backend-under-test.js";
import type { Known } from "./connection.js";
import { creationCases } from "./creation-cases.js";
import { failureCases } from "./failure-cases.js";
import { inputCases } from "./input-cases.js";
import { operationCases } from "./operation-cases.js";
import { outputCases } from "./output-cases.js";
import { withStage } from "./stage.js";
import { stopCases } from "./stop-cases.js";
import { traceCases } from "./trace-cases.js";

const cases: BackendCases = {
  ...creationCases,
  ...operationCases,
  ...failureCases,
  ...stopCases,
  ...inputCases,
  ...outputCases,
  ...traceCases,
};

/**
 * Tests a helm backend on a real cluster, the way helmwatch uses it: each duty is one test. `it` is that of any runner
 * (vitest, node:test, jest, mocha). A test takes seconds, some more than ten. Each has a namespace of its own, so they may
 * run at the same time (`it.concurrent`); it removes what it made.
 *
 * ```ts
 * helmBackendSuite(it, { type, options: () => ({}), kube, env: process.env, image: "busybox:1.37" });
 * ```
 */
export function helmBackendSuite(it: (title: string, test: () => Promise<void>) => unknown, backend: BackendUnderTest) {
  const known: Known = {};
  for (const [title, test] of Object.entries(cases)) it(title, () => withStage(backend, known, test));
}
