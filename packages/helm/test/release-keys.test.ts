import { readConfig } from "@helmwatch/core";
import { describe, expect, it } from "vitest";
import { uninstallArgv } from "../src/argv/uninstall-argv.js";
import { upgradeArgv } from "../src/argv/upgrade-argv.js";
import { capabilities } from "../src/capability/capabilities.js";
import { unsupportedFlags } from "../src/capability/unsupported-flags.js";
import type { HelmRelease } from "../src/release/helm-release.js";

/** A release as the file says it, with the inputs that a plan adds. */
function releaseOf(line: string): HelmRelease {
  const text = `releases: [{name: a, namespace: n, chart: ./c${line && `, ${line}`}}]`;
  const { config, diagnostics } = readConfig({ bytes: new TextEncoder().encode(text), file: "helmwave.yml" });
  if (!config) throw new Error(diagnostics[0]?.message);
  return { ...config.releases[0]!, chart: { path: "/c" }, values: [], digest: "d" };
}

const helms = { 3: capabilities("3.22.0"), 4: capabilities("4.3.1") };
type Refused = RegExp;

/** What a key adds to helm's arguments, on Helm 3 and on Helm 4; `-x` is taken off; a pattern is why it is refused. */
const keys: readonly [line: string, three: string | Refused, four?: string | Refused][] = [
  ["wait: true", "--wait", "--wait=watcher"],
  ["wait: watcher", "--wait", "--wait=watcher"],
  ["wait: legacy", "--wait", "--wait=legacy"],
  ["wait: hookOnly", ""],
  ["wait: false", ""],
  ["wait_for_jobs: true", "--wait-for-jobs"],
  ["cleanup_on_fail: true", "--cleanup-on-fail"],
  ["create_namespace: true", "--create-namespace"],
  ["disable_hooks: true", "--no-hooks"],
  ["disable_open_api_validation: true", "--disable-openapi-validation"],
  ["enable_dns: true", "--enable-dns"],
  ["force: true", "--force", "--force-replace --server-side=false"],
  ["force_conflicts: true", /force_conflicts needs helm 4.0/, "--force-conflicts"],
  ["reset_values: true", ""],
  ["reuse_values: true", "-reset-values --reuse-values"],
  ["reset_then_reuse_values: true", "-reset-values --reset-then-reuse-values"],
  ["skip_crds: true", "--skip-crds"],
  ["sub_notes: true", "--render-subchart-notes"],
  ["take_ownership: true", "--take-ownership"],
  ["skip_schema_validation: true", "--skip-schema-validation"],
  ["hide_notes: true", "--hide-notes"],
  ["timeout: 90s", "-timeout 300s --timeout 90s"],
  ["timeout: 0", ""],
  ["max_history: 3", "-history-max 0 --history-max 3"],
  ["description: by hand", "--description by hand"],
  ["labels: {team: web}", "--labels team=web"],
  ["server_side_apply: auto", ""],
  ["server_side_apply: true", /server_side_apply: true needs helm 4.0/, "--server-side=true"],
  ["server_side_apply: false", "", "--server-side=false"],
  // What helmwatch does itself, in both: helm would undo before anybody could see why.
  ["atomic: true", ""],
  ["allow_failure: true", ""],
  ["pending_release_strategy: rollback", ""],
  ["offline_kube_version: 1.30", ""],
  ["tests: {enabled: true}", ""],
];

describe.each([3, 4] as const)("on helm %i", (major) => {
  const helm = helms[major];
  const words = (line: string) => upgradeArgv(releaseOf(line), helm).join(" ");

  it.each(keys.map(([line, three, four = three]) => [line, major === 3 ? three : four] as const))(
    "%s is %s",
    (line, expected) => {
      const refused = unsupportedFlags(releaseOf(line), helm).map(({ message }) => message);
      if (typeof expected !== "string") return expect(refused).toEqual([expect.stringMatching(expected)]);
      expect(refused).toEqual([]);
      const [plain, changed] = [words("").split(" "), words(line).split(" ")];
      const added = expected.split(" --").map((flag, index) => (index === 0 ? flag : `--${flag}`));
      const gone = added.filter((flag) => /^-\w/.test(flag)).map((flag) => `-${flag}`);
      const fresh = added.filter((flag) => flag.startsWith("--"));
      const spaced = (argv: readonly string[]) => ` ${argv.join(" ")} `;
      for (const flag of gone) expect(spaced(plain)).toContain(` ${flag} `);
      for (const flag of gone) expect(spaced(changed)).not.toContain(` ${flag} `);
      for (const flag of fresh) expect(spaced(changed)).toContain(` ${flag} `);
      const count = (flags: readonly string[]) => flags.join(" ").split(" ").filter(Boolean).length;
      expect(changed).toHaveLength(plain.length + count(fresh) - count(gone));
    },
  );

  it.each(["background", "foreground", "orphan"])("delete_propagation: %s is how helm uninstalls", (propagation) => {
    const argv = uninstallArgv(releaseOf(`delete_propagation: ${propagation}`), helm);
    expect(argv.join(" ")).toContain(`--cascade ${propagation}`);
  });
});

it("has a row for every key that is helm's, and no helm gets a key that is not in the file", () => {
  const { chart: _, values: __, digest: ___, ...release } = releaseOf("");
  const others = ["name", "namespace", "uniqname", "dependsOn", "tags", "monitors", "lifecycle", "store"];
  const camel = (key: string) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const tested = new Set([...keys.map(([line]) => camel(line.split(":")[0]!)), "deletePropagation", "timeoutMs"]);
  expect(Object.keys(release).filter((key) => !others.includes(key) && !tested.has(key))).toEqual([]);
});
