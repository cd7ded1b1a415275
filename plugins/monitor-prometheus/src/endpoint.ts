import type { Host } from "@helmwatch/core/plugin";
import { conceal, isSecretName } from "@helmwatch/http";
import type { Options } from "./options.js";

/** Where queries go, and with what. */
export interface Endpoint {
  readonly url: URL;
  readonly headers: Headers;
  /** `url` without secrets. */
  readonly shown: string;
}

/** Answers are small and frequent: to unpack them would be most of the work. */
const ownHeaders = { "user-agent": "helmwatch", accept: "application/json", "accept-encoding": "identity" };

/** Registers every secret on the way: secret-like headers and query parameters, a password, the header made of it. */
export function endpoint(options: Pick<Options, "url" | "headers">, host: Pick<Host, "secret">): Endpoint {
  const url = new URL(options.url);
  const headers = new Headers(options.headers);
  for (const [name, value] of Object.entries(ownHeaders)) if (!headers.has(name)) headers.set(name, value);
  if (url.username !== "" || url.password !== "") {
    const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    if (password !== "") host.secret(password);
    headers.set("authorization", `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`);
  }
  for (const [name, value] of headers)
    if (isSecretName(name)) {
      host.secret(value);
      const [, credentials] = /^\S+ (\S+)$/.exec(value) ?? [];
      if (credentials !== undefined) host.secret(credentials);
    }
  for (const [name, value] of url.searchParams) if (isSecretName(name)) host.secret(value);
  url.username = "";
  url.password = "";
  url.hash = "";
  const shown = conceal(url);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/api/v1/query`;
  return { url, headers, shown };
}
