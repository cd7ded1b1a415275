import { HelmwatchError } from "@helmwatch/core/plugin";
import { placeArgv } from "../argv/release-argv.js";
import { quoteListItem, upgradeArgv } from "../argv/upgrade-argv.js";
import { helmFailure } from "../error/helm-failure.js";
import { preparePostRenderer } from "../post-render/prepare-post-renderer.js";
import { runPostRendered } from "../post-render/run-post-rendered.js";
import type { Helm, HelmCall } from "../program/connect-helm.js";
import type { HelmRelease } from "../release/helm-release.js";
import { dryRunText, type RenderedRelease } from "./rendered-text.js";

/** `server`: as the upgrade would, charts that look things up included. `client`: without any cluster. */
export type RenderMode = "server" | "client";

const deadlineMs = 5 * 60_000;

/** What an upgrade would deploy; nothing is changed. Throws helm's reason, or HELM_RENDER_FAILED. */
export async function renderRelease(
  helm: Helm,
  release: HelmRelease,
  mode: RenderMode,
  signal: AbortSignal,
): Promise<RenderedRelease> {
  const capabilities = await helm.capabilities(signal);
  const postRenderer = await preparePostRenderer(helm, release, capabilities);
  const rendering =
    mode === "server" ? [...upgradeArgv(release, capabilities), "--dry-run=server"] : templateArgv(release);
  const argv = [...rendering, ...postRenderer.argv];
  const files = [release.chart.path, ...release.values.map(({ path }) => path)];
  const call: HelmCall = { argv, files, deadlineMs, interruptible: true };
  const result = await runPostRendered(helm, postRenderer, call, signal);
  const subject = `rendering of ${release.uniqname}`;
  if (result.ended !== "exit" || result.exitCode !== 0)
    throw helmFailure(subject, mode === "server" ? "cluster" : "local", call, result);
  const rendered = mode === "server" ? dryRunText(result.stdout) : { manifest: result.stdout.trim(), hooks: "" };
  if (!rendered)
    throw new HelmwatchError("HELM_RENDER_FAILED", `${subject}: helm ended well, but printed no manifest`, {
      hint: "This helm may print other than versions 3.14 to 4 do.",
    });
  return rendered;
}

function templateArgv(release: HelmRelease): readonly string[] {
  return [
    ...["template", release.name, release.chart.path, ...placeArgv(release)],
    ...release.values.flatMap(({ path }) => ["--values", quoteListItem(path)]),
    ...(release.offlineKubeVersion ? ["--kube-version", release.offlineKubeVersion] : []),
    ...(release.skipCrds ? ["--skip-crds"] : ["--include-crds"]),
    ...(release.disableHooks ? ["--no-hooks"] : []),
    ...(release.enableDns ? ["--enable-dns"] : []),
    ...(release.skipSchemaValidation ? ["--skip-schema-validation"] : []),
  ];
}
