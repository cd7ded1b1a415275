import { readFile } from "node:fs/promises";
import { inputPath } from "@helmwatch/kube/job";
import type { PulledChart } from "./pulled-charts.js";
import { registryLogin } from "./registry-login.js";

/** How a pod gets a chart itself. */
export interface PodPull {
  /** Of helm; the last one pulls. */
  readonly commands: readonly (readonly string[])[];
  /** Certificates and keys of this machine that the commands name. */
  readonly files: readonly string[];
  /** Credentials: entries of the pod's input, and the variables that tell helm of them. */
  readonly entries: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** An OCI chart is pulled by its digest. A text says why a pod cannot do what this machine did. */
export async function podPull({ argv, env, files, digest }: PulledChart): Promise<PodPull | string> {
  const [verb = "", reference = "", ...flags] = argv;
  if (reference.startsWith("oci://")) {
    const login = await registryLogin(env, reference.split("/")[2] ?? "");
    if (login === "keychain") return "the login of its registry is in a keychain of this machine";
    const isPinned = digest !== undefined && !reference.includes("@");
    const pull = isPinned ? [verb, `${reference}@${digest}`, ...withoutVersion(flags)] : argv;
    return { commands: [pull], files, ...credentials("HELM_REGISTRY_CONFIG", "registry.json", login) };
  }
  if (/^https?:\/\//.test(reference)) return { commands: [argv], files, entries: {}, env: {} };
  const repositories = await readFile(env.HELM_REPOSITORY_CONFIG ?? "", "utf8");
  // The file is ours, JSON without blanks.
  if (/"(?:cert|key|ca)File":/.test(repositories)) return "its repository is reached by certificates of this machine";
  const update = ["repo", "update", reference.split("/")[0] ?? ""];
  return {
    commands: [update, argv],
    files,
    ...credentials("HELM_REPOSITORY_CONFIG", "repositories.yaml", repositories),
  };
}

/** A digest says it all, and a version may be a range. */
function withoutVersion(flags: readonly string[]): readonly string[] {
  const place = flags.indexOf("--version");
  return place < 0 ? flags : flags.filter((_, index) => index !== place && index !== place + 1);
}

function credentials(variable: string, name: string, text: string | undefined): Pick<PodPull, "entries" | "env"> {
  if (text === undefined) return { entries: {}, env: {} };
  return { entries: { [name]: text }, env: { [variable]: `${inputPath}/${name}` } };
}
