import type { PendingStrategy } from "../operation/decide-recovery.js";

/** Which release, in which cluster. */
export interface ReleaseId {
  readonly name: string;
  readonly namespace: string;
  /** Of kubeconfig; absent: the current one. */
  readonly context?: string;
}

/** How helm waits for resources; Helm 3 knows only one way of it. */
export type WaitStrategy = "watcher" | "legacy" | "hookOnly";

/** `helm test` after an upgrade; by names of tests, which is all that helm can tell them apart by. */
export interface ReleaseTests {
  /** Whether logs of tests that passed are wanted, too. */
  readonly forceShowLogs: boolean;
  /** Empty: all of them. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** A program that helm gives what it rendered and takes what is deployed from. */
export interface PostRenderer {
  /** Its name or path, as the user wrote it, and arguments. */
  readonly argv: readonly string[];
  /** Absolute; absent for a program to be looked up in PATH. */
  readonly program?: string;
  /** Absent: whatever helm does. */
  readonly strategy?: "combined" | "separate" | "nohooks";
}

/** What helm is told about one release. A planned release of the core has this shape. */
export interface HelmRelease extends ReleaseId {
  /** `name@namespace[@context]`, for messages. */
  readonly uniqname: string;
  /** Directory or archive, absolute. */
  readonly chart: { readonly path: string };
  /** Files, absolute; later ones win. */
  readonly values: readonly { readonly path: string }[];
  /** Of what would be deployed; becomes the label `helmwatch/digest`. */
  readonly digest: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly description: string;
  readonly timeoutMs: number;
  /** 0: unlimited. */
  readonly maxHistory: number;
  readonly wait: WaitStrategy;
  readonly waitForJobs: boolean;
  readonly createNamespace: boolean;
  readonly cleanupOnFail: boolean;
  readonly disableHooks: boolean;
  readonly disableOpenApiValidation: boolean;
  readonly enableDns: boolean;
  readonly force: boolean;
  readonly forceConflicts: boolean;
  readonly resetValues: boolean;
  readonly reuseValues: boolean;
  readonly resetThenReuseValues: boolean;
  readonly skipCrds: boolean;
  readonly subNotes: boolean;
  readonly hideNotes: boolean;
  readonly takeOwnership: boolean;
  readonly skipSchemaValidation: boolean;
  readonly deletePropagation: "background" | "foreground" | "orphan";
  readonly serverSideApply: "true" | "false" | "auto";
  /** Of the Kubernetes that templates see where no cluster is asked. Absent: the one that helm was built for. */
  readonly offlineKubeVersion?: string;
  readonly postRenderer?: PostRenderer;
  /** Absent: none is run. */
  readonly tests?: ReleaseTests;
  /** Absent: a release that another helm left unfinished is refused. */
  readonly pendingReleaseStrategy?: PendingStrategy;
}
