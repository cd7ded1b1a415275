import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Call } from "./call.js";
import type { Diagnostic } from "./diagnostic.js";
import type { Facts } from "./error.js";
import type { Host, HostFeature } from "./host.js";

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * What one check saw. A thrown error is the outcome `error`.
 * `value` and `samples` are judged by the monitor's `pass_when`; a type whose answer needs no judging gives a verdict
 * (where there is a `pass_when`, too, both must hold). Facts are JSON-safe: a NaN among them is a string.
 */
export type Observation =
  | { readonly kind: "value"; readonly value: number | string | boolean; readonly facts?: Facts }
  | {
      readonly kind: "samples";
      readonly samples: readonly Sample[];
      /** The values are truth values, 0 or not: without a `pass_when`, a 0 among them fails the check. */
      readonly truths?: boolean;
      readonly facts?: Facts;
    }
  | { readonly kind: "no-data"; readonly why: string; readonly facts?: Facts }
  | { readonly kind: "verdict"; readonly pass: boolean; readonly why: string; readonly facts?: Facts };

export interface Monitor {
  /** Once, before any release is touched. */
  preflight?(call: Call): Promise<readonly Diagnostic[]>;
  /** One check; never two at a time. */
  observe(call: Call): Promise<Observation>;
  /** Once, always, also after an abort, with a fresh short signal. */
  dispose?(call: Call): Promise<void>;
}

export interface MonitorType<O = unknown> {
  /** One line for `helmwatch plugins`. */
  readonly summary: string;
  readonly options: StandardSchemaV1<unknown, O>;
  readonly needs?: readonly HostFeature[];
  /** Synchronous, without I/O. */
  create(options: O, host: Host): Monitor;
}

/** Infers the options from the schema. */
export function defineMonitor<O>(type: MonitorType<O>): MonitorType<O> {
  return type;
}
