import type { Host } from "@helmwatch/core/plugin";
import { isSecretName } from "@helmwatch/http";
import type { Options } from "./options.js";
import { expectsRedirect } from "./status-codes.js";

/** A request as it is sent, and what of it must not be shown. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** The Host header, where it is not that of `url`. */
  readonly virtualHost: string | undefined;
  readonly body: Uint8Array | undefined;
  readonly followRedirects: boolean;
  readonly secrets: readonly string[];
}

/** Registers every secret on the way: secret-like headers and query parameters, a password, the header made of it. */
export function outgoing(options: Options, host: Pick<Host, "secret">): Outgoing {
  const url = new URL(options.url);
  const headers = new Headers(options.headers);
  if (!headers.has("user-agent")) headers.set("user-agent", "helmwatch");
  const secrets: string[] = [];
  if (url.username !== "" || url.password !== "") {
    const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    secrets.push(password);
    headers.set("authorization", `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`);
  }
  for (const [name, value] of headers) if (isSecretName(name)) secrets.push(value, value.replace(/^\S+ (?=\S+$)/, ""));
  for (const [name, value] of url.searchParams) if (isSecretName(name)) secrets.push(value);
  const virtualHost = headers.get("host") ?? undefined;
  headers.delete("host");
  url.username = "";
  url.password = "";
  url.hash = "";
  return {
    url,
    method: options.method,
    headers,
    virtualHost,
    // As bytes: for a text, fetch would add a content-type of its own.
    body: options.body ? Buffer.from(options.body) : undefined,
    followRedirects: options.follow_redirects ?? !expectsRedirect(options.expected_codes),
    secrets: [...new Set(secrets)].filter((secret) => secret !== "").map((secret) => host.secret(secret)),
  };
}
