import type { RunEvent } from "@helmwatch/core";

/** The events that decide, as short lines without times: what a scenario expects of a run. */
export function story(events: readonly RunEvent[]): string[] {
  return events.flatMap((event): string[] => {
    switch (event.type) {
      case "release.tested":
        return [`${short(event.release)} tested ${event.tests.map(({ name }) => name).join(" ")}`];
      case "release.recovered":
        return [`${short(event.release)} was ${event.status}: ${event.action}`];
      case "release.deployed":
        return [`${short(event.release)} deployed ${event.revision}`];
      case "release.unchanged":
        return [`${short(event.release)} unchanged ${event.revision}`];
      case "release.failed":
        return [`${short(event.release)} failed ${event.error.code}`];
      case "release.skipped":
        return [`${short(event.release)} skipped`];
      case "monitor.ended": {
        const { verdict } = event;
        return [`${event.monitor} ${verdict.verdict}${"reason" in verdict ? ` ${verdict.reason}` : ""}`];
      }
      case "undo.done": {
        const to = event.toRevision === undefined ? "" : ` to ${event.toRevision}`;
        return [`${short(event.release)} ${event.action}${to} done`];
      }
      case "undo.failed":
        return [`${short(event.release)} ${event.action} failed ${event.error.code}`];
      case "undo.kept":
        return [`${short(event.release)} kept`];
      case "run.ended":
        return [`exit ${event.exitCode}`];
      default:
        return [];
    }
  });
}

const short = (uniqname: string) => uniqname.split("@")[0];
