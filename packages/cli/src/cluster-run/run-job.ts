/** What Jobs of whole runs carry, and no others. */
export const runLabels = { "app.kubernetes.io/managed-by": "helmwatch", "app.kubernetes.io/component": "run" } as const;
export const runLabel = "helmwatch/run";
export const defaultNamespace = "helmwatch";
export const container = "helmwatch";

export const runJobName = (run: string) => `helmwatch-run-${run}`;
