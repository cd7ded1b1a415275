import type { Target } from "./kubeconfig.js";

/** Whom we talk to, as errors name it: URLs without credentials. */
export interface Peer {
  readonly server: string;
  readonly context: string;
  readonly proxy: string | undefined;
}

export function peerOf({ context, cluster }: Target): Peer {
  const proxy = cluster.proxyUrl && withoutCredentials(cluster.proxyUrl);
  return { server: withoutCredentials(cluster.server), context, proxy };
}

/** A server may have a path (Rancher, other gateways). */
function withoutCredentials(text: string): string {
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname.replace(/\/+$/, "")}`;
}
