import { expect, it } from "vitest";
import { suggest } from "./suggest.js";

it.each([
  ["namespce", "namespace"],
  ["verison", "version"],
  ["TIMEOUT", "timeout"],
  ["xyz", undefined],
  ["nme", "name"],
  ["zzzzzz", undefined],
])("for %s it suggests %s", (word, expected) =>
  expect(suggest(word, ["namespace", "version", "timeout", "name"])).toBe(expected),
);
