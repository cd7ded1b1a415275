import type { Dispatcher, RequestInit as UndiciInit } from "undici";
import type { World } from "../world/world.js";

/** Connections to one origin at a time, whatever the number of monitors that ask it. */
const connections = 100;

/** `fetch` of undici, loaded by the first call, through the proxy that the environment names. */
export function hostFetch(env: World["env"]): typeof globalThis.fetch {
  let dispatcher: Dispatcher | undefined;
  const call = async (input: Parameters<typeof globalThis.fetch>[0], init: RequestInit = {}) => {
    const { Agent, EnvHttpProxyAgent, fetch } = await import("undici");
    dispatcher ??= proxies(env) ? new EnvHttpProxyAgent({ connections, ...proxies(env) }) : new Agent({ connections });
    // The two copies of the standard's types differ in name only.
    return fetch(input as string, { dispatcher, ...(init as unknown as UndiciInit) });
  };
  return call as unknown as typeof globalThis.fetch;
}

/** As curl and Go read them; undefined when there is none. */
function proxies(env: World["env"]) {
  const [httpProxy, httpsProxy, noProxy] = ["http_proxy", "https_proxy", "no_proxy"].map(
    (name) => env[name] || env[name.toUpperCase()],
  );
  if (!httpProxy && !httpsProxy) return undefined;
  return {
    // Plain http goes through as it does with curl and Go: many proxies allow no tunnel to other ports than 443.
    proxyTunnel: false,
    ...(httpProxy ? { httpProxy } : {}),
    ...(httpsProxy ? { httpsProxy } : {}),
    noProxy: noProxy ?? "",
  };
}
