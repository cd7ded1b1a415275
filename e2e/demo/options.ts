import { parseArgs } from "node:util";
import type { ClusterProvider } from "../cluster/cluster.js";

export interface DemoOptions {
  readonly cluster: ClusterProvider;
  readonly helm: 3 | 4;
  /** A workload image that the cluster already has. Absent: one is built, and loaded where the cluster is ours. */
  readonly image?: string;
  readonly keep: boolean;
}

export const usage = `usage: pnpm demo [options]

Runs the main job of helmwatch for real: a good release passes its monitors, a bad
one is rejected by them and rolled back. Takes about three minutes; the first run
builds a Kubernetes control plane and takes some minutes more.

  --cluster local|kind|existing
                            local (default): starts a Kubernetes of its own (root,
                            Linux). kind: by docker, or by a docker of its own (root,
                            Debian). existing: the one that KUBECONFIG names, in a
                            namespace that is deleted at the end
  --helm 3|4                the helm that helmwatch drives (default 4)
  --image REF               a workload image that the cluster can pull or has
                            loaded; only with --cluster existing
  --keep                    leave everything running until Ctrl-C
  --help
`;

/** The options, or what is wrong with them. */
export function readOptions(argv: readonly string[]): DemoOptions | "help" | { readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        cluster: { type: "string", default: "local" },
        helm: { type: "string", default: "4" },
        image: { type: "string" },
        keep: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return "help";
    const cluster = (["local", "kind", "existing"] as const).find((known) => known === values.cluster);
    if (!cluster) return { problem: `--cluster ${values.cluster}: expected local, kind or existing` };
    if (values.helm !== "3" && values.helm !== "4") return { problem: `--helm ${values.helm}: expected 3 or 4` };
    if (values.image !== undefined && cluster !== "existing") {
      return {
        problem: `--image: only with --cluster existing; a ${cluster} cluster gets an image that is built here`,
      };
    }
    return {
      cluster,
      helm: values.helm === "3" ? 3 : 4,
      keep: values.keep,
      ...(values.image !== undefined && { image: values.image }),
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
