import type { RunState } from "@helmwatch/core";
import { expect, it } from "vitest";
import { plain } from "../log/paint.js";
import { liveLines } from "./live-lines.js";
import { recorded, replay } from "./recorded/recorded.js";

const view = { frame: 0, columns: 80, rows: 24, paint: plain };

/** The block after the first `count` events, half a second later. */
function after(name: Parameters<typeof recorded>[0], count: number, more: Partial<typeof view> = {}): string {
  const events = recorded(name).slice(0, count);
  const { state } = replay(events);
  return liveLines(state, { ...view, ...more, now: (events.at(-1)?.at ?? 0) + 500 }).join("\n");
}

it("shows releases and monitors at work, with streaks and the last reason", () => {
  expect(after("isolated", 7)).toMatchInlineSnapshot(`
    "⠋ cache@nats             installing  1s
    ⠋ web@nats               installing  0s
    ⠋ nats-up-metric         watching  2s  □□□ 0/3
    ⠋ nats-delivered-metric  watching  1s  □□□ 0/3
      releases 1/4  monitors 0/3  4s"
  `);
  expect(after("rejected", 8)).toMatchInlineSnapshot(`
    "⠋ nats-up-metric         watching  3s  ■■□ 2/3
    ⠋ nats-delivered-metric  watching  2s  ■□ 1/2  result is empty
      releases 1/1  monitors 0/2  5s"
  `);
});

it("shows an undo and where it goes", () => {
  expect(after("rejected", 14)).toMatchInlineSnapshot(`
    "⠋ nats@nats  rolling back to 1  0s
      releases 1/1  monitors 2/2  9s"
  `);
});

it("says that it is stopping", () => {
  expect(after("stopped", 3)).toMatchInlineSnapshot(`
    "⠋ nats@nats  installing  1s
      stopping (SIGINT), again leaves at once  releases 0/1  monitors 0/2  1s"
  `);
});

it.each([80, 40, 20, 10])("is never wider than a terminal of %i columns", (columns) => {
  for (const name of ["rejected", "isolated", "stopped"] as const)
    for (let count = 1; count <= recorded(name).length; count++)
      for (const line of after(name, count, { columns }).split("\n"))
        expect(Array.from(line).length).toBeLessThan(columns);
});

it("is never higher than the terminal, and says what it leaves out", () => {
  const { state } = replay(recorded("isolated").slice(0, 1));
  const many = new Map(
    Array.from({ length: 30 }, (_, index) => {
      const release = `app-${index}@default`;
      const template = [...state.releases.values()][0]!;
      return [release, { ...template, release, phase: "deploying" as const, startedAt: 0 }];
    }),
  );
  const busy: RunState = { ...state, releases: many };
  const lines = liveLines(busy, { ...view, rows: 10, now: 61_000 });
  expect(lines).toHaveLength(8);
  expect(lines.slice(-2)).toMatchInlineSnapshot(`
    [
      "  … and 24 more",
      "  releases 0/30  monitors 0/3  0s",
    ]
  `);
});

it("keeps control characters of reasons out of the terminal", () => {
  const { state } = replay(recorded("stopped").slice(0, 2));
  const [name, release] = [...state.releases][0]!;
  const evil = new Map([[name, { ...release, progress: "\x1b[2Jgone\nline\x07" }]]);
  const [line = ""] = liveLines({ ...state, releases: evil }, { ...view, now: state.startedAt });
  expect([...line].filter((character) => character < " ")).toEqual([]);
});
