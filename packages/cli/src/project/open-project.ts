import { dirname, resolve } from "node:path";
import { type Plan, readPlan, sketchPlan } from "@helmwatch/core";
import { isHelmwatchError } from "@helmwatch/core/plugin";
import type { CommandCall } from "../command/command.js";
import type { CheckedPlugins } from "../plugin/checked-plugins.js";
import { chartLockDigest } from "./chart-lock-file.js";
import { planPlugins, projectPlugins } from "./project-plugins.js";
import { type ConfigFile, readConfigFile } from "./read-config-file.js";
import { selectConfig, selectionOf } from "./select-config.js";

/** What a command works on: a saved plan, with or without its config file, or the file alone. */
export type Project =
  | { readonly kind: "saved"; readonly plan: Plan; readonly file?: ConfigFile }
  | { readonly kind: "file"; readonly file: ConfigFile };

/**
 * Reads the config file and, unless it is to be built anew, the saved plan. The file may be missing where a plan was
 * carried along. Throws all that is wrong with either; a stale plan is an error, or no plan.
 */
export async function openProject(
  call: CommandCall,
  signal: AbortSignal,
  stalePlan: "refused" | "ignored" = "refused",
): Promise<Project> {
  const file = await readConfigFile(call).catch((error) => {
    if (call.options.build || call.options.file !== undefined || !isHelmwatchError(error)) throw error;
    return error;
  });
  const found = isHelmwatchError(file) ? undefined : file;
  const saved = call.options.build ? undefined : savedPlan(call, found, signal);
  const plan = await saved?.catch((error) => {
    if (stalePlan === "refused" || !isHelmwatchError(error) || error.code !== "PLAN_STALE") throw error;
    return undefined;
  });
  if (plan) return { kind: "saved", plan, ...(found ? { file: found } : {}) };
  if (!found) throw file;
  return { kind: "file", file: found };
}

/** The plugins that a project uses, options checked. Throws all that is wrong with them. */
export function pluginsOf(project: Project): Promise<CheckedPlugins> {
  if (project.kind === "file") return projectPlugins(project.file, { helm: true });
  const { plan, file } = project;
  return file ? projectPlugins(file, { helm: true }) : planPlugins(plan, dirname(plan.source.file));
}

/** The saved plan, else the releases that the file's selection gives, without charts and values. */
export async function planOrSketch(project: Project, call: CommandCall): Promise<Plan> {
  if (project.kind === "saved") return project.plan;
  return sketchPlan(await selectConfig(project.file, call), project.file.source, project.file.folder);
}

export function planFolder({ options, world }: Pick<CommandCall, "options" | "world">): string {
  return resolve(world.cwd, options.plandir);
}

async function savedPlan(call: CommandCall, file: ConfigFile | undefined, signal: AbortSignal) {
  const { options } = call;
  const isSelecting =
    options.tags.length > 0 || options.selector.length > 0 || options.matchAllTags || !options.dependencies;
  const selection = isSelecting ? { selection: selectionOf(options) } : {};
  const { environment } = options;
  const layer = environment === undefined ? {} : { environment };
  if (!file) return readPlan(planFolder(call), { signal });
  const lock = await chartLockDigest(file.folder);
  const locked = lock === undefined ? {} : { lock };
  const now = { config: file.source, folder: file.folder, ...selection, ...layer, ...locked };
  return readPlan(planFolder(call), { now, signal });
}
