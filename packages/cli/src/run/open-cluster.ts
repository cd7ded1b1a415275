import { createReleaseOperations, type Helm, type HelmReleaseOperations, type RendererOptions } from "@helmwatch/helm";
import { type HostMaker, hostMaker } from "../host/create-host.js";
import { type KubeConnections, kubeConnections } from "../host/kube-connections.js";
import { openHelm } from "../host/open-helm.js";
import type { CheckedPlugins } from "../plugin/checked-plugins.js";
import type { Session } from "./with-session.js";

/** Helm and Kubernetes as a run uses them; nothing is connected or started before it is needed. */
export interface Cluster {
  readonly kube: KubeConnections;
  readonly host: HostMaker;
  readonly helm: Helm;
  readonly operations: HelmReleaseOperations;
  readonly openEngine: RendererOptions["openEngine"];
}

export function openCluster({ call, workFolder }: Session, plugins: CheckedPlugins): Cluster {
  const { world, options, console } = call;
  const kube = kubeConnections(world, options);
  const host = hostMaker(world, console, kube);
  const helm = openHelm(call, plugins, host, workFolder);
  const openEngine = async () => {
    const { openRenderEngine } = await import("../template/open-render-engine.js");
    return openRenderEngine(world);
  };
  return { kube, host, helm, openEngine, operations: createReleaseOperations({ helm, clock: world.clock, kube }) };
}
