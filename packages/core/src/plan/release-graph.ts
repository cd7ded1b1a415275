import type { Graph } from "../graph/graph.js";
import type { Plan } from "./plan.js";

/** The releases of a plan alone, with what each depends on. */
export function releaseGraph({ releases }: Pick<Plan, "releases">): Graph {
  return new Map(releases.map(({ uniqname, dependsOn }) => [uniqname, dependsOn.map((to) => to.uniqname)]));
}
