import { type Plan, readPlan, writePlan } from "@helmwatch/core";
import { showPlanDiff } from "../diff/show-diff.js";
import { line } from "../log/log-line.js";
import { buildFromConfig } from "../project/build-plan.js";
import { type Project, planFolder } from "../project/open-project.js";
import type { ConfigFile } from "../project/read-config-file.js";
import type { Cluster } from "./open-cluster.js";
import type { Session } from "./with-session.js";

/** The saved plan; else one built from the file, and saved where `--build` asks for it. */
export async function planOrBuild(session: Session, project: Project, cluster: Cluster): Promise<Plan> {
  const { call } = session;
  if (project.kind === "saved") {
    const level = call.options.followedAs === undefined ? "info" : "debug";
    call.console.log(line(level, "using the saved plan", { plan: call.options.plandir }));
    return project.plan;
  }
  return buildAndShow(session, project.file, cluster, call.options.build);
}

/** Builds a plan, tells what it changes where `--diff-mode` asks for it, and saves it. */
export async function buildAndShow(
  { call, signal, workFolder }: Session,
  file: ConfigFile,
  cluster: Cluster,
  isSaved: boolean,
): Promise<Plan> {
  const folder = planFolder(call);
  const plan = await buildFromConfig({ call, file, helm: cluster.helm, workFolder, signal });
  await showPlanDiff({ call, cluster, plan, signal }, () => readPlan(folder, { signal }));
  if (!isSaved) return plan;
  await writePlan(plan, folder, { signal });
  call.console.log(line("info", "Planfile is ready!", { plan: call.options.plandir }));
  return plan;
}
