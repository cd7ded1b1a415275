import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { fakeHelm } from "../../test/fake-helm.js";
import { plainRelease } from "../../test/plain-release.js";
import { connectHelm } from "../program/connect-helm.js";
import type { HelmRelease } from "../release/helm-release.js";
import type { ReleaseBefore } from "./engine-request.js";
import { releaseRenderer } from "./release-renderer.js";
import type { RenderRequest } from "./render-engine.js";

const facts = `---\n# Source: facts\ndata:\n  capabilities: '{"KubeVersion":{"Version":"v1.35.0"}}'\n  kubeVersion: v1.35.0\n`;
const rendered = (name: string) => `---\n# Source: app\nname: ${name}\n`;

interface World {
  readonly count?: number;
  readonly version?: string;
  readonly keys?: Partial<HelmRelease>;
  readonly before?: ReleaseBefore;
  /** What the engine answers instead of what helm prints. */
  readonly answer?: (request: RenderRequest) => { manifest: string; hooks: string } | { refused: string };
}

/** Renders that many releases; tells what helm was started for, and what the engine was asked. */
async function render({ count = 10, version = "v4.3.9", keys = {}, before, answer }: World) {
  const home = await mkdtemp(join(tmpdir(), "helmwatch-render-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const executor = fakeHelm(version, ({ argv: [verb, first, second] }) =>
    verb === "template" ? { stdout: facts } : { stdout: `HOOKS:\nMANIFEST:\n${rendered(String(second ?? first))}` },
  );
  const asked: RenderRequest[] = [];
  const releases = Array.from({ length: count }, (_, index) => plainRelease({ name: `r${index}`, ...keys }));
  const one = releaseRenderer({
    helm: connectHelm({ executor, home, env: {} }),
    openEngine: async () => ({
      versions: { 3: "3.22", 4: "4.3" },
      render(request) {
        asked.push(request);
        return answer?.(request) ?? { manifest: rendered(request.name), hooks: "" };
      },
    }),
    mode: "server",
    releases,
    signal: new AbortController().signal,
  });
  const results = await Promise.all(releases.map((release) => one(release, before)));
  const verbs = executor.commands.map(({ argv }) => argv[0]).filter((verb) => verb !== "version");
  expect(results.map(({ manifest }) => manifest)).toEqual(releases.map(({ name }) => rendered(name).trim()));
  return { upgrades: verbs.filter((verb) => verb === "upgrade").length, asked };
}

it("helm renders the first release of a chart, and the engine, which renders that to the same, the others", async () => {
  const { upgrades, asked } = await render({ before: { revision: 4, status: "deployed" } });
  expect(upgrades).toBe(1);
  expect(asked).toHaveLength(10);
  expect(asked[9]).toMatchObject({
    ...{ major: 4, name: "r9", revision: 5, isUpgrade: true, hasCluster: true, includeCrds: false },
    ...{ kubeVersion: "v1.35.0", capabilities: { KubeVersion: { Version: "v1.35.0" } } },
  });
});

it.each<[what: string, world: World, upgrades: number]>([
  ["a few releases", { count: 7 }, 7],
  ["a helm that the engine is not of", { version: "v4.4.0" }, 10],
  ["an older helm", { version: "v3.14.0" }, 10],
  ["releases that ask the DNS", { keys: { enableDns: true } }, 10],
  ["what a program patches", { keys: { postRenderer: { argv: ["p"] } } }, 10],
  ["values of an earlier revision", { keys: { reuseValues: true }, before: { revision: 1, status: "deployed" } }, 10],
  ["releases that helm will not upgrade", { before: { revision: 1, status: "pending-upgrade" } }, 10],
  ["a chart that the engine renders otherwise", { answer: () => ({ manifest: "other", hooks: "" }) }, 10],
  [
    "a release that the engine refuses",
    { answer: ({ name }) => (name === "r3" ? { refused: "no" } : { manifest: rendered(name), hooks: "" }) },
    2,
  ],
  ["new releases whose values would be reused", { keys: { reuseValues: true } }, 1],
  ["another build of the same version", { version: "v3.22.7+gabc" }, 1],
])("helm renders %s", async (_, world, upgrades) => {
  expect((await render(world)).upgrades).toBe(upgrades);
});
