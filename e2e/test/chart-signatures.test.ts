import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@helmwatch/core";
import { type ChartSource, chartStore, type Repository } from "@helmwatch/helm";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { debianPrograms } from "../tools/debian-programs.js";
import { type HelmMajor, helmBinary, helmMajors } from "../tools/helm.js";
import { startRegistry } from "../tools/registry.js";
import { chartSource } from "./chart-sources.js";
import { serveFiles } from "./file-server.js";
import { helmWorld } from "./helm-world.js";

const signal = new AbortController().signal;

/** Chart `shop` 0.1.0 signed by one of two people, as a file, in a repository and in a registry. */
async function signedWorld(major: HelmMajor) {
  const { folder, helm } = await helmWorld(major);
  const program = await helmBinary(major);
  const [gpg] = await debianPrograms(["gpg"], { signal, progress: () => {} });
  const home = join(folder, "gpg");
  await mkdir(home, { mode: 0o700 });
  const run = async (...argv: string[]) =>
    (await execa(gpg, ["--homedir", home, "--batch", ...argv], { encoding: "buffer" })).stdout;
  onTestFinished(
    async () => void (await execa("gpgconf", ["--homedir", home, "--kill", "gpg-agent"], { reject: false })),
  );
  for (const name of ["Ann", "Bob"])
    await run("--quick-generate-key", "--passphrase", "", `${name} <${name}@example.com>`, "rsa2048", "sign", "never");
  const ring = async (name: string, ...argv: string[]) => {
    await writeFile(join(folder, name), await run(...argv), { mode: 0o600 });
    return join(folder, name);
  };
  const secret = await ring("secring.gpg", "--export-secret-keys"); // The form of GnuPG 1, the one that helm reads.
  const ann = await ring("ann.gpg", "--export", "Ann@example.com");
  const bob = await ring("bob.gpg", "--export", "Bob@example.com");

  await execa(program, ["create", "shop"], { cwd: folder });
  const signed = join(folder, "signed");
  const unsigned = join(folder, "unsigned");
  const sign = ["--sign", "--key", "Ann", "--keyring", secret];
  await execa(program, ["package", join(folder, "shop"), "--destination", signed, ...sign]);
  await execa(program, ["package", join(folder, "shop"), "--destination", unsigned]);
  const archive = join(signed, "shop-0.1.0.tgz");
  const registry = await startRegistry();
  onTestFinished(() => registry.stop());
  await execa(program, ["push", archive, `oci://${registry.host}/signed`, "--plain-http"]);
  await execa(program, ["push", join(unsigned, "shop-0.1.0.tgz"), `oci://${registry.host}/unsigned`, "--plain-http"]);
  const repository = async (path: string): Promise<Repository> => {
    await execa(program, ["repo", "index", path]);
    const { url } = await serveFiles(path);
    return { name: `own-${path.endsWith("unsigned")}`, url, insecureSkipTlsVerify: false, passCredentialsAll: false };
  };
  const fetchChart = (chart: Partial<ChartSource>) =>
    chartStore({
      ...{ helm, clock: systemClock, directory: join(folder, "charts"), registries: [], repositories: [] },
    }).fetchChart(
      chartSource({ verify: true, plainHttp: chart.name?.startsWith("oci://") === true, ...chart }),
      signal,
    );
  return { folder, archive, signed, unsigned, ann, bob, host: registry.host, repository, fetchChart };
}

describe.each(helmMajors)("helm %i", (major) => {
  test("takes only what somebody of the keyring signed: a file, of a repository, of OCI, by digest", async () => {
    const { archive, signed, unsigned, ann, bob, host, repository, fetchChart } = await signedWorld(major);
    const bare = join(unsigned, "shop-0.1.0.tgz");
    const { digest } = await fetchChart({ name: `oci://${host}/signed/shop`, verify: false });
    const good: Partial<ChartSource>[] = [
      { name: archive, path: archive },
      { name: `own-false/shop`, repository: await repository(signed) },
      { name: `oci://${host}/signed/shop` },
      { name: `oci://${host}/signed/shop@${digest}` },
    ];
    const bad: Partial<ChartSource>[] = [
      { name: bare, path: bare },
      { name: `own-true/shop`, repository: await repository(unsigned) },
      { name: `oci://${host}/unsigned/shop` },
    ];
    for (const chart of good) {
      expect(await fetchChart({ ...chart, keyring: ann }), chart.name).toMatchObject({
        name: "shop",
        version: "0.1.0",
      });
      await expect(fetchChart({ ...chart, keyring: bob }), chart.name).rejects.toMatchObject({
        code: "CHART_NOT_VERIFIED",
        message: expect.stringContaining("who signed it is not in the keyring"),
      });
    }
    for (const chart of bad)
      await expect(fetchChart({ ...chart, keyring: ann }), chart.name).rejects.toMatchObject({
        code: "CHART_NOT_VERIFIED",
        message: expect.stringContaining("it has no signature: there is no .prov file beside it"),
      });
  });

  test("refuses what was changed after it was signed, what is a folder, and a keyring that is not there", async () => {
    const { folder, archive, ann, fetchChart } = await signedWorld(major);
    const other = join(folder, "other/shop-0.1.0.tgz");
    await writeFile(join(folder, "shop/values.yaml"), "changed: true\n");
    await execa(await helmBinary(major), ["package", join(folder, "shop"), "--destination", join(folder, "other")]);
    await copyFile(`${archive}.prov`, `${other}.prov`);
    const refused = async (chart: Partial<ChartSource>, why: string) =>
      expect(fetchChart({ name: "x", keyring: ann, ...chart })).rejects.toMatchObject({
        code: "CHART_NOT_VERIFIED",
        message: expect.stringContaining(why),
      });
    await refused({ path: other }, "it is not what was signed");
    await refused({ path: join(folder, "shop") }, "is a folder, which has no signature");
    await refused({ path: archive, keyring: join(folder, "nobody.gpg") }, "the keyring cannot be read");
  });
});
