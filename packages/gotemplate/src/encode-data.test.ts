import { expect, it } from "vitest";
import { encodeData } from "./encode-data.js";
import { fields } from "./fields.js";

it.each([
  [{ a: 1, b: [true, null, "x"] }, '{"a":1,"b":[true,null,"x"]}'],
  [9_007_199_254_740_993n, "9007199254740993"],
  [Number.NaN, '{"\\u0000float":"NaN"}'],
  [-Infinity, '{"\\u0000float":"-Infinity"}'],
  [fields({ Name: "x" }), '{"\\u0000fields":{"Name":"x"}}'],
  [new Map([["k", 1n]]), '{"k":1}'],
  [{ gone: undefined, call: () => 1, kept: 0 }, '{"kept":0}'],
  [[undefined], "[null]"],
  [new Date(0), '"1970-01-01T00:00:00.000Z"'],
  [undefined, "null"],
])("writes %o so that Go reads what was meant", (data, json) => {
  expect(encodeData(data)).toBe(json);
});
