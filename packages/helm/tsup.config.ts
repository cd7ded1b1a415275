import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    "program/run-helm": "src/program/run-helm.ts",
    "program/find-program": "src/program/find-program.ts",
  },
  format: "esm",
  target: "node20",
  clean: true,
});
