import { loadArtefact } from "./artefact.js";
import { callGo, type GoInstance, startGo } from "./go-runtime.js";
import { type TemplateHost, timeZoneOf } from "./host.js";

/** The versions of Helm, without patch, whose rendering the engine is. */
export const helmEngineVersions = { 3: "3.22", 4: "4.3" } as const;

/** One release as helm is told about it. */
export interface HelmEngineRequest {
  readonly major: 3 | 4;
  /** Folder or archive, absolute. */
  readonly chart: string;
  /** Files, absolute; later ones win. */
  readonly values: readonly string[];
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly isUpgrade: boolean;
  readonly includeCrds: boolean;
  readonly skipSchemaValidation: boolean;
  /** Whether helm would ask a cluster where a template looks something up; the engine then refuses such charts. */
  readonly hasCluster: boolean;
  /** As helm tells them by `toJson .Capabilities`. */
  readonly capabilities: unknown;
  /** What a chart's `kubeVersion` is checked against: helm's `.Capabilities.KubeVersion.String`. */
  readonly kubeVersion: string;
}

export type HelmEngineAnswer =
  | { readonly manifest: string; readonly hooks: string }
  /** Why helm itself has to be asked; not in helm's words. */
  | { readonly refused: string };

export interface HelmEngine {
  /** What helm would print of objects and of hooks, `---` before each. */
  render(request: HelmEngineRequest): HelmEngineAnswer;
}

interface Facade {
  readonly timeZone: string;
  /** Set by Go. */
  render?(request: string): { readonly message: string } | { readonly manifest: string; readonly hooks: string };
}

/** Loads Helm's own rendering: charts become objects without a process. It reads files of the host and nothing else. */
export async function openHelmEngine(
  host: Pick<TemplateHost, "clock" | "files" | "folder" | "timeZone">,
): Promise<HelmEngine> {
  const artefact = await loadArtefact("helm");
  let instance: GoInstance<Facade> | undefined;
  return {
    render({ major, ...release }) {
      if (instance === undefined || instance.dead !== undefined)
        instance = startGo<Facade>(artefact, host, { timeZone: timeZoneOf(host) });
      const answer = callGo(instance, (go) => go.render?.(JSON.stringify({ major, release })));
      if (answer === undefined) return { refused: `the engine died: ${instance.dead?.split("\n", 1)[0]}` };
      return "message" in answer ? { refused: answer.message } : { manifest: answer.manifest, hooks: answer.hooks };
    },
  };
}
