import { createSocket } from "node:dgram";
import type { ClusterState } from "./cluster-state.js";

/** This machine's address as the cluster's pods reach it: the one that it has towards a node. */
export async function hostAddress(cluster: ClusterState): Promise<string> {
  const path = `jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}`;
  const node = await cluster.kubectl("get", "nodes", "--output", path);
  const socket = createSocket("udp4");
  try {
    // Nothing is sent: to connect only chooses the way.
    await new Promise<void>((resolve) => socket.connect(9, node, resolve));
    return socket.address().address;
  } finally {
    socket.close();
  }
}
