import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HelmCommand } from "@helmwatch/core/plugin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packCommand } from "../pack/pack-command.js";
import { pulledCharts } from "./pulled-charts.js";

const digest = `sha256:${"d".repeat(64)}`;
const archive = "what the registry sent";
const sum = createHash("sha256").update(archive).digest("hex");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pull-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** What becomes of an upgrade whose chart was pulled like this. */
async function upgradeAfter(argv: string[], call: { env?: HelmCommand["env"]; files?: string[]; told?: string } = {}) {
  const destination = mkdtempSync(join(folder, "destination-"));
  const chart = join(destination, "web-1.2.3.tgz");
  writeFileSync(chart, archive);
  const { env = {}, files = [], told = `Pulled: x\nDigest: ${digest}\n` } = call;
  const common = { deadlineMs: 1, interruptible: true };
  const pulled = pulledCharts();
  pulled.remember(
    { argv: [...argv.slice(0, 2), "--destination", destination, ...argv.slice(2)], env, files, ...common },
    { exitCode: 0, stdout: "", stderr: told, where: "", ended: "exit" },
  );
  const carried: string[] = [];
  const command = { argv: ["upgrade", "web", chart], env, files: [chart], ...common };
  const pack = await packCommand(command, { pulled, carried: (_, why) => carried.push(why) });
  const entries = Object.fromEntries([...pack.entries].map(([name, bytes]) => [name, bytes.toString()]));
  return { entries, carried, argv: entries.argv };
}

const logins = (auths: object) => file(`config-${Object.keys(auths).length}.json`, JSON.stringify({ auths }));

describe("a chart of an OCI registry", () => {
  it("is pulled by its digest, not carried, and must be the archive of the plan", async () => {
    const { entries, argv } = await upgradeAfter(["pull", "oci://r:5000/c/web", "--version", "^1", "--plain-http"]);
    expect(entries.pull).toBe(`pull '000-web-1.2.3.tgz' ${sum} 'pull' 'oci://r:5000/c/web@${digest}' '--plain-http'\n`);
    expect(argv).toBe("set -- 'upgrade' 'web' '/helmwatch/work/files/000-web-1.2.3.tgz'\n");
    expect(Object.keys(entries).filter((key) => /^f\d|json$/.test(key))).toEqual([]);
  });

  it("stays as it is named where helm told no digest, or where its name has one", async () => {
    const argv = ["pull", "oci://r/web", "--version", "1.2.3"];
    expect((await upgradeAfter(argv, { told: "" })).entries.pull).toContain("'oci://r/web' '--version' '1.2.3'");
    expect((await upgradeAfter(["pull", `oci://r/web@${digest}`])).entries.pull).toContain(`'oci://r/web@${digest}'\n`);
  });

  it("takes the login of its own registry along, and no other one", async () => {
    const mine = { "r:5000": { auth: "bWluZQ==" }, "other:5000": { auth: "b3RoZXI=" } };
    const { entries } = await upgradeAfter(["pull", "oci://r:5000/web"], {
      env: { HELM_REGISTRY_CONFIG: logins(mine) },
    });
    expect(entries["registry.json"]).toBe('{"auths":{"r:5000":{"auth":"bWluZQ=="}}}');
    expect(entries.pull).toMatch(/^export HELM_REGISTRY_CONFIG='\/helmwatch\/in\/registry.json'\n/);
    expect(JSON.stringify(entries)).not.toContain("b3RoZXI=");
  });

  it("takes docker's login where helm has none", async () => {
    mkdirSync(join(folder, ".docker"), { recursive: true });
    file(".docker/config.json", JSON.stringify({ auths: { "https://index.docker.io/v1/": { auth: "aHVi" } } }));
    const { entries } = await upgradeAfter(["pull", "oci://registry-1.docker.io/web"], { env: { HOME: folder } });
    expect(entries["registry.json"]).toContain("aHVi");
  });

  it("is carried where its login is in a keychain, which no pod can open", async () => {
    const env = { HELM_REGISTRY_CONFIG: logins({ r: {} }) };
    const { entries, carried } = await upgradeAfter(["pull", "oci://r/web"], { env });
    expect(entries).toMatchObject({ "f000.000": archive });
    expect(entries.pull).toBeUndefined();
    expect(carried).toEqual(["the login of its registry is in a keychain of this machine"]);
  });

  it("takes certificates of this machine along", async () => {
    const ca = file("ca.crt", "certificate");
    const { entries, argv } = await upgradeAfter(["pull", "oci://r/web", "--ca-file", ca], { files: [ca] });
    expect(entries["f000.000"]).toBe("certificate");
    expect(entries.pull).toContain("'--ca-file' '/helmwatch/work/files/000-ca.crt'\n");
    expect(argv).toContain("'/helmwatch/work/files/001-web-1.2.3.tgz'");
  });
});

describe("a chart of a repository", () => {
  it("is pulled by the repository's entry, with its password, after its index", async () => {
    const text = '{"repositories":[{"name":"charts","url":"https://c","username":"u","password":"s3cret"}]}';
    const env = { HELM_REPOSITORY_CONFIG: file("repositories.yaml", text) };
    const { entries } = await upgradeAfter(["pull", "charts/web", "--version", "1.2.3"], { env, told: "" });
    expect(entries["repositories.yaml"]).toBe(text);
    expect(entries.pull?.split("\n")).toEqual([
      "export HELM_REPOSITORY_CONFIG='/helmwatch/in/repositories.yaml'",
      "quietly 'repo' 'update' 'charts'",
      `pull '000-web-1.2.3.tgz' ${sum} 'pull' 'charts/web' '--version' '1.2.3'`,
      "",
    ]);
  });

  it("is carried where certificates of this machine are the way to it", async () => {
    const text = '{"repositories":[{"name":"charts","url":"https://c","caFile":"/ca.crt"}]}';
    const env = { HELM_REPOSITORY_CONFIG: file("tls.yaml", text) };
    const { entries, carried } = await upgradeAfter(["pull", "charts/web"], { env });
    expect(entries.pull).toBeUndefined();
    expect(carried).toEqual(["its repository is reached by certificates of this machine"]);
  });
});

it("pulls the archive of a URL", async () => {
  const { entries } = await upgradeAfter(["pull", "https://c/web.tgz"], { told: "" });
  expect(entries.pull).toBe(`pull '000-web-1.2.3.tgz' ${sum} 'pull' 'https://c/web.tgz'\n`);
});
