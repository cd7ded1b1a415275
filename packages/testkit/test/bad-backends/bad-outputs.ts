import type { BadBackends } from "./bad-backend.js";
import { namespaceOf, telling } from "./spoil.js";
import { allFailures, title } from "./title.js";

/** Those that change what helm says, or what it leaves. */
export const badOutputs: BadBackends = {
  "repeats stdout in stderr": {
    caughtBy: ["keeps stdout and stderr of helm apart"],
    spoil: telling(({ stdout, stderr }) => ({ stderr: stdout + stderr })),
  },
  "calls each failure 255": {
    caughtBy: ["tells helm's exit code"],
    spoil: telling(({ exitCode }) => ({ exitCode: exitCode === 0 ? 0 : 255 })),
  },
  "swallows the exit code": {
    caughtBy: [...allFailures, title.test, title.deadline, "tells helm's exit code"],
    spoil: telling(() => ({ exitCode: 0 })),
  },
  "keeps the last 64 KiB of stdout": {
    caughtBy: ["loses nothing of a long stdout"],
    spoil: telling(({ stdout }) => ({ stdout: stdout.slice(-65_536) })),
  },
  "keeps the first 4 KiB of stderr": {
    caughtBy: ["loses nothing of a long stderr"],
    spoil: telling(({ stderr }) => ({ stderr: stderr.slice(0, 4096) })),
  },
  "does not say where helm ran": {
    caughtBy: ["tells where helm ran", title.evidence],
    spoil: telling(() => ({ where: "" })),
  },
  "shows what helm says": {
    caughtBy: ["writes nothing to stdout and stderr of its own process"],
    spoil: telling(() => {
      process.stdout.write("\r"); // Not to be seen where the suite does not catch it.
      return {};
    }),
  },
  "leaves a pod behind": {
    caughtBy: ["leaves nothing in the cluster after a success"],
    spoil: ({ good, cluster }) => ({
      run(command, signal) {
        const namespace = namespaceOf(command);
        cluster.put(namespace, "pods", { metadata: { name: "helm" }, status: { phase: "Succeeded" } });
        return good.run(command, signal);
      },
    }),
  },
  "clears up after a failure": {
    caughtBy: [title.evidence, title.test],
    spoil: ({ good, cluster }) => ({
      async run(command, signal) {
        const result = await good.run(command, signal);
        const namespace = namespaceOf(command);
        for (const { metadata } of cluster.list(namespace, "pods")) cluster.remove(namespace, "pods", metadata.name);
        return result;
      },
    }),
  },
};
