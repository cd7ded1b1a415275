import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts"],
  format: "esm",
  target: "node20",
  clean: true,
  // As the other plugins do: what is used of them in one file loads much faster than the packages.
  noExternal: ["zod", "@helmwatch/helm", "@helmwatch/kube", "semver", "yaml"],
  esbuildOptions(options) {
    options.conditions = ["@helmwatch/source"];
  },
});
