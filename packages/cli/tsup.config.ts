import { defineConfig } from "tsup";

export default defineConfig({
  entry: { launch: "src/launch.ts" },
  format: "esm",
  target: "node20",
  platform: "node",
  splitting: true,
  clean: true,
  // One file read instead of hundreds is most of the start-up: what commands need is bundled from source, in chunks that
  // load with the command. Plugins stay packages of their own, and undici and pino are loaded by the few runs that
  // need them.
  noExternal: [/^@helmwatch\/(core|helm|kube)/, "commander", "picocolors", "semver", "yaml", "zod"],
  // yaml and semver are CommonJS and ask for built-in modules by require.
  banner: {
    js: 'import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);',
  },
  esbuildOptions(options) {
    options.conditions = ["@helmwatch/source"];
  },
});
