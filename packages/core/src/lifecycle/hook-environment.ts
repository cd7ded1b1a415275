import type { LifecyclePhase } from "../config/config.js";
import type { ReleaseRef } from "../plugin/index.js";

/** How the step between the hooks went; only hooks after it know. */
export interface StepResult {
  readonly failed: boolean;
  /** Why, for people. */
  readonly why?: string;
}

export interface HookSubject {
  readonly phase: LifecyclePhase;
  /** Absent while a plan is built. */
  readonly run?: string;
  readonly release?: ReleaseRef & { readonly uniqname: string };
  readonly result?: StepResult;
}

/**
 * The variables of a hook. helmwave's own are there as its programs set them (`pre-up`); its documentation writes the
 * phase as the file does (`pre_up`), which is what ours says.
 */
export function hookEnvironment({ phase, run, release, result }: HookSubject): Record<string, string> {
  return {
    HELMWAVE_LIFECYCLE_TYPE: phase.replace("_", "-"),
    HELMWATCH_LIFECYCLE_TYPE: phase,
    ...(run === undefined ? {} : { HELMWATCH_RUN: run }),
    ...(release === undefined
      ? {}
      : {
          HELMWAVE_LIFECYCLE_RELEASE_UNIQNAME: release.uniqname,
          HELMWATCH_RELEASE: release.name,
          HELMWATCH_NAMESPACE: release.namespace,
          ...(release.context === undefined ? {} : { HELMWATCH_CONTEXT: release.context }),
        }),
    ...(result === undefined ? {} : { HELMWATCH_RESULT: result.failed ? "failed" : "succeeded" }),
    ...(result?.why === undefined ? {} : { HELMWATCH_ERROR: result.why }),
  };
}
