import type { Capabilities } from "../capability/capabilities.js";
import type { HelmRelease } from "../release/helm-release.js";
import { flag, placeArgv, rolloutArgv, timeoutArgv } from "./release-argv.js";

/** Carries the digest of what was deployed. A rollback brings back the labels of its revision, hence this one too. */
export const digestLabel = "helmwatch/digest";

/**
 * `helm upgrade --install`. `atomic` is not passed: helm would undo (a first install: uninstall) before anyone could see
 * why it failed; the run undoes after it has collected evidence. `oldLabels`: keys of labels of the revision before,
 * which helm would keep.
 */
export function upgradeArgv(
  release: HelmRelease,
  helm: Capabilities,
  oldLabels: readonly string[] = [],
): readonly string[] {
  const removed = Object.fromEntries(oldLabels.map((key) => [key, "null"]));
  return [
    "upgrade",
    "--install",
    release.name,
    release.chart.path,
    ...placeArgv(release),
    ...release.values.flatMap(({ path }) => ["--values", quoteListItem(path)]),
    reuseFlag(release),
    ...timeoutArgv(release.timeoutMs),
    "--history-max",
    String(release.maxHistory),
    ...Object.entries({ ...removed, ...release.labels, [digestLabel]: release.digest }).flatMap(([key, value]) => [
      "--labels",
      `${key}=${value}`,
    ]),
    ...(release.description ? ["--description", release.description] : []),
    ...rolloutArgv(release, helm),
    ...flag(release.createNamespace, "--create-namespace"),
    ...flag(release.disableOpenApiValidation, "--disable-openapi-validation"),
    ...flag(release.enableDns, "--enable-dns"),
    ...flag(release.skipCrds, "--skip-crds"),
    ...flag(release.subNotes, "--render-subchart-notes"),
    ...flag(release.hideNotes && helm.hideNotes, "--hide-notes"),
    ...flag(release.takeOwnership, "--take-ownership"),
    ...flag(release.skipSchemaValidation, "--skip-schema-validation"),
  ];
}

/** Said always: without any of them helm reuses the old values as soon as no values file is given. */
function reuseFlag(release: HelmRelease): string {
  if (release.resetValues) return "--reset-values";
  if (release.reuseValues) return "--reuse-values";
  return release.resetThenReuseValues ? "--reset-then-reuse-values" : "--reset-values";
}

/** `--values` takes a list in CSV: a path with a comma would be two. */
export function quoteListItem(path: string): string {
  return /[",\n]/.test(path) ? `"${path.replaceAll('"', '""')}"` : path;
}
