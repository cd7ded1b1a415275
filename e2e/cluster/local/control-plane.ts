import { execa } from "execa";
import { waitUntil } from "../../tools/wait-until.js";
import type { Certificates, Client } from "./certificates.js";
import type { Command, Machine } from "./machine.js";
import { podNetwork, serviceNetwork } from "./network.js";
import type { Programs } from "./programs.js";

export interface ControlPlane {
  programs: Programs;
  certificates: Certificates;
  kubeconfigs: Record<Client, string>;
  /** Where the API server listens, on port 6443. */
  address: string;
}

/** Starts etcd and the control plane; done when the API server is ready. */
export async function startControlPlane(machine: Machine, plane: ControlPlane, signal: AbortSignal): Promise<void> {
  const { programs, kubeconfigs } = plane;
  const services = await Promise.all([
    machine.start("etcd", etcdCommand(programs.etcd)),
    machine.start("kube-apiserver", apiServerCommand(plane)),
  ]);
  const readyz = ["--kubeconfig", kubeconfigs.admin, "get", "--raw", "/readyz"];
  await waitUntil("waiting for the API server", () => execa(programs.kubectl, readyz), {
    within: 60_000,
    signal,
    services,
  });
  await machine.start("kube-controller-manager", controllerManagerCommand(plane));
  await machine.start("kube-scheduler", schedulerCommand(plane));
}

const flags = (values: Readonly<Record<string, string | number | boolean>>) =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

/** For a cluster that nobody misses after a power cut: in memory, without fsync. */
function etcdCommand(etcd: string): Command {
  const client = "http://127.0.0.1:2379";
  const peer = "http://127.0.0.1:2380";
  return [
    etcd,
    ...["--data-dir=/var/lib/etcd", "--unsafe-no-fsync", "--logger=zap", "--log-level=warn"],
    ...[`--listen-client-urls=${client}`, `--advertise-client-urls=${client}`],
    ...[`--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=default=${peer}`],
  ];
}

function apiServerCommand({ programs, certificates, address }: ControlPlane): Command {
  const { authority, server, serviceAccounts, clients } = certificates;
  return [
    programs["kube-apiserver"],
    ...flags({
      "etcd-servers": "http://127.0.0.1:2379",
      "bind-address": address,
      "secure-port": 6443,
      "advertise-address": address,
      "service-cluster-ip-range": serviceNetwork.range,
      "tls-cert-file": server.cert,
      "tls-private-key-file": server.key,
      "client-ca-file": authority.cert,
      "service-account-key-file": serviceAccounts.cert,
      "service-account-signing-key-file": serviceAccounts.key,
      "service-account-issuer": "https://kubernetes.default.svc",
      "authorization-mode": "Node,RBAC",
      "enable-admission-plugins": "NodeRestriction",
      "allow-privileged": true,
      // Without the pair, logs and exec answer 401.
      "kubelet-client-certificate": clients.admin.cert,
      "kubelet-client-key": clients.admin.key,
      "kubelet-preferred-address-types": "InternalIP",
    }),
  ];
}

/** Without leader election, which would cost seconds; with room for a hundred releases at once. */
const asClient = (kubeconfig: string) =>
  flags({
    kubeconfig,
    "bind-address": "127.0.0.1",
    "leader-elect": false,
    "kube-api-qps": 500,
    "kube-api-burst": 1000,
  });

function controllerManagerCommand({ programs, certificates, kubeconfigs }: ControlPlane): Command {
  const { authority, serviceAccounts } = certificates;
  return [
    programs["kube-controller-manager"],
    ...asClient(kubeconfigs["controller-manager"]),
    ...flags({
      "use-service-account-credentials": true,
      "service-account-private-key-file": serviceAccounts.key,
      "root-ca-file": authority.cert,
      "cluster-signing-cert-file": authority.cert,
      "cluster-signing-key-file": authority.key,
      "cluster-cidr": podNetwork.range,
    }),
  ];
}

const schedulerCommand = ({ programs, kubeconfigs }: ControlPlane): Command => [
  programs["kube-scheduler"],
  ...asClient(kubeconfigs.scheduler),
];
