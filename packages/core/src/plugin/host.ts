import type { Facts } from "./error.js";

/** Monotonic milliseconds and a sleep; the only source of time for core and plugins. */
export interface Clock {
  /** Milliseconds since an arbitrary origin; never goes back. */
  now(): number;
  /** Milliseconds since the Unix epoch, for what users read. */
  wall(): number;
  /** Resolves after `ms`; rejects with `signal.reason` when aborted, leaving no listener behind. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Logger {
  debug(fields: Facts, message: string): void;
  info(fields: Facts, message: string): void;
  warn(fields: Facts, message: string): void;
  error(fields: Facts, message: string): void;
}

/**
 * A Kubernetes API server as the user of the kubeconfig sees it. Whatever it refuses is a HelmwatchError with the HTTP
 * status in `facts.status` (KUBE_FORBIDDEN for 401 and 403, KUBE_REQUEST_FAILED for others); KUBE_UNREACHABLE when there
 * is no answer. An abort rejects with the signal's reason.
 */
export interface KubeAccess {
  /** JSON in, JSON out; with `Accept: text/plain, application/json` (logs of a pod) the text itself. */
  request<T>(r: {
    method: string;
    path: string;
    body?: unknown;
    headers?: Readonly<Record<string, string>>;
    signal: AbortSignal;
  }): Promise<T>;
  /**
   * One connection: it ends when the server ends it, and is the caller's to make anew. Throws KUBE_UNREACHABLE when it
   * is cut, and an error with `facts.status` 410 when the resource version is too old.
   */
  watch<T>(r: { path: string; signal: AbortSignal }): AsyncIterable<{ type: string; object: T }>;
  /**
   * A text answer as it comes (a pod's log with `follow=true`), in pieces that end anywhere but within a character. One
   * connection: it ends when the server ends it, and throws KUBE_UNREACHABLE when it is cut. Older hosts have none.
   */
  stream?(r: { path: string; signal: AbortSignal }): AsyncIterable<string>;
  /** The same for a context of the kubeconfig by its name, as releases have it. */
  withContext?(context: string): KubeAccess;
}

export type HostFeature = "kube";

/** What a plugin gets from helmwatch, once, at `create`. */
export interface Host {
  readonly log: Logger;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Only for a type that declares `needs: ["kube"]`. */
  readonly kube?: KubeAccess;
  /** Registers a secret and returns it; from then on it is masked in everything that leaves helmwatch. */
  secret(value: string): string;
}
