import { expect, it } from "vitest";
import { fakeHost } from "./fake-host.js";

it("records what a plugin logs and registers as secret, and gives it a clock that stands still", () => {
  const host = fakeHost();
  host.log.warn({ a: 1 }, "careful");
  expect(host.secret("s3cret")).toBe("s3cret");
  expect(host.logged).toEqual([{ level: "warn", message: "careful", fields: { a: 1 } }]);
  expect([...host.secrets]).toEqual(["s3cret"]);
  expect(host.clock.now()).toBe(0);
});
