import type { Host, HostFeature, KubeAccess } from "@helmwatch/core/plugin";
import type { Console } from "../log/console.js";
import { pluginLog } from "../log/plugin-log.js";
import type { LoadedPlugin } from "../plugin/plugin-set.js";
import type { World } from "../world/world.js";
import { hostFetch } from "./host-fetch.js";
import { type KubeConnections, lazyKube } from "./kube-connections.js";

export type HostMaker = (type: string, by: LoadedPlugin, needs?: readonly HostFeature[]) => Host;

/** Makes the host of each type in use; all of them share one `fetch`. Kubernetes is for types that declare it. */
export function hostMaker(world: World, console: Console, kube: KubeConnections): HostMaker {
  const fetch = hostFetch(world.env);
  return (type, { plugin }, needs = []) => ({
    log: pluginLog(console, { plugin: plugin.name, type }),
    clock: world.clock,
    fetch,
    ...(needs.includes("kube") ? { kube: kubeOf(kube) } : {}),
    secret: console.secrets.add,
  });
}

/** Of the run's own context; any other by its name. */
function kubeOf(kube: KubeConnections): KubeAccess {
  return { ...lazyKube(() => kube(undefined)), withContext: (context) => lazyKube(() => kube(context)) };
}
