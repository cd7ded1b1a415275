import type { Helm } from "../program/connect-helm.js";
import type { HelmRelease } from "../release/helm-release.js";
import { askClusterFacts } from "./ask-cluster-facts.js";
import { engineRequest, isForHelm, printedBy, type ReleaseBefore } from "./engine-request.js";
import type { RenderEngine } from "./render-engine.js";
import { type RenderMode, renderRelease } from "./render-release.js";
import type { RenderedRelease } from "./rendered-text.js";

export interface RendererOptions {
  readonly helm: Helm;
  /** Called when there is something to win by it. */
  openEngine(): Promise<RenderEngine>;
  readonly mode: RenderMode;
  /** All that will be rendered. */
  readonly releases: readonly HelmRelease[];
  readonly signal: AbortSignal;
}

/** `before`: what is there of the release; in mode `server` templates see it. */
export type RenderRelease = (release: HelmRelease, before?: ReleaseBefore) => Promise<RenderedRelease>;

/** Undefined where helm has to be asked. */
type ByEngine = (release: HelmRelease, before?: ReleaseBefore) => RenderedRelease | undefined;

/** Releases of one chart from which on the engine is quicker than a process for each: loading it takes as long as these. */
const fewest = 8;

/**
 * Renders releases, many of one chart without a process for each: helm renders the first of them, and where the engine
 * renders that to the same bytes, it renders the others. What needs helm, or ends in an error, is rendered by helm.
 */
export function releaseRenderer({ helm, openEngine, mode, releases, signal }: RendererOptions): RenderRelease {
  const counts = new Map<string, number>();
  for (const release of releases) counts.set(groupOf(release), (counts.get(groupOf(release)) ?? 0) + 1);
  const byHelm = (release: HelmRelease) => renderRelease(helm, release, mode, signal);
  const engine = remembered(() => openEngine());
  const facts = remembered((_context: string, release: HelmRelease) => askClusterFacts(helm, release, mode, signal));

  async function engineFor(release: HelmRelease): Promise<ByEngine | undefined> {
    const { version } = await helm.capabilities(signal);
    const { versions, render } = await engine("");
    const major = version.startsWith("3.") ? 3 : 4;
    if (!version.startsWith(`${versions[major]}.`)) return undefined;
    const known = await facts(clusterOf(release), release);
    return (one, before) => {
      const answer = render({ ...engineRequest(one, before, mode), major, ...known });
      return "refused" in answer ? undefined : printedBy(answer, one, mode);
    };
  }

  /** Whether the engine renders a chart as helm does, shown by a release that helm has rendered. */
  const proven = remembered(async (_group: string, release: HelmRelease, before: ReleaseBefore | undefined) => {
    const [byEngine, rendered] = await Promise.all([engineFor(release).catch(() => undefined), byHelm(release)]);
    const answer = byEngine?.(release, before);
    const isSame = answer?.manifest === rendered.manifest && answer.hooks === rendered.hooks;
    return { release, rendered, byEngine: isSame ? byEngine : undefined };
  });

  return async (release, before) => {
    const group = groupOf(release);
    if ((counts.get(group) ?? 0) < fewest || isForHelm(release, before, mode)) return byHelm(release);
    const proof = await proven(group, release, before);
    if (proof.release === release) return proof.rendered;
    return proof.byEngine?.(release, before) ?? byHelm(release);
  };
}

const clusterOf = ({ context = "", offlineKubeVersion = "" }: HelmRelease) =>
  JSON.stringify([context, offlineKubeVersion]);
const groupOf = (release: HelmRelease) => JSON.stringify([clusterOf(release), release.chart.path]);

/** Does once for each key what is asked for it. */
function remembered<Rest extends unknown[], T>(work: (key: string, ...rest: Rest) => Promise<T>) {
  const results = new Map<string, Promise<T>>();
  return (key: string, ...rest: Rest): Promise<T> => {
    const result = results.get(key) ?? work(key, ...rest);
    results.set(key, result);
    return result;
  };
}
