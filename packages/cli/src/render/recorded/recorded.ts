import { readFileSync } from "node:fs";
import { foldRun, type RunEvent, type RunState } from "@helmwatch/core";

/** The events of a recorded run. */
export function recorded(name: "rejected" | "isolated" | "stopped"): readonly RunEvent[] {
  const text = readFileSync(new URL(`${name}.ndjson`, import.meta.url), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Folds events one by one, telling each with the state that it leads to. */
export function replay(events: readonly RunEvent[], tell: (state: RunState, event: RunEvent) => void = () => {}) {
  let state: RunState | undefined;
  for (const event of events) {
    state = foldRun(state, event);
    tell(state, event);
  }
  if (!state) throw new Error("no events");
  return { state, exitCode: state.ended?.exitCode ?? 0 };
}
