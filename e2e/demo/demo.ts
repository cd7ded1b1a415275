import { createCleanup } from "./cleanup.js";
import type { Narrator } from "./narrator.js";
import type { DemoOptions } from "./options.js";
import { playScenario, type Scenario } from "./scenario.js";
import { setScene } from "./set-scene.js";
import { showTrouble } from "./show-trouble.js";

/** Sets up what the scenario needs, plays it, and takes everything down again, whatever happened. */
export async function runDemo(options: DemoOptions, narrator: Narrator, signal: AbortSignal): Promise<void> {
  const cleanup = createCleanup();
  let problems: readonly string[] = [];
  try {
    const scenario = await setScene(options, { narrator, signal, cleanup });
    await playScenario(scenario).catch(async (error: Error) => {
      if (signal.aborted) throw error;
      narrator.failure(error.message);
      await showTrouble(scenario);
      throw new Error("the demo failed, see above", { cause: error });
    });
    narrator.chapter("All of it was as it should be");
    if (options.keep) await stayUntilStopped(scenario);
  } finally {
    narrator.say("Cleaning up");
    problems = await cleanup.run();
    for (const problem of problems) narrator.failure(problem);
  }
  if (problems.length > 0) throw new Error("not everything could be cleaned up, see above");
}

async function stayUntilStopped({ narrator, prometheus, signal }: Scenario): Promise<void> {
  narrator.say("Everything stays until Ctrl-C; the commands above work in another shell.");
  narrator.say(`Prometheus: ${prometheus}`);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
