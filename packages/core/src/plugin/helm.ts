import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { ReleaseRef } from "./call.js";
import type { Diagnostic } from "./diagnostic.js";
import type { Host, HostFeature } from "./host.js";

/** One helm process: everything secret goes through `stdin` or `files`, never through `argv`. */
export interface HelmCommand {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Local files that argv names; a remote backend carries them over. */
  readonly files: readonly string[];
  /** Milliseconds after which the backend gives up on the process. */
  readonly deadlineMs: number;
  /** Whether an abort may send SIGTERM: once to install and upgrade, never to rollback and uninstall. */
  readonly interruptible: boolean;
}

export interface HelmResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** For people: "helm at /usr/bin/helm", "job ns/name". */
  readonly where: string;
  readonly ended: "exit" | "deadline" | "interrupted";
}

/** What is about to be done with helm. */
export interface HelmPreflight {
  readonly signal: AbortSignal;
  /** That of the commands to come. */
  readonly env: Readonly<Record<string, string>>;
  /** `createNamespace`: helm is told to create the namespace where it is missing. */
  readonly releases: readonly (ReleaseRef & {
    readonly createNamespace: boolean;
    /** A program of this machine that helm is told to start. */
    readonly postRenderer?: string;
  })[];
}

export interface HelmExecutor {
  run(command: HelmCommand, signal: AbortSignal): Promise<HelmResult>;
  /**
   * Where commands go on without the helmwatch that began them: the end of this very command (same arguments, same
   * files), if it is still running; undefined if it is not. Starts nothing. Throws HELM_PENDING where another command is
   * at work on the same release.
   */
  adopt?(command: HelmCommand, signal: AbortSignal): Promise<HelmResult | undefined>;
  /** Once, before any release is touched: all that would keep commands about these releases from running. */
  preflight?(call: HelmPreflight): Promise<readonly Diagnostic[]>;
}

export interface HelmBackendType<O = unknown> {
  readonly summary: string;
  readonly options: StandardSchemaV1<unknown, O>;
  readonly needs?: readonly HostFeature[];
  create(options: O, host: Host): HelmExecutor;
}

export function defineHelmBackend<O>(type: HelmBackendType<O>): HelmBackendType<O> {
  return type;
}
