import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { HelmwatchError } from "@helmwatch/core/plugin";
import type { GitCheckouts } from "../git/git-checkouts.js";
import type { ChartSource, GitSource } from "./chart-source.js";

/** The folder or archive of a chart in a checkout of its repository. Throws CHART_NOT_FOUND and CHART_INVALID. */
export async function takeFromGit(
  checkouts: GitCheckouts,
  { name, username, password, caFile, certFile, keyFile, insecure }: ChartSource,
  { url, ref, path }: GitSource,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly commit: string }> {
  const access = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
    insecure,
  };
  const { folder, commit, foreignLinks } = await checkouts.use(
    { url, ...(ref === undefined ? {} : { ref }) },
    access,
    signal,
  );
  const foreign = foreignLinks.find((link) => path === "" || link === path || link.startsWith(`${path}/`));
  if (foreign !== undefined)
    throw new HelmwatchError("CHART_INVALID", `chart "${name}": "${foreign}" is a link out of its repository`, {
      hint: "A chart from git may not show files of this machine.",
    });
  const [root, found] = await Promise.all([
    realpath(folder),
    realpath(join(folder, path)).catch(() => undefined), // What it leads to may be a link to another folder of it.
  ]);
  if (found === undefined || !`${found}${sep}`.startsWith(`${root}${sep}`))
    throw new HelmwatchError(
      "CHART_NOT_FOUND",
      `chart "${name}": there is no "${path}" in its repository at ${commit}`,
      {
        hint: "path is relative to the top of the repository.",
      },
    );
  return { path: found, commit };
}
