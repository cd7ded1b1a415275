import { expect, it } from "vitest";
import { createSecrets } from "./secrets.js";

const token = 'p"ss w+rd/1';

it.each([
  ["as it is", token],
  ["in a URL", encodeURIComponent(token)],
  ["in JSON", JSON.stringify(token).slice(1, -1)],
  ["in base64", Buffer.from(token).toString("base64")],
])("masks a secret %s", (_, form) => {
  const secrets = createSecrets();
  expect(secrets.add(token)).toBe(token);
  expect(secrets.mask(`a ${form} b ${form}`)).toBe("a *** b ***");
});

it("masks each line of a secret of several", () => {
  const secrets = createSecrets();
  secrets.add("-----BEGIN KEY-----\n  c2VjcmV0\n-----END KEY-----\n");
  expect(secrets.mask("got c2VjcmV0")).toBe("got ***");
});

it("masks the longest of secrets that hold each other", () => {
  const secrets = createSecrets();
  secrets.add("abc");
  secrets.add("abcdef");
  expect(secrets.mask("abcdef abc")).toBe("*** ***");
});

it("leaves alone what is too short to be told from other text", () => {
  const secrets = createSecrets();
  for (const short of ["", " ", "ab"]) secrets.add(short);
  expect(secrets.mask("ab able")).toBe("ab able");
});

it("masks the texts of data, and nothing of their shape", () => {
  const secrets = createSecrets();
  const data = { list: [{ abcd: "x abcd" }, 5, null, true], none: undefined };
  expect(secrets.maskData(data)).toBe(data);
  secrets.add("abcd");
  expect(secrets.maskData(data)).toEqual({ list: [{ abcd: "x ***" }, 5, null, true], none: undefined });
});
