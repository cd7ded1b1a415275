import { execa } from "execa";
import { kubernetesPrograms } from "../cluster/local/programs.js";
import type { Progress } from "./progress.js";

/** How to talk to an API server, in PEM where it is a certificate or key. */
export interface ClusterAccess {
  readonly server: URL;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly token?: string;
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: Readonly<Record<string, string>> }];
  readonly users: readonly [{ readonly user: Readonly<Record<string, string>> }];
}

/** Reads a kubeconfig's current context. Certificates and tokens only: a test has no use for a program that logs in. */
export async function clusterAccess(
  kubeconfig: string,
  call: { signal: AbortSignal; progress: Progress },
): Promise<ClusterAccess> {
  const { kubectl } = await kubernetesPrograms(call);
  // Without --raw, kubectl hides the secrets.
  const view = ["config", "view", "--raw", "--minify", "--flatten", "--output", "json"];
  const { stdout } = await execa(kubectl, [...view, "--kubeconfig", kubeconfig], { cancelSignal: call.signal });
  const { clusters, users } = JSON.parse(stdout) as Kubeconfig;
  const { cluster } = clusters[0];
  const { user } = users[0];
  if (!user["client-certificate-data"] && !user.token) {
    throw new Error(`the user of ${kubeconfig} has neither a client certificate nor a token`);
  }
  const pem = (name: string, base64: string | undefined) =>
    base64 && { [name]: Buffer.from(base64, "base64").toString() };
  return {
    server: new URL(cluster.server!),
    ...pem("ca", cluster["certificate-authority-data"]),
    ...pem("cert", user["client-certificate-data"]),
    ...pem("key", user["client-key-data"]),
    ...(user.token && { token: user.token }),
  };
}
