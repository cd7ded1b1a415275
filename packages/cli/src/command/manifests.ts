import { mapLimited } from "@helmwatch/core";
import { releaseRenderer } from "@helmwatch/helm";
import { openProject, pluginsOf } from "../project/open-project.js";
import { chooseReleases } from "../run/choose-releases.js";
import { openCluster } from "../run/open-cluster.js";
import { planOrBuild } from "../run/plan-or-build.js";
import { runSettings } from "../run/run-settings.js";
import { withSession } from "../run/with-session.js";
import type { RunCommand } from "./command.js";

export const manifests: RunCommand = (call) =>
  withSession(call, async (session) => {
    const { signal } = session;
    const project = await openProject(call, signal);
    const cluster = openCluster(session, await pluginsOf(project));
    const plan = await planOrBuild(session, project, cluster);
    const chosen = chooseReleases(plan.releases, call.names);
    const render = releaseRenderer({ ...cluster, mode: "client", releases: chosen, signal });
    const rendered = await mapLimited(chosen, runSettings(call, plan).parallelLimit, (release) => render(release));
    for (const { manifest } of rendered) if (manifest !== "") call.console.print(manifest);
    return 0;
  });
