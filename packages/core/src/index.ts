export type { ConfigFile } from "./composition/config-file.js";
export { printConfig } from "./composition/print-config.js";
export { type FilePorts, readFiles, readOneFile } from "./composition/read-files.js";
export * from "./config/config.js";
export { everyConfig } from "./config/every-config.js";
export { byPosition, type ConfigSource, type Place } from "./config/finding.js";
export { type FormatOptions, formatDiagnostic, formatDiagnostics, type Paint } from "./config/format-diagnostic.js";
export { type ConfigOptions, type ConfigResult, interpretFiles, readConfig } from "./config/read-config.js";
export { configJsonSchema } from "./config/schema.js";
export type { Path } from "./config/source-map.js";
export { suggest } from "./config/suggest.js";
export { uniqname } from "./config/uniqname.js";
export { againstLive } from "./diff/against-live.js";
export { type DiffOptions, diffObjects, type ObjectChange } from "./diff/diff-objects.js";
export { type ManifestObject, splitManifest } from "./diff/split-manifest.js";
export { findCycle } from "./graph/find-cycle.js";
export type { Graph } from "./graph/graph.js";
export { type HookListener, runHooks } from "./lifecycle/run-hooks.js";
export type { HookCall, StartHook } from "./lifecycle/start-hook.js";
export { type ChartLock, type LockedChart, type LockReference, lockFileName } from "./lock/chart-lock.js";
export { formatLock } from "./lock/format-lock.js";
export { lockReference } from "./lock/lock-reference.js";
export { readLock } from "./lock/read-lock.js";
export { type LockChange, updateLock } from "./lock/update-lock.js";
export { compilePassWhen } from "./monitor/compile-pass-when.js";
export { type Judgement, judge, type PassWhen } from "./monitor/judge.js";
export type { CheckReport, MonitorRun } from "./monitor/monitor-run.js";
export type { Counting, MonitorSpec, MonitorVerdict, Outcome } from "./monitor/monitor-spec.js";
export { runMonitor } from "./monitor/run-monitor.js";
export {
  type BuildOptions,
  type BuildResult,
  buildPlan,
  diskFiles,
  type FetchedChart,
  type PlanPorts,
} from "./plan/build-plan.js";
export type { ChartRequest } from "./plan/check-charts.js";
export { type DrawnPlan, type DrawOptions, drawGraph } from "./plan/draw-graph.js";
export { mapLimited } from "./plan/map-limited.js";
export { mermaidGraph } from "./plan/mermaid-graph.js";
export * from "./plan/plan.js";
export { type ReadOptions, readPlan } from "./plan/read-plan.js";
export { type SelectionResult, selectReleases } from "./plan/select-releases.js";
export { labelTerm, type Selection } from "./plan/selection.js";
export { sketchPlan } from "./plan/sketch-plan.js";
export { type WriteOptions, writePlan } from "./plan/write-plan.js";
export * from "./run/event.js";
export { exitCode, type StopReason } from "./run/exit-code.js";
export { foldRun } from "./run/fold-run.js";
export { isUnchanged } from "./run/is-unchanged.js";
export { preflightMonitors } from "./run/preflight-monitors.js";
export type { OperationCall, ReleaseOperations, ReleaseState } from "./run/release-operations.js";
export type { RunInput, RunReport, WatchedMonitor } from "./run/run-context.js";
export { runMonitors } from "./run/run-monitors.js";
export { runPlan } from "./run/run-plan.js";
export type { HookFailure, MonitorProgress, ReleaseProgress, RunState, UndoState } from "./run/run-state.js";
export { type RunUndoInput, runUndo } from "./run/run-undo.js";
export { type FakeClock, fakeClock } from "./time/fake-clock.js";
export { systemClock } from "./time/system-clock.js";
export type { TemplateRenderer, ValuesEngine, ValuesTemplate } from "./values/values-engine.js";
