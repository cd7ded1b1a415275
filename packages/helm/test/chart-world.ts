import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock } from "@helmwatch/core";
import type { HelmCommand, HelmResult } from "@helmwatch/core/plugin";
import { afterEach, beforeEach } from "vitest";
import type { ChartSource, Registry, Repository } from "../src/chart/chart-source.js";
import { chartStore } from "../src/chart/chart-store.js";
import { connectHelm } from "../src/program/connect-helm.js";
import { type FakeHelm, fakeHelm } from "./fake-helm.js";

export const manifestDigest = `sha256:${"d".repeat(64)}`;

export const charts: Repository = {
  ...{ name: "charts", url: "https://charts.example.com", username: "u", password: "s3cret" },
  ...{ insecureSkipTlsVerify: true, passCredentialsAll: false },
};

const registry: Registry = { host: "https://r.example.com", username: "u", password: "s3cret", insecure: false };

export function chartSource(overrides: Partial<ChartSource>): ChartSource {
  const flags = { insecure: false, plainHttp: false, passCredentials: false, verify: false };
  return { name: "", ...flags, skipDependencyUpdate: false, skipRefresh: false, ...overrides };
}

/** A folder of its own for each test of a file. */
export function chartWorld() {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "charts-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function directory(name: string, yaml: string): string {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, "Chart.yaml"), yaml);
    return join(folder, name);
  }

  /** What a registry would send: `web` 1.2.3. */
  function archive(): string {
    directory("packed/web", "name: web\nversion: 1.2.3\n");
    execFileSync("tar", ["-czf", join(folder, "web.tgz"), "-C", join(folder, "packed"), "web"]);
    return join(folder, "web.tgz");
  }

  /** A store over a helm that pulls into the destination; what `fail` answers comes first; `env` is the user's. */
  function store(
    fail: (command: HelmCommand) => Partial<HelmResult> | undefined = () => undefined,
    version = "4.3.1",
    env: Record<string, string> = {},
  ) {
    const bytes = readFileSync(archive());
    const clock = fakeClock();
    const helm: FakeHelm = fakeHelm(version, (command) => {
      const failure = fail(command);
      if (failure) return failure;
      if (command.argv[0] !== "pull") return undefined;
      const destination = command.argv[command.argv.indexOf("--destination") + 1]!;
      writeFileSync(join(destination, "web-1.2.3.tgz"), bytes);
      return command.argv[1]!.startsWith("oci:") ? { stderr: `Pulled: r/web:1.2.3\nDigest: ${manifestDigest}\n` } : {};
    });
    const connected = connectHelm({ executor: helm, home: join(folder, "home"), env });
    const { fetchChart } = chartStore({
      ...{ helm: connected, clock, directory: join(folder, "charts") },
      ...{ registries: [registry], repositories: [charts] },
    });
    const calls = () => helm.commands.map(({ argv }) => argv.join(" ")).filter((argv) => !argv.startsWith("version"));
    return { helm, clock, fetchChart, calls };
  }

  return { path: (name: string) => join(folder, name), directory, archive, store };
}
