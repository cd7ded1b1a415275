import { HelmwatchError, isHelmwatchError } from "@helmwatch/core/plugin";
import type { Peer } from "./peer.js";

const network = "check the server address, VPN and firewall";
const authority =
  "check certificate-authority(-data) of the cluster, or set insecure-skip-tls-verify for a test cluster";

/** Codes of Node, OpenSSL and undici: what to say about them, and what the user can do. */
const causes: readonly (readonly [codes: RegExp, what: string, hint: string])[] = [
  [/^ECONNREFUSED$/, "the connection is refused", "is the cluster running? check the server address"],
  [/^(ENOTFOUND|EAI_AGAIN)$/, "its host name cannot be resolved", `${network}, and DNS`],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, "there is no route to it", network],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, "no connection came about in time", network],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, "the connection was cut", "whether the request was carried out is not known"],
  [/^CERT_HAS_EXPIRED$/, "its certificate has expired", "renew the API server's certificate"],
  [/^CERT_NOT_YET_VALID$/, "its certificate is not yet valid", "check this machine's clock"],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, "its certificate is for another name", "set tls-server-name of the cluster"],
  [/^UND_ERR_PRX_TLS$/, "the proxy's certificate is for another name", "check proxy-url"],
  [/SELF_SIGNED|UNABLE_TO_|^CERT_/, "its certificate is not signed by a trusted authority", authority],
  [/WRONG_VERSION_NUMBER|HTTP_REQUEST/, "it does not speak TLS", "check whether the server is http:// or https://"],
  [/^HPE_INVALID$/, "it does not speak HTTP", "check whether the server is http:// or https://"],
  [/^ERR_PROXY_/, "the proxy opens no way to it", "check proxy-url, HTTPS_PROXY and the proxy's login"],
  [
    /^UND_ERR_INVALID_ARG$/,
    "the request cannot be written",
    "check the user's token for characters that no header may have",
  ],
  [/^/, "the connection failed", network],
];

/** What to throw for `error`: the abort's own reason first; a HelmwatchError and what has no code (a bug) as they are. */
export function connectionError(error: unknown, signal: AbortSignal, peer: Peer): unknown {
  if (signal.aborted) return signal.reason;
  const code = codeOf(error);
  if (code === undefined || isHelmwatchError(error)) return error;
  if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") return connectionClosed();
  const [, what, hint] = causes.find(([codes]) => codes.test(code))!;
  return unreachable(peer, `${what} (${code})`, hint, code);
}

/** For what still runs when the connection is closed. */
export function connectionClosed(): HelmwatchError {
  return new HelmwatchError("CANCELLED", "the connection to the cluster has been closed");
}

export function unreachable(peer: Peer, what: string, hint: string, code: string): HelmwatchError {
  const { server, proxy, context } = peer;
  const way = proxy === undefined ? "" : ` through proxy ${proxy}`;
  return new HelmwatchError("KUBE_UNREACHABLE", `cannot reach the Kubernetes API at ${server}${way}: ${what}`, {
    hint,
    facts: { server, context, code },
  });
}

/** Codes only: messages and properties of foreign errors may hold more than a user should read. */
function codeOf(error: unknown): string | undefined {
  const { code, name, message = "" } = error as { code?: unknown; name?: string; message?: string };
  // undici has the status of a proxy's refusal in the text only.
  const status = /^Proxy response \((\d+)\)/.exec(message)?.[1];
  if (status !== undefined) return `ERR_PROXY_${status}`;
  if (name === "HTTPParserError") return "HPE_INVALID";
  return typeof code === "string" ? code : undefined;
}
