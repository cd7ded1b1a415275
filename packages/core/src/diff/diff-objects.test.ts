import { describe, expect, it } from "vitest";
import { diffObjects } from "./diff-objects.js";
import { splitManifest } from "./split-manifest.js";

const options = { showSecrets: false, suppress: [] as string[], findRenames: 0 };

function diff(before: string, after: string, more: Partial<typeof options> = {}) {
  const objects = (text: string) => splitManifest(text, "shop");
  return diffObjects(objects(before), objects(after), { ...options, ...more });
}

const told = (changes: ReturnType<typeof diff>) =>
  changes.map(({ change, object }) => `${change} ${object.namespace}/${object.kind}/${object.name}`);

const map = (name: string, data: string, more = "") =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}${more}}\ndata: ${data}\n`;

describe("two manifests", () => {
  it("differ by objects that are new, gone or say something else", () => {
    const before = [map("same", "{a: 1}"), map("gone", "{}"), map("changed", "{a: 1}")].join("---\n");
    const after = [map("new", "{}"), map("changed", "{a: 2}"), map("same", "{a: 1}")].join("---\n");
    expect(told(diff(before, after))).toEqual([
      "added shop/ConfigMap/new",
      "changed shop/ConfigMap/changed",
      "removed shop/ConfigMap/gone",
    ]);
  });

  it.each([
    [
      "comments and the way it is written",
      "# Source: x\napiVersion: v1\nkind: ConfigMap\ndata:\n  a: 1\nmetadata:\n  name: a\n",
    ],
    ["an API of another version", map("a", "{a: 1}").replace("v1", "v1")],
    ["empty documents around it", `---\n# nothing\n---\n${map("a", "{a: 1}")}---\n`],
    [
      "a list that holds it",
      `kind: List\nitems: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: 1}}]\n`,
    ],
    ["its namespace said", map("a", "{a: 1}", ", namespace: shop").replace(", namespace: shop", "")],
  ])("do not differ by %s", (_, after) => {
    expect(diff(map("a", "{a: 1}"), after)).toEqual([]);
  });

  it("hold different objects of one name in other namespaces, kinds and groups", () => {
    const before = `${map("a", "{}")}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n`;
    const after = `${map("a", "{}", ", namespace: other")}---\napiVersion: extensions/v1\nkind: Deployment\nmetadata: {name: a}\n`;
    expect(told(diff(before, after))).toEqual([
      "added other/ConfigMap/a",
      "added shop/Deployment/a",
      "removed shop/ConfigMap/a",
      "removed shop/Deployment/a",
    ]);
  });

  it.each([
    ['{name: a, annotations: {"helm.sh/hook": test}}'],
    ['{name: a, annotations: {"helmwave.app/skip-diff": "true"}}'],
  ])("leave out %s", (metadata) => {
    expect(diff("", `apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\n`)).toEqual([]);
  });

  it("leave out kinds that are suppressed", () => {
    expect(diff("", map("a", "{}"), { suppress: ["ConfigMap"] })).toEqual([]);
  });
});

describe("a Secret", () => {
  const secret = (data: string, metadata = "{name: s}") =>
    `apiVersion: v1\nkind: Secret\nmetadata: ${metadata}\ndata: ${data}\n`;

  it("shows which values change, and none of them", () => {
    const [change] = diff(
      secret("{same: YQ==, changed: YWJj, gone: YQ==}"),
      secret("{same: YQ==, changed: YWI=, new: YQ==}"),
    );
    expect(`\n${change?.before}---\n${change?.after}`).toMatchInlineSnapshot(`
      "
      apiVersion: v1
      kind: Secret
      metadata:
        name: s
      data:
        changed: "*** (3 bytes)"
        gone: "*** (1 bytes)"
        same: "*** (1 bytes)"
      ---
      apiVersion: v1
      kind: Secret
      metadata:
        name: s
      data:
        changed: "*** (2 bytes, changed)"
        new: "*** (1 bytes, changed)"
        same: "*** (1 bytes)"
      "
    `);
  });

  it("is compared by what it holds: one that is the same is no change", () => {
    expect(diff(secret("{a: YQ==}"), secret("{a: YQ==}"))).toEqual([]);
  });

  it("shows nothing of what kubectl wrote down of it", () => {
    const note = "{name: s, annotations: {kubectl.kubernetes.io/last-applied-configuration: hunter2}}";
    expect(JSON.stringify(diff("", secret("{a: aHVudGVyMg==}", note)))).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  it("shows all where that is asked for", () => {
    const [change] = diff("", secret("{a: YQ==}"), { showSecrets: true });
    expect(change?.after).toContain("a: YQ==");
  });
});

describe("an object under a new name", () => {
  const before = map("old", "{a: 1, b: 2, c: 3}");
  const after = [map("other", "{x: 9}"), map("new", "{a: 1, b: 2, c: 4}")].join("---\n");
  it.each([
    [0, ["added shop/ConfigMap/other", "added shop/ConfigMap/new", "removed shop/ConfigMap/old"]],
    [0.3, ["added shop/ConfigMap/other", "added shop/ConfigMap/new", "removed shop/ConfigMap/old"]],
    [0.5, ["added shop/ConfigMap/other", "renamed shop/ConfigMap/new"]],
    [1, ["added shop/ConfigMap/other", "renamed shop/ConfigMap/new"]],
  ])("is one change when less than %d of it differs: the most alike is taken", (findRenames, expected) => {
    const changes = diff(before, after, { findRenames });
    expect(told(changes)).toEqual(expected);
    expect(changes.find(({ change }) => change === "renamed")?.from).toEqual(
      findRenames > 0.4 ? { namespace: "shop", name: "old" } : undefined,
    );
  });

  it("is of one kind, and a Secret stays hidden", () => {
    const secret = (name: string, password: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\nstringData: {password: ${password}, user: ann}\n`;
    expect(told(diff(map("a", "{user: ann}"), secret("a", "x"), { findRenames: 1 }))).toHaveLength(2);
    const [change, ...none] = diff(secret("a", "swordfish"), secret("b", "marlin"), { findRenames: 1 });
    expect([change?.change, none]).toEqual(["renamed", []]);
    expect(`${change?.before}${change?.after}`).not.toMatch(/swordfish|marlin/);
    expect(change?.after).toContain("*** (6 bytes, changed)");
  });
});
