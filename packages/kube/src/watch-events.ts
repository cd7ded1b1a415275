import type { Clock } from "@helmwatch/core/plugin";
import { answerDeadline } from "./answer-deadline.js";
import { answerError, type Status } from "./answer-error.js";
import { connectionError } from "./connection-error.js";
import type { Exchange } from "./exchange.js";
import type { Peer } from "./peer.js";
import { badAnswer } from "./read-text.js";
import { splitLines } from "./split-lines.js";

export interface WatchEvent<T> {
  /** ADDED, MODIFIED, DELETED or BOOKMARK. */
  readonly type: string;
  readonly object: T;
}

/**
 * One watch on one connection. It ends when the server ends it (every few minutes, or after `timeoutSeconds` of the
 * path); going on from the last resourceVersion is the caller's. ERROR events are thrown: `facts.status` 410 says that
 * the resourceVersion is too old and a new list is due.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function* watchEvents<T>(
  exchange: Exchange,
  peer: Peer,
  clock: Clock,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
): AsyncGenerator<WatchEvent<T>, void, undefined> {
  const limit = answerDeadline(clock, signal, peer);
  const watchPath = /[?&]watch=/.test(path) ? path : `${path}${path.includes("?") ? "&" : "?"}watch=true`;
  const headers = { "accept-encoding": "identity" };
  try {
    const { body } = await exchange({ method: "GET", path: watchPath, headers, signal: limit.signal });
    limit.stop();
    for await (const line of splitLines(body, () => badAnswer(peer, "sends a watch event of more than 16 MiB"))) {
      const event = parse<T>(line, peer);
      if (event.type !== "ERROR") yield event;
      else throw watchError(event.object as Status, path, peer);
    }
  } catch (error) {
    throw connectionError(error, limit.signal, peer);
  } finally {
    limit.clear();
  }
}

function parse<T>(line: string, peer: Peer): WatchEvent<T> {
  try {
    const event = JSON.parse(line);
    if (typeof event?.type === "string") return event;
  } catch {}
  throw badAnswer(peer, "sends something else than watch events");
}

const watchError = (body: Status, path: string, peer: Peer) =>
  answerError({ status: body.code ?? 500, body, method: "WATCH", path, retryAfter: Number.NaN }, peer);
