import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { digestDirectory } from "./digest-directory.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "digest-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function chart(name: string, files: Record<string, string>): string {
  const root = join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const files = { "Chart.yaml": "name: a", "templates/a.yaml": "x" };

it("is the same for the same content at another place and in another order", async () => {
  const one = await digestDirectory(chart("one", files));
  const two = await digestDirectory(chart("two", Object.fromEntries(Object.entries(files).reverse())));
  expect(one).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(two).toBe(one);
});

it.each<[string, Record<string, string>]>([
  ["content", { ...files, "Chart.yaml": "name: b" }],
  ["a name", { "Chart.yaml": "name: a", "templates/b.yaml": "x" }],
  ["a file more", { ...files, ".helmignore": "" }],
  ["the border between two files", { "Chart.yaml": "name: ax", "templates/a.yaml": "" }],
])("changes with %s", async (_, other) => {
  expect(await digestDirectory(chart("two", other))).not.toBe(await digestDirectory(chart("one", files)));
});

it("follows links, and ends when they lead in a circle or nowhere", async () => {
  const plain = chart("plain", { ...files, "values.yaml": "v" });
  const linked = chart("linked", files);
  symlinkSync(join(plain, "values.yaml"), join(linked, "values.yaml"));
  symlinkSync(linked, join(linked, "templates", "circle"));
  symlinkSync("/nowhere/at/all", join(linked, "dangling"));
  expect(await digestDirectory(linked)).toBe(await digestDirectory(plain));
});

it("leaves out what the chart's .helmignore does, and plans and repositories beside it", async () => {
  const rules = { ...files, ".helmignore": "*.tmp\n/docs/\n!keep.tmp\n" };
  const extra = { "templates/x.tmp": "1", "docs/a.md": "2", ".git/HEAD": "3", ".helmwatch/plan.json": "4" };
  const plain = await digestDirectory(chart("one", rules));
  expect(await digestDirectory(chart("two", { ...rules, ...extra }))).toBe(plain);
  expect(await digestDirectory(chart("three", { ...rules, "keep.tmp": "5" }))).not.toBe(plain);
  expect(await digestDirectory(chart("four", { ...rules, "templates/docs/a.md": "6" }))).not.toBe(plain);
});

it("is the same after dependencies were packed and locked anew, and another after their content changed", async () => {
  const packed = (name: string, text: string, time: string) => {
    const root = chart(name, { ...files, "Chart.lock": `generated: ${time}` });
    mkdirSync(join(root, "charts"));
    const dependency = chart(`${name}-packed/dep`, { "Chart.yaml": "name: dep", "values.yaml": text });
    execFileSync("tar", [
      `--mtime=${time}`,
      "-czf",
      join(root, "charts/dep-1.0.0.tgz"),
      "-C",
      join(dependency, ".."),
      "dep",
    ]);
    return digestDirectory(root);
  };
  const one = await packed("one", "a", "2026-01-01");
  expect(await packed("two", "a", "2026-01-02")).toBe(one);
  expect(await packed("three", "b", "2026-01-01")).not.toBe(one);
});
