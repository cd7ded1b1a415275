import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@helmwatch/source"] },
  ssr: { resolve: { conditions: ["@helmwatch/source"] } },
  // Real programs are started, on machines that may be busy.
  test: { include: ["src/**/*.test.ts", "test/**/*.test.ts"], testTimeout: 60_000 },
});
