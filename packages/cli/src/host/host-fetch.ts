import type { Dispatcher, RequestInit as UndiciInit } from "undici";
import type { World } from "../world/world.js";

/** Connections to one origin at a time, whatever the number of monitors that ask it. */
const connections = 100;

/** `fetch` of undici, loaded by the first call, through the proxy that the environment names. */
export function hostFetch(env: World["env"]): typeof globalThis.fetch {
  let dispatcher: Dispatcher | undefined;
  const call = async (input: Parameters<typeof globalThis.fetch>[0], init: RequestInit = {}) => {
    const { Agent, EnvHttpProxyAgent, fetch } = await import("undici");
    dispatcher ??= hasProxy(env) ? new EnvHttpProxyAgent({ connections }) : new Agent({ connections });
    // The two copies of the standard's types differ in name only.
    return fetch(input as string, { dispatcher, ...(init as unknown as UndiciInit) });
  };
  return call as unknown as typeof globalThis.fetch;
}

function hasProxy(env: World["env"]): boolean {
  return ["http_proxy", "https_proxy"].some((name) => env[name] || env[name.toUpperCase()]);
}
