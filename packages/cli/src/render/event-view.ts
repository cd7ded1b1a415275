import { foldRun, type RunState } from "@helmwatch/core";
import type { CommandCall } from "../command/command.js";
import { leftovers } from "./leftovers.js";
import type { RunView } from "./run-view.js";

/** Events on stdout and no word beside them: whoever follows tells them in its own way. */
export function eventView({ console }: Pick<CommandCall, "console">): RunView {
  let state: RunState | undefined;
  return {
    emit(event) {
      state = foldRun(state, event);
      console.printEvent(event);
    },
    leftovers: () => (state ? leftovers(state) : []),
    end() {},
  };
}
