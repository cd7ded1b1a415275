import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@helmwatch/source"] },
  ssr: { resolve: { conditions: ["@helmwatch/source"] } },
  // A fresh engine takes seconds on a busy machine.
  test: { include: ["src/**/*.test.ts", "test/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 300_000 },
});
