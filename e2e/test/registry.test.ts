import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { helmBinary, helmMajors } from "../tools/helm.js";
import { pushChart } from "../tools/push-chart.js";
import { startRegistry } from "../tools/registry.js";

const temporaryFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), "helmwatch-registry-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

describe.each(helmMajors)("helm %i", (major) => {
  test("says its version", async () => {
    const { stdout } = await execa(await helmBinary(major), ["version", "--template", "{{.Version}}"]);
    expect(stdout).toMatch(major === 3 ? /^v3\.\d+\.\d+$/ : /^v4\.\d+\.\d+$/);
  });

  test.each([
    { registry: "an open registry", credentials: undefined },
    { registry: "a registry with a password", credentials: { username: "ci", password: "swordfish" } },
  ])("pushes a chart to $registry and pulls it from there", async ({ credentials }) => {
    const helm = await helmBinary(major);
    const folder = await temporaryFolder();
    await execa(helm, ["create", "shop"], { cwd: folder });
    const registry = await startRegistry(credentials ? { credentials } : {});
    onTestFinished(registry.stop);

    const chart = await pushChart(join(folder, "shop"), registry, { helm: major });
    expect(chart).toBe(`oci://${registry.host}/charts/shop`);

    const env = { HELM_REGISTRY_CONFIG: join(folder, "registry.json") };
    const pull = () =>
      execa(helm, ["pull", chart, "--plain-http", "--untar", "--untardir", "pulled"], { cwd: folder, env });
    if (credentials) {
      await expect(pull()).rejects.toThrow(/401|unauthorized|basic credential/i);
      const login = ["registry", "login", registry.host, "--plain-http", "--username", "ci", "--password-stdin"];
      await execa(helm, login, { env, input: credentials.password });
    }
    await pull();
    expect(await readFile(join(folder, "pulled/shop/Chart.yaml"), "utf8")).toContain("name: shop");
  });
});
