import { join } from "node:path";
import { defineConfig, type Options } from "tsup";

/**
 * kube's own build has thrown out the most of client-node, so it is taken instead of the source. What it needs of
 * undici is bundled and loads in half the time; monitors' `fetch` imports the package, as the plugins do that give it
 * dispatchers of their own.
 */
const kubernetes: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "kubernetes",
  setup(build) {
    build.onResolve({ filter: /^@helmwatch\/kube$/ }, () => ({
      path: join(import.meta.dirname, "../kube/dist/index.js"),
    }));
    build.onResolve({ filter: /^undici$/ }, ({ kind }) => (kind === "dynamic-import" ? { external: true } : undefined));
  },
};

export default defineConfig({
  entry: { launch: "src/launch.ts" },
  format: "esm",
  target: "node20",
  platform: "node",
  splitting: true,
  clean: true,
  // Reading few files instead of hundreds is most of the start-up. Commands are bundled from source with all they need,
  // in chunks that load with them; plugins stay packages, and pino is loaded by the few runs that need it.
  noExternal: [/^@helmwatch\/(core|helm|kube)/, "js-yaml", "undici", "yaml", "zod"],
  esbuildPlugins: [kubernetes],
  // What is CommonJS asks for built-in modules by require.
  banner: {
    js: 'import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);',
  },
  esbuildOptions(options) {
    options.conditions = ["@helmwatch/source"];
  },
});
