import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { parse } from "yaml";
import { placeArgv } from "../argv/release-argv.js";
import { helmFailure } from "../error/helm-failure.js";
import type { Helm, HelmCall } from "../program/connect-helm.js";
import type { HelmRelease, ReleaseId } from "../release/helm-release.js";
import type { ClusterFacts } from "./render-engine.js";
import type { RenderMode } from "./render-release.js";

/** A hook, since helm checks other objects against the cluster. */
const template = `apiVersion: v1
kind: ConfigMap
metadata:
  name: facts
  annotations:
    helm.sh/hook: pre-install
data:
  capabilities: {{ toJson .Capabilities | quote }}
  kubeVersion: {{ .Capabilities.KubeVersion.String | quote }}
`;

/** Lets helm itself tell what templates see of it and of the cluster: of helm's build, nobody else knows. */
export async function askClusterFacts(
  helm: Helm,
  { offlineKubeVersion, ...place }: ReleaseId & Pick<HelmRelease, "offlineKubeVersion">,
  mode: RenderMode,
  signal: AbortSignal,
): Promise<ClusterFacts> {
  const chart = join(helm.home.directory, "facts");
  await mkdir(join(chart, "templates"), { recursive: true });
  await writeFile(join(chart, "Chart.yaml"), "apiVersion: v2\nname: facts\nversion: 0.0.0\n");
  await writeFile(join(chart, "templates", "facts.yaml"), template);
  const { serverSideApply: isFour } = await helm.capabilities(signal);
  const offline = offlineKubeVersion ? ["--kube-version", offlineKubeVersion] : [];
  const asked = mode === "client" ? offline : isFour ? ["--dry-run=server"] : ["--validate"];
  const call: HelmCall = {
    argv: ["template", "facts", chart, ...placeArgv(place), ...asked],
    files: [chart],
    deadlineMs: 60_000,
    interruptible: true,
  };
  const result = await helm.run(call, signal);
  const subject = "what helm knows of the cluster";
  if (result.ended !== "exit" || result.exitCode !== 0)
    throw helmFailure(subject, mode === "server" ? "cluster" : "local", call, result);
  const { capabilities, kubeVersion } = parse(result.stdout)?.data ?? {};
  if (typeof capabilities !== "string" || typeof kubeVersion !== "string")
    throw new HelmwatchError("HELM_RENDER_FAILED", `${subject} is not in what it printed`);
  return { capabilities: JSON.parse(capabilities), kubeVersion };
}
