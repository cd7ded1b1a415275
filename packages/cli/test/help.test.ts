import { expect, it } from "vitest";
import { runCli } from "./run-cli.js";

const help = async (...args: string[]) => {
  const { code, stdout, stderr } = await runCli(args, { cwd: "/nowhere" });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  return stdout;
};

it("shows all commands and shared options without a command", async () => {
  expect(await help()).toMatchInlineSnapshot(`
    "Usage: helmwatch [options] [command]

    Deploys many Helm releases as one graph, watches them with monitors, undoes what
    they reject.

    Options:
      -v, --version               print the version
      -h, --help                  show help

    Files:
      -f, --file <path>           config file (default: helmwatch.yml, else
                                  helmwave.yml)
      -p, --plandir <dir>         where build saves the plan (default: .helmwatch/)

    Selection of releases:
      -t, --tags <tag>            only releases with one of these tags; repeat, or
                                  separate by commas
      --tt, --match-all-tags      a release must carry all the tags
      -l, --selector <key=value>  only releases with this label, name, namespace or
                                  chart (or key!=value)
      --dependencies              take in what selected releases depend on;
                                  --no-dependencies does not
      -e, --environment <name>    the layer of the file's environments to lay over
                                  it

    Cluster:
      --kubeconfig <path>         kubeconfig file (default: $KUBECONFIG)
      --kube-context <name>       context of releases that name none (default:
                                  $HELM_KUBECONTEXT)
      --parallel-limit <n>        helm operations at a time; 0 chooses from the
                                  number of cores

    Output:
      -o, --output <format>       text, json, or ndjson: one event a line (default:
                                  text)
      --progress                  also log what helm reports meanwhile;
                                  --no-progress draws no live view
      --log-level <level>         debug, info, warn, error or fatal (default: info)
      --log-format <format>       text, pad, emoji or json (default: text)
      --log-color                 colours (default: on a terminal, unless NO_COLOR
                                  is set); --no-color: none
      --log-timestamps            begin log lines with the time
      --graph-width <n>           characters of a name in drawings; 0: all, -n: all
                                  but n, 1: no drawing

    Commands:
      yml [options]               render the config file from its template
      build [options]             resolve releases, values and charts, and save the
                                  plan
      up [options]                deploy the plan, run its monitors, undo what they
                                  reject
      attach [options] [run]      follow a run in the cluster, from its start;
                                  --stop ends it
      down [options]              uninstall the releases, dependents first
      rollback [options]          roll the releases back, dependents first
      diff [options] [mode]       show what the plan would change, object by object
      manifests [names...]        print the objects that the plan deploys, rendered
                                  without a cluster
      list|ls                     list the releases and their state on the cluster
      status [names...]           show single releases: state, dependencies,
                                  monitors
      graph [options]             draw what depends on what
      validate [options]          check the config file and the options of its
                                  plugins, without network
      schema                      print the JSON Schema of the config file
      plugins                     list the plugins in use: version, path, types,
                                  needs
      monitor                     monitors alone: monitor run
      version|ver                 print the version
      completion <shell>          print a completion script for a shell
      help [command]              show help of a command

    Variables set options, too: HELMWATCH_TAGS, or helmwave's HELMWAVE_TAGS, for
    --tags. A flag wins, then HELMWATCH_, then HELMWAVE_.
    "
  `);
  expect(await help("--help")).toBe(await help());
});

it("shows a command's own options before the shared ones", async () => {
  expect((await help("up", "--help")).split("Global Options:")[0]).toMatchInlineSnapshot(`
    "Usage: helmwatch up [options]

    Deploys the saved plan, or a plan built in memory when none is saved. Exits 0
    when all releases and monitors succeeded, 1 when one did not, 2 for bad input, 4
    when cluster, network or helm are at fault. With --in-cluster the run is a Job
    that goes on without this machine: Ctrl-C ends only the following, with 130.

    Options:
      --build                     build the plan anew and save it
      --update-lock               resolve the charts of the selected releases anew,
                                  and write them to helmwatch.lock
      --in-cluster                run the plan as a Job of the cluster, and follow
                                  it; --no-in-cluster: run it here (default:
                                  run.where)
      --detach                    do not follow that Job: print the id of the run
      --yml                       render the config file from its template first
      --tpl <path>                template of the config file (default:
                                  helmwave.yml.tpl)
      --templater <name>          functions of templates: sprig or gomplate
                                  (default: sprig)
      --yml-templater <name>      the same for the config file's template (default:
                                  --templater)
      --build-templater <name>    the same for values files (default: --templater)
      --diff-mode <mode>          show what a new plan changes: live (of the
                                  cluster), local (of the saved plan) or none
                                  (default: none)
      --wide <n>                  unchanged lines around a change; -1: all of them
                                  (default: 5)
      --show-secret               show what Secrets hold
      --suppress <kind>           kinds of objects that are left out
      --strip-trailing-cr         ignore carriage returns at the end of lines
      --find-renames <n>          take an added object for a removed one when less
                                  than this part of it differs; 0: never
      --3-way-merge               live: compare with the objects of the cluster, so
                                  that drift shows
      -h, --help                  show help

    "
  `);
  expect((await help("rollback", "-h")).split("Global Options:")[0]).toMatchInlineSnapshot(`
    "Usage: helmwatch rollback [options]

    Roll the releases back, dependents first.

    Options:
      --build                     build the plan anew and save it
      --revision <n>              revision to go back to (default: the last good one
                                  before the newest)
      --yml                       render the config file from its template first
      --tpl <path>                template of the config file (default:
                                  helmwave.yml.tpl)
      --templater <name>          functions of templates: sprig or gomplate
                                  (default: sprig)
      --yml-templater <name>      the same for the config file's template (default:
                                  --templater)
      --build-templater <name>    the same for values files (default: --templater)
      --diff-mode <mode>          show what a new plan changes: live (of the
                                  cluster), local (of the saved plan) or none
                                  (default: none)
      --wide <n>                  unchanged lines around a change; -1: all of them
                                  (default: 5)
      --show-secret               show what Secrets hold
      --suppress <kind>           kinds of objects that are left out
      --strip-trailing-cr         ignore carriage returns at the end of lines
      --find-renames <n>          take an added object for a removed one when less
                                  than this part of it differs; 0: never
      --3-way-merge               live: compare with the objects of the cluster, so
                                  that drift shows
      -h, --help                  show help

    "
  `);
  expect((await help("monitor", "run", "--help")).split("Global Options:")[0]).toMatchInlineSnapshot(`
    "Usage: helmwatch monitor run [options] [names...]

    Run monitors of the file alone, without cluster or helm.

    Arguments:
      names                       monitors (default: all)

    Options:
      -h, --help                  show help

    "
  `);
});

it("prints the version, bare for scripts", async () => {
  expect(await help("version")).toBe("0.1.0\n");
  expect(await help("ver")).toBe("0.1.0\n");
  expect(await help("--version")).toBe("helmwatch version 0.1.0\n");
});
