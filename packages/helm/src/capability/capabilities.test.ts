import { describe, expect, it } from "vitest";
import { capabilities } from "./capabilities.js";

describe("capabilities", () => {
  it.each([
    ["v3.14.0", "3.14.0"],
    ["v3.22.0\n", "3.22.0"],
    ["v4.1.4+g05fa379", "4.1.4"],
    ["v4.0.0-rc.1", "4.0.0-rc.1"],
    // A helm of `go install` knows no patch release.
    ["v3.22", "3.22.0"],
  ])("reads %j", (answer, version) => {
    expect(capabilities(answer).version).toBe(version);
  });

  it.each(["v2.17.0", "v3.13.3"])("refuses %s as too old", (answer) => {
    expect(() => capabilities(answer)).toThrow(
      expect.objectContaining({ code: "HELM_TOO_OLD", message: expect.stringContaining(answer.slice(1)) }),
    );
  });

  it.each(["", "not helm", 'version.BuildInfo{Version:"v3.18.0"}', "usage: foo 3.18.0 bar"])(
    "does not guess a version from %j",
    (answer) => {
      expect(() => capabilities(answer)).toThrow(expect.objectContaining({ code: "HELM_FAILED" }));
    },
  );

  it.each([
    ["v3.14.0", { takeOwnership: false, skipSchemaValidation: false, hideNotes: false, plainHttpLogin: false }],
    ["v3.16.0", { takeOwnership: false, skipSchemaValidation: true, hideNotes: true, plainHttpLogin: false }],
    ["v3.17.0", { takeOwnership: true, skipSchemaValidation: true, hideNotes: true, plainHttpLogin: false }],
    ["v3.18.0", { takeOwnership: true, forceFlag: "--force", serverSideApply: false, plainHttpLogin: true }],
    ["v4.3.1", { takeOwnership: true, forceFlag: "--force-replace", serverSideApply: true, plainHttpLogin: true }],
  ])("%s has %o", (version, expected) => {
    expect(capabilities(version)).toMatchObject(expected);
  });

  it.each([
    ["v4.0.0", 3, "--wait=legacy"],
    ["v4.0.4", 2, "--wait=legacy"],
    ["v4.1.0", 1, "--wait=legacy"],
    ["v4.1.1", 0, "--wait=watcher"],
    ["v4.2.0", 0, "--wait=watcher"],
    ["v4.2.1", 1, "--wait=legacy"],
    ["v4.2.2", 0, "--wait=watcher"],
    ["v3.22.0", 0, "--wait"],
  ])("%s has %i warnings about its faults and waits with %s", (version, warnings, flag) => {
    const helm = capabilities(version);
    expect(helm.warnings).toHaveLength(warnings);
    expect(helm.waitFlags.watcher).toBe(flag);
  });
});
