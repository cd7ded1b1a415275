import { expect, it } from "vitest";
import { type RecordMetadata, releaseRevision } from "./release-revision.js";
import { releaseState } from "./release-state.js";

const state = (...records: [revision: number, status: string, digest?: string][]) =>
  releaseState(
    records.map(([revision, status, digest]) => ({
      ...{ name: "a", namespace: "n", revision, status, createdAt: revision * 1000 },
      ...(digest ? { digest } : {}),
    })),
  );

it.each<[string, Parameters<typeof state>, ReturnType<typeof state>]>([
  ["no record", [], undefined],
  [
    "a first install",
    [[1, "deployed", "d"]],
    { revision: 1, status: "deployed", digest: "d", lastGood: 1, createdAt: 1000 },
  ],
  [
    "a failed upgrade",
    [
      [2, "failed"],
      [1, "deployed"],
    ],
    { revision: 2, status: "failed", lastGood: 1, createdAt: 2000 },
  ],
  // What helm would go back to by itself, revision 3, is not good.
  [
    "two failed ones",
    [
      [2, "deployed"],
      [3, "failed"],
      [4, "failed"],
      [1, "superseded"],
    ],
    { revision: 4, status: "failed", lastGood: 2, earlierGood: 1, createdAt: 4000 },
  ],
  [
    "a crash",
    [
      [1, "superseded"],
      [2, "superseded"],
      [3, "pending-upgrade"],
    ],
    { revision: 3, status: "pending-upgrade", lastGood: 2, earlierGood: 1, createdAt: 3000 },
  ],
  [
    "a race",
    [
      [3, "deployed"],
      [2, "deployed"],
      [1, "superseded"],
    ],
    { revision: 3, status: "deployed", lastGood: 3, earlierGood: 2, createdAt: 3000 },
  ],
  [
    "revisions above 9",
    [
      [9, "superseded"],
      [10, "deployed", "d"],
    ],
    { revision: 10, status: "deployed", digest: "d", lastGood: 10, earlierGood: 9, createdAt: 10_000 },
  ],
  [
    "a revision that was rolled back from, and does not call it good",
    [
      [1, "superseded", "x"],
      [2, "superseded", "d"],
      [3, "superseded", "rejected"],
      [4, "deployed", "d"],
    ],
    { revision: 4, status: "deployed", digest: "d", lastGood: 4, earlierGood: 1, createdAt: 4000 },
  ],
  ["a failed first install", [[1, "failed"]], { revision: 1, status: "failed", createdAt: 1000 }],
])("reads %s", (_, records, expected) => {
  expect(state(...records)).toEqual(expected);
});

const labels = { name: "a", owner: "helm", status: "deployed", version: "3" };
const metadata = { namespace: "n", creationTimestamp: "2026-01-01T00:00:01Z", labels };

it("reads a record's metadata", () => {
  const labelled = { ...metadata, labels: { ...labels, "helmwatch/digest": "d", team: "x" } };
  expect(releaseRevision({ metadata: labelled })).toEqual({
    name: "a",
    namespace: "n",
    revision: 3,
    status: "deployed",
    digest: "d",
    labels: ["team"],
    createdAt: Date.UTC(2026, 0, 1, 0, 0, 1),
  });
});

it.each<[string, [status: string, labels: string[]][], string[] | undefined]>([
  [
    "the newest record",
    [
      ["superseded", ["a"]],
      ["deployed", ["b"]],
    ],
    ["b"],
  ],
  [
    "what was there before a helm died",
    [
      ["deployed", ["a", "b"]],
      ["pending-upgrade", ["b"]],
    ],
    ["a", "b"],
  ],
  ["nothing where helm would install anew", [["uninstalled", ["a"]]], undefined],
])("takes old labels from %s", (_, records, expected) => {
  const revisions = records.map(([status, labels], index) => ({
    ...{ name: "a", namespace: "n", revision: index + 1, status, createdAt: 0, labels },
  }));
  expect(releaseState(revisions)?.labels).toEqual(expected);
});

it.each<[string, RecordMetadata]>([
  ["nothing", {}],
  ["no labels", { metadata: { namespace: "n" } }],
  ["no status", { metadata: { ...metadata, labels: { name: "a", version: "1" } } }],
  ["a revision that is none", { metadata: { ...metadata, labels: { ...labels, version: "x" } } }],
  ["revision 0", { metadata: { ...metadata, labels: { ...labels, version: "0" } } }],
])("is no record: %s", (_, object) => {
  expect(releaseRevision(object)).toBeUndefined();
});
