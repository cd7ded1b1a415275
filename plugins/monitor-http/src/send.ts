import { HelmwatchError } from "@helmwatch/core/plugin";
import { conceal, isSecretName, transportError } from "@helmwatch/http";
import type { Outgoing } from "./outgoing.js";
import type { Route } from "./route.js";
import { isRedirect } from "./status-codes.js";

export interface Sending {
  readonly fetch: typeof globalThis.fetch;
  readonly route: Route;
  readonly signal: AbortSignal;
}

export interface Answered {
  readonly response: Response;
  /** Where the answer came from, without secrets. */
  readonly url: string;
  /** Where it was sent on the way, without secrets. */
  readonly redirects: readonly string[];
}

const maxRedirects = 10;

/**
 * Sends a request and, where asked, follows redirects as browsers do: 303, and 301 or 302 after a POST, go on by GET.
 * Another origin gets no secret-like header and no Host.
 */
export async function send(outgoing: Outgoing, sending: Sending): Promise<Answered> {
  let step = outgoing;
  const redirects: string[] = [];
  for (;;) {
    const response = await sendOnce(step, sending).catch((error) => {
      throw transportError(error, conceal(step.url));
    });
    const location = response.headers.get("location");
    if (!outgoing.followRedirects || !isRedirect(response.status) || location === null)
      return { response, url: conceal(step.url), redirects };
    await response.body?.cancel();
    step = redirected(step, response.status, location);
    redirects.push(conceal(step.url));
    if (redirects.length > maxRedirects)
      throw new HelmwatchError(
        "MONITOR_BAD_ANSWER",
        `${conceal(outgoing.url)} redirects more than ${maxRedirects} times`,
        {
          facts: { redirects },
        },
      );
  }
}

async function sendOnce({ url, method, headers, body, virtualHost }: Outgoing, sending: Sending): Promise<Response> {
  const { fetch, route, signal } = sending;
  const init: RequestInit = { method, headers, redirect: "manual", signal, ...(body ? { body } : {}) };
  const dispatcher = await route.dispatcher({ virtualHost });
  try {
    return await fetch(url, { ...init, ...(dispatcher ? { dispatcher } : {}) });
  } catch (error) {
    if ((error as { cause?: { message?: string } }).cause?.message !== "bad port") throw error;
    // Ports that browsers keep away from (https://fetch.spec.whatwg.org/#port-blocking), and services listen on.
    const unblocked = new URL(url);
    unblocked.port = "";
    const detour = await route.dispatcher({ virtualHost, origin: url.origin });
    return fetch(unblocked, { ...init, ...(detour ? { dispatcher: detour } : {}) });
  }
}

function redirected(step: Outgoing, status: number, location: string): Outgoing {
  const url = URL.canParse(location, step.url.href) ? new URL(location, step.url) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new HelmwatchError("MONITOR_BAD_ANSWER", `${conceal(step.url)} redirects (${status}) to no web address`);
  url.username = "";
  url.password = "";
  const headers = new Headers(step.headers);
  const isElsewhere = url.origin !== step.url.origin;
  if (isElsewhere) for (const name of [...headers.keys()]) if (isSecretName(name)) headers.delete(name);
  const byGet = (status === 303 && step.method !== "HEAD") || (status < 303 && step.method === "POST");
  if (byGet) headers.delete("content-type");
  return {
    ...step,
    url,
    headers,
    ...(byGet ? { method: "GET", body: undefined } : {}),
    virtualHost: isElsewhere ? undefined : step.virtualHost,
  };
}
