import { type HelmCommand, HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";

/** The context that a command names, if it is another than the run's. */
export function contextOf({ argv, env }: Pick<HelmCommand, "argv" | "env">): string | undefined {
  const place = argv.indexOf("--kube-context");
  const context = place < 0 ? undefined : argv[place + 1];
  return context === env.HELM_KUBECONTEXT ? undefined : context;
}

/** Access to the cluster of a context; undefined: the run's. A release lands in the cluster where its Job runs. */
export function clusterOf(kube: KubeAccess, context: string | undefined): KubeAccess {
  if (context === undefined) return kube;
  if (kube.withContext) return kube.withContext(context);
  throw new HelmwatchError("USAGE", `context "${context}" of a release cannot be reached: this host knows only one`);
}
