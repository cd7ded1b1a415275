import type { HelmExecutor } from "@helmwatch/core/plugin";
import type { FakeWorld } from "../fake-backend.js";

export interface BadBackend {
  /** The titles of the tests that catch it. */
  readonly caughtBy: readonly string[];
  readonly takesAllOptions?: true;
  readonly spoil: (world: FakeWorld) => HelmExecutor;
}

/** By what is wrong with them. */
export type BadBackends = Readonly<Record<string, BadBackend>>;
