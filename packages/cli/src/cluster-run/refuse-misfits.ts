import type { InClusterConfig, Plan } from "@helmwatch/core";
import type { Diagnostic } from "@helmwatch/core/plugin";
import manifest from "../../package.json" with { type: "json" };
import { Rejected } from "../log/rejected.js";
import type { PluginSet } from "../plugin/plugin-set.js";
import type { World } from "../world/world.js";

export interface Misfits {
  readonly plan: Pick<Plan, "releases">;
  readonly inCluster: Pick<InClusterConfig, "plugins" | "env" | "image">;
  readonly plugins: Pick<PluginSet, "plugins">;
  readonly env: World["env"];
  /** Of the cluster that the Job runs in. */
  readonly context: string;
}

/** What a run in the cluster cannot reach from there: other clusters, code and variables of this machine. */
export function refuseMisfits(input: Misfits): void {
  const found = [
    ...otherClusters(input),
    ...postRenderers(input),
    ...missingPlugins(input),
    ...missingVariables(input),
  ];
  if (found.length > 0) throw new Rejected(found);
}

const finding = (code: Diagnostic["code"], message: string, hint: string): Diagnostic => ({
  ...{ code, severity: "error", message, hint },
});

function otherClusters({ plan, context: own }: Misfits): Diagnostic[] {
  return plan.releases.flatMap(({ uniqname, context = own }) =>
    context === own
      ? []
      : finding(
          "USAGE",
          `release "${uniqname}" is for context "${context}", but the run would be in the cluster of "${own}"`,
          "run it here, or choose the cluster by --kube-context and the releases by --tags",
        ),
  );
}

function postRenderers({ plan }: Misfits): Diagnostic[] {
  return plan.releases.flatMap(({ uniqname, postRenderer }) =>
    postRenderer
      ? finding(
          "USAGE",
          `release "${uniqname}" has a post_renderer, a program of this machine, which the image of the run has not`,
          "run it here, or choose other releases by --tags",
        )
      : [],
  );
}

function missingPlugins({ plugins: { plugins }, inCluster }: Misfits): Diagnostic[] {
  const own = Object.keys(manifest.dependencies).filter((name) => name.startsWith("@helmwatch/"));
  const there = new Set([...own, ...inCluster.plugins]);
  return plugins.flatMap(({ file: { use } }) => {
    const name = packageName(use);
    if (name === undefined)
      return finding(
        "PLUGIN_NOT_FOUND",
        `plugin ${JSON.stringify(use)} is a file of this machine, which the image of the run has not`,
        "make it a package, install that in an image of your own, and name it under run.in_cluster.plugins",
      );
    if (there.has(name)) return [];
    return finding(
      "PLUGIN_NOT_FOUND",
      `plugin ${JSON.stringify(use)} is not in the image of the run, as far as the config says`,
      `build an image that adds it to helmwatch's (RUN npm install --global ${name}), and name it under run.in_cluster.plugins`,
    );
  });
}

/** Undefined for a path. */
const packageName = (use: string) => /^((?:@[\w.~-]+\/)?[\w~-][\w.~-]*)(?:\/.*)?$/.exec(use)?.[1];

function missingVariables({ inCluster, env }: Misfits): Diagnostic[] {
  return inCluster.env.flatMap((name) =>
    env[name] === undefined
      ? finding("USAGE", `run.in_cluster.env names ${name}, which is not set here`, "set it, or take it off the list")
      : [],
  );
}
