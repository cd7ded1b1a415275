import { join } from "node:path";
import type { HelmExecutor } from "@helmwatch/core/plugin";
import { connectHelm, type Helm } from "@helmwatch/helm";
import type { CommandCall } from "../command/command.js";
import type { CheckedPlugins } from "../plugin/checked-plugins.js";
import type { HostMaker } from "./create-host.js";
import { guardCreate } from "./create-monitors.js";

/** Helm by the backend that the config chose, with homes of its own; no process is started yet. */
export function openHelm(
  { world, options }: Pick<CommandCall, "world" | "options">,
  { backend }: CheckedPlugins,
  host: HostMaker,
  workFolder: string,
): Helm {
  if (!backend) throw new Error("no helm backend was checked");
  const { name, provided } = backend;
  const { definition, by } = provided;
  const create = () => definition.create(backend.options, host(name, by, definition.needs)) as HelmExecutor;
  const executor = guardCreate(create, `helm backend "${name}"`, by.plugin.name);
  const { kubeconfig, kubeContext } = options;
  const env = {
    ...world.env,
    ...(kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig }),
    ...(kubeContext === undefined ? {} : { HELM_KUBECONTEXT: kubeContext }),
  };
  return connectHelm({ executor, home: join(workFolder, "helm"), env });
}
