/** Helm's own rendering without a process, of one minor version of each major. */
export interface RenderEngine {
  /** E.g. "3.22": of another version nobody has shown that it renders the same. */
  readonly versions: Readonly<Record<3 | 4, string>>;
  /** What helm would print, `---` before each document; `refused` where helm itself has to be asked. */
  render(request: RenderRequest): { readonly manifest: string; readonly hooks: string } | { readonly refused: string };
}

export interface RenderRequest extends ClusterFacts {
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
  /** Whether helm would ask the cluster where a template looks something up. */
  readonly hasCluster: boolean;
}

/** What templates see of helm and of the cluster. */
export interface ClusterFacts {
  /** `.Capabilities`, as its `toJson` shows it. */
  readonly capabilities: unknown;
  /** What helm checks a chart's `kubeVersion` against. */
  readonly kubeVersion: string;
}
