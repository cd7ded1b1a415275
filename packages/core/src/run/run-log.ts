import type { Clock } from "../plugin/index.js";
import { EVENT_SCHEMA, type RunEvent, type RunEventBody } from "./event.js";
import { foldRun } from "./fold-run.js";
import type { RunState } from "./run-state.js";

/** The one way in which a run changes: an event is numbered, folded into the state, and handed on. */
export interface RunLog {
  record(body: RunEventBody): void;
  /** Only after `run.started`. */
  readonly state: RunState;
}

export function runLog(clock: Clock, emit: (event: RunEvent) => void): RunLog {
  let state: RunState | undefined;
  let seq = 0;
  return {
    record(body) {
      const event: RunEvent = { schema: EVENT_SCHEMA, seq: ++seq, at: clock.wall(), ...body };
      state = foldRun(state, event);
      emit(event);
    },
    get state() {
      if (!state) throw new Error("the run has not started");
      return state;
    },
  };
}
