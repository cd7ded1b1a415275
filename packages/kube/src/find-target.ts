import { readFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { delimiter, join } from "node:path";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { chooseTarget } from "./choose-target.js";
import type { Target } from "./kubeconfig.js";
import { type Fields, readKubeconfig } from "./read-kubeconfig.js";

export interface TargetOptions {
  /** `KUBECONFIG`, `HOME`, `KUBERNETES_SERVICE_*`; credential plugins get all of it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A path or a list of paths as in `KUBECONFIG`, which it takes the place of. */
  readonly kubeconfig?: string | undefined;
  /** The kubeconfig's current context when absent. */
  readonly context?: string | undefined;
  /** Where a pod finds its token and CA; for tests. */
  readonly serviceAccountDir?: string | undefined;
}

/** Looks where kubectl looks: the given files, else ~/.kube/config, else the service account of the pod we run in. */
export async function findTarget(options: TargetOptions): Promise<Target> {
  const { env, context } = options;
  const given = options.kubeconfig || env.KUBECONFIG;
  if (given) {
    const files = given.split(delimiter).filter((file) => file !== "");
    const kubeconfig = await readKubeconfig(files);
    if (kubeconfig.files.length > 0) return chooseTarget(kubeconfig, context);
    throw new HelmwatchError("KUBE_CONFIG", `kubeconfig "${given}" does not exist`, {
      hint: options.kubeconfig ? "check the path" : "it comes from KUBECONFIG: correct it, or unset it",
    });
  }
  const home = env.HOME || env.USERPROFILE;
  const standard = home === undefined ? "~/.kube/config" : join(home, ".kube", "config");
  if (home !== undefined) {
    const kubeconfig = await readKubeconfig([standard]);
    if (kubeconfig.files.length > 0) return chooseTarget(kubeconfig, context);
  }
  const pod = await podTarget(options);
  if (!pod)
    throw new HelmwatchError("KUBE_CONFIG", `no kubeconfig: KUBECONFIG is not set and ${standard} does not exist`, {
      hint: "set KUBECONFIG, or run in a pod with a service account",
    });
  if (context === undefined || context === pod.context) return pod;
  throw new HelmwatchError("KUBE_CONFIG", `context "${context}" does not exist: there is no kubeconfig`, {
    hint: `known contexts: ${pod.context} (the service account of this pod)`,
  });
}

/** https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/#directly-accessing-the-rest-api */
async function podTarget({ env, serviceAccountDir }: TargetOptions): Promise<Target | undefined> {
  const host = env.KUBERNETES_SERVICE_HOST;
  const dir = serviceAccountDir ?? "/var/run/secrets/kubernetes.io/serviceaccount";
  const read = (name: string) => readFile(join(dir, name), "utf8").catch(() => "");
  if (!host || (await read("token")) === "") return undefined;
  const name = "in-cluster";
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${env.KUBERNETES_SERVICE_PORT || "443"}`;
  const entries = (fields: Fields) => new Map([[name, { file: join(dir, "token"), fields }]]);
  return chooseTarget(
    {
      files: [dir],
      currentContext: name,
      contexts: entries({ cluster: name, user: name, namespace: (await read("namespace")).trim() }),
      clusters: entries({ server, "certificate-authority": "ca.crt" }),
      users: entries({ tokenFile: "token" }),
    },
    name,
  );
}
