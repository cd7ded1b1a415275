import { basename, join } from "node:path";
import type { ConfigSource } from "../config/finding.js";
import { PLAN_SCHEMA, type Plan, type SelectedConfig } from "./plan.js";

/** What a plan takes over from the config as it is. `folder`: absolute, of the config file. */
export function planFrame(
  { project, monitors, lifecycle, plugins, helm, run, selection }: SelectedConfig,
  { file, sha256, context }: Pick<ConfigSource, "file" | "sha256" | "context">,
  folder: string,
): Omit<Plan, "registries" | "repositories" | "releases"> {
  return {
    schema: PLAN_SCHEMA,
    ...(project === undefined ? {} : { project }),
    source: { file: join(folder, basename(file)), sha256, ...(context === undefined ? {} : { context }), selection },
    monitors,
    lifecycle,
    plugins,
    helm,
    run,
  };
}
