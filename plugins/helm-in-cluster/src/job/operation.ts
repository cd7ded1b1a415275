import type { HelmCommand } from "@helmwatch/core/plugin";

/** What a command is about, as its argv tells it. */
export interface Operation {
  /** `upgrade`, `test`, `rollback`, `uninstall` or `version`: these run in the cluster. */
  readonly verb: string;
  /** `version` is about none. */
  readonly release?: string;
  readonly namespace?: string;
}

const inCluster = new Set(["upgrade", "test", "rollback", "uninstall", "version"]);

/** Undefined for a command that makes files on this machine (pull, dependency, repo, registry): those run here. */
export function operationOf({ argv }: Pick<HelmCommand, "argv">): Operation | undefined {
  const [verb = "", ...rest] = argv;
  if (!inCluster.has(verb)) return undefined;
  if (verb === "version") return { verb };
  const release = rest.find((argument) => !argument.startsWith("-"));
  const place = rest.indexOf("--namespace");
  const namespace = place < 0 ? undefined : rest[place + 1];
  return { verb, ...(release ? { release } : {}), ...(namespace ? { namespace } : {}) };
}
