import type { Facts } from "./error.js";

/** A release as plugins see it; nothing else of the plan reaches them. */
export interface ReleaseRef {
  readonly name: string;
  readonly namespace: string;
  readonly context?: string;
  readonly revision?: number;
}

/** One call of a plugin. On abort of `signal` the call settles at once; what it returns then counts for nothing. */
export interface Call {
  readonly signal: AbortSignal;
  /** Milliseconds from the call to the abort of `signal`, where one is set: what ends before can say what it saw. */
  readonly timeoutMs?: number;
  /** Id of the run: the same for all its calls, and for those of no other run. */
  readonly run?: string;
  /** Name of the monitor in the config file. */
  readonly monitor?: string;
  /** 1 for the first check of a monitor. */
  readonly attempt: number;
  readonly releases: readonly ReleaseRef[];
  /** Becomes an event, shown live. */
  progress(text: string, facts?: Facts): void;
}
