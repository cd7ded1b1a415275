import type { Situation } from "./situation.js";
import type { WarningEvent } from "./warning-events.js";

/** States that say nothing; what went wrong is in an event. */
const blank = /^(?:NoPod|ContainerCreating|PodInitializing|Pending)$/;

/** Why a pod does not start, in a line: its own state, or the newest warning where that says nothing. */
export function explainWaiting(
  { reason, message }: Extract<Situation, { kind: "waiting" }>,
  events: readonly WarningEvent[],
): string {
  const event = blank.test(reason) ? events.at(-1) : undefined;
  return event ? `${event.reason}: ${event.message}` : `${reason}: ${message}`;
}
