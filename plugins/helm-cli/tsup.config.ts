import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts"],
  format: "esm",
  target: "node20",
  clean: true,
  // What is used of zod in one file loads five times faster than its package: it counts at every start.
  noExternal: ["zod", "@helmwatch/helm"],
  esbuildOptions(options) {
    options.conditions = ["@helmwatch/source"];
  },
});
