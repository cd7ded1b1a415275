import type { Facts } from "@helmwatch/core/plugin";
import { secondsOf } from "@helmwatch/kube/job";
import { tailOf } from "./log-tail.js";
import type { Options } from "./options.js";
import type { SeenEnd } from "./run-check.js";

/** What users see of a check, and what `pass_when` can ask: `facts.exit_code`, `facts.oom`, `facts.junit.tests`. */
export function factsOf({ situation, identity, log, events }: SeenEnd, limits: Options["logs"]): Facts {
  const pod = "pod" in situation ? situation.pod : undefined;
  const node = pod?.spec?.nodeName;
  return {
    job: identity.name,
    namespace: identity.namespace,
    ...(pod ? { pod: pod.metadata.name } : {}),
    ...(node === undefined ? {} : { node }),
    ...("reason" in situation ? { reason: situation.reason } : {}),
    ...exitFacts(situation),
    ...(events.length > 0 ? { events } : {}),
    ...(log === undefined || log === "" ? {} : { log: tailOf(log, limits) }),
  };
}

function exitFacts(situation: SeenEnd["situation"]): Facts {
  if (situation.kind !== "exited") return {};
  const { exitCode, reason, signal, message, startedAt, finishedAt } = situation.end;
  return {
    container: situation.container,
    exit_code: exitCode,
    ...(reason === undefined ? {} : { reason }),
    oom: reason === "OOMKilled",
    ...(signal ? { signal } : {}),
    // The termination message (`/dev/termination-log`), of at most 4096 bytes.
    ...(message ? { message } : {}),
    ...(startedAt && finishedAt ? { seconds: secondsOf(finishedAt) - secondsOf(startedAt) } : {}),
  };
}
