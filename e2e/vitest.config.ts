import { defineConfig } from "vitest/config";
import { clusterChoice } from "./cluster/cluster-choice.js";
import { clusterObstacle } from "./cluster/cluster-obstacle.js";

const { provider } = clusterChoice(process.env);
const obstacle = clusterObstacle(provider);
if (obstacle) {
  console.warn(
    `All tests on a cluster are SKIPPED. No ${provider} cluster here: ${obstacle}. ` +
      "To run them on your own, set E2E_CLUSTER=existing and KUBECONFIG.",
  );
}

export default defineConfig({
  resolve: { conditions: ["@helmwatch/source"] },
  ssr: { resolve: { conditions: ["@helmwatch/source"] } },
  test: {
    include: obstacle ? [] : ["**/*.test.ts"],
    passWithNoTests: obstacle !== undefined,
    globalSetup: obstacle ? [] : ["test/cluster-setup.ts"],
    // Deploys on a real cluster that shares the processors with the tests.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
