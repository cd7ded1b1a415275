import type { Plan, PlannedRelease, ReleaseOperations, ReleaseState } from "@helmwatch/core";
import type { Diagnostic } from "@helmwatch/core/plugin";
import { findProgram, unsupportedFlags } from "@helmwatch/helm";
import type { Console } from "../log/console.js";
import { line } from "../log/log-line.js";
import { Rejected } from "../log/rejected.js";
import type { Cluster } from "./open-cluster.js";

export interface AccessCheck {
  readonly cluster: Cluster;
  readonly console: Console;
  readonly plan: Plan;
  readonly signal: AbortSignal;
  /** Whether helm is started for a release. */
  needsHelm(release: PlannedRelease, state: ReleaseState | undefined): boolean;
  /** Whether what needs helm is deployed: then this helm must be able to do what the release asks for. */
  readonly deploys: boolean;
}

/**
 * Asks every cluster of the plan for its releases and, where a release needs helm, the backend for what it lacks and helm
 * for its version: what cannot be reached, allowed or run is known before anything is touched. The answer serves the run
 * as its first list.
 */
export async function checkAccess({ cluster, console, plan, signal, needsHelm, deploys }: AccessCheck) {
  const { operations, helm } = cluster;
  const states = await operations.states(plan.releases, signal);
  const needing = plan.releases.filter((release) => needsHelm(release, states.get(release.uniqname)));
  if (needing.length > 0) {
    const targets = needing.map((release) => toTarget(release, deploys));
    const lacking = await helm.preflight({ signal, releases: targets });
    if (lacking.some(({ severity }) => severity === "error")) throw new Rejected(lacking);
    await console.diagnostics(lacking);
    const capabilities = await helm.capabilities(signal);
    for (const warning of capabilities.warnings) console.log(line("warn", warning));
    const programs = await Promise.all(needing.map((release) => missingProgram(release, helm.env.PATH)));
    const found = deploys
      ? [...programs.flat(), ...needing.flatMap((release) => unsupportedFlags(release, capabilities))]
      : [];
    if (found.length > 0) throw new Rejected(found);
  }
  let first: typeof states | undefined = states;
  const checked: ReleaseOperations = {
    ...operations,
    async states(releases, signal) {
      const known = first;
      first = undefined;
      return known ?? operations.states(releases, signal);
    },
  };
  return checked;
}

/** What a backend is told about a release. */
function toTarget({ name, namespace, context, createNamespace, postRenderer }: PlannedRelease, deploys: boolean) {
  const place = { name, namespace, ...(context === undefined ? {} : { context }) };
  const program = deploys && postRenderer ? { postRenderer: postRenderer.argv[0] ?? "" } : {};
  return { ...place, createNamespace: deploys && createNamespace, ...program };
}

/** A saved plan may have come from a machine that had the program. */
async function missingProgram(
  { uniqname, postRenderer }: PlannedRelease,
  path: string | undefined,
): Promise<Diagnostic[]> {
  if (!postRenderer) return [];
  const program = postRenderer.program ?? postRenderer.argv[0] ?? "";
  if ((await findProgram(program, path)) !== undefined) return [];
  return [
    {
      ...{ code: "POST_RENDERER_NOT_FOUND", severity: "error" },
      message: `release "${uniqname}": there is no program "${program}" for its post_renderer`,
      hint: "without it the release would be deployed unpatched; install it here, or build the plan anew",
    },
  ];
}
