import type {
  ChartConfig,
  HelmConfig,
  MonitorConfig,
  PluginReference,
  RegistryConfig,
  ReleaseConfig,
  RepositoryConfig,
  RunConfig,
} from "../config/config.js";

/** The generation of `plan.json`; a reader refuses any other. */
export const PLAN_SCHEMA = 1;

/** `monitored`: the release's monitors passed, too. */
export interface PlannedDependency {
  readonly uniqname: string;
  readonly condition: "deployed" | "monitored";
}

/** A file of the plan. `path` is absolute in memory, relative to the plan directory in `plan.json`. */
export interface PlannedFile {
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
  /** What the user wrote: the values file's name, or "inline". */
  readonly source: string;
}

export interface PlannedChart extends ChartConfig {
  /** Directory or archive that helm is given; absolute in memory. */
  readonly path: string;
  /** `sha256:…` of the OCI manifest, the archive or the directory's content. */
  readonly digest: string;
  /** Whether the user's file named a path of this machine rather than something to pull. */
  readonly local: boolean;
}

/** A release whose dependencies are resolved: tags expanded, absent optional ones dropped, only selected ones. */
export interface SelectedRelease extends Omit<ReleaseConfig, "dependsOn"> {
  readonly dependsOn: readonly PlannedDependency[];
}

/** A monitor with the uniqnames of the selected releases that refer to it. */
export interface SelectedMonitor extends MonitorConfig {
  readonly releases: readonly string[];
}

export interface PlannedRelease extends Omit<SelectedRelease, "chart" | "values"> {
  readonly chart: PlannedChart;
  readonly values: readonly PlannedFile[];
  /** Of what would be deployed (chart, values, options): a label of the release. 63 characters of hex. */
  readonly digest: string;
}

/** What `up` does, as plain data: saved or not. Releases stand in the order of the file's selection. */
export interface Plan {
  readonly schema: typeof PLAN_SCHEMA;
  readonly project?: string;
  /** SHA-256 (hex) of the config file and the selection it was built from: tells a stale plan. */
  readonly source: { readonly file: string; readonly digest: string };
  readonly registries: readonly RegistryConfig[];
  readonly repositories: readonly RepositoryConfig[];
  readonly releases: readonly PlannedRelease[];
  readonly monitors: readonly SelectedMonitor[];
  readonly plugins: readonly PluginReference[];
  readonly helm: HelmConfig;
  readonly run: RunConfig;
}
