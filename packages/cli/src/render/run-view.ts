import { foldRun, type RunEvent, type RunState } from "@helmwatch/core";
import type { CommandCall } from "../command/command.js";
import { isAtLeast } from "../log/log-line.js";
import { leftovers } from "./leftovers.js";
import { liveLines } from "./live-lines.js";
import { runLines } from "./run-lines.js";
import { runSummary } from "./run-summary.js";
import { formatTable } from "./table.js";
import { waitingLines } from "./waiting-lines.js";
import { withPlaces } from "./with-places.js";

/** What shows a run while it goes on. */
export interface RunView {
  emit(event: RunEvent): void;
  /** What would be left behind by leaving now. */
  leftovers(): readonly string[];
  /**
   * The counts, tables and last word; without an exit code the run broke off, and only the live view ends. No counts
   * where events are missing: they would be wrong.
   */
  end(exitCode: number | undefined): void;
}

type ViewCall = Pick<CommandCall, "console" | "options" | "world">;

/** Milliseconds between two frames of the live view. */
const frameMs = 100;
/** Milliseconds between two signs of life in a log: CI systems end a job that is silent for minutes. */
const aliveMs = 30_000;

/** Events as ndjson on stdout where asked for, the plain log on stderr, and a live block below it on a terminal. */
export function runView({ console, options, world }: ViewCall): RunView {
  const isLive = wantsLive({ console, options, world });
  const closing = new AbortController();
  let state: RunState | undefined;
  let seen = 0;
  let isWhole = true;

  const draw = async () => {
    for (let frame = 0; ; frame++) {
      await world.clock.sleep(frameMs, closing.signal);
      if (!state) continue;
      const { columns, rows } = { columns: world.stderr.columns(), rows: world.stderr.rows() };
      const view = { now: world.clock.wall(), frame, columns, rows, paint: console.paint };
      console.screen.draw(liveLines(state, view).map(console.secrets.mask));
    }
  };
  const tell = async () => {
    for (;;) {
      await world.clock.sleep(aliveMs, closing.signal);
      if (state) for (const line of waitingLines(state, world.clock.wall())) console.log(line);
    }
  };
  (isLive ? draw() : tell()).catch(() => {});

  return {
    emit(event) {
      isWhole &&= event.seq === ++seen;
      state = foldRun(isWhole ? state : withPlaces(state, event), event);
      if (options.output === "ndjson") console.printEvent(event);
      if (isLive && isLiveOnly.has(event.type)) return;
      for (const line of runLines(state, event))
        console.log(options.progress && event.type.endsWith(".progress") ? { ...line, level: "info" } : line);
    },
    leftovers: () => (state ? leftovers(state) : []),
    end(exitCode) {
      closing.abort();
      console.screen.close();
      if (!state || exitCode === undefined) return;
      const { counts, tables, verdict } = runSummary(state, exitCode);
      if (isWhole) for (const line of counts) console.log(line);
      if (options.output === "text" && tables.length > 0)
        console.print(tables.map((table) => formatTable(table, world.stdout.columns())).join("\n\n"));
      if (verdict) console.log(verdict);
    },
  };
}

/** What the block shows better than a line that scrolls by. */
const isLiveOnly: ReadonlySet<RunEvent["type"]> = new Set([
  "release.started",
  "release.progress",
  "monitor.started",
  "monitor.checked",
  "monitor.progress",
  "undo.started",
]);

function wantsLive({ console, options, world }: ViewCall): boolean {
  const { env, stderr } = world;
  if (options.progress === false || options.logFormat === "json" || !isAtLeast("info", console.level)) return false;
  return stderr.isTerminal && (!env.CI || env.CI === "false") && env.TERM !== "dumb";
}
