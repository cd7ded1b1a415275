import { createContext, Script } from "node:vm";

let prepared: { script: Script; context: { run?: () => unknown } } | undefined;

/**
 * Runs what a hostile body could make run for ages, such as a backtracking regular expression, for a second at most:
 * only a VM can interrupt that. Throws an error of code ERR_SCRIPT_EXECUTION_TIMEOUT then.
 */
export function runBounded<T>(run: () => T): T {
  prepared ??= { script: new Script("run()"), context: createContext({}) };
  prepared.context.run = run;
  return prepared.script.runInContext(prepared.context, { timeout: 1000 });
}
