import { expect, it } from "vitest";
import { helmIgnore } from "./helm-ignore.js";

it.each<[rules: string, path: string, isFolder: boolean, ignored: boolean]>([
  ["*.md", "docs/a.md", false, true],
  ["*.md", "a.mdx", false, false],
  ["docs/", "docs", true, true],
  ["docs/", "docs", false, false],
  ["/docs", "docs", true, true],
  ["/docs", "templates/docs", true, false],
  ["a/b.txt", "a/b.txt", false, true],
  ["a/*.txt", "a/b/c.txt", false, false],
  ["?.txt", "a.txt", false, true],
  ["[ab].txt", "b.txt", false, true],
  ["[^ab].txt", "b.txt", false, false],
  ["a.b", "axb", false, false],
  ["*.txt\n!keep.txt", "keep.txt", false, false],
  ["# *.txt\n\n", "a.txt", false, false],
  ["a(b)+.txt", "a(b)+.txt", false, true],
])("%j of %s (folder: %s) ignores: %s", (rules, path, isFolder, ignored) =>
  expect(helmIgnore(rules)(path, isFolder)).toBe(ignored),
);
