import type { HookFailure, MonitorProgress, ReleaseProgress, RunState } from "@helmwatch/core";
import { type LogLine, line } from "../log/log-line.js";
import type { Table } from "./table.js";

/** The end of a run as people read it: counts, a table of what went wrong, the last word. */
export interface RunSummary {
  readonly counts: readonly LogLine[];
  readonly tables: readonly Table[];
  readonly verdict?: LogLine;
}

export function runSummary(state: RunState, exitCode: number): RunSummary {
  const releases = [...state.releases.values()];
  const monitors = [...state.monitors.values()];
  const counts: LogLine[] = [];
  if (releases.length > 0)
    counts.push(line("info", `Releases Success ${count(releases, isGood[state.command])} / ${releases.length}`));
  if (monitors.length > 0)
    counts.push(line("info", `Monitors Success ${count(monitors, passed)} / ${monitors.length}`));
  const tables = [
    { headers: ["name", "error"], rows: releases.flatMap(releaseRow) },
    { headers: ["name", "error"], rows: monitors.flatMap(monitorRow) },
    { headers: ["hook", "error"], rows: state.failedHooks.flatMap(hookRow) },
    { headers: ["name", "undone"], rows: state.command === "up" ? releases.flatMap(undoneRow) : [] },
  ].filter(({ rows }) => rows.length > 0);
  const verdict = verdictLine(state, exitCode);
  return { counts, tables, ...(verdict ? { verdict } : {}) };
}

function count<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.filter(test).length;
}

const passed = ({ verdict }: MonitorProgress) => verdict?.verdict === "passed";

const isDeployed = ({ phase }: ReleaseProgress) => phase === "deployed" || phase === "unchanged";
const isUndone = ({ undo }: ReleaseProgress) => undo?.phase === "done" || undo?.phase === "kept";

const isGood: Readonly<Record<RunState["command"], (release: ReleaseProgress) => boolean>> = {
  up: isDeployed,
  monitor: isDeployed,
  down: isUndone,
  rollback: isUndone,
};

function releaseRow({ release, phase, error, why, undo }: ReleaseProgress): string[][] {
  const rows: string[][] = [];
  if (phase === "failed") rows.push([release, error?.message ?? "failed"]);
  if (phase === "skipped") rows.push([release, `skipped: ${why ?? "a release it needs failed"}`]);
  if (undo?.phase === "failed") rows.push([release, `${undo.action} failed: ${undo.error?.message ?? ""}`]);
  return rows;
}

/** Hooks of releases are told with their release. */
function hookRow({ phase, release, allowed, error }: HookFailure): string[][] {
  return release === undefined && !allowed ? [[phase, error.message]] : [];
}

function undoneRow({ release, undo }: ReleaseProgress): string[][] {
  if (undo?.phase === "kept") return [[release, `left as it is: ${undo.why}`]];
  if (undo?.phase !== "done") return [];
  const { action, toRevision, revision } = undo;
  return [
    [release, action === "rollback" ? `rolled back to revision ${toRevision}, as revision ${revision}` : "uninstalled"],
  ];
}

function monitorRow({ monitor, verdict }: MonitorProgress): string[][] {
  switch (verdict?.verdict) {
    case "failed":
    case "not-started":
      return [[monitor, verdict.message]];
    case "cancelled":
      return [[monitor, "cancelled"]];
    default:
      return [];
  }
}

const nouns: Readonly<Record<RunState["command"], string>> = {
  up: "deploy",
  down: "down",
  rollback: "rollback",
  monitor: "monitoring",
};

function verdictLine({ command, stopping }: RunState, exitCode: number): LogLine | undefined {
  if (exitCode === 0) return undefined;
  const noun = nouns[command];
  if (stopping !== undefined) return line("fatal", `${noun} stopped by ${stopping}`);
  return line("fatal", exitCode === 3 ? `${noun} inconclusive` : `${noun} failed`);
}
