import { type Clock, isHelmwatchError } from "@helmwatch/core/plugin";
import { answerDeadline } from "./answer-deadline.js";
import { connectionError } from "./connection-error.js";
import type { Answer, Exchange, Request } from "./exchange.js";
import type { Peer } from "./peer.js";
import { badAnswer, readText } from "./read-text.js";

const retries = 3;
/** Milliseconds; a server that asks for a longer wait gets no retry. */
const longestWait = 30_000;

/**
 * One request to its end: JSON, or text where `headers.accept` names text/plain (for pod logs together with
 * application/json: the API server refuses text/plain alone). A GET is repeated up to three times when the server is
 * busy (429, 5xx) or the connection was cut, as a kept-alive one may be at any time.
 */
export async function sendRequest(exchange: Exchange, peer: Peer, clock: Clock, request: Request): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await sendOnce(exchange, peer, clock, request);
    } catch (error) {
      const wait = request.method === "GET" && attempt < retries ? waitBefore(error, attempt) : undefined;
      if (wait === undefined || wait > longestWait) throw error;
      await clock.sleep(wait, request.signal);
    }
  }
}

async function sendOnce(exchange: Exchange, peer: Peer, clock: Clock, request: Request): Promise<unknown> {
  const limit = answerDeadline(clock, request.signal, peer);
  try {
    return await readAnswer(await exchange({ ...request, signal: limit.signal }), request, peer);
  } catch (error) {
    throw connectionError(error, limit.signal, peer);
  } finally {
    limit.clear();
  }
}

/** Milliseconds before another try; undefined where it would not help. */
function waitBefore(error: unknown, attempt: number): number | undefined {
  if (!isHelmwatchError(error)) return undefined;
  const { status, code, retryAfter } = error.facts;
  const busy = status === 429 || (typeof status === "number" && status >= 500);
  const cut = code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET";
  if (!busy && !cut) return undefined;
  return typeof retryAfter === "number" ? retryAfter * 1000 : 250 * 2 ** attempt;
}

async function readAnswer(answer: Answer, { headers = {} }: Request, peer: Peer): Promise<unknown> {
  const text = await readText(answer, peer);
  const type = String(answer.headers["content-type"] ?? "");
  const accept = Object.entries(headers).find(([name]) => name.toLowerCase() === "accept")?.[1];
  if (type.startsWith("text/plain") && accept?.includes("text/plain")) return text;
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badAnswer(peer, `answers with ${type || "no content type"} instead of JSON`);
  }
}
