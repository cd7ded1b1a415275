import { foldRun, type RunState } from "@helmwatch/core";
import { expect, it } from "vitest";
import { recorded } from "./recorded/recorded.js";
import { runSummary } from "./run-summary.js";
import { withPlaces } from "./with-places.js";

it.each(["rejected", "isolated", "stopped"] as const)(
  "a run of which only the end is known can be shown: %s",
  (name) => {
    const events = recorded(name);
    for (let lost = 1; lost < events.length; lost++) {
      let state: RunState | undefined;
      for (const event of events.slice(lost)) state = foldRun(withPlaces(state, event), event);
      expect(() => runSummary(state!, 1)).not.toThrow();
    }
  },
);

it("has a place for each release and monitor of an event", () => {
  const state = recorded("isolated")
    .slice(15)
    .reduce<RunState | undefined>((state, event) => foldRun(withPlaces(state, event), event), undefined);
  expect([...state!.releases.keys()]).toEqual(["nats@nats", "cache@nats", "web@nats"]);
  expect([...state!.monitors.keys()]).toEqual(["nats-up-metric", "nats-delivered-metric"]);
});
