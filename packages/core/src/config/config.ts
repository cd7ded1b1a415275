import type { MonitorSpec } from "../monitor/monitor-spec.js";
import type { ReleaseIdentity } from "./uniqname.js";

export interface RegistryConfig {
  readonly host: string;
  readonly username?: string;
  readonly password?: string;
  readonly insecure: boolean;
}

export interface RepositoryConfig {
  readonly name: string;
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly caFile?: string;
  readonly insecureSkipTlsVerify: boolean;
  readonly passCredentialsAll: boolean;
  readonly force: boolean;
}

export interface MonitorConfig extends MonitorSpec {
  /** What stands under the key named after the type; the plugin's schema checks it. */
  readonly options: Readonly<Record<string, unknown>>;
  /** CEL. */
  readonly passWhen?: string;
  readonly needsReleases: boolean;
}

export interface ChartConfig {
  readonly name: string;
  readonly version?: string;
  /** `sha256:…` that the chart must have. */
  readonly digest?: string;
  readonly repoUrl?: string;
  readonly username?: string;
  readonly password?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly keyring?: string;
  readonly insecure: boolean;
  readonly plainHttp: boolean;
  readonly passCredentials: boolean;
  readonly verify: boolean;
  readonly skipDependencyUpdate: boolean;
  readonly skipRefresh: boolean;
}

/** How a values file is made: a template with the functions of sprig or gomplate, as it is, or decrypted. */
export type ValuesRenderer = "sprig" | "gomplate" | "copy" | "sops";

export interface ValuesFileConfig {
  readonly kind: "file";
  /** A path, or an address. */
  readonly src: string;
  /** The run's own when absent. */
  readonly renderer?: ValuesRenderer;
  /** Whether it is an error that the file is not there. */
  readonly strict: boolean;
  /** The renderer's own when absent or empty. */
  readonly delimiterLeft?: string;
  readonly delimiterRight?: string;
}

export type ValuesConfig =
  | ValuesFileConfig
  | { readonly kind: "inline"; readonly values: Readonly<Record<string, unknown>> };

/** `uniqname` is completed with the namespace and context of the release that depends. */
export type DependencyConfig = (
  | { readonly kind: "release"; readonly uniqname: string }
  | { readonly kind: "tag"; readonly tag: string }
) & { readonly optional: boolean; readonly condition: "deployed" | "monitored" };

export type MonitorAction = "rollback" | "uninstall" | "none";

export interface MonitorReference {
  readonly name: string;
  readonly action: MonitorAction;
}

/** A program that is run at some point of a command. */
export interface HookConfig {
  readonly cmd: string;
  readonly args: readonly string[];
  /** Whether its stdout is for people; stderr always is. */
  readonly show: boolean;
  readonly allowFailure: boolean;
}

export type LifecyclePhase = `${"pre" | "post"}_${"build" | "up" | "down" | "rollback"}`;

/** Run one after the other; in the names of the file. */
export type LifecycleConfig = Readonly<Partial<Record<LifecyclePhase, readonly HookConfig[]>>>;

/** Tests of the chart that are run after an upgrade, by their names. */
export interface ReleaseTestsConfig {
  /** Whether logs of tests that passed are wanted, too. */
  readonly forceShowLogs: boolean;
  /** Empty: all of them. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** A program that helm gives what it rendered and takes what is deployed from. */
export interface PostRendererConfig {
  /** Its name or path, and arguments. */
  readonly argv: readonly string[];
  /** Absent: whatever helm does. */
  readonly strategy?: "combined" | "separate" | "nohooks";
}

/** Flags that go to helm as they are. */
export interface ReleaseFlags {
  readonly waitForJobs: boolean;
  readonly atomic: boolean;
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
}

export interface ReleaseConfig extends ReleaseFlags, ReleaseIdentity {
  readonly uniqname: string;
  readonly chart: ChartConfig;
  readonly values: readonly ValuesConfig[];
  /** Free data for templates of values. */
  readonly store: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly DependencyConfig[];
  readonly tags: readonly string[];
  readonly monitors: readonly MonitorReference[];
  readonly lifecycle: LifecycleConfig;
  readonly wait: "watcher" | "legacy" | "hookOnly";
  readonly timeoutMs: number;
  /** 0: unlimited. */
  readonly maxHistory: number;
  readonly allowFailure: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly description: string;
  readonly deletePropagation: "background" | "foreground" | "orphan";
  readonly serverSideApply: "true" | "false" | "auto";
  /** Of the Kubernetes that templates see where no cluster is asked. */
  readonly offlineKubeVersion?: string;
  readonly postRenderer?: PostRendererConfig;
  /** Absent: none is run. */
  readonly tests?: ReleaseTestsConfig;
  /** Absent: a release that another helm left unfinished is refused. */
  readonly pendingReleaseStrategy?: "rollback" | "uninstall";
}

export interface PluginReference {
  readonly use: string;
  readonly as?: string;
}

export interface HelmConfig {
  readonly backend: string;
  /** The other keys of `helm`; the backend's schema checks them. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The Job of a whole run. Durations in milliseconds. */
export interface InClusterConfig {
  readonly namespace: string;
  readonly createNamespace: boolean;
  readonly image: string;
  readonly imagePullPolicy: "Always" | "IfNotPresent" | "Never";
  readonly imagePullSecrets: readonly string[];
  readonly serviceAccount: string;
  readonly rbac: "none" | "namespaced" | "cluster-admin";
  readonly resources: {
    readonly requests?: Readonly<Record<string, string>> | undefined;
    readonly limits?: Readonly<Record<string, string>> | undefined;
  };
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Readonly<Record<string, unknown>>[];
  /** Names of variables of this machine. */
  readonly env: readonly string[];
  /** Packages that the image has besides helmwatch's own. */
  readonly plugins: readonly string[];
  readonly startTimeoutMs: number;
  readonly deadlineMs?: number;
  readonly gracePeriodMs: number;
  readonly ttlMs: number;
}

export interface RunConfig {
  readonly react: "after_all" | "at_once";
  readonly undo: "release" | "dependents" | "all";
  readonly firstInstall: "uninstall" | "keep";
  readonly parallelLimit?: number;
  readonly monitorConcurrency?: number;
  readonly where: "local" | "cluster";
  readonly inCluster: InClusterConfig;
}

/** The file as plain data: defaults applied, durations in milliseconds. Lists keep the order and indexes of the file. */
export interface Config {
  readonly project?: string;
  readonly version?: string;
  readonly registries: readonly RegistryConfig[];
  readonly repositories: readonly RepositoryConfig[];
  readonly monitors: readonly MonitorConfig[];
  readonly releases: readonly ReleaseConfig[];
  readonly lifecycle: LifecycleConfig;
  readonly plugins: readonly PluginReference[];
  readonly helm: HelmConfig;
  readonly run: RunConfig;
}
