import { EVENT_SCHEMA, type RunState } from "@helmwatch/core";
import type { CommandCall } from "../command/command.js";
import { line } from "../log/log-line.js";
import type { RunView } from "../render/run-view.js";
import { readPodLine } from "./read-pod-line.js";

export interface PodLogView {
  /** Shows a line of the pod's log. */
  show(text: string): void;
  /** What the run itself said of its end; undefined where that has not been seen. */
  readonly ended: RunState["ended"];
}

/** Gives what helmwatch prints in its pod to the view of a run here, each event once. */
export function podLogView({ console }: Pick<CommandCall, "console">, emit: RunView["emit"]): PodLogView {
  let newest = 0;
  let isForeign = false;
  let ended: RunState["ended"];
  return {
    get ended() {
      return ended;
    },
    show(text) {
      const read = readPodLine(text);
      if (read?.kind === "log") console.log(read.line);
      if (read?.kind === "diagnostic") console.diagnostics([read.diagnostic]);
      if (read?.kind !== "event") return;
      const { event } = read;
      if (event.schema !== EVENT_SCHEMA) {
        if (!isForeign) console.log(line("warn", `${foreign} ${event.schema}, this one reads ${EVENT_SCHEMA}`));
        isForeign = true;
        return;
      }
      if (event.seq <= newest) return;
      if (event.seq > newest + 1)
        console.log(line("warn", "the pod's log no longer has all events", { lost: event.seq - newest - 1 }));
      newest = event.seq;
      if (event.type === "run.ended") ended = event;
      emit(event);
    },
  };
}

const foreign = "the helmwatch of the image is of another generation: its events are of schema";
