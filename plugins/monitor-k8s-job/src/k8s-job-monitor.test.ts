import { describe, expect, it } from "vitest";
import { fakeKube } from "../test/fake-kube.js";
import { told } from "../test/play.js";
import { given } from "../test/start-check.js";
import * as states from "../test/states.js";

describe("where the Job runs", () => {
  it("without a release or a namespace is an error", async () => {
    const { clock, start } = given();
    const check = start({ releases: [] });
    await clock.advance(0);
    expect(told(check.ended)).toMatch(/^CONFIG_MISSING_KEY: no namespace/);
  });

  it.each([
    ["the release's", {}, "prod"],
    ["that of the option", { context: "test" }, "test"],
  ])("is the context %s", async (_, input, expected) => {
    const kube = fakeKube();
    const other = fakeKube();
    const asked: string[] = [];
    kube.withContext = (context) => {
      asked.push(context);
      return other;
    };
    other.pods = [states.exited(0)];
    const { clock, start } = given(input, kube);
    const check = start({ releases: [{ name: "app", namespace: "shop", context: "prod" }] });
    await clock.advance(1_000);
    expect(told(check.ended)).toBe("pass: ");
    expect([asked, kube.requests, other.deleted.length]).toEqual([[expected], [], 1]);
  });

  it("where the context cannot be reached, no Job runs in the wrong cluster", async () => {
    const { clock, start, kube } = given({ context: "prod" });
    const check = start();
    await clock.advance(0);
    expect(told(check.ended)).toMatch(/^CONFIG_NOT_SUPPORTED_YET: context "prod"/);
    expect(kube.requests).toEqual([]);
  });
});
