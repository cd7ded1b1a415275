import type { HelmRelease } from "../src/release/helm-release.js";

/** A release with helmwave's defaults, as the core plans it. */
export function plainRelease(overrides: Partial<HelmRelease> = {}): HelmRelease {
  return {
    name: "nats",
    namespace: "test",
    uniqname: "nats@test",
    chart: { path: "/plan/charts/nats-7.8.3.tgz" },
    values: [],
    digest: "abc",
    labels: {},
    description: "",
    timeoutMs: 60_000,
    maxHistory: 0,
    wait: "hookOnly",
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
    ...overrides,
  };
}

/** Every flag that a file can set. */
export const allFlags = {
  waitForJobs: true,
  createNamespace: true,
  cleanupOnFail: true,
  disableHooks: true,
  disableOpenApiValidation: true,
  enableDns: true,
  skipCrds: true,
  subNotes: true,
  hideNotes: true,
  takeOwnership: true,
  skipSchemaValidation: true,
} as const satisfies Partial<HelmRelease>;
