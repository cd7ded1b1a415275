import { foldRun, type RunEvent, type RunEventBody, type RunState } from "@helmwatch/core";
import { expect, it } from "vitest";
import { waitingLines } from "./waiting-lines.js";

const release = (name: string) => ({ release: name, chart: "c", dependsOn: [], allowFailure: false });
const bodies: RunEventBody[] = [
  { type: "run.started", run: "r", command: "up", releases: ["a", "b", "c"].map(release), monitors: [] },
  { type: "release.started", release: "a", operation: "install" },
  { type: "release.started", release: "b", operation: "upgrade" },
  { type: "release.deployed", release: "b", revision: 2, durationMs: 1 },
  { type: "undo.decided", releases: [{ release: "b", action: "rollback", toRevision: 1, cause: { kind: "command" } }] },
  { type: "undo.started", release: "b", action: "rollback", toRevision: 1 },
];
const state = bodies
  .map((body, index): RunEvent => ({ schema: 1, seq: index + 1, at: index * 1000, ...body }))
  .reduce<RunState | undefined>(foldRun, undefined);

it("tells what helm is at and for how long, and nothing of what waits or is done", () => {
  expect(state && waitingLines(state, 61_000).map(({ message, fields }) => [message, fields])).toEqual([
    ["still deploying...", { release: "a", since: "60s" }],
    ["still rolling back...", { release: "b", since: "56s" }],
  ]);
});
