import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Plan } from "@helmwatch/core";
import type { CommandCall } from "../command/command.js";
import { hookStarter } from "../lifecycle/start-hook.js";
import type { World } from "../world/world.js";

/** What every run is given besides its plan. */
export function runSettings({ world, options }: Pick<CommandCall, "world" | "options">, plan: Plan) {
  return {
    run: options.followedAs ?? newRunId(world),
    clock: world.clock,
    startHook: hookStarter(world),
    parallelLimit: options.parallelLimit || plan.run.parallelLimit || defaultLimit(),
  };
}

/** Random, sortable by time, and part of a name that Kubernetes takes. */
export function newRunId({ clock }: Pick<World, "clock">): string {
  return `${clock.wall().toString(36).padStart(9, "0")}-${randomBytes(5).toString("hex")}`;
}

/** A helm process takes 75 MB and waits for most of its life: more than the cores, but not all at once. */
function defaultLimit(): number {
  return Math.min(8, Math.max(4, 2 * availableParallelism()));
}
