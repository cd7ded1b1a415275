import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { waitUntil } from "../../tools/wait-until.js";
import type { Certificates, Client } from "./certificates.js";
import { containerdSocket, ctrCommand, pauseImage } from "./images.js";
import type { Machine } from "./machine.js";
import { cniConfig, podNetwork, serviceNetwork } from "./network.js";
import { nodeName } from "./node-name.js";
import type { Programs } from "./programs.js";
import type { RunDirectory } from "./run-directory.js";

/** Starts containerd; done when it answers. */
export async function startContainerd(
  machine: Machine,
  { run, programs }: { run: RunDirectory; programs: Programs },
  signal: AbortSignal,
): Promise<void> {
  const cni = join(run.path, "cni");
  await mkdir(cni);
  await writeFile(join(cni, "pods.conflist"), JSON.stringify(cniConfig));
  const config = join(run.path, "containerd.toml");
  await writeFile(config, containerdConfig({ plugins: dirname(programs.cniPlugin), configs: cni }));
  const containerd = await machine.start("containerd", [programs.containerd, "--config", config]);
  const [nsenter, ...version] = machine.enter(ctrCommand("version"));
  await waitUntil("waiting for containerd", () => execa(nsenter, version), {
    within: 20_000,
    signal,
    services: [containerd],
  });
}

/** Starts what makes a node of this machine, once the API server is ready. */
export async function startNode(
  machine: Machine,
  node: { run: RunDirectory; programs: Programs; certificates: Certificates; kubeconfigs: Record<Client, string> },
): Promise<void> {
  const { run, programs, kubeconfigs } = node;
  const file = async (name: string, content: string) => {
    await writeFile(join(run.path, name), content);
    return join(run.path, name);
  };
  const resolvConf = await file("resolv.conf", "options ndots:1 timeout:1 attempts:1\n");
  await machine.start("kubelet", [
    programs.kubelet,
    `--config=${await file("kubelet.yaml", kubeletConfig(run, node.certificates, resolvConf))}`,
    `--kubeconfig=${kubeconfigs.kubelet}`,
    `--hostname-override=${nodeName}`,
    `--node-ip=${run.nodeAddress}`,
  ]);
  await machine.start("kube-proxy", [
    programs["kube-proxy"],
    `--config=${await file("kube-proxy.yaml", proxyConfig(kubeconfigs.proxy))}`,
  ]);
}

/** containerd 1.6 and later read this version of the format. */
function containerdConfig(cni: { plugins: string; configs: string }): string {
  const cri = `plugins."io.containerd.grpc.v1.cri"`;
  return `version = 2
[grpc]
  address = "${containerdSocket}"
[${cri}]
  sandbox_image = "${pauseImage}"
  # Where oom scores may not be lowered (a container, some virtual machines), no pod would start without this.
  restrict_oom_score_adj = true
[${cri}.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[${cri}.cni]
  bin_dir = "${cni.plugins}"
  conf_dir = "${cni.configs}"
`;
}

function kubeletConfig({ nodeAddress, cgroup }: RunDirectory, { authority }: Certificates, resolvConf: string): string {
  return stringify({
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: nodeAddress,
    healthzPort: 0,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: false },
      x509: { clientCAFile: authority.cert },
    },
    authorization: { mode: "AlwaysAllow" },
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${cgroup}`,
    failCgroupV1: false,
    failSwapOn: false,
    oomScoreAdj: 0,
    clusterDNS: [serviceNetwork.dns],
    clusterDomain: "cluster.local",
    resolvConf,
    volumePluginDir: "/var/lib/kubelet/volume-plugins",
    // Images cannot be pulled again, and the disk is the machine's memory: never make room.
    imageGCHighThresholdPercent: 100,
    localStorageCapacityIsolation: false,
    evictionHard: { "memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
    maxPods: 500,
    eventRecordQPS: 0,
  });
}

function proxyConfig(kubeconfig: string): string {
  return stringify({
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    clientConnection: { kubeconfig },
    hostnameOverride: nodeName,
    mode: "iptables",
    clusterCIDR: podNetwork.range,
    healthzBindAddress: "127.0.0.1:10256",
    metricsBindAddress: "127.0.0.1:10249",
    iptables: { minSyncPeriod: "100ms" },
    // These are the whole machine's.
    conntrack: { maxPerCore: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
    oomScoreAdj: 0,
  });
}
