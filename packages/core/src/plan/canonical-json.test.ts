import * as fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.js";

it("sorts keys at every depth and leaves lists as they are", () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }, "x"], a: { z: true, "10": 1, "9": undefined } })).toBe(
    '{"a":{"10":1,"z":true},"b":[{"c":null,"d":1},"x"]}',
  );
});

it("is JSON of the same data, whatever keys and texts", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(canonicalJson(JSON.parse(text)))).toEqual(JSON.parse(text));
    }),
  );
  expect(canonicalJson(JSON.parse('{"__proto__": 1}'))).toBe('{"__proto__":1}');
});
