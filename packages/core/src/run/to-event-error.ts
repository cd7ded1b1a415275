import { isHelmwatchError } from "../plugin/index.js";
import type { EventError } from "./event.js";

/** An error as an event tells it; one without a code is a fault of ours and says so. */
export function toEventError(error: unknown): EventError {
  if (!isHelmwatchError(error)) {
    const message = error instanceof Error ? error.message : String(error);
    const facts = error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
    return { code: "BUG", message, facts };
  }
  const { code, message, hint, facts } = error;
  return {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
  };
}
