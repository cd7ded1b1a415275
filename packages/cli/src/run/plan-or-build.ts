import { type Plan, writePlan } from "@helmwatch/core";
import type { Helm } from "@helmwatch/helm";
import { line } from "../log/log-line.js";
import { buildFromConfig } from "../project/build-plan.js";
import { type Project, planFolder } from "../project/open-project.js";
import type { Session } from "./with-session.js";

/** The saved plan; else one built from the file, and saved where `--build` asks for it. */
export async function planOrBuild(session: Session, project: Project, helm: Helm): Promise<Plan> {
  const { call, signal, workFolder } = session;
  if (project.kind === "saved") {
    const level = call.options.followedAs === undefined ? "info" : "debug";
    call.console.log(line(level, "using the saved plan", { plan: call.options.plandir }));
    return project.plan;
  }
  const built = await buildFromConfig({ call, file: project.file, helm, workFolder, signal });
  if (call.options.build) await savePlan(session, built);
  return built;
}

export async function savePlan({ call, signal }: Session, plan: Plan): Promise<void> {
  await writePlan(plan, planFolder(call), { signal });
  call.console.log(line("info", "Planfile is ready!", { plan: call.options.plandir }));
}
