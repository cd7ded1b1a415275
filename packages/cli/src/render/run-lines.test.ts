import { expect, it } from "vitest";
import { formatLine } from "../log/format-line.js";
import { isAtLeast } from "../log/log-line.js";
import { plain } from "../log/paint.js";
import { recorded, replay } from "./recorded/recorded.js";
import { runLines } from "./run-lines.js";
import { runSummary } from "./run-summary.js";
import { formatTable } from "./table.js";

/** The plain log of a recorded run, as on a pipe or in CI, its tables where they come. */
function log(name: Parameters<typeof recorded>[0], level: "debug" | "info" = "info"): string {
  const format = { format: "text", timestamps: false, paint: plain } as const;
  const lines: string[] = [];
  const { state, exitCode } = replay(recorded(name), (state, event) =>
    lines.push(
      ...runLines(state, event)
        .filter((one) => isAtLeast(one.level, level))
        .map((one) => formatLine(one, format)),
    ),
  );
  const { counts, tables, verdict } = runSummary(state, exitCode);
  return [
    ...lines,
    ...counts.map((one) => formatLine(one, format)),
    ...tables.map((table) => formatTable(table, 80)),
    ...(verdict ? [formatLine(verdict, format)] : []),
  ].join("\n");
}

it("tells the seed's run in the seed's words", () => {
  expect(log("rejected")).toMatchInlineSnapshot(`
    "[INFO]: sync releases...
    [INFO]: deploying...             release: nats@nats
    [INFO]: ✅                       release: nats@nats  revision: 2
    [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 1/3
    [INFO]: monitor did not succeed  monitor: nats-delivered-metric  streak: 1/2  error: result is empty
    [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 2/3
    [INFO]: monitor did not succeed  monitor: nats-delivered-metric  streak: 2/2  error: result is empty
    [ERROR]: ❌ monitor failed        monitor: nats-delivered-metric  error: monitor triggered failure threshold
    [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 3/3
    [INFO]: ✅                       monitor: nats-up-metric
    [ERROR]: monitors failed, need to take actions  error: 1 error occurred: * monitor triggered failure threshold  monitors: nats-delivered-metric
    [INFO]: chose action to perform for failed monitors  action: rollback  release: nats@nats
    [INFO]: rolling back...          release: nats@nats  to: 1
    [WARNING]: seen of nats@nats before its undo:
              pod nats-0, container nats: CrashLoopBackOff, exit code 1, 3 restarts
              Pod/nats-0: BackOff: Back-off restarting failed container nats (4 times)
              log of nats-0/nats:
                starting
                no space left on device
    [INFO]: rolled back to revision 1  release: nats@nats  revision: 3
    [INFO]: Releases Success 1 / 1
    [INFO]: Monitors Success 1 / 2
              NAME           |                ERROR
    -------------------------+-------------------------------------
      nats-delivered-metric  | monitor triggered failure threshold
        NAME     |                  UNDONE
    -------------+------------------------------------------
      nats@nats  | rolled back to revision 1, as revision 3
    [FATAL]: deploy failed"
  `);
});

it("tells what failed, what was skipped for it, and what went on", () => {
  expect(log("isolated")).toMatchInlineSnapshot(`
    "[INFO]: sync releases...
    [INFO]: deploying...             release: nats@nats
    [INFO]: ✅                       release: nats@nats  revision: 1
    [INFO]: notes of nats@nats
              Thank you for installing app.

              See it at http://app
    [INFO]: deploying...             release: cache@nats
    [INFO]: deploying...             release: web@nats
    [INFO]: ✅                       release: cache@nats  revision: 1
    [INFO]: notes of cache@nats
              Thank you for installing app.

              See it at http://app
    [ERROR]: ❌ failed to deploy      release: web@nats  error: upgrade of web@nats failed: the deployment of web was not ready
    [WARNING]: skipped                  release: api@nats  why: web@nats failed
    [WARNING]: monitor not started      monitor: watcher  why: release api@nats was skipped
    [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 1/3
    [INFO]: monitor succeeded        monitor: nats-delivered-metric  streak: 1/3
    [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 2/3
    [INFO]: monitor did not succeed  monitor: nats-delivered-metric  streak: 1/2  error: connection refused
    [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 3/3
    [INFO]: monitor did not succeed  monitor: nats-delivered-metric  streak: 2/2  error: connection refused
    [INFO]: ✅                       monitor: nats-up-metric
    [ERROR]: ❌ monitor failed        monitor: nats-delivered-metric  error: monitor triggered failure threshold
    [ERROR]: monitors failed, need to take actions  error: 1 error occurred: * monitor triggered failure threshold  monitors: nats-delivered-metric
    [INFO]: chose action to perform for failed monitors  action: uninstall  release: nats@nats
    [INFO]: chose action to perform for release undone along  action: uninstall  release: cache@nats  with: nats@nats
    [INFO]: chose action to perform for release undone along  action: uninstall  release: web@nats  with: nats@nats
    [INFO]: uninstalling...          release: cache@nats
    [INFO]: uninstalling...          release: web@nats
    [INFO]: uninstalled              release: cache@nats
    [INFO]: uninstalled              release: web@nats
    [INFO]: uninstalling...          release: nats@nats
    [INFO]: uninstalled              release: nats@nats
    [INFO]: Releases Success 2 / 4
    [INFO]: Monitors Success 1 / 3
        NAME    |                              ERROR
    ------------+-----------------------------------------------------------------
      web@nats  | upgrade of web@nats failed: the deployment of web was not ready
      api@nats  | skipped: web@nats failed
              NAME           |                ERROR
    -------------------------+-------------------------------------
      watcher                | release api@nats was skipped
      nats-delivered-metric  | monitor triggered failure threshold
         NAME     |   UNDONE
    --------------+-------------
      nats@nats   | uninstalled
      cache@nats  | uninstalled
      web@nats    | uninstalled
    [FATAL]: deploy failed"
  `);
});

it("tells a stop and what it waits for", () => {
  expect(log("stopped")).toMatchInlineSnapshot(`
    "[INFO]: sync releases...
    [INFO]: deploying...             release: nats@nats
    [WARNING]: stopping, a second signal leaves at once  signal: SIGINT  waiting for: nats@nats
    [ERROR]: ❌ failed to deploy      release: nats@nats  error: upgrade of nats@nats was interrupted  hint: Run again to bring the release to what the file says.
    [WARNING]: monitor cancelled        monitor: nats-up-metric
    [WARNING]: monitor cancelled        monitor: nats-delivered-metric
    [INFO]: Releases Success 0 / 1
    [INFO]: Monitors Success 0 / 2
        NAME     |                ERROR
    -------------+--------------------------------------
      nats@nats  | upgrade of nats@nats was interrupted
              NAME           |   ERROR
    -------------------------+-----------
      nats-up-metric         | cancelled
      nats-delivered-metric  | cancelled
    [FATAL]: deploy stopped by SIGINT"
  `);
});
