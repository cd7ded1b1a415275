import { isUnchanged, preflightMonitors, runPlan } from "@helmwatch/core";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { createMonitors } from "../host/create-monitors.js";
import { Rejected } from "../log/rejected.js";
import { openProject, pluginsOf } from "../project/open-project.js";
import { checkAccess } from "../run/check-access.js";
import { openCluster } from "../run/open-cluster.js";
import { planOrBuild } from "../run/plan-or-build.js";
import { runSettings } from "../run/run-settings.js";
import { withSession } from "../run/with-session.js";
import type { RunCommand } from "./command.js";

/** Everything that can be known to be bad is known before anything is touched. */
export const up: RunCommand = (call) =>
  withSession(call, async (session) => {
    const { signal } = session;
    if (call.options.updateLock && !call.options.build)
      throw new HelmwatchError("USAGE", "--update-lock needs --build: a saved plan has its charts already");
    const project = await openProject(call, signal);
    const plugins = await pluginsOf(project);
    const cluster = openCluster(session, plugins);
    const plan = await planOrBuild(session, project, cluster);
    const { inCluster, followedAs } = call.options;
    if (followedAs === undefined && (inCluster ?? plan.run.where === "cluster")) {
      const { upInCluster } = await import("../cluster-run/up-in-cluster.js");
      return upInCluster(session, { plan, plugins, cluster });
    }
    const names = plan.monitors.map(({ name }) => name);
    const input = { ...runSettings(call, plan), plan, monitors: createMonitors(names, plugins, cluster.host), signal };
    const operations = await checkAccess({
      ...{ cluster, plan, signal, deploys: true, console: call.console },
      needsHelm: (release, state) => !isUnchanged(release, state),
    });
    const found = await preflightMonitors(input);
    if (found.some(({ severity }) => severity === "error")) throw new Rejected(found);
    await call.console.diagnostics(found);
    return session.show((emit) => runPlan({ ...input, operations, emit }));
  });
