import { expect, it } from "vitest";
import { badBackends } from "../../test/bad-backends.js";
import { fakeBackend } from "../../test/fake-backend.js";
import type { BackendUnderTest } from "./backend-under-test.js";
import { helmBackendSuite } from "./helm-backend-suite.js";

/** Why each test failed that did. */
async function failures(backend: BackendUnderTest): Promise<Record<string, string>> {
  const tests: [string, () => Promise<void>][] = [];
  helmBackendSuite((title, test) => tests.push([title, test]), backend);
  const failed: Record<string, string> = {};
  await Promise.all(
    tests.map(([title, test]) =>
      test().catch((error: Error) => {
        failed[title] = error.message;
      }),
    ),
  );
  return failed;
}

it("passes a good backend", async () => {
  expect(await failures(fakeBackend())).toEqual({});
});

it.each(Object.entries(badBackends))("catches a backend that %s", async (_, { spoil, takesAllOptions, caughtBy }) => {
  const backend = fakeBackend(spoil, takesAllOptions && (() => true));
  expect(Object.keys(await failures(backend)).sort()).toEqual([...caughtBy].sort());
});

it("has for each of its tests a bad backend that it catches", () => {
  const titles: string[] = [];
  helmBackendSuite((title) => titles.push(title), fakeBackend());
  const caughtBy = new Set(Object.values(badBackends).flatMap((bad) => bad.caughtBy));
  expect(titles.filter((title) => !caughtBy.has(title))).toEqual([]);
});
