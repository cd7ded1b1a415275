import { execFile } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readdirSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { HelmCommand, HelmExecutor, HelmResult } from "@helmwatch/core/plugin";
import { type FakeWorld, runFakeHelm } from "./fake-backend.js";

export interface BadBackend {
  /** The titles of the tests that catch it. */
  readonly caughtBy: readonly string[];
  readonly takesAllOptions?: true;
  readonly spoil: (world: FakeWorld) => HelmExecutor;
}

const never = () => new AbortController().signal;

/** Tells something else than helm did. */
const telling =
  (change: (result: HelmResult, command: HelmCommand) => Partial<HelmResult>) =>
  ({ good }: FakeWorld): HelmExecutor => ({
    async run(command, signal) {
      const result = await good.run(command, signal);
      return { ...result, ...change(result, command) };
    },
  });

/** Starts something else than it was told to. */
const starting =
  (change: (command: HelmCommand) => Partial<HelmCommand>) =>
  ({ good }: FakeWorld): HelmExecutor => ({
    run: (command, signal) => good.run({ ...command, ...change(command) }, signal),
  });

const without =
  (flag: string, values = 0) =>
  ({ argv }: HelmCommand) => {
    const place = argv.indexOf(flag);
    return place < 0 ? {} : { argv: argv.filter((_, index) => index < place || index > place + values) };
  };

const withoutEnv = (name: string) => starting(({ env: { [name]: _, ...env } }) => ({ env }));

const namespaceOf = ({ argv }: HelmCommand) => argv[argv.indexOf("--namespace") + 1] ?? "";

/** By namespace: those of one test. */
const stops = new Map<string, AbortController>();

function sizeOf(path: string): number {
  if (statSync(path).isFile()) return statSync(path).size;
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

const stopped = {
  install: "stops an install that is told to: interrupted, its release failed and not pending",
  upgrade: "stops an upgrade that is told to: interrupted, its release failed and not pending",
  deadline: "ends helm at the deadline, its release failed and not pending",
  apart: "keeps two executors apart: one is stopped, the other goes on",
};
const evidence = "keeps of a failure what helm said, where it ran, and the pods of the release";
const stdin = "gives helm its stdin, and shows it in no arguments, pod, event or log";
const large = "carries files of more than 1 MiB";
const tooLarge = "tells a release that is too large for its record";

const allFailures = [
  "tells a hook that failed",
  "tells a resource that failed while it was waited for",
  "tells resources that are not ready by helm's timeout",
  "tells a release that another helm left pending",
  "tells a cluster that it cannot reach",
  "tells a cluster that refuses it",
  tooLarge,
  "tells a chart that does not render",
  evidence,
];

/** Helm backends as they should not be, by what is wrong with them. */
export const badBackends: Readonly<Record<string, BadBackend>> = {
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
      stopped.upgrade,
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
  "goes back to the revision before, whichever was asked for": {
    caughtBy: ["rolls back to the revision asked for"],
    spoil: starting(({ argv }) => (argv[0] === "rollback" ? { argv: argv.filter((_, index) => index !== 2) } : {})),
  },
  "leaves out a flag that it does not know: --ignore-not-found": {
    caughtBy: ["uninstalls a release, also one that is gone already"],
    spoil: starting(without("--ignore-not-found")),
  },
  "leaves out a flag that it does not know: --wait-for-jobs": {
    caughtBy: ["tells a resource that failed while it was waited for"],
    spoil: starting(without("--wait-for-jobs")),
  },
  "leaves out a flag that it does not know: --timeout": {
    caughtBy: ["tells resources that are not ready by helm's timeout", stdin],
    spoil: starting(without("--timeout", 1)),
  },
  "tells only the last line of an error": {
    caughtBy: ["tells a hook that failed", "loses nothing of a long stderr", evidence],
    spoil: telling(({ stderr }) => ({ stderr: stderr.trimEnd().split("\n").at(-1) ?? "" })),
  },
  "words errors in its own way": {
    caughtBy: allFailures,
    spoil: telling(({ stderr }) => ({ stderr: stderr.replace("Error: ", "helm failed, ") })),
  },
  "mends a pending release by itself": {
    caughtBy: ["tells a release that another helm left pending"],
    spoil: ({ good, cluster }) => ({
      async run(command, signal) {
        const result = await good.run(command, signal);
        if (!result.stderr.includes("another operation")) return result;
        const namespace = namespaceOf(command);
        for (const { metadata } of cluster.list(namespace, "secrets"))
          cluster.remove(namespace, "secrets", metadata.name);
        return good.run(command, signal);
      },
    }),
  },
  "goes to a cluster of its own choice": {
    caughtBy: ["tells a cluster that it cannot reach"],
    spoil: withoutEnv("HELM_KUBEAPISERVER"),
  },
  "acts as a user of its own choice": {
    caughtBy: ["tells a cluster that refuses it"],
    spoil: withoutEnv("HELM_KUBEASUSER"),
  },
  "throws where helm fails to render": {
    caughtBy: [
      "tells a chart that does not render",
      "keeps stdout and stderr of helm apart",
      "tells helm's exit code",
      "loses nothing of a long stderr",
      "writes nothing to stdout and stderr of its own process",
    ],
    spoil: telling(({ stderr }) => {
      if (stderr.includes("execution error")) throw new Error("helm failed");
      return {};
    }),
  },
  "refuses large files with an error that has no code": {
    caughtBy: [tooLarge, large],
    spoil: starting(({ files }) => {
      if (files.some((path) => sizeOf(path) > 1024 * 1024)) throw new Error("too large");
      return {};
    }),
  },
  "is deaf to a stop": {
    caughtBy: [stopped.install, stopped.upgrade, "starts no install once it is told to stop", stopped.apart],
    spoil: ({ good }) => ({ run: (command) => good.run(command, never()) }),
  },
  "kills helm where it should be told to stop": {
    caughtBy: [stopped.install, stopped.upgrade, stopped.deadline],
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
    caughtBy: [stopped.deadline],
    spoil: starting(() => ({ deadlineMs: 3_600_000 })),
  },
  "stops all of its executors at once": {
    caughtBy: [stopped.apart],
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
  "puts all files into one folder, by their names": {
    caughtBy: ["carries chart and values files as they are, whatever their names"],
    spoil: ({ good }) => ({
      run(command, signal) {
        const folder = mkdtempSync(join(tmpdir(), "flat-"));
        const moved = new Map<string, string>();
        for (const path of command.files.filter((path) => statSync(path).isFile())) {
          copyFileSync(path, join(folder, basename(path)));
          for (const text of [path, `"${path.replaceAll('"', '""')}"`]) moved.set(text, join(folder, basename(path)));
        }
        return good.run({ ...command, argv: command.argv.map((argument) => moved.get(argument) ?? argument) }, signal);
      },
    }),
  },
  "cuts files at 1 MiB": {
    caughtBy: [large],
    spoil: starting(({ files }) => {
      for (const path of files) if (statSync(path).size > 1024 * 1024) truncateSync(path, 1024 * 1024);
      return {};
    }),
  },
  "starts helm by a shell": {
    caughtBy: ["passes arguments on as they are, past any shell"],
    spoil: starting(({ argv }) => ({ argv: argv.map((argument) => argument.replace("$(id)", "uid=0(root)")) })),
  },
  "gives helm an environment of its own": {
    caughtBy: ["passes HELM_DRIVER on"],
    spoil: withoutEnv("HELM_DRIVER"),
  },
  "gives helm no stdin": {
    caughtBy: [stdin],
    spoil: starting(() => ({ stdin: "" })),
  },
  "gives the stdin as an argument": {
    caughtBy: [stdin],
    spoil: ({ good }) => ({
      async run(command, signal) {
        if (command.stdin === undefined) return good.run(command, signal);
        const helm = execFile(process.execPath, ["-e", "console.log(); setTimeout(() => {}, 60_000)", command.stdin]);
        await once(helm.stdout!, "data");
        return good.run(command, signal).finally(() => helm.kill());
      },
    }),
  },
  "writes the stdin into the spec of a pod": {
    caughtBy: [stdin],
    spoil: ({ good, cluster }) => ({
      async run(command, signal) {
        const namespace = namespaceOf(command);
        const env = [{ name: "STDIN", value: Buffer.from(command.stdin ?? "").toString("base64") }];
        if (command.stdin) cluster.put(namespace, "pods", { metadata: { name: "helm" }, spec: { env } });
        return good.run(command, signal);
      },
    }),
  },
  "logs what helm gets": {
    caughtBy: [stdin],
    spoil: ({ good, host }) => ({
      run(command, signal) {
        host.log.debug({ stdin: command.stdin }, "helm starts");
        return good.run(command, signal);
      },
    }),
  },
  "repeats stdout in stderr": {
    caughtBy: ["keeps stdout and stderr of helm apart"],
    spoil: telling(({ stdout, stderr }) => ({ stderr: stdout + stderr })),
  },
  "calls each failure 255": {
    caughtBy: ["tells helm's exit code"],
    spoil: telling(({ exitCode }) => ({ exitCode: exitCode === 0 ? 0 : 255 })),
  },
  "swallows the exit code": {
    caughtBy: [...allFailures, stopped.deadline, "tells helm's exit code"],
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
    caughtBy: ["tells where helm ran", evidence],
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
    caughtBy: [evidence],
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
