import { setMaxListeners } from "node:events";
import type { Clock } from "@helmwatch/core/plugin";
import { unreachable } from "./connection-error.js";
import type { Peer } from "./peer.js";

/** Milliseconds. An API server gives up on a request after 60 s itself (--request-timeout). */
const answerTimeout = 60_000;

export interface AnswerDeadline {
  /** Aborts when the answer is late, or with the caller's reason when that comes first. */
  readonly signal: AbortSignal;
  /** Time no longer counts; the caller's signal still does. */
  stop(): void;
  /** Forgets the timer and the listener on the caller's signal. */
  clear(): void;
}

export function answerDeadline(clock: Clock, caller: AbortSignal, peer: Peer): AnswerDeadline {
  const own = new AbortController();
  const timer = new AbortController();
  const follow = () => own.abort(caller.reason);
  // One signal may stop hundreds of requests at once; Node would warn on stderr from the eleventh.
  setMaxListeners(0, caller);
  if (caller.aborted) follow();
  else caller.addEventListener("abort", follow, { once: true });
  clock.sleep(answerTimeout, timer.signal).then(
    () => own.abort(unreachable(peer, "no answer within 60 s", "is the API server overloaded?", "ETIMEDOUT")),
    () => {},
  );
  return {
    signal: own.signal,
    stop: () => timer.abort(),
    clear() {
      timer.abort();
      caller.removeEventListener("abort", follow);
    },
  };
}
