import type { Clock, KubeAccess } from "@helmwatch/core/plugin";
import { connections } from "./connections.js";
import { credentials } from "./credentials.js";
import { environmentProxy } from "./environment-proxy.js";
import { exchange } from "./exchange.js";
import { findTarget, type TargetOptions } from "./find-target.js";
import { peerOf } from "./peer.js";
import { sendRequest } from "./send-request.js";
import { streamText } from "./stream-text.js";
import { watchEvents } from "./watch-events.js";

export interface ConnectOptions extends TargetOptions {
  readonly clock: Clock;
}

export interface KubeConnection extends KubeAccess {
  /** The context in use. */
  readonly context: string;
  /** The context's namespace, `default` where it names none. */
  readonly namespace: string;
  /** The API server's URL, without credentials. */
  readonly server: string;
  /** Cuts running requests and watches and ends a running credential plugin. */
  close(): Promise<void>;
}

/**
 * Finds kubeconfig, context and credentials; the network is first used by a request. Errors: KUBE_CONFIG here, and
 * KUBE_UNREACHABLE, KUBE_FORBIDDEN, KUBE_REQUEST_FAILED (`facts.status`), KUBE_BAD_ANSWER from requests; after an abort
 * they reject with the signal's reason.
 */
export async function connectKube(options: ConnectOptions): Promise<KubeConnection> {
  const { env, clock } = options;
  const found = await findTarget(options);
  const proxyUrl = found.cluster.proxyUrl ?? environmentProxy(new URL(found.cluster.server), env);
  const target = { ...found, cluster: { ...found.cluster, proxyUrl } };
  const peer = peerOf(target);
  const identity = credentials(target, env, clock);
  const pool = connections(peer, proxyUrl);
  const send = exchange(target.cluster.server, peer, identity, pool);
  return {
    context: target.context,
    namespace: target.namespace,
    server: peer.server,
    request: <T>(request: Parameters<KubeAccess["request"]>[0]) =>
      sendRequest(send, peer, clock, request) as Promise<T>,
    watch: (request) => watchEvents(send, peer, clock, request),
    stream: (request) => streamText(send, peer, request),
    async close() {
      identity.close();
      await pool.close();
    },
  };
}
