import { describe, expect, it } from "vitest";
import { allFlags, plainRelease } from "../../test/plain-release.js";
import { capabilities } from "../capability/capabilities.js";
import type { HelmRelease } from "../release/helm-release.js";
import { dependencyArgv, pullArgv } from "./fetch-argv.js";
import { rollbackArgv } from "./rollback-argv.js";
import { uninstallArgv } from "./uninstall-argv.js";
import { upgradeArgv } from "./upgrade-argv.js";

const helm3 = capabilities("3.22.0");
const helm4 = capabilities("4.3.1");
const upgrade = (helm: typeof helm3, overrides: Partial<HelmRelease> = {}) =>
  upgradeArgv(plainRelease(overrides), helm).join(" ");

describe("upgrade", () => {
  it("says everything that helm would guess otherwise, alike on both majors", () => {
    const argv = upgrade(helm3);
    expect(argv).toMatchInlineSnapshot(
      `"upgrade --install nats /plan/charts/nats-7.8.3.tgz --namespace test --reset-values --timeout 60s --history-max 0 --labels helmwatch/digest=abc"`,
    );
    expect(upgrade(helm4)).toBe(argv);
  });

  it("passes every flag of a release to Helm 3", () => {
    expect(
      upgrade(helm3, { ...allFlags, wait: "watcher", force: true, context: "prod", description: "by CI" }),
    ).toMatchInlineSnapshot(
      `"upgrade --install nats /plan/charts/nats-7.8.3.tgz --namespace test --kube-context prod --reset-values --timeout 60s --history-max 0 --labels helmwatch/digest=abc --description by CI --wait --wait-for-jobs --cleanup-on-fail --no-hooks --force --create-namespace --disable-openapi-validation --enable-dns --skip-crds --render-subchart-notes --hide-notes --take-ownership --skip-schema-validation"`,
    );
  });

  it("passes every flag of a release to Helm 4", () => {
    const server = { forceConflicts: true, serverSideApply: "true" } as const;
    expect(
      upgrade(helm4, { ...allFlags, ...server, wait: "watcher", context: "prod", description: "by CI" }),
    ).toMatchInlineSnapshot(
      `"upgrade --install nats /plan/charts/nats-7.8.3.tgz --namespace test --kube-context prod --reset-values --timeout 60s --history-max 0 --labels helmwatch/digest=abc --description by CI --wait=watcher --wait-for-jobs --cleanup-on-fail --no-hooks --server-side=true --force-conflicts --create-namespace --disable-openapi-validation --enable-dns --skip-crds --render-subchart-notes --hide-notes --take-ownership --skip-schema-validation"`,
    );
  });

  it.each<[string, Partial<HelmRelease>, string]>([
    ["resets values", {}, "--reset-values"],
    ["resets values if asked to", { resetValues: true, reuseValues: true }, "--reset-values"],
    ["reuses values", { reuseValues: true }, "--reuse-values"],
    ["resets, then reuses values", { resetThenReuseValues: true }, "--reset-then-reuse-values"],
  ])("%s", (_, overrides, flag) => {
    expect(upgradeArgv(plainRelease(overrides), helm3).filter((argument) => /reset|reuse/.test(argument))).toEqual([
      flag,
    ]);
  });

  it("passes values in their order, each path as one item of helm's CSV", () => {
    const values = [{ path: "/a.yaml" }, { path: '/b,c "d".yaml' }];
    expect(upgradeArgv(plainRelease({ values }), helm3).join(" ")).toContain(
      '--values /a.yaml --values "/b,c ""d"".yaml"',
    );
  });

  it("lets no label of the user take the place of the digest", () => {
    const argv = upgradeArgv(plainRelease({ labels: { team: "a", "helmwatch/digest": "x" } }), helm3);
    expect(argv.filter((_, index) => argv[index - 1] === "--labels")).toEqual(["team=a", "helmwatch/digest=abc"]);
  });

  it("takes labels off that the release has no longer", () => {
    const argv = upgradeArgv(plainRelease({ labels: { team: "a" } }), helm3, ["old", "team"]);
    expect(argv.filter((_, index) => argv[index - 1] === "--labels")).toEqual([
      ...["old=null", "team=a", "helmwatch/digest=abc"],
    ]);
  });

  it.each([
    [0, "1s"],
    [1, "1s"],
    [1_000, "1s"],
    [90_500, "91s"],
  ])("rounds a timeout of %i ms up to %s", (timeoutMs, text) => {
    expect(upgrade(helm3, { timeoutMs })).toContain(`--timeout ${text} `);
  });

  it.each<[HelmRelease["wait"], string | undefined, string | undefined]>([
    ["watcher", "--wait", "--wait=watcher"],
    ["legacy", "--wait", "--wait=legacy"],
    ["hookOnly", undefined, undefined],
  ])("waits for %s by %s on Helm 3, by %s on Helm 4", (wait, three, four) => {
    const flag = (helm: typeof helm3) =>
      upgradeArgv(plainRelease({ wait }), helm).find((one) => one.startsWith("--wait"));
    expect([flag(helm3), flag(helm4)]).toEqual([three, four]);
  });

  it.each<[Partial<HelmRelease>, string]>([
    [{ force: true }, "--force-replace --server-side=false"],
    [{ force: true, serverSideApply: "false" }, "--force-replace --server-side=false"],
    [{ serverSideApply: "true" }, "--server-side=true"],
  ])("with %o tells Helm 4 %s", (overrides, flags) => {
    expect(upgrade(helm4, overrides)).toMatch(new RegExp(`${flags}$`));
  });

  it("does not tell a helm below 3.16 to hide notes", () => {
    expect(upgrade(capabilities("3.15.0"), { hideNotes: true })).not.toContain("hide-notes");
  });
});

describe("rollback", () => {
  it("names the revision and keeps the history as long as the release says", () => {
    expect(rollbackArgv(plainRelease({ maxHistory: 3 }), 7, helm3).join(" ")).toMatchInlineSnapshot(
      `"rollback nats 7 --namespace test --timeout 60s --history-max 3"`,
    );
  });

  it("undoes the way the release was deployed", () => {
    const release = plainRelease({ ...allFlags, wait: "watcher", force: true, context: "prod" });
    expect(rollbackArgv(release, 7, helm3).join(" ")).toMatchInlineSnapshot(
      `"rollback nats 7 --namespace test --kube-context prod --timeout 60s --history-max 0 --wait --wait-for-jobs --cleanup-on-fail --no-hooks --force"`,
    );
    expect(rollbackArgv(release, 7, helm4).join(" ")).toMatchInlineSnapshot(
      `"rollback nats 7 --namespace test --kube-context prod --timeout 60s --history-max 0 --wait=watcher --wait-for-jobs --cleanup-on-fail --no-hooks --force-replace --server-side=false"`,
    );
  });
});

describe("uninstall", () => {
  it("takes a release that is gone as removed", () => {
    expect(uninstallArgv(plainRelease(), helm3).join(" ")).toMatchInlineSnapshot(
      `"uninstall nats --namespace test --ignore-not-found --timeout 60s --cascade background"`,
    );
  });

  it("waits and cascades as the release says", () => {
    const release = plainRelease({
      wait: "watcher",
      deletePropagation: "foreground",
      disableHooks: true,
      context: "prod",
    });
    expect(uninstallArgv(release, helm4).join(" ")).toMatchInlineSnapshot(
      `"uninstall nats --namespace test --kube-context prod --ignore-not-found --timeout 60s --cascade foreground --wait=watcher --no-hooks"`,
    );
  });
});

describe("fetching", () => {
  const plain = { insecure: false, plainHttp: false, verify: false };

  it.each([
    ["oci://r/c", {}, "pull oci://r/c --destination /d"],
    ["b/c", { version: "1.2.3" }, "pull b/c --destination /d --version 1.2.3"],
    [
      "oci://r/c",
      {
        version: "^1",
        insecure: true,
        plainHttp: true,
        verify: true,
        keyring: "/k",
        caFile: "/ca",
        certFile: "/c",
        keyFile: "/key",
      },
      "pull oci://r/c --destination /d --version ^1 --ca-file /ca --cert-file /c --key-file /key --insecure-skip-tls-verify --plain-http --prov",
    ],
  ])("pulls %s with %o", (reference, options, argv) => {
    expect(pullArgv(reference, "/d", { ...plain, ...options }).join(" ")).toBe(argv);
  });

  it("never passes credentials", () => {
    const secret = { ...plain, username: "u", password: "s3cret" };
    expect([...pullArgv("oci://r/c", "/d", secret), ...dependencyArgv("build", "/c", secret)].join(" ")).toBe(
      "pull oci://r/c --destination /d dependency build /c --skip-refresh",
    );
  });
});
