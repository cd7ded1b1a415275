import type { BadBackends } from "./bad-backend.js";
import { badFailures } from "./bad-failures.js";
import { badInputs } from "./bad-inputs.js";
import { badOperations } from "./bad-operations.js";
import { badOutputs } from "./bad-outputs.js";
import { badStops } from "./bad-stops.js";

/** Helm backends as they should not be. */
export const badBackends: BadBackends = {
  ...badOperations,
  ...badFailures,
  ...badStops,
  ...badInputs,
  ...badOutputs,
};
