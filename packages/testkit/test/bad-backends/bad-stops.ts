import { runFakeHelm } from "../fake-backend.js";
import type { BadBackends } from "./bad-backend.js";
import { namespaceOf, starting } from "./spoil.js";
import { title } from "./title.js";

const never = () => new AbortController().signal;
/** By namespace: those of one test. */
const stops = new Map<string, AbortController>();

/** Those that stop too much or too little. */
export const badStops: BadBackends = {
  "is deaf to a stop": {
    caughtBy: [title.stopInstall, title.stopUpgrade, "starts no install once it is told to stop", title.apart],
    spoil: ({ good }) => ({ run: (command) => good.run(command, never()) }),
  },
  "kills helm where it should be told to stop": {
    caughtBy: [title.stopInstall, title.stopUpgrade, title.deadline],
    spoil: ({ cluster, clock }) => ({
      run: (command, signal) => runFakeHelm(cluster, clock, command, signal, false),
    }),
  },
  "does not see a stop that came before it": {
    caughtBy: ["starts no install once it is told to stop"],
    spoil: ({ good }) => ({ run: (command, signal) => good.run(command, signal.aborted ? never() : signal) }),
  },
  "stops a rollback": {
    caughtBy: ["brings a rollback to its end that is told to stop"],
    spoil: starting(({ argv }) => (argv[0] === "rollback" ? { interruptible: true } : {})),
  },
  "stops an uninstall": {
    caughtBy: ["brings an uninstall to its end that is told to stop"],
    spoil: starting(({ argv }) => (argv[0] === "uninstall" ? { interruptible: true } : {})),
  },
  "knows no deadline": {
    caughtBy: [title.deadline],
    spoil: starting(() => ({ deadlineMs: 3_600_000 })),
  },
  "stops all of its executors at once": {
    caughtBy: [title.apart],
    spoil: ({ good }) => ({
      run(command, signal) {
        const namespace = namespaceOf(command);
        const shared = stops.get(namespace) ?? new AbortController();
        stops.set(namespace, shared);
        signal.addEventListener("abort", () => shared.abort());
        return good.run(command, signal.aborted ? signal : shared.signal);
      },
    }),
  },
};
