import { basename, join, resolve } from "node:path";
import type { Config } from "../config/config.js";
import { HelmwatchError } from "../plugin/index.js";
import { contentDigest, readContent } from "./content.js";
import { mapLimited } from "./map-limited.js";
import { PLAN_SCHEMA, type Plan, withProgram } from "./plan.js";
import { fillSecrets } from "./plan-secrets.js";
import { findPlan, parseJson, type SavedPlan, savedDigest } from "./saved-plan.js";
import { type Now, staleReasons } from "./stale-reasons.js";

export interface ReadOptions {
  /**
   * The config file as it is now: a plan that it no longer leads to is stale, and secrets are taken from it. Without
   * one, as where only the plan was carried along, the plan stands for itself.
   */
  readonly now?: Now & { readonly config: { readonly config?: Config } };
  readonly signal: AbortSignal;
}

/**
 * Reads a saved plan, paths made absolute; undefined where there is none. Throws PLAN_NOT_A_PLAN, PLAN_DAMAGED,
 * PLAN_STALE with what changed, PLAN_SECRET_MISSING.
 */
export async function readPlan(place: string, { now, signal }: ReadOptions): Promise<Plan | undefined> {
  const dir = resolve(place);
  const there = await findPlan(dir);
  if (there.found !== "plan") return undefined;
  const saved = checkSaved(parseJson(there.text), dir);
  if (saved === undefined) return undefined;
  if (now !== undefined) {
    const reasons = await staleReasons(saved, dir, now, signal);
    if (reasons.length > 0) throw stale(dir, reasons);
  }
  await checkContent(saved, dir, signal);
  const file = now ? join(now.folder, basename(now.config.file)) : join(dir, saved.plan.source.file);
  return fillSecrets(withAbsolutePaths(saved.plan, dir, file), saved.secrets, now?.config.config);
}

function damaged(dir: string, why: string, hint = "build it anew with --build"): HelmwatchError {
  return new HelmwatchError("PLAN_DAMAGED", `the plan in "${dir}" is damaged: ${why}`, { hint });
}

function stale(dir: string, reasons: readonly string[]): HelmwatchError {
  const shown = reasons.slice(0, 5);
  const more = reasons.length > shown.length ? `; and ${reasons.length - shown.length} more` : "";
  return new HelmwatchError("PLAN_STALE", `the plan in "${dir}" is stale: ${shown.join("; ")}${more}`, {
    hint: "build it anew with --build",
    facts: { changed: reasons },
  });
}

/** Undefined for a plan whose first writing never ended. */
function checkSaved(saved: unknown, dir: string): SavedPlan | undefined {
  if (saved === undefined) throw damaged(dir, "plan.json is not JSON");
  const { schema, digest } = saved as SavedPlan;
  if (typeof schema === "number" && schema > PLAN_SCHEMA)
    throw damaged(
      dir,
      `plan.json has schema ${schema}, this helmwatch knows ${PLAN_SCHEMA}`,
      "use a newer helmwatch, or --build",
    );
  if (schema !== PLAN_SCHEMA) throw damaged(dir, "plan.json has no known schema");
  if (digest === undefined) return undefined;
  if (digest !== savedDigest(saved as SavedPlan))
    throw damaged(dir, "plan.json does not have its digest; it was edited");
  return saved as SavedPlan;
}

async function checkContent({ plan, charts }: SavedPlan, dir: string, signal: AbortSignal): Promise<void> {
  const values = plan.releases.flatMap((release) => release.values.map(({ path, sha256 }) => [path, sha256] as const));
  const content = new Map([...values, ...Object.entries(charts)]);
  await mapLimited([...content], 32, async ([path, digest]) => {
    signal.throwIfAborted();
    if (!/^(values|charts)\/[^/]+$/.test(path) || path.endsWith("/.."))
      throw damaged(dir, `"${path}" is not a path within it`);
    const found = await readContent(join(dir, path), signal).then(contentDigest, () => undefined);
    signal.throwIfAborted();
    if (found === undefined) throw damaged(dir, `${path} is missing`);
    if (found !== digest) throw damaged(dir, `${path} was changed`);
  });
}

function withAbsolutePaths(plan: Plan, dir: string, file: string): Plan {
  const absolute = <T extends { readonly path: string }>(file: T): T => ({ ...file, path: join(dir, file.path) });
  return {
    ...plan,
    source: { ...plan.source, file },
    releases: plan.releases.map((release) => ({
      ...release,
      ...withProgram(release, (path) => join(dir, path)),
      chart: absolute(release.chart),
      values: release.values.map(absolute),
    })),
  };
}
