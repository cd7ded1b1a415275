import { join } from "node:path";
import { execa } from "execa";
import { type Progress, withProgress } from "../tools/progress.js";

const repository = join(import.meta.dirname, "../..");

/** The command and all that it needs of its siblings; turbo builds what changed. */
export async function buildHelmwatch({ signal, progress }: { signal: AbortSignal; progress: Progress }): Promise<void> {
  const turbo = join(repository, "node_modules/.bin/turbo");
  const args = ["run", "build", "--filter=@helmwatch/cli", "--output-logs=errors-only"];
  const { failed, all } = await withProgress("turbo run build", progress, () =>
    execa(turbo, args, {
      cwd: repository,
      env: { TURBO_TELEMETRY_DISABLED: "1" },
      all: true,
      reject: false,
      cancelSignal: signal,
    }),
  );
  signal.throwIfAborted();
  if (failed) throw new Error(`helmwatch does not build:\n${all}`);
}
