import { expect, it } from "vitest";
import { plainRelease } from "../../test/plain-release.js";
import type { HelmRelease } from "../release/helm-release.js";
import { capabilities } from "./capabilities.js";
import { unsupportedFlags } from "./unsupported-flags.js";

const told = (version: string, overrides: Partial<HelmRelease>) =>
  unsupportedFlags(plainRelease(overrides), capabilities(version)).map(({ code, message }) => `${code}: ${message}`);

it.each<[string, Partial<HelmRelease>, string]>([
  [
    "3.14.0",
    { takeOwnership: true },
    'HELM_TOO_OLD: release "nats@test": take_ownership needs helm 3.17 or newer, this is helm 3.14.0',
  ],
  [
    "3.15.0",
    { skipSchemaValidation: true },
    'HELM_TOO_OLD: release "nats@test": skip_schema_validation needs helm 3.16 or newer, this is helm 3.15.0',
  ],
  [
    "3.22.0",
    { serverSideApply: "true" },
    'HELM_TOO_OLD: release "nats@test": server_side_apply: true needs helm 4.0 or newer, this is helm 3.22.0',
  ],
  [
    "3.22.0",
    { forceConflicts: true },
    'HELM_TOO_OLD: release "nats@test": force_conflicts needs helm 4.0 or newer, this is helm 3.22.0',
  ],
  [
    "4.3.1",
    { force: true, forceConflicts: true },
    'CONFIG_INVALID: release "nats@test": force does not go together with force_conflicts',
  ],
  [
    "4.3.1",
    { force: true, serverSideApply: "true" },
    'CONFIG_INVALID: release "nats@test": force does not go together with server_side_apply: true',
  ],
  [
    "4.3.1",
    { forceConflicts: true, serverSideApply: "false" },
    'CONFIG_INVALID: release "nats@test": force_conflicts does not go together with server_side_apply: false',
  ],
  [
    "3.22.0",
    { postRenderer: { argv: ["p"], strategy: "combined" } },
    'CONFIG_INVALID: release "nats@test": post_render_strategy: combined does not work with helm 3.22.0, which gives no hooks to a post-renderer',
  ],
  [
    "4.3.1",
    { postRenderer: { argv: ["p"], strategy: "nohooks" } },
    'CONFIG_INVALID: release "nats@test": post_render_strategy: nohooks does not work with helm 4.3.1, which gives hooks to a post-renderer together with all else',
  ],
  [
    "4.3.1",
    { postRenderer: { argv: ["p"], strategy: "separate" } },
    'CONFIG_INVALID: release "nats@test": post_render_strategy: separate does not work with helm 4.3.1, which gives hooks to a post-renderer together with all else',
  ],
])("helm %s cannot do %o", (version, overrides, message) => {
  expect(told(version, overrides)).toEqual([message]);
});

it.each<[string, Partial<HelmRelease>]>([
  ["3.14.0", {}],
  ["3.14.0", { hideNotes: true, force: true, serverSideApply: "false", wait: "watcher" }],
  ["3.17.0", { takeOwnership: true }],
  ["4.3.1", { force: true }],
  ["3.22.0", { postRenderer: { argv: ["p"] } }],
  ["4.3.1", { postRenderer: { argv: ["p"] } }],
  ["3.22.0", { postRenderer: { argv: ["p"], strategy: "nohooks" } }],
  ["4.3.1", { postRenderer: { argv: ["p"], strategy: "combined" } }],
  ["4.3.1", { forceConflicts: true, serverSideApply: "true" }],
])("helm %s can do %o", (version, overrides) => {
  expect(told(version, overrides)).toEqual([]);
});

it("tells everything at once", () => {
  expect(told("3.14.0", { takeOwnership: true, skipSchemaValidation: true, forceConflicts: true })).toHaveLength(3);
});
