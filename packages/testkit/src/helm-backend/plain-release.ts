import type { HelmRelease } from "@helmwatch/helm";

/** A release as core plans it, with the defaults of a `helmwatch.yml` but that it waits for its resources. */
export function plainRelease(
  given: Pick<HelmRelease, "name" | "namespace" | "chart" | "values" | "digest"> & Partial<HelmRelease>,
): HelmRelease {
  return {
    uniqname: `${given.name}@${given.namespace}`,
    labels: {},
    description: "",
    timeoutMs: 60_000,
    maxHistory: 0,
    wait: "watcher",
    waitForJobs: false,
    createNamespace: false,
    cleanupOnFail: false,
    disableHooks: false,
    disableOpenApiValidation: false,
    enableDns: false,
    force: false,
    forceConflicts: false,
    resetValues: false,
    reuseValues: false,
    resetThenReuseValues: false,
    skipCrds: false,
    subNotes: false,
    hideNotes: false,
    takeOwnership: false,
    skipSchemaValidation: false,
    deletePropagation: "background",
    serverSideApply: "auto",
    ...given,
  };
}
