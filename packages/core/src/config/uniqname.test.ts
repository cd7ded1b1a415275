import { describe, expect, it } from "vitest";
import { completeUniqname, identityProblem, parseUniqname, uniqname } from "./uniqname.js";

describe("a uniqname", () => {
  it.each([
    "redis@test",
    "redis@test@prod",
    "a@b",
    "my-release@my-namespace@my-context",
    "mysql@mysql-operator@path/to/agent:agent-name",
    "r1@n1@arn:aws:eks:eu-west-1:123456789012:cluster/prod_1",
  ])("is %s, and reads as it is written", (text) => {
    expect(identityProblem(parseUniqname(text))).toBeUndefined();
    expect(uniqname(parseUniqname(text))).toBe(text);
  });

  it.each([
    ["", "name"],
    ["redis", "namespace"],
    ["redis@", "namespace"],
    ["@", "name"],
    ["@test", "name"],
    ["my.release@test", "name"],
    ["my_release@test", "name"],
    ["Redis@test", "name"],
    ["-redis@test", "name"],
    ["redis-@test", "name"],
    ["my@-", "namespace"],
    ["my@te.st", "namespace"],
    ["my@test@-", "context"],
    ["my@test@a@b", "context"],
    ["my@test@Prod", "context"],
    [`${"a".repeat(54)}@test`, "name"],
    [`redis@${"a".repeat(64)}`, "namespace"],
  ])("is not %s, for its %s", (text, part) => {
    expect(identityProblem(parseUniqname(text))?.part).toBe(part);
  });

  it.each([
    ["db", "db@shop@prod"],
    ["db@data", "db@data@prod"],
    ["db@data@test", "db@data@test"],
  ])("%s of a release of shop@prod is completed to %s", (reference, whole) => {
    expect(completeUniqname(reference, { name: "api", namespace: "shop", context: "prod" })).toBe(whole);
  });
});
