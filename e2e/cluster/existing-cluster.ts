import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { execa } from "execa";
import { parse } from "yaml";
import type { Progress } from "../tools/progress.js";
import type { Cluster } from "./cluster.js";
import { dockerSocket } from "./kind/docker-daemon.js";
import { kindProgram } from "./kind/kind-program.js";
import { loadArchive } from "./kind/load-archive.js";
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
      const kind = kindNameAndDocker(kubeconfig);
      if (kind) return loadArchive({ ...kind, kind: await kindProgram(call) }, archive, call.signal);
      const pid = localMachine(kubeconfig);
      if (pid === undefined) {
        throw new Error(`bring the image ${name} to the nodes of your cluster yourself, from ${archive}`);
      }
      await importImage((command) => enterMachine(pid, command), { archive, name });
    },
    stop: async () => {},
  };
}

/** kind names its contexts after its clusters; a daemon of ours listens beside the kubeconfig. */
function kindNameAndDocker(kubeconfig: string) {
  const context = parse(readFileSync(kubeconfig, "utf8"))["current-context"];
  if (typeof context !== "string" || !context.startsWith("kind-")) return undefined;
  const socket = dockerSocket(dirname(resolve(kubeconfig)));
  return { name: context.slice("kind-".length), env: existsSync(socket) ? { DOCKER_HOST: `unix://${socket}` } : {} };
}

/** A kubeconfig of `pnpm e2e:cluster up` lies beside the identity of the process whose namespaces the node runs in. */
function localMachine(kubeconfig: string): number | undefined {
  const file = join(dirname(kubeconfig), "machine");
  if (!existsSync(file)) return undefined;
  const identity = readFileSync(file, "utf8");
  return isAlive(identity) ? processId(identity) : undefined;
}
