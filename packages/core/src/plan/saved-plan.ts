import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Path } from "../config/source-map.js";
import { HelmwatchError } from "../plugin/index.js";
import { sha256 } from "./content.js";
import type { Plan } from "./plan.js";

/** Tells our `plan.json` from that of another tool. */
export const PLAN_KIND = "helmwatch plan";

/** What `plan.json` holds. Paths in `plan` are relative to its folder, with `/`. */
export interface SavedPlan {
  readonly kind: typeof PLAN_KIND;
  readonly schema: number;
  /** `savedDigest`; absent while the plan is being written for the first time. */
  readonly digest?: string;
  readonly plan: Plan;
  /** Digests of the content of the plan's charts, by their path in the plan. */
  readonly charts: Readonly<Record<string, string>>;
  /** Digests of the content of local charts when the plan was built, by the name that the user gave them. */
  readonly localCharts: Readonly<Record<string, string>>;
  /** Where in `plan` something secret was taken out. */
  readonly secrets: readonly Path[];
}

/** SHA-256 in hex of everything else in `plan.json`; its maps keep their order from writing to reading. */
export function savedDigest({ digest: _, ...rest }: SavedPlan): string {
  return sha256(JSON.stringify(rest));
}

/** The text of `plan.json`, its digest last. A plan of ten thousand releases is made into text but once, on one line. */
export function savedText(saved: Omit<SavedPlan, "digest">): string {
  const text = JSON.stringify(saved);
  return `${text.slice(0, -1)},"digest":"${sha256(text)}"}\n`;
}

/** Of every `plan.json` of ours but for those that somebody formatted. */
const start = `{"kind":${JSON.stringify(PLAN_KIND)},`;

const ours = new Set(["plan.json", "plan.json.new", "graph.md", "graph.md.new", "values", "charts", "manifests"]);

/** The text of `plan.json`, or that there is no plan. Throws PLAN_NOT_A_PLAN for a place that must not be touched. */
export async function findPlan(dir: string): Promise<{ found: "nothing" | "empty" } | { found: "plan"; text: string }> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw notAPlan(dir, error.code === "ENOTDIR" ? "it is a file" : `it cannot be read: ${error.code}`);
  });
  if (names === undefined) return { found: "nothing" };
  // The file that is on its way to become the first plan.json is all that a crash may have left.
  if (names.every((name) => name === "plan.json.new")) return { found: "empty" };
  const foreign = names.find((name) => !ours.has(name));
  if (foreign !== undefined) throw notAPlan(dir, `it holds "${foreign}"`);
  if (!names.includes("plan.json")) throw notAPlan(dir, "it holds no plan.json");
  const text = await readFile(join(dir, "plan.json"), "utf8").catch((error: NodeJS.ErrnoException) => {
    throw notAPlan(dir, `its plan.json cannot be read: ${error.code}`);
  });
  if (text.startsWith(start)) return { found: "plan", text };
  const saved = parseJson(text);
  const kind = typeof saved === "object" && saved !== null && "kind" in saved ? saved.kind : undefined;
  if (saved !== undefined && kind !== PLAN_KIND) throw notAPlan(dir, "its plan.json is not one of helmwatch");
  return { found: "plan", text };
}

function notAPlan(dir: string, why: string): HelmwatchError {
  return new HelmwatchError("PLAN_NOT_A_PLAN", `"${dir}" is not a plan: ${why}`, {
    hint: "choose another --plandir, or remove it yourself",
  });
}

/** Undefined for text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
