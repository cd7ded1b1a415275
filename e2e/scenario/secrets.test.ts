import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { helmBinary, helmMajors } from "../tools/helm.js";
import { pushChart } from "../tools/push-chart.js";
import { startRegistry } from "../tools/registry.js";
import { scenario } from "./scenario.js";
import { story } from "./story.js";

const password = "correct-horse-battery";
const token = "staple-of-the-monitor";

describe.each(helmMajors)("with helm %i", (helmMajor) => {
  const it = scenario.extend({ helmMajor });

  it("secrets open the registry and the monitored service, and appear nowhere else", async ({ world }) => {
    const { given, release, monitor, run, folder, target, cluster } = world;
    const registry = await startRegistry({ credentials: { username: "ann", password } });
    try {
      const chart = await pushChart(join(folder, "chart"), registry, { helm: helmMajor });
      const argvLog = join(folder, "argv");
      const binary = join(folder, "watched-helm");
      await writeFile(binary, `#!/bin/sh\necho "$@" >> ${argvLog}\nexec ${await helmBinary(helmMajor)} "$@"\n`);
      await chmod(binary, 0o755);
      const headers = { Authorization: `Bearer ${token}` };
      const config = (value: string) => ({
        helm: { backend: "cli", binary },
        registries: [{ host: registry.host, username: "ann", password: value }],
        monitors: [
          monitor("m", { success_threshold: 1, http: { url: `${target.url}/m`, expected_codes: [200], headers } }),
        ],
        releases: [release("app", {}, { chart: { name: chart, version: "1.0.0", plain_http: true }, monitors: ["m"] })],
      });
      await given(config(password));
      const runs = [await run("build"), await run("up")];
      expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
      expect(story(runs[1]?.events ?? [])).toEqual(["app deployed 1", "m passed", "exit 0"]);
      expect(target.headers("/m")?.authorization).toBe(`Bearer ${token}`);
      expect(await cluster.version("app")).toBe("1");

      const said = runs.map(({ stdout, stderr }) => stdout + stderr).join("\n");
      const plan = join(folder, ".helmwatch");
      const files = await filesOf(plan);
      expect(files.length).toBeGreaterThan(2);
      const kept = await Promise.all(files.map((file) => readFile(file, "latin1")));
      for (const text of [said, await readFile(argvLog, "utf8"), ...kept])
        expect(text.includes(password) || text.includes(token)).toBe(false);
      for (const file of files) expect((await stat(file)).mode & 0o077).toBe(0);

      await given(config("wrong-one"));
      const refused = await run("up", "--build");
      expect(refused.exitCode).toBe(4);
      expect(refused.stderr).toMatch(/ann|401|unauthorized/i);
      expect(refused.stdout + refused.stderr).not.toContain("wrong-one");
      expect(await cluster.history("app")).toEqual(["deployed"]);
    } finally {
      await registry.stop();
    }
  });
});

scenario(
  "a helm registry login of the user's opens a registry that the file has no password for",
  async ({ world }) => {
    const { given, release, run, folder, cluster } = world;
    const registry = await startRegistry({ credentials: { username: "ann", password } });
    try {
      const chart = await pushChart(join(folder, "chart"), registry);
      const env = { HELM_REGISTRY_CONFIG: join(folder, "logins.json") };
      const login = ["registry", "login", registry.host, "--username", "ann", "--password-stdin", "--plain-http"];
      await execa(await helmBinary(4), login, { env, input: password });
      await given({
        registries: [{ host: registry.host }],
        releases: [release("app", {}, { chart: { name: chart, version: "1.0.0", plain_http: true } })],
      });
      expect((await run("up")).exitCode).toBe(4);
      await writeFile(join(folder, ".env"), `HELM_REGISTRY_CONFIG=${env.HELM_REGISTRY_CONFIG}\n`);
      expect(story((await run("up")).events)).toEqual(["app deployed 1", "exit 0"]);
      expect(await cluster.version("app")).toBe("1");
    } finally {
      await registry.stop();
    }
  },
);

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
