import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { type HelmMajor, helmBinary } from "./helm.js";
import type { Registry } from "./registry.js";

/** Packages the chart of a folder and pushes it; the result is what a release names: `oci://HOST/charts/NAME`. */
export async function pushChart(
  directory: string,
  { host, credentials, tls }: Pick<Registry, "host" | "credentials" | "tls">,
  { helm: major = 4, path = "charts" }: { helm?: HelmMajor; path?: string } = {},
): Promise<string> {
  const helm = await helmBinary(major);
  const home = await mkdtemp(join(tmpdir(), "helmwatch-push-"));
  try {
    const env = {
      HELM_CACHE_HOME: join(home, "cache"),
      HELM_CONFIG_HOME: join(home, "config"),
      HELM_DATA_HOME: join(home, "data"),
    };
    const access = tls
      ? ["--ca-file", tls.authority, "--cert-file", tls.client.cert, "--key-file", tls.client.key]
      : ["--plain-http"];
    if (credentials) {
      await execa(
        helm,
        ["registry", "login", host, ...access, "--username", credentials.username, "--password-stdin"],
        { env, input: credentials.password },
      );
    }
    await execa(helm, ["package", directory, "--destination", join(home, "package")], { env });
    const [archive] = await readdir(join(home, "package"));
    const repository = `oci://${host}/${path}`;
    await execa(helm, ["push", join(home, "package", archive!), repository, ...access], { env });
    return `${repository}/${archive!.replace(/-v?\d+\.\d+\.\d+.*\.tgz$/, "")}`;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
