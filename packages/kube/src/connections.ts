import type { Socket } from "node:net";
import { createSecureContext } from "node:tls";
import { isDeepStrictEqual } from "node:util";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { Agent, type buildConnector, type Dispatcher, ProxyAgent } from "undici";
import type { Identity, TlsIdentity } from "./credentials.js";
import type { Peer } from "./peer.js";

export interface Connections {
  /** Connections are kept alive; a new client certificate makes new ones. */
  dispatcher(identity: Identity): Dispatcher;
  /** Cuts every connection, also those of running requests and watches. */
  close(): Promise<void>;
}

export function connections(peer: Peer, proxyUrl: string | undefined): Connections {
  const opened: Dispatcher[] = [];
  let tls: TlsIdentity | undefined;
  return {
    dispatcher(identity) {
      const last = opened.at(-1);
      if (last && isDeepStrictEqual(tls, identity.tls)) return last;
      const next = open(identity, peer, proxyUrl);
      // What runs on the old ones may end there.
      last?.close().catch(() => {});
      opened.push(next);
      tls = identity.tls;
      return next;
    },
    async close() {
      await Promise.all(opened.map((dispatcher) => dispatcher.destroy()));
    },
  };
}

/** 30 s as in client-go: below the idle timeout of cloud load balancers. */
const keepAlive = { keepAlive: true, keepAliveInitialDelay: 30_000 };

function open(identity: Identity, peer: Peer, proxyUrl: string | undefined): Dispatcher {
  const tls = { ...tlsOptions(identity.tls, peer), ...keepAlive };
  if (proxyUrl?.startsWith("socks")) return new Agent({ connect: throughSocks(identity, tls) });
  if (proxyUrl !== undefined) return new ProxyAgent({ uri: proxyUrl, requestTls: tls });
  return new Agent({ connect: tls });
}

function tlsOptions({ ca, cert, key, rejectUnauthorized, servername }: TlsIdentity, { context }: Peer) {
  try {
    return {
      secureContext: createSecureContext({ ca, cert, key }),
      rejectUnauthorized: rejectUnauthorized ?? true,
      ...(servername === undefined ? {} : { servername }),
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = `the CA, the client certificate or its key of context "${context}" cannot be used (${code})`;
    throw new HelmwatchError("KUBE_CONFIG", message, { hint: "they must be PEM, in base64 where they are inline" });
  }
}

/** undici's own SOCKS support is experimental and says so on stderr; client-node brings an agent for it. */
function throughSocks({ agent }: Identity, tls: object): buildConnector.connector {
  const socks = agent as unknown as { connect(request: unknown, options: object): Promise<Socket> };
  // The agent tells the request that it was made for; here there is none.
  const request = { emit: () => {}, destroy: () => {} };
  return ({ hostname, port, protocol }, done) => {
    const secureEndpoint = protocol === "https:";
    const options = { host: hostname, port: Number(port || (secureEndpoint ? 443 : 80)), secureEndpoint };
    socks.connect(request, { ...options, ...tls }).then(
      (socket) => done(null, socket),
      // The agent's own error holds the proxy's password.
      () => done(Object.assign(new Error("SOCKS"), { code: "ERR_PROXY_SOCKS" }), null),
    );
  };
}
