/** The one way dependencies point: `core/plugin ← core ← cli`; `core/plugin ← helm, kube, http, gotemplate, plugins`; `helm, kube ← cli`; `helm ← testkit`; `http ← plugins`. */
const never = (name, from, to) => ({ name, severity: "error", from: { path: from }, to: { path: to } });

module.exports = {
  forbidden: [
    {
      name: "no-cycle",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "the contract stands alone",
      severity: "error",
      // Its tests take the fake clock.
      from: { path: "^packages/core/src/plugin/", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/(?!core/src/plugin/)|^plugins/" },
    },
    never("core knows no sibling", "^packages/core/", "^packages/(?!core/)|^plugins/"),
    {
      name: "helm, kube, http and gotemplate know only the contract",
      severity: "error",
      // The tests of helm take the fake clock from core: testkit, from which all others have it, is built on helm.
      from: { path: "^packages/(helm|kube|http|gotemplate)/", pathNot: "^packages/helm/(test/|.*\\.test\\.ts$)" },
      to: { path: "^packages/(cli|core/src/(?!plugin/))|^plugins/" },
    },
    never("testkit knows core and helm", "^packages/testkit/", "^packages/(cli|kube|http|gotemplate)|^plugins/"),
    never(
      "plugins know only contract, helm, kube, http, testkit",
      "^plugins/",
      "^packages/(cli|gotemplate|core/src/(?!plugin/))",
    ),
    {
      name: "no plugin imports another",
      severity: "error",
      from: { path: "^plugins/([^/]+)/" },
      to: { path: "^plugins/", pathNot: "^plugins/$1/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/dist/|tsup\\.config|vitest\\.config" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      conditionNames: ["@helmwatch/source", "import", "node", "default"],
      exportsFields: ["exports"],
    },
  },
};
