import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@helmwatch/source"] },
  ssr: { resolve: { conditions: ["@helmwatch/source"] } },
  test: {
    include: ["**/*.test.ts"],
    globalSetup: ["test/cluster-setup.ts"],
    // Deploys on a real cluster that shares the processors with the tests.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
