import { expect } from "vitest";
import { foldRun } from "../../src/run/fold-run.js";
import { runPlan } from "../../src/run/run-plan.js";
import type { RunState } from "../../src/run/run-state.js";
import { type Script, second, story, world } from "./world.js";

const sigint = { signal: "SIGINT", exitCode: 130 };

/** Runs a script to its end and tells what happened; what holds for every run is checked. */
export async function play(script: Script) {
  const { input, clock, events, stop, peak } = world(script);
  const done = runPlan(input);
  if (script.stopAt !== undefined) {
    await clock.advance(script.stopAt * second);
    stop.abort(sigint);
  }
  await clock.advance(900 * second);
  const report = await done;
  const folded = events.reduce<RunState | undefined>(foldRun, undefined);
  expect(folded).toEqual(report.state);
  expect(clock.pending()).toBe(0);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  return { report, events, told: `\n${story(events)}\n`, peak: peak() };
}
