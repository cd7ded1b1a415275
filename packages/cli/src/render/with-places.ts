import type { MonitorProgress, ReleaseProgress, RunEvent, RunState } from "@helmwatch/core";

/**
 * The state with a place for all that an event is about. A run that is followed by a log may have lost the events that
 * told of it, `run.started` among them.
 */
export function withPlaces(state: RunState | undefined, event: RunEvent): RunState | undefined {
  if (event.type === "run.started") return state;
  const known: RunState = state ?? {
    run: "",
    command: "up",
    startedAt: event.at,
    failedHooks: [],
    releases: new Map(),
    monitors: new Map(),
  };
  for (const name of releasesOf(event))
    if (!known.releases.has(name)) (known.releases as Map<string, ReleaseProgress>).set(name, unknownRelease(name));
  if ("monitor" in event && !known.monitors.has(event.monitor))
    (known.monitors as Map<string, MonitorProgress>).set(event.monitor, unknownMonitor(event.monitor));
  return known;
}

function releasesOf(event: RunEvent): readonly string[] {
  if (event.type === "undo.decided") return event.releases.map(({ release }) => release);
  return "release" in event ? [event.release] : [];
}

const unknownRelease = (release: string): ReleaseProgress => ({
  ...{ release, chart: "", dependsOn: [], allowFailure: false, phase: "waiting" },
});

const unknownMonitor = (monitor: string): MonitorProgress => ({
  ...{ monitor, type: "", releases: [], intervalMs: 0, totalTimeoutMs: 0 },
  ...{ successThreshold: 1, failureThreshold: 1, checks: 0 },
});
