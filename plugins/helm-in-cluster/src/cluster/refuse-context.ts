import { type HelmCommand, HelmwatchError } from "@helmwatch/core/plugin";

/** A Job runs where the default context points, so a release of another one would land in the wrong cluster. */
export function refuseContext({ argv, env }: Pick<HelmCommand, "argv" | "env">): void {
  const place = argv.indexOf("--kube-context");
  const context = place < 0 ? undefined : argv[place + 1];
  if (context === undefined || context === env.HELM_KUBECONTEXT) return;
  throw new HelmwatchError(
    "USAGE",
    `the release names context "${context}", but the in-cluster backend runs helm in the cluster of the default context`,
    { hint: "Leave the context out of the release and choose the cluster by --kube-context." },
  );
}
