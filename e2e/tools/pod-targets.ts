import { once } from "node:events";
import { createServer } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { ClusterAccess } from "./cluster-access.js";

export interface PodPorts {
  readonly namespace: string;
  /** Name of a container port. */
  readonly portName: string;
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly containers: readonly { readonly ports?: readonly Port[] }[] };
  readonly status: { readonly phase: string };
}

interface Port {
  readonly name?: string;
  readonly containerPort: number;
}

/**
 * Answers Prometheus' HTTP service discovery with the running pods that have the port (Debian's Prometheus comes without
 * `kubernetes_sd_configs`). A pod's metrics are reached through the API server's proxy, as from outside of a cluster
 * nothing else reaches pods: https://prometheus.io/docs/prometheus/latest/http_sd/
 */
export async function servePodTargets(
  access: ClusterAccess,
  { namespace, portName }: PodPorts,
): Promise<{ url: string; close(): void }> {
  const { host, pathname } = access.server;
  const pods = `${pathname.replace(/\/$/, "")}/api/v1/namespaces/${namespace}/pods`;
  const targets = async () => {
    const { items } = (await get(access, pods)) as { items: readonly Pod[] };
    return items
      .filter(({ status }) => status.phase === "Running")
      .flatMap(({ metadata: { name }, spec }) =>
        spec.containers
          .flatMap(({ ports = [] }) => ports.filter((port) => port.name === portName))
          .map(({ containerPort }) => ({
            targets: [host],
            labels: { __metrics_path__: `${pods}/${name}:${containerPort}/proxy/metrics`, namespace, pod: name },
          })),
      );
  };
  const server = createServer((_, response) => {
    targets().then(
      (found) => response.setHeader("content-type", "application/json").end(JSON.stringify(found)),
      (error: Error) => response.writeHead(502).end(error.message),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function get({ server, token, ...tls }: ClusterAccess, path: string): Promise<unknown> {
  const call = request(new URL(path, server), {
    ...tls,
    headers: token ? { authorization: `Bearer ${token}` } : {},
    timeout: 5_000,
  });
  call.once("timeout", () => call.destroy(new Error("the API server does not answer")));
  call.end();
  const [response] = await once(call, "response");
  const body = await json(response);
  if (response.statusCode !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
  return body;
}
