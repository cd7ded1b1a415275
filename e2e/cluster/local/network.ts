import { execa } from "execa";
import type { Command, Machine } from "./machine.js";
import type { RunDirectory } from "./run-directory.js";

/** Addresses that exist only inside a cluster's network namespace, hence the same in each. */
export const podNetwork = { range: "10.244.0.0/16" };
export const serviceNetwork = { range: "10.96.0.0/16", apiServer: "10.96.0.1", dns: "10.96.0.10" };

/** Links a machine's network to the real machine's, and no further: pulling an image from elsewhere fails at once. */
export async function linkNetwork(
  { link, hostAddress, nodeAddress }: RunDirectory,
  { enter, pid }: Machine,
  ip: string,
): Promise<void> {
  const host = (...args: string[]) => execa(ip, args);
  const inside = (...args: string[]) => runInside(enter, ip, ...args);
  await host("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", String(pid));
  await host("address", "add", `${hostAddress}/30`, "dev", link);
  await host("link", "set", link, "up");
  await inside("address", "add", `${nodeAddress}/30`, "dev", "eth0");
  await inside("link", "set", "eth0", "up");
}

/**
 * For a node on the machine itself. An address of a Service needs a route before iptables gets to change it; what no
 * Service answers is refused: names too, as there is no DNS server.
 */
export async function routeServices(
  { hostAddress }: RunDirectory,
  { enter }: Machine,
  { ip, iptables }: { ip: string; iptables: string },
): Promise<void> {
  await runInside(enter, ip, "route", "add", serviceNetwork.range, "via", hostAddress);
  for (const chain of ["OUTPUT", "FORWARD"]) {
    const rule = ["--append", chain, "--destination", serviceNetwork.range, "--jump", "REJECT"];
    await runInside(enter, iptables, "--wait", ...rule);
  }
}

async function runInside(enter: Machine["enter"], ...command: Command): Promise<void> {
  const [nsenter, ...args] = enter(command);
  await execa(nsenter, args);
}

/** At once: left to the end of the namespace, the kernel removes it a little later, and a next start would trip over it. */
export async function disconnectNetwork({ link }: RunDirectory, ip: string): Promise<void> {
  await execa(ip, ["link", "delete", link], { reject: false });
}

/**
 * For the CNI plugins: an address and a link of its own for each pod. The node routes between them, so that every packet
 * passes iptables and Services work; on a bridge that would take a kernel module.
 */
export const cniConfig = {
  cniVersion: "0.4.0",
  name: "pods",
  plugins: [
    {
      type: "ptp",
      ipMasq: true,
      ipam: {
        type: "host-local",
        ranges: [[{ subnet: podNetwork.range }]],
        routes: [{ dst: "0.0.0.0/0" }],
        dataDir: "/run/cni",
      },
    },
    { type: "portmap", capabilities: { portMappings: true } },
  ],
};
