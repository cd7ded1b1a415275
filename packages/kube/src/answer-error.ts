import { HelmwatchError } from "@helmwatch/core/plugin";
import type { Peer } from "./peer.js";

/** What the API server says about a request that it does not carry out (`kind: Status`). */
export interface Status {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly retryAfterSeconds?: number };
}

export interface Refusal {
  /** HTTP status: what callers go by, as `facts.status`. */
  readonly status: number;
  readonly body: Status | undefined;
  readonly method: string;
  readonly path: string;
  /** Seconds of the header Retry-After; NaN without one. */
  readonly retryAfter: number;
}

/** 401 and 403 are KUBE_FORBIDDEN, everything else KUBE_REQUEST_FAILED. */
export function answerError({ status, body, method, path, retryAfter }: Refusal, peer: Peer): HelmwatchError {
  const call = `${method} ${path.split("?")[0]}`;
  const reason = body?.reason ?? "";
  const seconds = retryAfter >= 0 ? retryAfter : body?.details?.retryAfterSeconds;
  const facts = {
    status,
    reason,
    call,
    server: peer.server,
    ...(seconds === undefined ? {} : { retryAfter: seconds }),
  };
  if (status === 401)
    return new HelmwatchError(
      "KUBE_FORBIDDEN",
      `${peer.server} does not accept the credentials of context "${peer.context}" (401 Unauthorized)`,
      { hint: "log in again: they are missing, wrong or expired", facts },
    );
  const said = body?.message ?? "the answer gives no reason";
  if (status === 403)
    return new HelmwatchError(
      "KUBE_FORBIDDEN",
      `${call} is not allowed to context "${peer.context}" (403 Forbidden): ${said}`,
      {
        hint: "grant the verb with a Role or ClusterRole and a binding",
        facts,
      },
    );
  return new HelmwatchError("KUBE_REQUEST_FAILED", `${call} failed (${`${status} ${reason}`.trim()}): ${said}`, {
    facts,
  });
}
