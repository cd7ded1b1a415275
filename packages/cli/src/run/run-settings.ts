import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Plan } from "@helmwatch/core";
import type { CommandCall } from "../command/command.js";

/** What every run is given besides its plan. */
export function runSettings({ world, options }: Pick<CommandCall, "world" | "options">, plan: Plan) {
  return {
    run: `${world.clock.wall().toString(36).padStart(9, "0")}-${randomBytes(5).toString("hex")}`,
    clock: world.clock,
    parallelLimit: options.parallelLimit || plan.run.parallelLimit || defaultLimit(),
  };
}

/** A helm process takes 75 MB and waits for most of its life: more than the cores, but not all at once. */
function defaultLimit(): number {
  return Math.min(8, Math.max(4, 2 * availableParallelism()));
}
