import { isUnchanged, type PlannedRelease, type ReleaseState } from "@helmwatch/core";
import { connectHelm, createReleaseOperations } from "@helmwatch/helm";
import type { CommandCall } from "../command/command.js";
import { kubeConnections } from "../host/kube-connections.js";
import { openProject, planOrSketch } from "../project/open-project.js";
import { stopOnSignal } from "../signal/stop-on-signal.js";

/** One release as `list` and `status` tell it: what the plan wants, and what is there. */
export interface ReleaseRow {
  readonly release: string;
  readonly name: string;
  readonly namespace: string;
  readonly context?: string;
  /** In helm's words, or "not installed". */
  readonly status: string;
  readonly revision?: number;
  /** The newest revision that was good: where an undo of the next deploy goes back to. */
  readonly lastGood?: number;
  /** RFC 3339. */
  readonly updated?: string;
  /** As the plan or the config file names it. */
  readonly chart: string;
  readonly version?: string;
  /** Whether what is there is what the plan would deploy; absent without a saved plan. */
  readonly isPlanned?: boolean;
  readonly dependsOn: readonly string[];
  readonly monitors: readonly { readonly name: string; readonly action: string }[];
  readonly tags: readonly string[];
}

/** The releases of the saved plan, else of the config file, with one list of every cluster; no helm is started. */
export async function releaseRows(call: CommandCall): Promise<readonly ReleaseRow[]> {
  const { world, options, console } = call;
  const stop = stopOnSignal(world, console);
  try {
    const plan = await planOrSketch(await openProject(call, stop.signal, "ignored"), call);
    const executor = { run: () => Promise.reject(new Error("listing starts no helm")) };
    const helm = connectHelm({ executor, home: "", env: world.env });
    const kube = kubeConnections(world, options);
    const operations = createReleaseOperations({ helm, clock: world.clock, kube });
    const states = await operations.states(plan.releases, stop.signal);
    return plan.releases.map((release) => toRow(release, states.get(release.uniqname)));
  } finally {
    stop.release();
  }
}

function toRow(release: PlannedRelease, state: ReleaseState | undefined): ReleaseRow {
  const { uniqname, name, namespace, context, chart, digest, dependsOn, monitors, tags } = release;
  return {
    release: uniqname,
    name,
    namespace,
    ...(context === undefined ? {} : { context }),
    ...(state === undefined ? { status: "not installed" } : there(state)),
    chart: chart.name,
    ...(chart.version === undefined ? {} : { version: chart.version }),
    ...(digest === "" ? {} : { isPlanned: isUnchanged(release, state) }),
    dependsOn: dependsOn.map((to) => to.uniqname),
    monitors,
    tags,
  };
}

function there({ revision, status, lastGood, createdAt }: ReleaseState) {
  const updated = new Date(createdAt).toISOString().replace(/\.\d+Z$/, "Z");
  return { status, revision, updated, ...(lastGood === undefined ? {} : { lastGood }) };
}
