import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.ts", "job/index": "src/job/index.ts" },
  format: "esm",
  target: "node20",
  clean: true,
  // The two entries share no code but what esbuild adds for CommonJS, which only the first one has.
  splitting: false,
  // client-node is a devDependency and so bundled, with its own dependencies; undici and yaml stay outside. Minified it
  // would load 3 ms faster, with stack traces that nobody can read.
  // CommonJS among the bundled asks for Node's modules by `require`.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  esbuildPlugins: [
    {
      // client-node does not say that its modules do nothing when loaded, so esbuild would keep the generated API that
      // KubeConfig mentions (700 KB of 1.2 MB).
      name: "client-node-has-no-side-effects",
      setup(build) {
        build.onResolve({ filter: /^\.\.?\// }, async ({ path, resolveDir, importer, kind, pluginData }) => {
          if (pluginData === "resolved" || !resolveDir.includes("@kubernetes/client-node")) return undefined;
          const found = await build.resolve(path, { resolveDir, importer, kind, pluginData: "resolved" });
          return { path: found.path, sideEffects: false };
        });
      },
    },
  ],
});
