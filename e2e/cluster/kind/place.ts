import type { RunDirectory } from "../local/run-directory.js";

export interface KindOptions {
  /** Of the kind cluster; one that is free when absent. */
  readonly name?: string;
  /** Kubernetes version, as in `1.35`. */
  readonly kubernetes?: string;
}

/** Where a kind cluster is made, and of what. */
export interface Place {
  readonly run: Pick<RunDirectory, "path" | "logs">;
  /** Of the cluster. */
  readonly name: string;
  /** Of its nodes. */
  readonly image: string;
  /** What kind's own configuration file must say. */
  readonly config: object;
  /** What kind and docker must find in their environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Deletes the cluster, and what was started for it. */
  remove(): Promise<void>;
}
