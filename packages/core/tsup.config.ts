import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    "plugin/index": "src/plugin/index.ts",
    "time/system-clock": "src/time/system-clock.ts",
  },
  format: "esm",
  target: "node20",
  clean: true,
});
