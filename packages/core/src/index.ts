export { findCycle } from "./graph/find-cycle.js";
export type { Graph } from "./graph/graph.js";
export { type Selection, selectNodes } from "./graph/select-nodes.js";
export { type Judgement, judge, type PassWhen } from "./monitor/judge.js";
export type { Counting, MonitorSpec, MonitorVerdict, Outcome } from "./monitor/monitor-spec.js";
export { type CheckReport, type MonitorRun, runMonitor } from "./monitor/run-monitor.js";
export { type FakeClock, fakeClock } from "./time/fake-clock.js";
export { systemClock } from "./time/system-clock.js";
