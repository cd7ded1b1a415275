import { runDemo } from "./demo.js";
import { createNarrator } from "./narrator.js";
import { readOptions, usage } from "./options.js";

const options = readOptions(process.argv.slice(2));
if (options === "help") {
  process.stdout.write(usage);
} else if ("problem" in options) {
  process.stderr.write(`${options.problem}\n\n${usage}`);
  process.exitCode = 2;
} else {
  const narrator = createNarrator(
    (line) => process.stdout.write(`${line}\n`),
    () => performance.now(),
  );
  const stop = new AbortController();
  let stoppedBy: NodeJS.Signals | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) narrator.say("Still cleaning up");
      stoppedBy ??= signal;
      stop.abort(new Error(`stopped by ${signal}`));
    });
  }
  try {
    await runDemo(options, narrator, stop.signal);
  } catch (error) {
    if (stoppedBy === undefined) narrator.failure((error as Error).message);
    process.exitCode = { SIGINT: 130, SIGTERM: 143 }[stoppedBy as string] ?? 1;
  }
}
