import type { MonitorProgress, ReleaseProgress, RunState } from "@helmwatch/core";
import { visible } from "../log/format-line.js";
import type { Paint } from "../log/paint.js";

export interface LiveView {
  /** Wall milliseconds. */
  readonly now: number;
  /** Counts up: where the spinner is. */
  readonly frame: number;
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const barWidth = 10;

/** What is under way, one line each, and a line of totals; never wider or higher than the terminal. */
export function liveLines(state: RunState, view: LiveView): readonly string[] {
  const active = [
    ...[...state.releases.values()].flatMap((release) => releaseRow(release, view)),
    ...[...state.monitors.values()].flatMap((monitor) => monitorRow(monitor)),
  ];
  const room = Math.max(1, view.rows - 3);
  const shown = active.length > room ? active.slice(0, room - 1) : active;
  const nameWidth = Math.min(Math.max(0, ...shown.map(({ name }) => name.length)), Math.floor(view.columns / 2));
  const spin = spinner[view.frame % spinner.length] ?? "";
  const rows = shown.map(({ name, doing, bar, since, why }) => {
    const parts = [cut(name, nameWidth).padEnd(nameWidth), doing, duration(view.now - since)];
    const text = [...parts, ...(bar ? [bar.text] : []), why].filter(Boolean).join("  ");
    const line = cut(visible(`${spin} ${text}`).replaceAll("\n", " "), view.columns - 1);
    return bar ? line.replace(bar.text, view.paint(bar.style, bar.text)) : line;
  });
  const hidden = active.length - shown.length;
  const more = hidden > 0 ? [`  … and ${hidden} more`] : [];
  return [...rows, ...more, view.paint("dim", cut(totals(state, view.now), view.columns - 1))];
}

interface Row {
  readonly name: string;
  readonly doing: string;
  readonly since: number;
  readonly bar?: { readonly text: string; readonly style: "good" | "bad" };
  readonly why: string;
}

function releaseRow({ release, phase, operation, startedAt, progress, undo }: ReleaseProgress, view: LiveView): Row[] {
  if (undo?.phase === "started") {
    const doing = undo.action === "rollback" ? `rolling back to ${undo.toRevision}` : "uninstalling";
    return [{ name: release, doing, since: undo.startedAt ?? view.now, why: progress ?? "" }];
  }
  if (phase !== "deploying") return [];
  const doing = operation === "install" ? "installing" : "upgrading";
  return [{ name: release, doing, since: startedAt ?? view.now, why: progress ?? "" }];
}

function monitorRow({ monitor, startedAt, verdict, last, progress, ...spec }: MonitorProgress): Row[] {
  if (startedAt === undefined || verdict) return [];
  const { of = "success", count = 0, threshold = spec.successThreshold } = last?.streak ?? {};
  const filled = Math.round((Math.min(count, threshold) / threshold) * Math.min(barWidth, threshold));
  const text = `${"■".repeat(filled)}${"□".repeat(Math.min(barWidth, threshold) - filled)} ${count}/${threshold}`;
  const bar = { text, style: of === "success" ? ("good" as const) : ("bad" as const) };
  return [{ name: monitor, doing: "watching", since: startedAt, bar, why: last?.why || progress || "" }];
}

function totals({ releases, monitors, startedAt, stopping }: RunState, now: number): string {
  const ready = [...releases.values()].filter(({ phase }) => phase !== "waiting" && phase !== "deploying").length;
  const decided = [...monitors.values()].filter(({ verdict }) => verdict).length;
  const parts = [
    ...(stopping === undefined ? [] : [`stopping (${stopping}), again leaves at once`]),
    ...(releases.size > 0 ? [`releases ${ready}/${releases.size}`] : []),
    ...(monitors.size > 0 ? [`monitors ${decided}/${monitors.size}`] : []),
    duration(now - startedAt),
  ];
  return `  ${parts.join("  ")}`;
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${String(seconds % 60).padStart(2, "0")}s`;
}

function cut(text: string, columns: number): string {
  const characters = Array.from(text);
  return characters.length <= columns ? text : `${characters.slice(0, Math.max(0, columns - 1)).join("")}…`;
}
