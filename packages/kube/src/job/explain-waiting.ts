import type { Situation } from "./situation.js";
import type { WarningEvent } from "./warning-events.js";

/** States that each pod goes through; what goes wrong in them is in an event. */
const usual = /^(?:NoPod|ContainerCreating|PodInitializing|Pending)$/;

export const isUsual = (reason: string): boolean => usual.test(reason);

/** Why a pod does not start, in a line: its own state, or the newest warning where that says nothing. */
export function explainWaiting(
  { reason, message }: Extract<Situation, { kind: "waiting" }>,
  events: readonly WarningEvent[],
): string {
  const event = isUsual(reason) ? events.at(-1) : undefined;
  return event ? `${event.reason}: ${event.message}` : `${reason}: ${message}`;
}
