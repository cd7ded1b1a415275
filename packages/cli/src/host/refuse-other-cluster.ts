import { HelmwatchError } from "@helmwatch/core/plugin";
import type { World } from "../world/world.js";

/** With these, helm reaches another cluster, or as somebody else, than the kubeconfig says. */
const others = [
  "HELM_KUBEAPISERVER",
  "HELM_KUBETOKEN",
  "HELM_KUBEASUSER",
  "HELM_KUBEASGROUPS",
  "HELM_KUBECAFILE",
  "HELM_KUBEINSECURE_SKIP_TLS_VERIFY",
  "HELM_KUBETLS_SERVER_NAME",
] as const;

/**
 * helmwatch reads releases by the kubeconfig and helm writes them: two views of two clusters would undo the wrong thing.
 * Throws KUBE_CONFIG.
 */
export function refuseOtherCluster(env: World["env"]): void {
  const name = others.find((one) => env[one]);
  if (name === undefined) return;
  throw new HelmwatchError("KUBE_CONFIG", `${name} is set, which only helm would follow`, {
    hint: "put the server, the user and the certificates into the kubeconfig, and unset it",
  });
}
