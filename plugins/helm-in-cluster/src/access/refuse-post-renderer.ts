import { type Diagnostic, type HelmCommand, type HelmPreflight, HelmwatchError } from "@helmwatch/core/plugin";

const hint = "Take helm.backend: cli for a config with post-renderers.";

/** helm would look for the program in its pod, whose image has none but helm. */
export function refusePostRenderer({ name, namespace, postRenderer }: HelmPreflight["releases"][number]): Diagnostic[] {
  if (postRenderer === undefined) return [];
  return [
    {
      ...{ code: "CONFIG_INVALID", severity: "error" },
      message: `release "${name}@${namespace}": post_renderer "${postRenderer}" is a program of this machine, and helm runs in a pod`,
      hint,
    },
  ];
}

/** The same of a command that nobody asked about beforehand: a diff. */
export function refusePostRendering({ argv }: Pick<HelmCommand, "argv">): void {
  if (!argv.includes("--post-renderer")) return;
  const message = "post_renderer is a program of this machine, and helm runs in a pod";
  throw new HelmwatchError("CONFIG_INVALID", message, { hint });
}
