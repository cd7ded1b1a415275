import type { Stage } from "./stage.js";

/** Tests by title: what every helm backend does. */
export type BackendCases = Readonly<Record<string, (stage: Stage) => Promise<void>>>;
