import { projectPlugins } from "../project/project-plugins.js";
import { readConfigFile } from "../project/read-config-file.js";
import { openCluster } from "../run/open-cluster.js";
import { buildAndShow } from "../run/plan-or-build.js";
import { withSession } from "../run/with-session.js";
import type { RunCommand } from "./command.js";

export const build: RunCommand = (call) =>
  withSession(call, async (session) => {
    const file = await readConfigFile(call);
    const cluster = openCluster(session, await projectPlugins(file, { helm: true }));
    await buildAndShow(session, file, cluster, true);
    return 0;
  });
