import { BlockList, isIP } from "node:net";
import { HelmwatchError } from "@helmwatch/core/plugin";

/**
 * The proxy that kubectl and helm take from the environment when a cluster has no proxy-url:
 * https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function environmentProxy(server: URL, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const variable = server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = env[variable] || env[variable.toLowerCase()];
  const host = server.hostname.replace(/^\[|\]$/g, "");
  if (!proxy || host === "localhost" || inNetwork(host, "127.0.0.0/8") || host === "::1") return undefined;
  const port = server.port || (server.protocol === "https:" ? "443" : "80");
  const exceptions = (env.NO_PROXY || env.no_proxy || "").split(/[\s,]+/).filter((exception) => exception !== "");
  if (exceptions.some((exception) => excepts(exception.toLowerCase(), host, port))) return undefined;
  const url = proxy.includes("://") ? proxy : `http://${proxy}`;
  if (URL.canParse(url)) return url;
  throw new HelmwatchError("KUBE_CONFIG", `${variable} is not the URL of a proxy`, { hint: "correct it, or unset it" });
}

function excepts(exception: string, host: string, port: string): boolean {
  if (exception === "*") return true;
  if (exception.includes("/")) return inNetwork(host, exception);
  const [, name = exception, onlyPort] = /^(.*[^:]):(\d+)$/.exec(isIP(exception) ? "" : exception) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const domain = name.replace(/^\*(?=\.)/, "").replace(/^\[|\]$/g, "");
  return host === domain || (!isIP(host) && host.endsWith(domain.startsWith(".") ? domain : `.${domain}`));
}

function inNetwork(host: string, network: string): boolean {
  const [address = "", prefix] = network.split("/");
  const version = isIP(address);
  const bits = Number(prefix);
  if (version === 0 || isIP(host) !== version || !(bits >= 0 && bits <= (version === 6 ? 128 : 32))) return false;
  const list = new BlockList();
  list.addSubnet(address, bits, version === 6 ? "ipv6" : "ipv4");
  return list.check(host, version === 6 ? "ipv6" : "ipv4");
}
