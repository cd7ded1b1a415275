import { resolve } from "node:path";
import { type Plan, readPlan } from "@helmwatch/core";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { diffPlan, printDiff } from "../diff/show-diff.js";
import { openProject, planFolder, pluginsOf } from "../project/open-project.js";
import { openCluster } from "../run/open-cluster.js";
import { planOrBuild } from "../run/plan-or-build.js";
import { type Session, withSession } from "../run/with-session.js";
import type { RunCommand } from "./command.js";

export const diff: RunCommand = (call) =>
  withSession(call, async (session) => {
    const { signal } = session;
    const { names, options } = call;
    const isLocal = names[0] === "local";
    // What is compared with a saved plan is what the file says now.
    const project = await openProject(isLocal ? { ...call, options: { ...options, build: true } } : call, signal);
    const cluster = openCluster(session, await pluginsOf(project));
    const before = isLocal ? await saved(session, options.plandir2 ?? planFolder(call)) : undefined;
    const plan =
      isLocal && options.plandir1 !== undefined
        ? await saved(session, options.plandir1)
        : await planOrBuild(session, project, cluster);
    const diffs = await diffPlan({ call, cluster, plan, signal, ...(before ? { before } : {}) });
    printDiff(call, diffs);
    return options.detailedExitcode && diffs.some(({ status }) => status !== "unchanged") ? 2 : 0;
  });

async function saved({ call, signal }: Session, folder: string): Promise<Plan> {
  const plan = await readPlan(resolve(call.world.cwd, folder), { signal });
  if (plan) return plan;
  throw new HelmwatchError("PLAN_NOT_A_PLAN", `there is no saved plan in ${JSON.stringify(folder)}`, {
    hint: "save one by helmwatch build, or name one by --plandir1 and --plandir2",
  });
}
