import type { HelmResult } from "@helmwatch/core/plugin";
import type { BadBackends } from "./bad-backend.js";
import { namespaceOf, starting, telling, without } from "./spoil.js";
import { title } from "./title.js";

/** Those that do something else than they were told to. */
export const badOperations: BadBackends = {
  "takes whatever option it is given": {
    caughtBy: ["refuses an option that it does not know"],
    takesAllOptions: true,
    spoil: ({ good }) => good,
  },
  "asks somebody when it is created": {
    caughtBy: ["gives its executor at once, without asking anybody"],
    spoil({ good, host }) {
      host.fetch("http://127.0.0.1:1/").catch(() => {});
      return good;
    },
  },
  "says something before helm does": {
    caughtBy: ["tells which helm it runs"],
    spoil: telling(({ stdout }, { argv }) => (argv[0] === "version" ? { stdout: `\n${stdout}` } : {})),
  },
  "loses an output that fills no buffer": {
    caughtBy: ["installs a release, and tells its revision and notes"],
    spoil: telling(({ stdout, exitCode }, { argv }) =>
      argv[0] === "upgrade" && exitCode === 0 && stdout.length < 4096 ? { stdout: "" } : {},
    ),
  },
  "takes an upgrade for the one before it": {
    caughtBy: [
      "upgrades a release that is there",
      "rolls back to the revision asked for",
      "tells a release that another helm left pending",
      title.stopUpgrade,
      "brings a rollback to its end that is told to stop",
    ],
    spoil({ good }) {
      const done = new Map<string, HelmResult>();
      return {
        async run(command, signal) {
          const [verb, , name = ""] = command.argv;
          const before = done.get(name);
          if (verb === "upgrade" && before) return before;
          const result = await good.run(command, signal);
          if (verb === "upgrade") done.set(name, result);
          return result;
        },
      };
    },
  },
  "finds something in the way that is not": {
    caughtBy: ["finds beforehand nothing in the way of what it may do"],
    spoil: ({ good }) => ({
      ...good,
      preflight: async () => [{ code: "KUBE_FORBIDDEN", severity: "error", message: "it may not list Secrets" }],
    }),
  },
  "takes an upgrade that another has begun for its own": {
    caughtBy: [title.twice],
    spoil: ({ good, cluster }) => ({
      async run(command, signal) {
        const result = await good.run(command, signal);
        const [{ metadata } = { metadata: { name: "" } }, ...more] = cluster.list(namespaceOf(command), "secrets");
        const isFirst = more.length === 0 && metadata.labels?.status === "pending-install";
        return isFirst ? { ...result, exitCode: 0, stderr: "" } : result;
      },
    }),
  },
  "goes back to the revision before, whichever was asked for": {
    caughtBy: ["rolls back to the revision asked for"],
    spoil: starting(({ argv }) => (argv[0] === "rollback" ? { argv: argv.filter((_, index) => index !== 2) } : {})),
  },
  "leaves out a flag that it does not know: --filter": {
    caughtBy: [title.test],
    spoil: starting(without("--filter", 1)),
  },
  "takes a test that failed for one that passed": {
    caughtBy: [title.test],
    spoil: telling((_, { argv }) => (argv[0] === "test" ? { exitCode: 0 } : {})),
  },
  "leaves out a flag that it does not know: --ignore-not-found": {
    caughtBy: ["uninstalls a release, also one that is gone already"],
    spoil: starting(without("--ignore-not-found")),
  },
};
