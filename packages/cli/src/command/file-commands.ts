// Need the config file alone; one chunk, as the cluster commands.
export { graph } from "./graph.js";
export { monitorRun } from "./monitor-run.js";
export { plugins } from "./plugins.js";
export { schema } from "./schema.js";
export { validate } from "./validate.js";
