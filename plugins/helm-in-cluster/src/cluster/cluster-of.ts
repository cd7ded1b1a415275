import { type HelmCommand, HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";

type Environment = HelmCommand["env"];

/** A context, if it is another than the run's. */
export const otherContext = (context: string | undefined, env: Environment): string | undefined =>
  context === env.HELM_KUBECONTEXT ? undefined : context;

/** That of a command's release, if it is another than the run's. */
export function contextOf({ argv, env }: Pick<HelmCommand, "argv" | "env">): string | undefined {
  const place = argv.indexOf("--kube-context");
  return place < 0 ? undefined : otherContext(argv[place + 1], env);
}

/** Access to the cluster of a context; undefined: the run's. A release lands in the cluster where its Job runs. */
export function clusterOf(kube: KubeAccess, context: string | undefined): KubeAccess {
  if (context === undefined) return kube;
  if (kube.withContext) return kube.withContext(context);
  throw new HelmwatchError("USAGE", `context "${context}" of a release cannot be reached: this host knows only one`);
}
