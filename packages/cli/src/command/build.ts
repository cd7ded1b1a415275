import { buildFromConfig } from "../project/build-plan.js";
import { projectPlugins } from "../project/project-plugins.js";
import { readConfigFile } from "../project/read-config-file.js";
import { openCluster } from "../run/open-cluster.js";
import { savePlan } from "../run/plan-or-build.js";
import { withSession } from "../run/with-session.js";
import type { RunCommand } from "./command.js";

export const build: RunCommand = (call) =>
  withSession(call, async (session) => {
    const { signal, workFolder } = session;
    const file = await readConfigFile(call);
    const { helm } = openCluster(session, await projectPlugins(file, { helm: true }));
    const plan = await buildFromConfig({ call, file, helm, workFolder, signal });
    await savePlan(session, plan);
    return 0;
  });
