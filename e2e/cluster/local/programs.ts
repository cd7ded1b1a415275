import { join } from "node:path";
import { debianPrograms } from "../../tools/debian-programs.js";
import { goPrograms } from "../../tools/go-programs.js";
import type { Progress } from "../../tools/progress.js";

const kubernetes = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "kubectl",
] as const;

interface Call {
  signal: AbortSignal;
  progress: Progress;
}

/** The path of each program that a cluster is made of. */
export type Programs = Record<
  (typeof kubernetes)[number] | "etcd" | "containerd" | "cniPlugin" | "ip" | "iptables" | "openssl",
  string
>;

/** Those of Kubernetes are built from source on first use (minutes), the others are Debian's. */
export async function clusterPrograms(call: Call): Promise<Programs> {
  const [etcd, containerd, cniPlugin, ip, iptables, openssl] = await debianPrograms(
    ["etcd", "containerd", "/usr/lib/cni/ptp", "ip", "iptables", "openssl", "runc", "busybox", "nsenter"],
    call,
  );
  return { ...(await kubernetesPrograms(call)), etcd, containerd, cniPlugin, ip, iptables, openssl };
}

/** Needed beside a cluster of one's own, too. */
export const kubernetesPrograms = (call: Call) =>
  controlPlanePrograms(
    Object.fromEntries(kubernetes.map((name) => [name, `k8s.io/kubernetes/cmd/${name}`])) as Record<
      (typeof kubernetes)[number],
      string
    >,
    call,
  );

/** What kubeadm's way to a cluster needs beside them. */
export const kubeadmPrograms = (call: Call) =>
  controlPlanePrograms({ kubeadm: "k8s.io/kubernetes/cmd/kubeadm", etcd: "go.etcd.io/etcd/server/v3" }, call);

const controlPlanePrograms = <Name extends string>(packages: Readonly<Record<Name, string>>, call: Call) =>
  goPrograms(
    {
      directory: join(import.meta.dirname, "../control-plane"),
      module: "k8s.io/kubernetes",
      packages,
      // Without these a server calls itself v0.0.0, and charts that ask for a `kubeVersion` refuse it.
      variables: (version) => {
        const [major, minor] = version.slice(1).split(".");
        return {
          "k8s.io/component-base/version.gitVersion": version,
          "k8s.io/component-base/version.gitMajor": major!,
          "k8s.io/component-base/version.gitMinor": minor!,
          "k8s.io/component-base/version.gitTreeState": "clean",
        };
      },
    },
    call,
  );
