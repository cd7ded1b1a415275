import { runUndo } from "@helmwatch/core";
import type { RunCommand } from "../command/command.js";
import { openProject, planOrSketch, pluginsOf } from "../project/open-project.js";
import { checkAccess } from "./check-access.js";
import { openCluster } from "./open-cluster.js";
import { planOrBuild } from "./plan-or-build.js";
import { runSettings } from "./run-settings.js";
import { withSession } from "./with-session.js";

/** `down` and `rollback`: they need to know the releases, not their charts and values. */
export const undoCommand =
  (command: "down" | "rollback"): RunCommand =>
  (call) =>
    withSession(call, async (session) => {
      const { signal } = session;
      const { build, revision } = call.options;
      const project = await openProject(call, signal);
      const cluster = openCluster(session, await pluginsOf(project));
      const plan = await (build || project.kind === "saved"
        ? planOrBuild(session, project, cluster)
        : planOrSketch(project, call));
      const operations = await checkAccess({
        ...{ cluster, plan, signal, deploys: false, console: call.console },
        needsHelm: (_, state) => state !== undefined,
      });
      const input = { ...runSettings(call, plan), plan, operations, signal, command };
      const target = command === "rollback" && revision !== undefined ? { toRevision: revision } : {};
      return session.show((emit) => runUndo({ ...input, ...target, emit }));
    });
