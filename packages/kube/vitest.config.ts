import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@helmwatch/source"] },
  ssr: { resolve: { conditions: ["@helmwatch/source"] } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    // Real sockets and processes on a machine that may be busy.
    testTimeout: 20_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
