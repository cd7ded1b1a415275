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

export interface KubeAccess {
  request<T>(r: {
    method: string;
    path: string;
    body?: unknown;
    headers?: Readonly<Record<string, string>>;
    signal: AbortSignal;
  }): Promise<T>;
  watch<T>(r: { path: string; signal: AbortSignal }): AsyncIterable<{ type: string; object: T }>;
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
