import type {
  Config,
  HelmConfig,
  LifecycleConfig,
  MonitorConfig,
  PluginReference,
  PostRendererConfig,
  ReleaseConfig,
  RunConfig,
} from "../config/config.js";
import type { Selection } from "./selection.js";

/** The generation of `plan.json`; a reader refuses any other. */
export const PLAN_SCHEMA = 1;

/** `monitored`: the release's monitors passed, too. */
export interface PlannedDependency {
  readonly uniqname: string;
  readonly condition: "deployed" | "monitored";
  /** The file would do without it; since it is there, it is waited for all the same. */
  readonly optional?: true;
}

/** A release whose dependencies are resolved: tags expanded, absent optional ones dropped, only selected ones. */
export interface SelectedRelease extends Omit<ReleaseConfig, "dependsOn"> {
  /** Place in the file's list of releases. */
  readonly index: number;
  readonly dependsOn: readonly PlannedDependency[];
}

/** A monitor with the uniqnames of the selected releases that refer to it. */
export interface SelectedMonitor extends MonitorConfig {
  readonly releases: readonly string[];
}

/** The part of a config that a run is about. */
export interface SelectedConfig extends Omit<Config, "releases" | "monitors"> {
  readonly releases: readonly SelectedRelease[];
  readonly monitors: readonly SelectedMonitor[];
  readonly selection: Selection;
}

/** A values file that helm is given. */
export interface PlannedValues {
  /** Absolute; relative to the plan directory in `plan.json`. */
  readonly path: string;
  /** Hex, of what was checked; the file may have changed since. */
  readonly sha256: string;
  /** What the user named, an address without secrets; absent for values written inline. */
  readonly src?: string;
}

/** A chart made ready. Nothing of how it was got, credentials least of all, is part of a plan. */
export interface PlannedChart {
  /** As the user named it. */
  readonly name: string;
  readonly version?: string;
  /** Directory or archive that helm is given. Absolute; relative to the plan directory in `plan.json`. */
  readonly path: string;
  /** `sha256:…` of the OCI manifest, the archive or the directory's content. */
  readonly digest: string;
  /** Of a chart in a git repository. */
  readonly commit?: string;
  /** Whether `name` is a path rather than something to pull. */
  readonly local: boolean;
}

/** A post-renderer whose program was there when the plan was built. */
export interface PlannedPostRenderer extends PostRendererConfig {
  /** Absolute; relative to the plan directory in `plan.json`. Absent for one to be looked up in PATH. */
  readonly program?: string;
  /** Files of the config's folder that its command names. */
  readonly files: readonly { readonly src: string; readonly sha256: string }[];
}

export interface PlannedRelease extends Omit<SelectedRelease, "postRenderer" | "chart" | "values" | "store" | "index"> {
  readonly chart: PlannedChart;
  readonly values: readonly PlannedValues[];
  readonly postRenderer?: PlannedPostRenderer;
  /** Of what would be deployed (`releaseDigest`): a label of the release. 63 characters of hex. */
  readonly digest: string;
}

/** The post-renderer of a release with the path of its program changed. */
export function withProgram(
  { postRenderer }: Pick<PlannedRelease, "postRenderer">,
  change: (path: string) => string,
): Pick<PlannedRelease, "postRenderer"> {
  if (postRenderer?.program === undefined) return {};
  return { postRenderer: { ...postRenderer, program: change(postRenderer.program) } };
}

/** What a plan was built from; whether that is still so tells a stale plan. */
export interface PlanSource {
  /** The config file. Absolute; relative to the plan directory in `plan.json`. */
  readonly file: string;
  /** Hex, of its bytes. */
  readonly sha256: string;
  /** The context of releases that name none. */
  readonly context?: string;
  readonly selection: Selection;
  /**
   * The files that values were made of, by path relative to the config file or absolute, with the SHA-256 of each; null
   * for one that was not there.
   */
  readonly inputs?: Readonly<Record<string, string | null>>;
  /** Hex, of the bytes of the lock of charts, where there was one. */
  readonly lock?: string;
}

/** What `up` does, as plain data: saved or not. Releases stand in the order of the selection. */
export interface Plan {
  readonly schema: typeof PLAN_SCHEMA;
  readonly project?: string;
  readonly source: PlanSource;
  /** Hosts that charts came from. */
  readonly registries: readonly string[];
  /** Names of repositories that charts came from. */
  readonly repositories: readonly string[];
  readonly releases: readonly PlannedRelease[];
  readonly monitors: readonly SelectedMonitor[];
  /** Hooks of the run as a whole. */
  readonly lifecycle: LifecycleConfig;
  readonly plugins: readonly PluginReference[];
  readonly helm: HelmConfig;
  readonly run: RunConfig;
}
