import { expect, it } from "vitest";
import { outputMismatch } from "./output-mismatch.js";

it.each([
  ["a\nb", "a\nb", undefined],
  ["a\nb", "a\nc", 'expected line 2, "b"'],
  ["a\nb", "a", 'expected line 2, "b"'],
  ["a", "a\nb", 'expected no more, got "b"'],
  ["…\nb", "a\na\nb", undefined],
  ["a\n…", "a\nb\nc", undefined],
  ["…\na\n…\nc", "x\na\nc", undefined],
  ["…\nc\na", "a\nc\nb", 'expected line 3, "a"'],
  ["took … s (of 5)", "took 3.2 s (of 5)", undefined],
  ["took … s", "took 3.2 min", 'expected line 1, "took … s"'],
])("%j against %j is %j", (expected, output, mismatch) => {
  expect(outputMismatch(expected.split("\n"), output.split("\n"))).toBe(mismatch);
});
