import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chartSource, chartWorld, manifestDigest } from "../../test/chart-world.js";
import type { ChartSource } from "./chart-source.js";

const { path, store } = chartWorld();
const never = new AbortController().signal;
const oci = chartSource({ name: "oci://r.example.com/charts/web", version: "1.2.3" });

describe("an OCI chart", () => {
  it("has the manifest's digest and the name and version of its Chart.yaml", async () => {
    const chart = await store().fetchChart(chartSource({ name: "oci://other.example.com/web", version: "^1" }), never);
    expect(chart).toMatchObject({ digest: manifestDigest, name: "web", version: "1.2.3" });
    expect(existsSync(chart.path)).toBe(true);
  });

  it("is pulled once, after one login with the password on stdin, however many want it", async () => {
    const { fetchChart, calls, helm } = store();
    const [one, two] = await Promise.all([fetchChart(oci, never), fetchChart({ ...oci }, never)]);
    expect(one).toBe(two);
    await fetchChart(chartSource({ name: "oci://r.example.com/charts/web", version: "2.0.0" }), never);
    expect(calls().map((call) => call.replace(/pull-\w+/, "pull-X").replace(path(""), ""))).toEqual([
      "registry login r.example.com --username u --password-stdin",
      "pull oci://r.example.com/charts/web --destination /charts/pull-X --version 1.2.3",
      "pull oci://r.example.com/charts/web --destination /charts/pull-X --version 2.0.0",
    ]);
    expect(helm.commands.find(({ argv }) => argv[0] === "registry")?.stdin).toBe("s3cret");
  });

  it.each<[string, Partial<ChartSource>, string, string]>([
    ["plain http", { plainHttp: true }, "4.3.1", "--plain-http"],
    ["plain http before 3.18", { plainHttp: true }, "3.17.0", "--insecure"],
  ])("logs in over %s", async (_, overrides, version, flag) => {
    const { fetchChart, calls } = store(undefined, version);
    await fetchChart({ ...oci, ...overrides }, never);
    expect(calls()[0]).toBe(`registry login r.example.com --username u --password-stdin ${flag}`);
  });

  it("keeps credentials of its own in a file of their own, out of the machine's keychain", async () => {
    const { fetchChart, helm } = store();
    await fetchChart({ ...oci, username: "me", password: "0ther" }, never);
    await fetchChart(oci, never);
    const files = helm.commands.map(({ argv, env }) => [argv[0], env.HELM_REGISTRY_CONFIG!] as const);
    const [own, shared] = [files.find(([verb]) => verb === "registry")![1], path("home/config/registry/config.json")];
    expect(files.filter(([verb]) => verb === "pull").map(([, file]) => file)).toEqual([own, shared]);
    expect(own).not.toBe(shared);
    // helm asks the keychain only where its own file has no entry.
    expect(JSON.parse(readFileSync(own, "utf8"))).toEqual({ auths: { "helmwatch.invalid": {} } });
    expect(statSync(own).mode & 0o777).toBe(0o600);
  });

  it("uses the user's own logins for a registry without credentials, and only for that", async () => {
    mkdirSync(path("user"));
    const own = path("user/config.json");
    writeFileSync(own, "{}");
    const { fetchChart, helm } = store(undefined, undefined, { HELM_REGISTRY_CONFIG: own });
    await fetchChart(chartSource({ name: "oci://other.example.com/web", version: "1.2.3" }), never);
    await fetchChart(oci, never);
    const files = helm.commands
      .filter(({ argv }) => argv[0] !== "version")
      .map(({ argv, env }) => [argv[0], env.HELM_REGISTRY_CONFIG]);
    const shared = path("home/config/registry/config.json");
    expect(files).toEqual([
      ["pull", own],
      ["registry", shared],
      ["pull", shared],
    ]);
    expect(readFileSync(own, "utf8")).toBe("{}");
  });

  it("with a username needs a password", async () => {
    const fetching = store().fetchChart({ ...oci, username: "me" }, never);
    await expect(fetching).rejects.toMatchObject({
      code: "HELM_FETCH_FAILED",
      message: 'registry "r.example.com" has a username but no password',
    });
  });

  it("whose login fails is told as that, without a pull", async () => {
    const { fetchChart, calls } = store(({ argv }) =>
      argv[0] === "registry" ? { exitCode: 1, stderr: "Error: response status code 401: unauthorized" } : undefined,
    );
    await expect(fetchChart(oci, never)).rejects.toMatchObject({
      code: "HELM_FETCH_FAILED",
      message:
        'login to registry "r.example.com" as "u" failed: the credentials were not accepted (response status code 401: unauthorized)',
    });
    expect(calls()).toHaveLength(1);
  });
});
