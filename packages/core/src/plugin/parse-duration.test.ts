import { expect, it } from "vitest";
import { parseDuration } from "./parse-duration.js";

it.each([
  ["30s", 30_000],
  ["1m30s", 90_000],
  ["500ms", 500],
  ["1.5h", 5_400_000],
  [90, 90_000],
  [0.5, 500],
  ["0", 0],
  ["-1s", undefined],
  [-1, undefined],
  ["5 minutes", undefined],
  ["1s1", undefined],
  ["", undefined],
  [Number.NaN, undefined],
])("%j is %j milliseconds", (text, ms) => expect(parseDuration(text)).toBe(ms));
