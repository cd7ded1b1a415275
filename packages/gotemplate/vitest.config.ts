import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@helmwatch/source"] },
  ssr: { resolve: { conditions: ["@helmwatch/source"] } },
  test: { include: ["src/**/*.test.ts", "test/**/*.test.ts"] },
});
