import type { Command } from "./command.js";
import { completion } from "./completion.js";
import { version } from "./version.js";

const ymlOptions = ["yml", "tpl", "templater", "ymlTemplater", "buildTemplater"] as const;
const shownOptions = ["wide", "showSecret", "suppress", "stripTrailingCr", "findRenames", "3WayMerge"] as const;
const diffOptions = ["diffMode", ...shownOptions] as const;
const releases = { syntax: "[names...]", description: "releases, as name or name@namespace (default: all)" };

export const commandTable: readonly Command[] = [
  {
    name: "yml",
    summary: "render the config file from its template",
    description: "Go templates with the functions of sprig or gomplate, and helmwave's. Writes --file (helmwave.yml).",
    options: ["tpl", "templater", "ymlTemplater"],
    outputs: ["text"],
    load: async () => (await import("./yml.js")).yml,
  },
  {
    name: "build",
    summary: "resolve releases, values and charts, and save the plan",
    options: ["updateLock", ...ymlOptions, ...diffOptions],
    outputs: ["text"],
    load: async () => (await import("./cluster-commands.js")).build,
  },
  {
    name: "up",
    summary: "deploy the plan, run its monitors, undo what they reject",
    description:
      "Deploys the saved plan, or a plan built in memory when none is saved. Exits 0 when all releases and " +
      "monitors succeeded, 1 when one did not, 2 for bad input, 4 when cluster, network or helm are at fault. With " +
      "--in-cluster the run is a Job that goes on without this machine: Ctrl-C ends only the following, with 130.",
    options: ["build", "updateLock", "inCluster", "detach", ...ymlOptions, ...diffOptions],
    outputs: ["text", "ndjson"],
    load: async () => (await import("./cluster-commands.js")).up,
  },
  {
    name: "attach",
    summary: "follow a run in the cluster, from its start; --stop ends it",
    description:
      "Follows a run that up --in-cluster started, or shows one that has ended as long as its Job is kept. Exits as " +
      "the run does. Ctrl-C ends only the following, with 130.",
    argument: { syntax: "[run]", description: "id of the run (default: the one that is running, else the newest)" },
    options: ["namespace", "stop"],
    outputs: ["text", "ndjson"],
    load: async () => (await import("./attach.js")).attach,
  },
  {
    name: "down",
    summary: "uninstall the releases, dependents first",
    options: ["build", ...ymlOptions, ...diffOptions],
    outputs: ["text", "ndjson"],
    load: async () => (await import("./cluster-commands.js")).down,
  },
  {
    name: "rollback",
    summary: "roll the releases back, dependents first",
    options: ["build", "revision", ...ymlOptions, ...diffOptions],
    outputs: ["text", "ndjson"],
    load: async () => (await import("./cluster-commands.js")).rollback,
  },
  {
    name: "diff",
    summary: "show what the plan would change, object by object",
    description:
      "live: of what helm recorded in the cluster, each chart rendered as its upgrade would. local: of another plan, " +
      "without a cluster. Unchanged releases are told by their digest, and neither rendered nor read.",
    argument: { syntax: "[mode]", description: "live or local (default: live)", choices: ["live", "local"] },
    options: [...shownOptions, "detailedExitcode", "plandir1", "plandir2"],
    outputs: ["text", "json"],
    load: async () => (await import("./cluster-commands.js")).diff,
  },
  {
    name: "manifests",
    summary: "print the objects that the plan deploys, rendered without a cluster",
    argument: releases,
    options: [],
    outputs: ["text"],
    load: async () => (await import("./cluster-commands.js")).manifests,
  },
  {
    name: "list",
    alias: "ls",
    summary: "list the releases and their state on the cluster",
    options: [],
    outputs: ["text", "json"],
    load: async () => (await import("./cluster-commands.js")).list,
  },
  {
    name: "status",
    summary: "show single releases: state, dependencies, monitors",
    argument: releases,
    options: [],
    outputs: ["text", "json"],
    load: async () => (await import("./cluster-commands.js")).status,
  },
  {
    name: "graph",
    summary: "draw what depends on what",
    options: ["format"],
    outputs: ["text"],
    load: async () => (await import("./file-commands.js")).graph,
  },
  {
    name: "validate",
    summary: "check the config file and the options of its plugins, without network",
    options: ["print"],
    outputs: ["text", "json"],
    load: async () => (await import("./file-commands.js")).validate,
  },
  {
    name: "schema",
    summary: "print the JSON Schema of the config file",
    options: [],
    outputs: ["text"],
    load: async () => (await import("./file-commands.js")).schema,
  },
  {
    name: "plugins",
    summary: "list the plugins in use: version, path, types, needs",
    options: [],
    outputs: ["text", "json"],
    load: async () => (await import("./file-commands.js")).plugins,
  },
  {
    name: "monitor run",
    summary: "run monitors of the file alone, without cluster or helm",
    argument: { syntax: "[names...]", description: "monitors (default: all)" },
    options: [],
    outputs: ["text", "ndjson"],
    load: async () => (await import("./file-commands.js")).monitorRun,
  },
  {
    name: "version",
    alias: "ver",
    summary: "print the version",
    options: [],
    outputs: ["text"],
    load: async () => version,
  },
  {
    name: "completion",
    summary: "print a completion script for a shell",
    argument: { syntax: "<shell>", description: "bash, zsh or fish", choices: ["bash", "zsh", "fish"] },
    options: [],
    outputs: ["text"],
    load: async () => completion,
  },
];
