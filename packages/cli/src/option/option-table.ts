import { choice, flag, fraction, list, number, type Option, text } from "./option.js";

const files = "Files:";
const selection = "Selection of releases:";
const cluster = "Cluster:";
const output = "Output:";

/**
 * Every option: those that commands share, accepted before and after the command, then those of single commands. Each
 * can be set by `HELMWATCH_` and its long name, too.
 */
export const optionTable = {
  file: text(
    {
      flags: "-f, --file <path>",
      description: "config file (default: helmwatch.yml, else helmwave.yml)",
      group: files,
      helmwave: ["YAML", "YML"],
    },
    undefined,
  ),
  plandir: text(
    {
      flags: "-p, --plandir <dir>",
      description: "where build saves the plan",
      group: files,
      helmwave: ["PLANDIR", "PLAN"],
    },
    ".helmwatch/",
  ),
  tags: list({
    flags: "-t, --tags <tag>",
    description: "only releases with one of these tags; repeat, or separate by commas",
    group: selection,
    helmwave: ["TAGS"],
  }),
  matchAllTags: flag(
    {
      flags: "--tt, --match-all-tags",
      description: "a release must carry all the tags",
      group: selection,
      helmwave: ["MATCH_ALL_TAGS"],
    },
    false,
  ),
  selector: list({
    flags: "-l, --selector <key=value>",
    description: "only releases with this label, name, namespace or chart (or key!=value)",
    group: selection,
  }),
  dependencies: flag(
    {
      flags: "--dependencies",
      description: "take in what selected releases depend on; --no-dependencies does not",
      group: selection,
      helmwave: ["DEPENDENCIES_ENABLED", "DEPENDENCIES"],
    },
    true,
  ),
  environment: text(
    {
      flags: "-e, --environment <name>",
      description: "the layer of the file's environments to lay over it",
      group: selection,
    },
    undefined,
  ),
  kubeconfig: text(
    { flags: "--kubeconfig <path>", description: "kubeconfig file (default: $KUBECONFIG)", group: cluster },
    undefined,
  ),
  kubeContext: text(
    {
      flags: "--kube-context <name>",
      description: "context of releases that name none (default: $HELM_KUBECONTEXT)",
      group: cluster,
    },
    undefined,
  ),
  parallelLimit: number(
    {
      flags: "--parallel-limit <n>",
      description: "helm operations at a time; 0 chooses from the number of cores",
      group: cluster,
      helmwave: ["PARALLEL_LIMIT"],
    },
    0,
    0,
  ),
  output: choice(
    { flags: "-o, --output <format>", description: "text, json, or ndjson: one event a line", group: output },
    ["text", "json", "ndjson"],
    "text",
  ),
  progress: flag(
    {
      flags: "--progress",
      description: "also log what helm reports meanwhile; --no-progress draws no live view",
      group: output,
      helmwave: ["PROGRESS"],
    },
    undefined,
  ),
  logLevel: choice(
    {
      flags: "--log-level <level>",
      description: "debug, info, warn, error or fatal",
      group: output,
      helmwave: ["LOG_LEVEL", "LOG_LVL"],
    },
    ["trace", "debug", "info", "warn", "warning", "error", "fatal", "panic"],
    "info",
  ),
  logFormat: choice(
    {
      flags: "--log-format <format>",
      description: "text, pad, emoji or json",
      group: output,
      helmwave: ["LOG_FORMAT"],
    },
    ["text", "pad", "emoji", "json"],
    "text",
  ),
  logColor: flag(
    {
      flags: "--log-color",
      description: "colours (default: on a terminal, unless NO_COLOR is set); --no-color: none",
      group: output,
      helmwave: ["LOG_COLOR"],
    },
    undefined,
  ),
  logTimestamps: flag(
    {
      flags: "--log-timestamps",
      description: "begin log lines with the time",
      group: output,
      helmwave: ["LOG_TIMESTAMPS"],
    },
    false,
  ),
  graphWidth: number(
    {
      flags: "--graph-width <n>",
      description: "characters of a name in drawings; 0: all, -n: all but n, 1: no drawing",
      group: output,
      helmwave: ["GRAPH_WIDTH"],
    },
    Number.MIN_SAFE_INTEGER,
    0,
  ),
  // Helmwave's switches for what is always so here.
  handleSignal: flag({ flags: "--handle-signal", description: "always on", helmwave: ["HANDLE_SIGNAL"] }, true),
  skipUnchanged: flag({ flags: "--skip-unchanged", description: "always on", helmwave: ["SKIP_UNCHANGED"] }, true),
  // How a helmwatch that runs in a Job is started by the one that follows it.
  followedAs: text(
    { flags: "--followed-as <run>", description: "prints events and what they do not tell, and nothing else" },
    undefined,
  ),
  secretEnv: list({ flags: "--secret-env <names>", description: "variables whose values are masked" }),
  // Options of single commands.
  build: flag({ flags: "--build", description: "build the plan anew and save it", helmwave: ["AUTO_BUILD"] }, false),
  updateLock: flag(
    {
      flags: "--update-lock",
      description: "resolve the charts of the selected releases anew, and write them to helmwatch.lock",
    },
    false,
  ),
  revision: number(
    { flags: "--revision <n>", description: "revision to go back to (default: the last good one before the newest)" },
    1,
    undefined,
  ),
  inCluster: flag(
    {
      flags: "--in-cluster",
      description:
        "run the plan as a Job of the cluster, and follow it; --no-in-cluster: run it here (default: run.where)",
    },
    undefined,
  ),
  detach: flag({ flags: "--detach", description: "do not follow that Job: print the id of the run" }, false),
  namespace: text(
    {
      flags: "-n, --namespace <name>",
      description: "where the Jobs of runs are (default: of the config file, else helmwatch)",
    },
    undefined,
  ),
  stop: flag({ flags: "--stop", description: "stop the run, and follow it to its end" }, false),
  tpl: text(
    { flags: "--tpl <path>", description: "template of the config file", helmwave: ["TPL"] },
    "helmwave.yml.tpl",
  ),
  templater: choice(
    {
      flags: "--templater <name>",
      description: "functions of templates: sprig or gomplate",
      helmwave: ["TEMPLATER", "TEMPLATE_ENGINE"],
    },
    ["sprig", "gomplate"],
    "sprig",
  ),
  ymlTemplater: choice(
    {
      flags: "--yml-templater <name>",
      description: "the same for the config file's template (default: --templater)",
      helmwave: ["YML_TEMPLATER", "YML_TEMPLATE_ENGINE"],
    },
    ["sprig", "gomplate"],
    undefined,
  ),
  buildTemplater: choice(
    {
      flags: "--build-templater <name>",
      description: "the same for values files (default: --templater)",
      helmwave: ["BUILD_TEMPLATER", "BUILD_TEMPLATE_ENGINE"],
    },
    ["sprig", "gomplate"],
    undefined,
  ),
  yml: flag(
    {
      flags: "--yml",
      description: "render the config file from its template first",
      helmwave: ["AUTO_YML", "AUTO_YAML"],
    },
    false,
  ),
  diffMode: choice(
    {
      flags: "--diff-mode <mode>",
      description: "show what a new plan changes: live (of the cluster), local (of the saved plan) or none",
      helmwave: ["DIFF_MODE"],
    },
    ["live", "local", "none"],
    "none",
  ),
  wide: number(
    {
      flags: "--wide <n>",
      description: "unchanged lines around a change; -1: all of them",
      helmwave: ["DIFF_WIDE"],
    },
    -1,
    5,
  ),
  showSecret: flag(
    { flags: "--show-secret", description: "show what Secrets hold", helmwave: ["DIFF_SHOW_SECRET"] },
    false,
  ),
  suppress: list({
    flags: "--suppress <kind>",
    description: "kinds of objects that are left out",
    helmwave: ["DIFF_SUPPRESS", "DIFF_SUPPRESS_KINDS"],
  }),
  stripTrailingCr: flag(
    {
      flags: "--strip-trailing-cr",
      description: "ignore carriage returns at the end of lines",
      helmwave: ["DIFF_STRIP_TRAILING_CR"],
    },
    false,
  ),
  findRenames: fraction(
    {
      flags: "--find-renames <n>",
      description: "take an added object for a removed one when less than this part of it differs; 0: never",
      helmwave: ["DIFF_FIND_RENAMES"],
    },
    0,
  ),
  "3WayMerge": flag(
    {
      flags: "--3-way-merge",
      description: "live: compare with the objects of the cluster, so that drift shows",
      helmwave: ["DIFF_3_WAY_MERGE"],
    },
    false,
  ),
  detailedExitcode: flag(
    { flags: "--detailed-exitcode", description: "exit 2 when something changes; bad input exits 1 then" },
    false,
  ),
  plandir1: text(
    { flags: "--plandir1 <dir>", description: "local: the plan to look at (default: one built from the file)" },
    undefined,
  ),
  plandir2: text(
    { flags: "--plandir2 <dir>", description: "local: the plan that it is compared with (default: --plandir)" },
    undefined,
  ),
  print: flag(
    { flags: "--print", description: "print what all files and layers say, with the place of each value" },
    false,
  ),
  format: choice({ flags: "--format <format>", description: "text or mermaid" }, ["text", "mermaid"], "text"),
} as const satisfies Record<string, Option<unknown>>;

export type OptionName = keyof typeof optionTable;

/** The value of every option: from its flag, a variable, or its default. */
export type Options = {
  readonly [K in OptionName]: (typeof optionTable)[K] extends Option<infer T> ? T : never;
};
