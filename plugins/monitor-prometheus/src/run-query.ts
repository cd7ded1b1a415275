import { HelmwatchError } from "@helmwatch/core/plugin";
import { conceal, readBody, transportError } from "@helmwatch/http";
import type { Endpoint } from "./endpoint.js";
import type { FetchDispatcher } from "./insecure-dispatcher.js";
import { type QueryData, readAnswer } from "./read-answer.js";

export interface Query {
  readonly endpoint: Endpoint;
  readonly expr: string;
  readonly fetch: typeof globalThis.fetch;
  readonly dispatcher?: FetchDispatcher | undefined;
  readonly signal: AbortSignal;
}

const maxBytes = 10 * 1024 * 1024;
const maxRedirects = 5;

/**
 * One instant query (https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries), at the server's own
 * time. By POST, or GET where that is not allowed, as Prometheus' own client does.
 *
 * Throws MONITOR_UNREACHABLE (no answer), MONITOR_BAD_ANSWER (no answer of a Prometheus) and MONITOR_QUERY_REJECTED.
 */
export async function runQuery(query: Query): Promise<QueryData> {
  const { shown } = query.endpoint;
  try {
    let response = await ask(query, "POST");
    if (response.status === 405 || response.status === 501) {
      await response.body?.cancel();
      response = await ask(query, "GET");
    }
    const { text, complete } = await readBody(response, maxBytes);
    if (!complete) throw new HelmwatchError("MONITOR_BAD_ANSWER", `the answer of ${shown} is larger than 10 MiB`);
    return readAnswer({ status: response.status, type: response.headers.get("content-type") ?? "", text, shown });
  } catch (error) {
    query.signal.throwIfAborted();
    throw error instanceof HelmwatchError ? error : transportError(error, shown);
  }
}

/**
 * Follows redirects only where the answer still comes from the server the user named: the same origin, or the same
 * host over https. Anywhere else could be a login page, or another Prometheus.
 */
async function ask(query: Query, method: "POST" | "GET"): Promise<Response> {
  const { endpoint, expr, fetch, dispatcher, signal } = query;
  let url = endpoint.url;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const form = new URLSearchParams({ query: expr });
    const target = new URL(url);
    if (method === "GET") target.searchParams.set("query", expr);
    const response = await fetch(target, {
      method,
      headers: endpoint.headers,
      ...(method === "POST" ? { body: form } : {}),
      redirect: "manual",
      signal,
      ...(dispatcher ? { dispatcher } : {}),
    });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    url = follow(url, location, response.status);
  }
  throw new HelmwatchError("MONITOR_BAD_ANSWER", `${endpoint.shown} redirects more than ${maxRedirects} times`);
}

function follow(from: URL, location: string, status: number): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isUpgrade = from.protocol === "http:" && to?.protocol === "https:" && to.hostname === from.hostname;
  if (to && (to.origin === from.origin || isUpgrade)) return to;
  const where = to ? conceal(to) : JSON.stringify(location);
  throw new HelmwatchError(
    "MONITOR_BAD_ANSWER",
    `${conceal(from)} redirects (${status}) to ${where}, which is not followed`,
    {
      hint: "set url to the address of Prometheus itself; a redirect to a login page means that credentials are missing",
    },
  );
}
