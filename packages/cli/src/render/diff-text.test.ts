import { describe, expect, it } from "vitest";
import type { ReleaseDiff } from "../diff/diff-release.js";
import { plain } from "../log/paint.js";
import { diffText } from "./diff-text.js";

const view = { context: 1, stripTrailingCr: false, paint: plain };
const object = { group: "apps", kind: "Deployment", namespace: "shop", name: "api" };
const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join("");

const diffs: ReleaseDiff[] = [
  { release: "db@shop", status: "unchanged", changes: [] },
  { release: "labels@shop", status: "same objects", changes: [] },
  {
    release: "api@shop",
    status: "changed",
    changes: [
      {
        change: "changed",
        object,
        before: lines("a", "b", "c", "d", "e", "f"),
        after: lines("A", "b", "c", "d", "e", "F"),
      },
      { change: "removed", object: { ...object, group: "", kind: "Service" }, before: lines("x"), after: "" },
    ],
  },
  { release: "new@shop", status: "new", changes: [{ change: "added", object, before: "", after: lines("y") }] },
];

describe("a diff", () => {
  it("shows what changes object by object, and sums it up", () => {
    expect(`\n${diffText(diffs, view)}\n`).toMatchInlineSnapshot(`
      "
      labels@shop: what it deploys is the same, but not what it is made of

      api@shop changes

      shop, api, Deployment (apps) has changed:
      - a
      + A
        b
      ...
        e
      - f
      + F

      shop, api, Service (v1) has been removed:
      - x

      new@shop is new

      shop, api, Deployment (apps) has been added:
      + y

      Releases: 1 new, 1 changed, 2 unchanged. Objects: 1 added, 1 changed, 1 removed.
      "
    `);
  });

  it("tells new names and drift", () => {
    const renamed = {
      change: "renamed",
      object,
      from: { namespace: "shop", name: "old" },
      before: "",
      after: lines("y"),
    } as const;
    expect(
      `\n${diffText([{ release: "api@shop", status: "drifted", changes: [renamed] }], view)}\n`,
    ).toMatchInlineSnapshot(`
      "
      api@shop is as planned, but the cluster has something else; up leaves that

      shop, api, Deployment (apps) has a new name (was shop, old):
      + y

      Releases: 0 new, 0 changed, 1 drifted, 0 unchanged. Objects: 0 added, 0 changed, 0 removed, 1 renamed.
      "
    `);
  });

  it("of nothing is one line", () => {
    expect(diffText(diffs.slice(0, 1), view)).toBe("No changes: 1 release unchanged.");
  });

  it("shows all of an object where that is asked for", () => {
    expect(diffText(diffs, { ...view, context: -1 })).toContain("- a\n+ A\n  b\n  c\n  d\n  e\n- f\n+ F");
  });
});
