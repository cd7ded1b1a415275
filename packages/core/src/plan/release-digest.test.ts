import { describe, expect, it } from "vitest";
import { readConfig } from "../config/read-config.js";
import type { SelectedRelease } from "./plan.js";
import { releaseDigest } from "./release-digest.js";

function release(more = ""): SelectedRelease {
  const text = `releases: [{name: a, namespace: n, chart: ./c, ${more}}]\nmonitors: [{name: m, type: x}]`;
  const { config, diagnostics } = readConfig({ bytes: new TextEncoder().encode(text), file: "f" });
  if (!config) throw new Error(diagnostics[0]?.message);
  return { ...config.releases[0]!, index: 0, dependsOn: [] };
}

const chart = "sha256:1";
const values = ["aa", "bb"];
const before = releaseDigest(release(), chart, values);

describe("the digest of a release", () => {
  it("is the same on every machine, and fits a label", () => {
    expect(before).toMatchInlineSnapshot(`"a11d473596b9abc1da5ed8bae43a62a8ae11e33de740b3f540ddfcb4635a87e"`);
    expect(before).toHaveLength(63);
  });

  it.each([
    "disable_hooks: true",
    "enable_dns: true",
    "force: true",
    "force_conflicts: true",
    "labels: {a: b}",
    "reset_then_reuse_values: true",
    "reset_values: true",
    "reuse_values: true",
    "server_side_apply: false",
    "skip_crds: true",
    "take_ownership: true",
  ])("changes with %s", (option) => {
    expect(releaseDigest(release(option), chart, values)).not.toBe(before);
  });

  it.each([
    "allow_failure: true",
    "store: {a: 1}",
    "atomic: true",
    "cleanup_on_fail: true",
    "context: kind",
    "create_namespace: true",
    "delete_propagation: orphan",
    "depends_on: [{name: x, optional: true}]",
    "description: later",
    "disable_open_api_validation: true",
    "hide_notes: true",
    "max_history: 3",
    "monitors: [m]",
    "offline_kube_version: '1.30'",
    "pending_release_strategy: rollback",
    "tests: {enabled: true}",
    "skip_schema_validation: true",
    "sub_notes: true",
    "tags: [t]",
    "timeout: 1m",
    "wait: true",
    "wait_for_jobs: true",
  ])("stays with %s", (option) => {
    expect(releaseDigest(release(option), chart, values)).toBe(before);
  });

  it.each<[change: string, chart: string, values: string[]]>([
    ["another chart", "sha256:2", values],
    ["other values", chart, ["aa", "cc"]],
    ["values in another order", chart, ["bb", "aa"]],
    ["values less", chart, ["aa"]],
    ["values twice", chart, ["aa", "bb", "bb"]],
    ["values that join to the same text", chart, ["aabb"]],
  ])("changes with %s", (_, chart, values) => {
    expect(releaseDigest(release(), chart, values)).not.toBe(before);
  });

  it("does not depend on the order of labels", () => {
    expect(releaseDigest(release("labels: {a: b, c: d}"), chart, values)).toBe(
      releaseDigest(release("labels: {c: d, a: b}"), chart, values),
    );
  });

  it("knows every option of a release: a new one must be put on either side of this table", () => {
    expect(Object.keys(release()).sort()).toMatchInlineSnapshot(`
      [
        "allowFailure",
        "atomic",
        "chart",
        "cleanupOnFail",
        "createNamespace",
        "deletePropagation",
        "dependsOn",
        "description",
        "disableHooks",
        "disableOpenApiValidation",
        "enableDns",
        "force",
        "forceConflicts",
        "hideNotes",
        "index",
        "labels",
        "lifecycle",
        "maxHistory",
        "monitors",
        "name",
        "namespace",
        "resetThenReuseValues",
        "resetValues",
        "reuseValues",
        "serverSideApply",
        "skipCrds",
        "skipSchemaValidation",
        "store",
        "subNotes",
        "tags",
        "takeOwnership",
        "timeoutMs",
        "uniqname",
        "values",
        "wait",
        "waitForJobs",
      ]
    `);
  });
});
