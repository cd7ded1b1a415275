import type { MonitorStage } from "./monitor-stage.js";

/** Tests by title: what every monitor does. */
export type MonitorCases = Readonly<Record<string, (stage: MonitorStage) => Promise<void>>>;
