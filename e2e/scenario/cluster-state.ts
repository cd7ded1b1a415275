import { execa } from "execa";

export interface ClusterState {
  /** What the release says of itself in its ConfigMap; undefined when it is not there. */
  version(release: string): Promise<string | undefined>;
  /** Status of each revision by helm's own account: `["superseded", "deployed"]`; empty when not installed. */
  history(release: string): Promise<string[]>;
  kubectl(...args: string[]): Promise<string>;
  removeNamespace(): Promise<void>;
}

/** The cluster as kubectl and helm tell it, never as helmwatch does. */
export function clusterState({
  kubeconfig,
  helm,
  kubectl: kubectlBinary,
  namespace,
}: {
  kubeconfig: string;
  helm: string;
  kubectl: string;
  namespace: string;
}): ClusterState {
  const env = { KUBECONFIG: kubeconfig };
  const kubectl = async (...args: string[]) =>
    (await execa(kubectlBinary, ["--namespace", namespace, ...args], { env, timeout: 60_000 })).stdout;
  return {
    kubectl,
    version: async (release) => {
      const get = ["get", "configmap", release, "--ignore-not-found", "--output", "jsonpath={.data.version}"];
      return (await kubectl(...get)) || undefined;
    },
    history: async (release) => {
      const args = ["history", release, "--namespace", namespace, "--output", "json"];
      const { stdout, exitCode, stderr } = await execa(helm, args, { env, reject: false, timeout: 60_000 });
      if (exitCode === 0) return (JSON.parse(stdout) as { status: string }[]).map(({ status }) => status);
      if (/not found/.test(stderr)) return [];
      throw new Error(stderr);
    },
    removeNamespace: async () => {
      await kubectl("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
    },
  };
}
