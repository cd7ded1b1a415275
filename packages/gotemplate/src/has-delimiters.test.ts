import { expect, it } from "vitest";
import { gomplateValuesDelimiters, hasDelimiters } from "./has-delimiters.js";

it.each([
  ["replicas: 1\n", undefined, false],
  ["replicas: {{ .n }}\n", undefined, true],
  ["replicas: [[ .n ]]\n", undefined, false],
  ["replicas: [[ .n ]]\n", gomplateValuesDelimiters, true],
  ["list: [[1, 2]]\n", gomplateValuesDelimiters, true],
  ["a: {{ .n }}", { left: "", right: "" }, true],
])("tells whether %j with delimiters %o needs the engine", (text, delimiters, needs) => {
  expect(hasDelimiters(text, delimiters)).toBe(needs);
});
