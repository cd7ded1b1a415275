import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { execa } from "execa";
import type { Progress } from "../tools/progress.js";
import type { Cluster } from "./cluster.js";
import { importImage } from "./local/images.js";
import { enterMachine } from "./local/machine.js";
import { isAlive, processId } from "./local/process-identity.js";
import { kubernetesPrograms } from "./local/programs.js";

/** The cluster of $KUBECONFIG. */
export async function useExistingCluster(call: { signal: AbortSignal; progress: Progress }): Promise<Cluster> {
  const kubeconfig = process.env.KUBECONFIG;
  if (!kubeconfig) throw new Error("to use an existing cluster, set KUBECONFIG to the path of its kubeconfig");
  if (kubeconfig.includes(delimiter)) throw new Error(`KUBECONFIG=${kubeconfig} names several files; expected one`);
  // kubectl would go on without it, to localhost:8080.
  if (!existsSync(kubeconfig)) throw new Error(`KUBECONFIG=${kubeconfig}: there is no such file`);
  const { kubectl } = await kubernetesPrograms(call);
  const readyz = await execa(kubectl, ["get", "--raw", "/readyz", "--request-timeout=10s"], {
    cancelSignal: call.signal,
    reject: false,
  });
  call.signal.throwIfAborted();
  if (readyz.failed) throw new Error(`the cluster of KUBECONFIG=${kubeconfig} is not ready: ${readyz.stderr}`);
  return {
    provider: "existing",
    kubeconfig: resolve(kubeconfig),
    async loadImage(archive, name) {
      const pid = localMachine(kubeconfig);
      if (pid === undefined) {
        throw new Error(
          `bring the image ${name} to the nodes of your cluster yourself, from ${archive} ` +
            `(kind: kind load image-archive ${archive})`,
        );
      }
      await importImage((command) => enterMachine(pid, command), { archive, name });
    },
    stop: async () => {},
  };
}

/** A kubeconfig of `pnpm e2e:cluster up` lies beside the identity of the process whose namespaces the node runs in. */
function localMachine(kubeconfig: string): number | undefined {
  const file = join(dirname(kubeconfig), "machine");
  if (!existsSync(file)) return undefined;
  const identity = readFileSync(file, "utf8");
  return isAlive(identity) ? processId(identity) : undefined;
}
