import type { Dispatcher } from "undici";
import { answerError, type Status } from "./answer-error.js";
import type { Connections } from "./connections.js";
import type { Credentials } from "./credentials.js";
import type { Peer } from "./peer.js";
import { badAnswer, readText } from "./read-text.js";

export interface Request {
  readonly method: string;
  /** From `/` on, with the query; the server's own path is put before it. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export type Answer = Dispatcher.ResponseData;
export type Exchange = (request: Request) => Promise<Answer>;

/** One request on the wire, answered with 2xx; any other answer is thrown. Redirects would carry our token away. */
export function exchange(server: string, peer: Peer, credentials: Credentials, connections: Connections): Exchange {
  const { origin, pathname } = new URL(server);
  return async (request) => {
    const { method, path, body, signal } = request;
    // `https://10.0.0.1:6443` + `@elsewhere/` would be another host.
    if (!path.startsWith("/")) throw new TypeError(`"${path}" is not a path: it must start with "/"`);
    for (let renewed = false; ; renewed = true) {
      const identity = await credentials.identity(signal);
      const answer = await connections.dispatcher(identity).request({
        origin,
        path: pathname.replace(/\/+$/, "") + path,
        method: method as Dispatcher.HttpMethod,
        headers: { ...headersOf(request), ...identity.headers },
        body: body === undefined ? null : JSON.stringify(body),
        signal,
        // Time is the caller's, through the Clock.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const { statusCode: status, headers } = answer;
      if (status >= 200 && status < 300) return answer;
      const text = await readText(answer, peer);
      if (status === 401 && !renewed && credentials.renew(identity)) continue;
      if (status < 400) throw badAnswer(peer, `answers ${method} with a redirect (${status}), which is not followed`);
      const retryAfter = Number(headers["retry-after"] ?? Number.NaN);
      throw answerError({ status, body: statusOf(text), method, path, retryAfter }, peer);
    }
  };
}

function headersOf({ headers = {}, body }: Request): Record<string, string> {
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    accept: "application/json",
    "accept-encoding": "gzip",
    "user-agent": "helmwatch",
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...Object.fromEntries(own),
  };
}

function statusOf(text: string): Status | undefined {
  try {
    const body = JSON.parse(text);
    return body?.kind === "Status" ? body : undefined;
  } catch {
    return undefined;
  }
}
