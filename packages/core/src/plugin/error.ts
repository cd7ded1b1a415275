const brand = Symbol.for("@helmwatch/error");

/** Every error code of helmwatch. The family decides how an error is shown and the exit code it leads to. */
export const errorCodes = {
  USAGE: "user",
  CONFIG_NOT_FOUND: "user",
  CONFIG_TOO_LARGE: "user",
  CONFIG_ENCODING: "user",
  CONFIG_SYNTAX: "user",
  CONFIG_DUPLICATE_KEY: "user",
  CONFIG_ALIAS: "user",
  CONFIG_UNKNOWN_KEY: "user",
  CONFIG_MISSING_KEY: "user",
  CONFIG_INVALID: "user",
  CONFIG_NOT_SUPPORTED_YET: "user",
  CONFIG_DUPLICATE_NAME: "user",
  CONFIG_UNKNOWN_REFERENCE: "user",
  CONFIG_NEVER_PASSES: "user",
  CONFIG_MONITOR_UNUSED: "user",
  GRAPH_CYCLE: "user",
  VALUES_NOT_FOUND: "user",
  VALUES_INVALID: "user",
  TEMPLATE_SYNTAX: "user",
  TEMPLATE_FAILED: "user",
  TEMPLATE_UNAVAILABLE: "user",
  TEMPLATE_CYCLE: "user",
  TEMPLATE_CRASHED: "user",
  TEMPLATE_DEPRECATED: "user",
  CHART_NOT_FOUND: "user",
  POST_RENDERER_NOT_FOUND: "user",
  CHART_INVALID: "user",
  CHART_NOT_VERIFIED: "environment",
  CHART_DIGEST_MISMATCH: "environment",
  LOCK_INVALID: "user",
  LOCK_MISSING: "user",
  GIT_NOT_FOUND: "environment",
  GIT_FETCH_FAILED: "environment",
  RELEASE_UNKNOWN: "user",
  RELEASE_NO_REVISION: "user",
  PLAN_NOT_A_PLAN: "user",
  PLAN_DAMAGED: "user",
  PLAN_SECRET_MISSING: "user",
  PLAN_STALE: "user",
  PLAN_NOT_WRITTEN: "environment",
  PLUGIN_NOT_FOUND: "user",
  PLUGIN_IMPORT_FAILED: "user",
  PLUGIN_API_MISMATCH: "user",
  PLUGIN_BAD_SHAPE: "user",
  PLUGIN_DUPLICATE_TYPE: "user",
  PLUGIN_NEEDS_UNKNOWN: "user",
  PLUGIN_THREW: "environment",
  PLUGIN_TIMEOUT: "environment",
  PLUGIN_BAD_RESULT: "environment",
  MONITOR_QUERY_REJECTED: "environment",
  MONITOR_UNREACHABLE: "environment",
  MONITOR_BAD_ANSWER: "environment",
  MONITOR_JOB_NOT_STARTED: "environment",
  MONITOR_JOB_LOST: "environment",
  MONITOR_JOB_ERROR: "environment",
  RUN_UNKNOWN: "user",
  RUN_NOT_STARTED: "environment",
  RUN_LOST: "environment",
  HELM_NOT_FOUND: "environment",
  HELM_TOO_OLD: "environment",
  HELM_FAILED: "environment",
  HELM_PENDING: "environment",
  HELM_NOT_READY: "environment",
  HELM_HOOK_FAILED: "environment",
  HELM_TEST_FAILED: "environment",
  HELM_RENDER_FAILED: "environment",
  HELM_FETCH_FAILED: "environment",
  HELM_CONFLICT: "environment",
  HELM_IMMUTABLE: "environment",
  HELM_FOREIGN_OWNER: "environment",
  HELM_CRD_MISSING: "environment",
  HELM_QUOTA: "environment",
  HELM_POLICY_DENIED: "environment",
  HELM_TOO_LARGE: "environment",
  HELM_DEADLINE: "environment",
  HELM_INTERRUPTED: "environment",
  HELM_RECORD_MISMATCH: "environment",
  KUBE_CONFIG: "environment",
  KUBE_UNREACHABLE: "environment",
  KUBE_FORBIDDEN: "environment",
  KUBE_REQUEST_FAILED: "environment",
  KUBE_BAD_ANSWER: "environment",
  HOOK_FAILED: "environment",
  CANCELLED: "environment",
  /** What an error without a code is called in events: a fault of helmwatch itself. */
  BUG: "bug",
} as const satisfies Record<string, "user" | "environment" | "bug">;

export type ErrorCode = keyof typeof errorCodes;

/** JSON-safe details of an error or an observation, shown to users and written to events. */
export type Facts = Readonly<Record<string, unknown>>;

/**
 * The one error class. `message` says what is wrong with the user's value quoted and what was expected; `hint` says
 * what to do. Test with `isHelmwatchError`, never `instanceof`: two copies of this package may be installed.
 */
export class HelmwatchError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly facts: Facts;

  constructor(code: ErrorCode, message: string, more: { hint?: string; facts?: Facts; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "HelmwatchError";
    this.code = code;
    this.hint = more.hint;
    this.facts = more.facts ?? {};
    Object.defineProperty(this, brand, { value: true });
  }
}

export function isHelmwatchError(value: unknown): value is HelmwatchError {
  return typeof value === "object" && value !== null && brand in value;
}
